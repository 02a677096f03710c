import type { PublishedFigure } from "../core/partnership/monitoring.ts";

const UNITS = { percent: " %", hours: " hours", seconds: " seconds", count: "" } as const;
const number = (value: number): string => value.toLocaleString("en-GB");

/** What others have published: the number, what it was before, who says so and when, and what it does not say. */
export const Published = ({ line: { low, high, before, unit, source, published, caveat } }: { line: PublishedFigure }) => (
  <>
    {low === high ? number(low) : `${number(low)} to ${number(high)}`}
    {UNITS[unit]}
    {before !== null && `, ${number(before)}${UNITS[unit]} before`}. {source}, {published}. {caveat}
  </>
);
