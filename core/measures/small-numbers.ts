/**
 * The small-number rule that NHS England publishes for hospital and emergency care figures below national level (disclosure control for HES
 * and ECDS, since September 2018): 1 to 7 is shown as `*`, larger counts to the nearest 5, totals are counted first and rounded then,
 * percentages come from what is shown, averages only of 8 or more. That 0 stands as 0 and that 5 is the step are taken over from how the
 * rule is used; the partnership’s information governance lead confirms both before a pack leaves the partnership.
 */

/** What stands for a number that is too small to be shown. */
export const HIDDEN = "*";
/** A number as people may see it. */
export type Shown = number | typeof HIDDEN;

/** The smallest count that is shown, and the step to which it is rounded. */
export const SMALLEST = 8;
const STEP = 5;

/** Is this a count from which somebody could be told apart? Nobody is in none. */
export const isSmall = (count: number): boolean => count > 0 && count < SMALLEST;

const nearest = (value: number, step: number): number => Math.round(value / step) * step;

/** A count of cases as it is shown. */
export const shownCount = (count: number): Shown => (isSmall(count) ? HIDDEN : nearest(count, STEP));

/** A share in whole per cent, from the counts as they are shown; null when there is nothing to have a share of. */
export function shownPercent(numerator: number, denominator: number): Shown | null {
  const [some, all] = [shownCount(numerator), shownCount(denominator)];
  if (all === 0) return null;
  return some === HIDDEN || all === HIDDEN ? HIDDEN : Math.round((100 * some) / all);
}

const MINUTE_MS = 60_000;
/** A median or a centile of so many lengths of time, to the whole minute, which is nobody’s own to the second; null when there is none. */
export function shownMs(ms: number | null, count: number): Shown | null {
  if (isSmall(count)) return HIDDEN;
  return ms === null ? null : nearest(ms, MINUTE_MS);
}

/** All of what so many took together, to the nearest five hours: from an exact sum the one that was added last could be worked out. */
export const shownTotal = (ms: number, count: number): Shown => (isSmall(count) ? HIDDEN : nearest(ms, STEP * 60 * MINUTE_MS));
