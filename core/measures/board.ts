import type { FirstAnswersShown } from "../first-answers/measures.ts";
import type { PublishedFigure } from "../partnership/monitoring.ts";
import type { Instant } from "../time.ts";
import { BY_AREA, BY_ATTENDED, BY_SITE, type Titles } from "./breakdown.ts";
import type { MeasureCode } from "./codes.ts";
import { type Cut, casesIn, inWords, monthsOf } from "./cut.ts";
import { keptBackIn, mayShowWeeks } from "./disclosure.ts";
import { figuresOf, MEASURES, type Measure } from "./measures.ts";
import { type Point, type RunChart, runChart } from "./run-chart.ts";
import { type ShownFigure, shownFigures, withoutRows } from "./shown.ts";
import { type Shown, shownCount, shownPercent } from "./small-numbers.ts";
import type { Tally } from "./tally.ts";
import { weeksIn } from "./weeks.ts";

/** One measure through time. */
export interface Chart extends RunChart {
  readonly code: MeasureCode;
  readonly title: string;
  readonly unit: string;
}

/** What a board sees of one cut: each figure after the small-number rule, and some of them through time. */
export interface Board {
  readonly cut: Cut;
  readonly figures: readonly ShownFigure[];
  /** By which step of time the charts go. */
  readonly step: "week" | "month";
  readonly charts: readonly Chart[];
}

/** The same with what it is called and what stands beside it: all that a board's page shows. */
export interface BoardView extends Board {
  readonly title: string;
  readonly at: Instant;
  readonly areas: readonly { readonly code: string; readonly title: string }[];
  /** The pathway whose cases these are, and every other that has figures of its own. */
  readonly pathway: { readonly code: string; readonly title: string };
  readonly pathways: readonly { readonly code: string; readonly title: string }[];
  /** Cases of this time and area, of every pathway, that have not ended: they are counted when they do. */
  readonly stillOpen: Shown;
  readonly references: readonly PublishedFigure[];
  /** What control rooms answered first, and what became of it. */
  readonly firstAnswers: FirstAnswersShown;
  readonly actions: { readonly open: number; readonly late: number };
  readonly concerns: { readonly open: number; readonly late: number };
  readonly feedback: { readonly open: number; readonly late: number };
}

/** The measures that boards see through time. */
const CHARTED: readonly MeasureCode[] = [
  "raised",
  "acknowledged_within_limit",
  "decided_within_limit",
  "arrived_within_limit",
  "overturned",
  "told_in_writing",
  "handover_within_60_minutes",
];

/**
 * The board of a cut that may be shown. Rows are tallies of any time and area: those of all of its year are needed to know which of its parts
 * may stand beside what else is shown, and those of the 7 days before it to know who was asked about again.
 */
export function boardOf(tallies: readonly Tally[], cut: Cut, titles: Titles): Board {
  const keptBackOf = keptBackIn(tallies);
  const isKeptBack = (part: Cut) => keptBackOf(part) !== undefined;
  const { step, parts } = stepsOf(tallies, cut, isKeptBack);
  const { figures } = shownFigures(figuresOf(tallies, cut, titles));
  const rows = rowsKeptBack(tallies, cut, isKeptBack);
  return {
    cut,
    figures: figures
      .filter(isThere)
      .map(wherePartsAre)
      .map((figure) => withoutRows(figure, (by, code) => rows[by]?.has(code) ?? false)),
    step,
    charts: CHARTED.flatMap((code) => {
      const measure = MEASURES.find((one) => one.code === code);
      if (!measure || parts.length === 0) return [];
      const points = parts.map(({ title, cases }) => pointOf(measure, title, cases));
      return [{ code, title: measure.title, unit: measure.unit, ...runChart(points, measure.unit) }];
    }),
  };
}

/** What only some pathways have is left out where there is nothing of it. */
function isThere(figure: ShownFigure): boolean {
  const measure: Measure | undefined = MEASURES.find(({ code }) => code === figure.code);
  if (measure?.whereSent && "denominator" in figure && figure.denominator === 0) return false;
  const some = "medianMs" in figure ? figure.count : figure.unit === "count" ? figure.numerator : figure.denominator;
  return !measure?.seldom || some !== 0;
}

/** Whether those asked came tells nothing apart where no answer sends anybody. */
function wherePartsAre(figure: ShownFigure): ShownFigure {
  if (!("breakdowns" in figure)) return figure;
  const isAny = ({ by, rows }: (typeof figure.breakdowns)[number]) =>
    by !== BY_ATTENDED.by || rows.some(({ denominator }) => denominator !== 0);
  return { ...figure, breakdowns: figure.breakdowns.filter(isAny) };
}

/** The areas, and the sites in them, that every area’s board keeps back as rows: each is a figure of its area. One area’s board has no other’s cases. */
function rowsKeptBack(
  tallies: readonly Tally[],
  cut: Cut,
  isKeptBack: (part: Cut) => boolean,
): Readonly<Partial<Record<string, ReadonlySet<string>>>> {
  if (cut.area !== null) return {};
  const all = new Set(tallies.map(({ area }) => area));
  const areas = new Set([...all].filter((area) => isKeptBack({ ...cut, area })));
  const sites = casesIn(cut, tallies).flatMap(({ area, site }) => (site !== null && areas.has(area) ? [site] : []));
  return { [BY_AREA.by]: areas, [BY_SITE.by]: new Set(sites) };
}

/** A step of a chart with its cases; none where it is kept back. */
interface Part {
  readonly title: string;
  readonly cases: readonly Tally[] | null;
}

/** The steps of a chart: weeks for all areas together where they may be shown, else the months of the cut. */
function stepsOf(
  tallies: readonly Tally[],
  cut: Cut,
  isKeptBack: (part: Cut) => boolean,
): { step: Board["step"]; parts: Part[] } {
  const cases = casesIn(cut, tallies);
  if (cut.area === null && mayShowWeeks(cut, cases)) {
    const within = (from: Instant, to: Instant) => cases.filter(({ raisedAt }) => raisedAt >= from && raisedAt < to);
    return { step: "week", parts: weeksIn(cut).map(({ from, to, title }) => ({ title, cases: within(from, to) })) };
  }
  const months = monthsOf(cut).map((month) => ({
    title: inWords(month).split(",")[0] ?? "",
    cases: isKeptBack(month) ? null : casesIn(month, cases),
  }));
  return { step: "month", parts: months };
}

function pointOf({ compute, unit }: (typeof MEASURES)[number], title: string, cases: readonly Tally[] | null): Point {
  if (cases === null) return { title, value: null };
  const figure = compute(cases, { titles: {}, merged: [], again: new Set() });
  if (!("numerator" in figure)) return { title, value: null };
  const { numerator, denominator } = figure;
  const shown = unit === "percent" ? shownPercent(numerator, denominator) : shownCount(numerator);
  return { title, value: typeof shown === "number" ? shown : null };
}
