import type { ShownBy, ShownCounted, ShownTimed } from "../core/measures/shown.ts";
import type { Shown } from "../core/measures/small-numbers.ts";
import { inWords as lengthInWords } from "../core/time.ts";

/** A shown number in words: a small one by its sign. */
export const shown = (value: Shown | null): string => (value === null ? "–" : String(value));
export const percent = (value: Shown | null): string => (typeof value === "number" ? `${value} %` : shown(value));
/** A sum of hours as one number: «9,815 hours», and not in days. */
export const sum = (value: Shown | null): string =>
  typeof value === "number" ? `${Math.round(value / HOUR_MS).toLocaleString("en-GB")} hours` : shown(value);
const HOUR_MS = 3_600_000;
export const length = (value: Shown | null): string => (typeof value === "number" ? lengthInWords(value) : shown(value));

export const isTimed = (figure: ShownBy<string>): figure is ShownBy<string> & ShownTimed => "medianMs" in figure;

/** One figure of ours, with what it is of. */
export const Ours = ({ figure }: { figure: ShownBy<string> }) =>
  isTimed(figure) ? (
    <p>
      Median {length(figure.medianMs)}, nine in ten within {length(figure.p90Ms)} (of {shown(figure.count)})
      {figure.totalMs !== undefined && `; ${sum(figure.totalMs)} in all`}
    </p>
  ) : (
    <p>{figure.unit === "percent" ? <Share figure={figure} /> : shown(figure.numerator)}</p>
  );

const Share = ({ figure: { percent: share, numerator, denominator, interval } }: { figure: ShownBy<string> & ShownCounted }) => (
  <>
    {percent(share)} ({shown(numerator)} of {shown(denominator)})
    {interval && `, between ${interval.low} and ${interval.high} % with 95 % confidence`}
  </>
);
