import * as z from "zod";
import { Code } from "../partnership/codes.ts";
import { PublishedFigure } from "../partnership/monitoring.ts";
import { route } from "../route.ts";
import { Instant } from "../time.ts";
import { Cut } from "./cut.ts";

/** What is only read may be handed over as it is. */
const list = <T extends z.ZodType>(item: T) => z.array(item).readonly();
const shown = z.union([z.number(), z.literal("*")]);
const shownRow = { numerator: shown, denominator: shown, percent: shown.nullable() };
const breakdown = z.strictObject({
  by: z.string(),
  title: z.string(),
  rows: list(z.strictObject({ code: z.string(), title: z.string(), ...shownRow })),
});
const figure = { code: z.string(), title: z.string(), unit: z.string() };
const lengths = { count: shown, medianMs: shown.nullable(), p90Ms: shown.nullable(), totalMs: shown.nullable().optional() };
const FigureReply = z.union([
  z.strictObject({
    ...figure,
    ...shownRow,
    interval: z.strictObject({ low: z.number(), high: z.number() }).nullable(),
    breakdowns: list(breakdown),
  }),
  z.strictObject({
    ...figure,
    ...lengths,
    parts: list(
      z.strictObject({
        by: z.string(),
        title: z.string(),
        rows: list(z.strictObject({ code: z.string(), title: z.string(), ...lengths })),
      }),
    ),
  }),
]);
const BoardReply = z
  .strictObject({
    cut: z.strictObject({ from: z.string(), months: z.number(), area: Code.nullable() }),
    title: z.string(),
    at: Instant,
    areas: list(z.strictObject({ code: Code, title: z.string() })),
    pathway: z.strictObject({ code: Code, title: z.string() }),
    pathways: list(z.strictObject({ code: Code, title: z.string() })),
    figures: list(FigureReply),
    step: z.enum(["week", "month"]),
    charts: list(
      z.strictObject({
        ...figure,
        centre: z.number().nullable(),
        lower: z.number().nullable(),
        upper: z.number().nullable(),
        points: list(z.strictObject({ title: z.string(), value: z.number().nullable(), flags: list(z.string()) })),
      }),
    ),
    stillOpen: shown,
    references: list(PublishedFigure),
    firstAnswers: z.strictObject({ figures: list(FigureReply), why: z.string().nullable() }).meta({
      description: "What control rooms answered first, and what became of it; none, and why, where they would show a few.",
    }),
    actions: z.strictObject({ open: z.int(), late: z.int() }),
    concerns: z.strictObject({ open: z.int(), late: z.int() }),
    feedback: z.strictObject({ open: z.int(), late: z.int() }),
  })
  .meta({ id: "Board", description: "`*` stands for 1 to 7; other counts are rounded to the nearest 5." });

const Side = z.strictObject({ from: Instant, to: Instant, stillOpen: shown });
const ComparisonReply = z
  .strictObject({
    pathway: Code,
    title: z.string(),
    area: z.strictObject({ code: Code, title: z.string() }).nullable(),
    version: z.int(),
    earlier: z.int(),
    at: Instant,
    before: Side,
    after: Side,
    alsoChanged: list(Instant).meta({ description: "When other versions began in the same weeks and the same area." }),
    caveat: z.string(),
    figures: list(z.strictObject({ before: FigureReply, after: FigureReply })),
  })
  .meta({ id: "Comparison", description: "`*` stands for 1 to 7; other counts are rounded to the nearest 5." });

/** The boards' rows. */
export const measureRoutes = {
  compareVersions: route({
    method: "GET",
    path: "/api/board/before-and-after",
    room: "learning",
    shows: { of: ["figures"] },
    may: ["chair", "board_member"],
    reach: "figures",
    summary:
      "The figures of the four weeks before a version of a pathway began, and of those after, once they are over. That something is otherwise afterwards does not show that the version is why. Figures that would isolate people are refused.",
    query: z.strictObject({ pathway: Code, version: z.coerce.number().pipe(z.int().positive()), area: Code.optional() }),
    reply: ComparisonReply,
  }),
  readBoard: route({
    method: "GET",
    path: "/api/board",
    room: "learning",
    shows: { of: ["figures"] },
    may: ["chair", "board_member"],
    reach: "figures",
    summary:
      "The figures of one pathway in a month, a quarter or a year that is over, after the small-number rule. Figures that would isolate people are refused.",
    query: z.strictObject({
      from: Cut.shape.from,
      months: z.coerce.number().pipe(Cut.shape.months),
      area: Code.optional(),
      pathway: Code.optional().meta({ description: "Whose figures: the first pathway’s when none is named." }),
    }),
    reply: BoardReply,
  }),
} as const;
