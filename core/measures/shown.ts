import type { MeasureCode } from "./codes.ts";
import type { Cut } from "./cut.ts";
import type { Breakdown, Counted, Lengths, Row, Timed, TimedRow } from "./figure.ts";
import { type Interval, wilson } from "./interval.ts";
import { type Figure, type Figures, MEASURES } from "./measures.ts";
import { HIDDEN, isSmall, type Shown, shownCount, shownMs, shownPercent, shownTotal } from "./small-numbers.ts";

/** A line as people may see it. `percent` is null where there is nothing to have a share of. */
export interface ShownRow {
  readonly code: string;
  readonly title: string;
  readonly numerator: Shown;
  readonly denominator: Shown;
  readonly percent: Shown | null;
}
export type ShownBreakdown = Omit<Breakdown, "rows"> & { readonly rows: readonly ShownRow[] };

/** So many of so many, as people may see it. */
export interface ShownCounted extends Omit<ShownRow, "code" | "title"> {
  readonly interval: Interval | null;
  readonly breakdowns: readonly ShownBreakdown[];
}
/** How long it took, as people may see it: to the whole minute, in milliseconds. */
export interface ShownLengths {
  readonly count: Shown;
  readonly medianMs: Shown | null;
  readonly p90Ms: Shown | null;
  /** All of it together, where a sum means something: to the nearest five hours. */
  readonly totalMs?: Shown | null;
}
export interface ShownTimedRow extends ShownLengths {
  readonly code: string;
  readonly title: string;
}
/** The same in all, and of the parts that have it. */
export interface ShownTimed extends ShownLengths {
  readonly parts: readonly { readonly by: string; readonly title: string; readonly rows: readonly ShownTimedRow[] }[];
}
export type ShownBy<C extends string> = Named<C> & (ShownCounted | ShownTimed);
export type ShownFigure = ShownBy<MeasureCode>;
interface Named<C extends string> {
  readonly code: C;
  readonly title: string;
  readonly unit: (typeof MEASURES)[number]["unit"];
}

/** The figures of a cut after the small-number rule: the only form that leaves for people. */
export const shownFigures = ({ cut, figures }: Figures): { readonly cut: Cut; readonly figures: readonly ShownFigure[] } => ({
  cut,
  figures: figures.map(shownFigure),
});

/** One figure after the small-number rule. */
export function shownFigure(figure: Figure): ShownFigure {
  const { code } = figure;
  const measure = MEASURES.find((one) => one.code === code);
  return shownAs({ code, title: measure?.title ?? code, unit: measure?.unit ?? "count" }, figure);
}

/** What was counted or timed under a name, after the rule. */
export function shownAs<C extends string>(named: Named<C>, figure: Counted | Timed): ShownBy<C> {
  if ("breakdowns" in figure) return { ...named, ...counted(figure) };
  return {
    ...named,
    ...lengths(figure),
    parts: figure.parts.map(({ rows, ...by }) => ({ ...by, rows: shownRows(rows, figure.count) })),
  };
}

/**
 * A figure without the lines that are kept back: each stands there as a small number does. Where one of them is a part with a sum, no part has
 * its sum: all of them less the others would be that one.
 */
export function withoutRows(figure: ShownFigure, isKeptBack: (by: string, code: string) => boolean): ShownFigure {
  if ("breakdowns" in figure)
    return {
      ...figure,
      breakdowns: figure.breakdowns.map(({ rows, ...by }) => ({
        ...by,
        rows: rows.map((row) => (isKeptBack(by.by, row.code) ? { ...row, ...HIDDEN_ROW } : row)),
      })),
    };
  return {
    ...figure,
    parts: figure.parts.map(({ rows, ...by }) => {
      if (!rows.some(({ code }) => isKeptBack(by.by, code))) return { ...by, rows };
      const unsummed = rows.map(({ totalMs, ...row }) => row);
      return { ...by, rows: unsummed.map((row) => (isKeptBack(by.by, row.code) ? { ...row, ...HIDDEN_LENGTHS } : row)) };
    }),
  };
}
const HIDDEN_ROW = { numerator: HIDDEN, denominator: HIDDEN, percent: HIDDEN } as const;
const HIDDEN_LENGTHS = { count: HIDDEN, medianMs: HIDDEN, p90Ms: HIDDEN } as const;

const lengths = ({ count, medianMs, p90Ms, totalMs }: Lengths): ShownLengths => ({
  ...{ count: shownCount(count), medianMs: shownMs(medianMs, count), p90Ms: shownMs(p90Ms, count) },
  ...(totalMs === undefined ? {} : { totalMs: shownTotal(totalMs, count) }),
});

/** Where one part is of a few, no part has its sum: all of them less the others would be that of the few. So would be that of a few that stand in no part. */
function shownRows(rows: readonly TimedRow[], all: number): ShownTimedRow[] {
  const inNone = all - rows.reduce((sum, { count }) => sum + count, 0);
  const isOfFew = isSmall(inNone) || rows.some(({ count }) => isSmall(count));
  return rows.map(({ code, title, totalMs, ...row }) => ({
    ...{ code, title },
    ...lengths(totalMs === undefined || isOfFew ? row : { ...row, totalMs }),
  }));
}

const counted = ({ interval, breakdowns, numerator, denominator }: Counted): ShownCounted => ({
  ...of({ numerator, denominator }),
  interval: interval && shownInterval({ numerator, denominator }),
  breakdowns: breakdowns.map(({ rows, ...by }) => ({
    ...by,
    rows: rows.map(({ code, title, ...row }) => ({ code, title, ...of(row) })),
  })),
});

const of = ({ numerator, denominator }: Pick<Row, "numerator" | "denominator">) => ({
  numerator: shownCount(numerator),
  denominator: shownCount(denominator),
  percent: shownPercent(numerator, denominator),
});

/** The interval of what is shown: an exact one would give the counts away. */
function shownInterval({ numerator, denominator }: Pick<Row, "numerator" | "denominator">): Interval | null {
  const [some, all] = [shownCount(numerator), shownCount(denominator)];
  const interval = some === HIDDEN || all === HIDDEN ? null : wilson(some, all);
  return interval && { low: Math.round(interval.low), high: Math.round(interval.high) };
}
