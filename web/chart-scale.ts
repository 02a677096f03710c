const shown = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 1 });

/** A number as charts and their tables say it, with one decimal place at most: «1,234.5». */
export const figure = (value: number): string => shown.format(value);

/** A scale that holds every value, with some four steps that people can read: 1, 2 or 5, and so many noughts. */
export function scaleOf(values: readonly number[]): { low: number; high: number; ticks: number[] } {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const step = readable((most - least || Math.abs(most) || 1) / 4);
  const first = Math.floor(least / step);
  const last = Math.max(Math.ceil(most / step), first + 1);
  const ticks = Array.from({ length: last - first + 1 }, (_, nth) => Number(((first + nth) * step).toPrecision(12)));
  return { low: first * step, high: last * step, ticks };
}

function readable(step: number): number {
  const ten = 10 ** Math.floor(Math.log10(step));
  return ten * ([1, 2, 5].find((times) => times * ten >= step) ?? 10);
}
