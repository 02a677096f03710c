/** Between which two values a share lies, in per cent. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** 95 of 100 intervals made so hold the true share. */
const Z = 1.959964;

/** The 95 % interval of a share, by Wilson’s method (1927), which holds for few cases and for shares near 0 and 1; null for a share of none. */
export function wilson(numerator: number, denominator: number): Interval | null {
  if (denominator === 0) return null;
  const share = numerator / denominator;
  const squared = Z ** 2 / denominator;
  const centre = share + squared / 2;
  const reach = Z * Math.sqrt((share * (1 - share) + squared / 4) / denominator);
  const percent = (value: number) => Math.min(100, Math.max(0, (100 * value) / (1 + squared)));
  return { low: percent(centre - reach), high: percent(centre + reach) };
}
