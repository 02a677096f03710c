/** One month, quarter or year of a series. Null where nothing may be shown, or there was nothing to have a figure of. */
export interface Point {
  readonly title: string;
  readonly value: number | null;
}

/** Why a point is worth a question: it lies outside the limits, or it is one of many in a row on the same side of the centre. */
export type Flag = "outside_limits" | "long_run";

/** A series with its centre and, when it is long enough, the limits between which it varies by chance. */
export interface RunChart {
  readonly centre: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly points: readonly (Point & { readonly flags: readonly Flag[] })[];
}

/** So many points are needed before limits mean anything, and so many on one side of the centre are no chance. */
const ENOUGH = 8;
/** What turns the mean distance between neighbours into three standard deviations: 3 / 1.128, for ranges of two. */
const REACH = 2.66;

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * An individuals chart (XmR), as NHS England’s «Making Data Count» teaches it: the centre is the mean, the limits lie 2.66 mean moving ranges
 * from it, never below 0 nor, for a share, above 100. Fewer than 8 points have no limits and no flags. A point without a value is passed over.
 */
export function runChart(points: readonly Point[], unit: string): RunChart {
  const values = points.flatMap(({ value }) => value ?? []);
  const unmarked = points.map((point) => ({ ...point, flags: [] }));
  if (values.length === 0) return { centre: null, lower: null, upper: null, points: unmarked };
  const centre = mean(values);
  if (values.length < ENOUGH) return { centre, lower: null, upper: null, points: unmarked };
  const reach = REACH * mean(values.slice(1).map((value, nth) => Math.abs(value - (values[nth] ?? value))));
  const lower = Math.max(0, centre - reach);
  const upper = unit === "percent" ? Math.min(100, centre + reach) : centre + reach;
  const flags = flagsOf(values, centre, lower, upper);
  const marked = points.map((point) => ({ ...point, flags: point.value === null ? [] : (flags.shift() ?? []) }));
  return { centre, lower, upper, points: marked };
}

function flagsOf(values: readonly number[], centre: number, lower: number, upper: number): Flag[][] {
  const sides = values.map((value) => Math.sign(value - centre));
  return values.map((value, nth) => [
    ...(value < lower || value > upper ? ["outside_limits" as const] : []),
    ...(runAt(sides, nth) >= ENOUGH ? ["long_run" as const] : []),
  ]);
}

/** How many points in a row, with this one among them, lie on its side of the centre. A point on the centre lies on none. */
function runAt(sides: readonly number[], nth: number): number {
  const side = sides[nth];
  if (side === 0) return 0;
  const before = sides.slice(0, nth).findLastIndex((one) => one !== side);
  const after = sides.slice(nth).findIndex((one) => one !== side);
  return (after < 0 ? sides.length : nth + after) - before - 1;
}
