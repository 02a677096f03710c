import { figure } from "./chart-scale.ts";

/** One point of a run; null where the number is too small to show. */
export interface Point {
  readonly label: string;
  readonly value: number | null;
}

export interface RunChartView {
  readonly title: string;
  /** What one step of the scale is: «minutes», «%». */
  readonly unit: string;
  readonly points: readonly Point[];
  readonly centre: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  /** Which points stand out, by their places. */
  readonly marked: readonly number[];
  /** Something to compare with, such as what was promised. */
  readonly reference?: { readonly value: number; readonly label: string };
}

/** What the chart tells, in words: from where to where, between what, and which points stand out. */
export function runInWords({ points, unit, centre, lower, upper, marked, reference }: RunChartView): string {
  const shown = points.flatMap(({ label, value }, nth) => (value === null ? [] : [{ label, value, nth }]));
  const at = ({ label, value }: { label: string; value: number }) => `${figure(value)} in ${label}`;
  const [first, last] = [shown[0], shown.at(-1)];
  if (!first || !last) return "There is no number that can be shown.";
  const sorted = shown.toSorted((one, other) => one.value - other.value);
  const [least = first, most = last] = [sorted[0], sorted.at(-1)];
  const out = shown.filter(({ nth }) => marked.includes(nth));
  const small = points.length - shown.length;
  return [
    `In ${unit}: ${at(first)}, ${at(last)}; the least ${at(least)}, the most ${at(most)}.`,
    centre === null ? "" : `The centre is ${figure(centre)}${between(lower, upper)}.`,
    reference ? `${reference.label}: ${figure(reference.value)}.` : "",
    out.length > 0 ? `Marked: ${out.map(at).join(", ")}.` : "Nothing is marked.",
    small > 0 ? `Not shown, because few cases are behind them: ${small} of ${points.length}.` : "",
  ]
    .filter(Boolean)
    .join(" ");
}

const between = (lower: number | null, upper: number | null): string =>
  [lower === null ? "" : `, the lower limit ${figure(lower)}`, upper === null ? "" : `, the upper limit ${figure(upper)}`].join(
    "",
  );
