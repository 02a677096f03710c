import type { FirstAnswersShown } from "../first-answers/measures.ts";
import type { PublishedFigure } from "../partnership/monitoring.ts";
import type { Instant } from "../time.ts";
import type { Titles } from "./breakdown.ts";
import type { MeasureCode } from "./codes.ts";
import { type Cut, casesIn, inWords, monthsOf } from "./cut.ts";
import { figuresOf, MEASURES, type Measure } from "./measures.ts";
import { type Point, type RunChart, runChart } from "./run-chart.ts";
import { type ShownFigure, shownFigures } from "./shown.ts";
import { isSmall, type Shown, shownCount, shownPercent } from "./small-numbers.ts";
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

/** The board of a cut. Rows are tallies of any time; those of the 7 days before it are needed as well. */
export function boardOf(tallies: readonly Tally[], cut: Cut, titles: Titles): Board {
  const { step, parts } = stepsOf(tallies, cut);
  return {
    cut,
    figures: shownFigures(figuresOf(tallies, cut, titles)).figures.filter(isThere),
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
  const some = "medianMs" in figure ? figure.count : figure.unit === "count" ? figure.numerator : figure.denominator;
  return !measure?.seldom || some !== 0;
}

interface Part {
  readonly title: string;
  readonly cases: readonly Tally[];
}

/**
 * The steps of a chart: weeks for all areas together, else the months of the cut. Weeks are shown when every one of them, and the days of
 * the cut that are in none, are no small number: a week can be subtracted from a quarter too.
 */
function stepsOf(tallies: readonly Tally[], cut: Cut): { step: Board["step"]; parts: Part[] } {
  const months = monthsOf(cut).map((month) => ({ title: inWords(month).split(",")[0] ?? "", cases: casesIn(month, tallies) }));
  if (cut.area !== null) return { step: "month", parts: months };
  const cases = casesIn(cut, tallies);
  const weeks = weeksIn(cut).map(({ from, to, title }) => ({
    title,
    cases: cases.filter(({ raisedAt }) => raisedAt >= from && raisedAt < to),
  }));
  const inWeeks = weeks.reduce((sum, week) => sum + week.cases.length, 0);
  const isSafe = !isSmall(cases.length - inWeeks) && !weeks.some((week) => isSmall(week.cases.length));
  return isSafe ? { step: "week", parts: weeks } : { step: "month", parts: months };
}

function pointOf({ compute, unit }: (typeof MEASURES)[number], title: string, cases: readonly Tally[]): Point {
  const figure = compute(cases, { titles: {}, merged: [], again: new Set() });
  if (!("numerator" in figure)) return { title, value: null };
  const { numerator, denominator } = figure;
  const shown = unit === "percent" ? shownPercent(numerator, denominator) : shownCount(numerator);
  return { title, value: typeof shown === "number" ? shown : null };
}
