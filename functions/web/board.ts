import { FIRST_MEASURES } from "../../core/first-answers/measures.ts";
import type { BoardView } from "../../core/measures/board.ts";
import { boundsOf, Cut, inWords } from "../../core/measures/cut.ts";
import { MEASURES } from "../../core/measures/measures.ts";
import type { ShownBy, ShownLengths } from "../../core/measures/shown.ts";
import { REFUSALS, Refusal } from "../../core/refusal.ts";
import { wallOf } from "../../core/rota/wall.ts";
import { routes } from "../../core/routes.ts";
import type { Instant } from "../../core/time.ts";
import { besidePage } from "../../web/before-and-after-page.tsx";
import { boardPage } from "../../web/board-page.tsx";
import { measuresPage } from "../../web/measures-page.tsx";
import { monitoringPage } from "../../web/monitoring-page.tsx";
import * as directory from "../aws/directory.ts";
import { compareFor } from "../before-and-after.ts";
import { boardFor, pathwaysIn } from "../board.ts";
import { answer, parse } from "../edge.ts";
import { writeCsv } from "../packs/write-csv.ts";
import type { Answer, AskedBy } from "./door.ts";

/** So far back a board looks by this page: three years of quarters and months would be a list that nobody reads. */
const MONTHS_BACK = 24;

/** The months, quarters and years that are over, the latest first; quarters stand before months. */
function periodsBefore(now: Instant): Cut[] {
  const [year = 0, month = 0] = wallOf(now).slice(0, 7).split("-").map(Number);
  const starts = Array.from({ length: MONTHS_BACK }, (_, nth) => {
    const count = year * 12 + month - 1 - nth;
    return `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, "0")}`;
  });
  const cuts = ([3, 1, 12] as const).flatMap((months) => starts.map((from) => ({ from, months, area: null })));
  return cuts.filter((cut) => Cut.safeParse(cut).success && boundsOf(cut).to <= now);
}

const nameOf = ({ from, months }: Cut): string => `${from}/${months}`;

/** The period and the area that were asked for; the latest quarter of every area when nothing was. */
function cutIn({ query }: AskedBy, periods: readonly Cut[]): Cut | undefined {
  const asked = query.get("period") ?? (periods[0] ? nameOf(periods[0]) : "");
  const [from = "", months = ""] = asked.split("/");
  return asked === "" ? undefined : parse(Cut, { from, months: Number(months), area: query.get("area") || null });
}

/** The board's figures; why they are not shown stands on the page, with the same choice to make anew. */
export async function readBoard(asked: AskedBy): Promise<Answer> {
  const { actor, now, query } = asked;
  const agreed = await directory.inForce(actor.partnership, now);
  const { areas } = agreed;
  const periods = periodsBefore(now);
  const view = {
    areas,
    pathways: pathwaysIn(agreed),
    periods: periods.map((cut) => ({ code: nameOf(cut), title: inWords(cut).split(",")[0] ?? "" })),
    typed: { values: query, errors: [] },
  };
  try {
    const cut = cutIn(asked, periods);
    const board = cut && (await boardFor(actor, cut, now, query.get("pathway") || null));
    return { content: boardPage({ ...view, board, why: board ? undefined : "No month is over yet." }) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { content: boardPage({ ...view, board: undefined, why: error.message }), status: REFUSALS[error.name] };
  }
}

/** The same figures beside what others have published, which stands there too where ours may not be shown. */
export async function readMonitoring(asked: AskedBy): Promise<Answer> {
  const { actor, now, query } = asked;
  const { monitoring } = await directory.inForce(actor.partnership, now);
  const page = (board: BoardView | undefined, why: string | undefined) =>
    monitoringPage({ board, why, monitoring, query: query.toString() });
  try {
    const cut = cutIn(asked, periodsBefore(now));
    const board = cut && (await boardFor(actor, cut, now, query.get("pathway") || null));
    return { content: page(board, board ? undefined : "No month is over yet.") };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { content: page(undefined, error.message), status: REFUSALS[error.name] };
  }
}

/** The figures before and after a version began; why they are not shown stands on the page. */
export async function readBeforeAndAfter({ actor, now, query }: AskedBy): Promise<Answer> {
  const area = query.get("area") || null;
  try {
    const asked = parse(routes.compareVersions.query, Object.fromEntries([...query].filter(([, value]) => value !== "")));
    const comparison = await compareFor(actor, { ...asked, area }, now);
    return { content: besidePage({ comparison, area, why: undefined }) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { content: besidePage({ comparison: undefined, area, why: error.message }), status: REFUSALS[error.name] };
  }
}

/** What each figure counts, by its one definition. */
export const readMeasures = async (): Promise<Answer> => ({ content: measuresPage([...MEASURES, ...FIRST_MEASURES]) });

/** Every figure of a board as a file, a row for each line of each breakdown. */
export async function exportBoard(asked: AskedBy): Promise<Answer> {
  const cut = cutIn(asked, periodsBefore(asked.now));
  if (!cut) throw new Refusal("NotYet", "No month is over yet.");
  const board = await boardFor(asked.actor, cut, asked.now, asked.query.get("pathway") || null);
  const file = answer(200, "text/csv; charset=utf-8", `\uFEFF${writeCsv(rowsOf(board))}`);
  const name = `board-${board.pathway.code}-${cut.from}-${cut.months}${cut.area ? `-${cut.area}` : ""}.csv`;
  return { ...file, headers: { ...file.headers, "content-disposition": `attachment; filename="${name}"` } };
}

const HEAD = [
  "measure",
  "title",
  "by",
  "row",
  "numerator",
  "denominator",
  "percent",
  "median_minutes",
  "p90_minutes",
  "total_hours",
];
type Cell = string | number;
const cell = (value: Cell | null): Cell => value ?? "";
const minutes = (value: Cell | null): Cell => (typeof value === "number" ? Math.round(value / 60_000) : (value ?? ""));

const hours = (value: Cell | null | undefined): Cell =>
  typeof value === "number" ? Math.round(value / 3_600_000) : (value ?? "");

const rowsOf = ({ figures, firstAnswers }: BoardView): Cell[][] => [
  HEAD,
  ...[...figures, ...firstAnswers.figures].flatMap(linesOf),
];

const lengthsOf = ({ count, medianMs, p90Ms, totalMs }: ShownLengths): Cell[] => [
  ...[cell(count), "", "", minutes(medianMs), minutes(p90Ms), hours(totalMs)],
];

function linesOf(figure: ShownBy<string>): Cell[][] {
  const { code, title } = figure;
  if ("medianMs" in figure)
    return [
      [code, title, "", "", ...lengthsOf(figure)],
      ...figure.parts.flatMap(({ by, rows }) => rows.map((row) => [code, title, by, row.title, ...lengthsOf(row)])),
    ];
  const whole = [code, title, "", "", cell(figure.numerator), cell(figure.denominator), cell(figure.percent), "", "", ""];
  const parts = figure.breakdowns.flatMap(({ by, rows }) =>
    rows.map((row) => [code, title, by, row.title, cell(row.numerator), cell(row.denominator), cell(row.percent), "", "", ""]),
  );
  return [whole, ...parts];
}
