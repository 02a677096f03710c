/** The value below which this share of some measurements lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** A row of figures as a line of a Markdown table. */
export const row = (...cells: (string | number)[]): string =>
  `| ${cells.map((cell) => (typeof cell === "number" ? String(Math.round(cell)) : cell)).join(" | ")} |`;

/** Median, 99th centile and worst, in milliseconds. */
export const spread = (values: readonly number[]): number[] => [
  percentile(values, 0.5),
  percentile(values, 0.99),
  Math.max(...values),
];
