import type { By, Titles } from "./breakdown.ts";
import { type Interval, wilson } from "./interval.ts";
import type { Tally } from "./tally.ts";

/** One line of a figure: so many of so many. */
export interface Row {
  readonly code: string;
  readonly title: string;
  readonly numerator: number;
  readonly denominator: number;
}

/** A figure broken down by one thing. */
export interface Breakdown {
  readonly by: string;
  readonly title: string;
  readonly rows: readonly Row[];
}

/** So many of so many, in all and broken down. A rate that is read against others has its interval. */
export interface Counted {
  readonly numerator: number;
  readonly denominator: number;
  readonly interval: Interval | null;
  readonly breakdowns: readonly Breakdown[];
}

/** How long it took, of so many that it has a length of: in milliseconds. */
export interface Lengths {
  readonly count: number;
  readonly medianMs: number | null;
  readonly p90Ms: number | null;
  /** All of it together, where a sum means something. */
  readonly totalMs?: number;
}

/** The same in all, and of the parts that have it. */
export interface Timed extends Lengths {
  readonly parts: readonly { readonly by: string; readonly title: string; readonly rows: readonly TimedRow[] }[];
}
export interface TimedRow extends Lengths {
  readonly code: string;
  readonly title: string;
}

/** What a measure looks at beside the cases of its cut. */
export interface Around {
  readonly titles: Titles;
  readonly merged: readonly Tally[];
  /** The cases whose person had been asked about in the 7 days before. */
  readonly again: ReadonlySet<string>;
}

/** Whether a case counts (true), is one of those of which it could be (false), or is none of them (null). */
type Counts = (tally: Tally, around: Around) => boolean | null;

/** One figure broken down: the rows that are always there, then those of other codes, by their code. */
function parted<T>(
  all: readonly T[],
  { by, title, codes, rows }: By<T>,
  titles: Titles,
  count: (some: readonly T[]) => Pick<Row, "numerator" | "denominator">,
): Breakdown {
  const parts = new Map<string, T[]>();
  for (const one of all) {
    for (const code of codes(one)) {
      const part = parts.get(code) ?? [];
      part.push(one);
      parts.set(code, part);
    }
  }
  const known = rows(titles);
  const others = [...parts.keys()].filter((code) => !known.some((one) => one.code === code)).toSorted();
  const coded = [...known, ...others.map((code) => ({ code, title: code.replaceAll("_", " ") }))];
  return { by, title, rows: coded.map((row) => ({ ...row, ...count(parts.get(row.code) ?? []) })) };
}

/** A share: of the cases of which something could be so, those of which it is. Each row of a breakdown is the same share of its own cases. */
export const share =
  (counts: Counts, ...bys: readonly By<Tally>[]) =>
  (cases: readonly Tally[], around: Around): Counted => {
    const count = (some: readonly Tally[]) => {
      const known = some.map((tally) => counts(tally, around)).filter((counted) => counted !== null);
      return { numerator: known.filter((counted) => counted).length, denominator: known.length };
    };
    return { ...count(cases), interval: null, breakdowns: bys.map((by) => parted(cases, by, around.titles, count)) };
  };

/** A share with the interval in which it lies. */
export const rate =
  (counts: Counts, ...bys: readonly By<Tally>[]) =>
  (cases: readonly Tally[], around: Around): Counted => {
    const counted = share(counts, ...bys)(cases, around);
    return { ...counted, interval: wilson(counted.numerator, counted.denominator) };
  };

/** A count of what cases hold, itself of so many cases. Each row of a breakdown is how much of it falls there, of all of it. */
export const spread =
  <T>(things: (tally: Tally) => readonly T[], ...bys: readonly By<T>[]) =>
  (cases: readonly Tally[], { titles }: Around): Counted => {
    const all = cases.flatMap(things);
    const count = (some: readonly T[]) => ({ numerator: some.length, denominator: all.length });
    return {
      numerator: all.length,
      denominator: cases.length,
      interval: null,
      breakdowns: bys.map((by) => parted(all, by, titles, count)),
    };
  };

/** The value at or below which so large a part of some sorted values lies, by the nearest rank: always one of them, never between two. */
export const centile = (sorted: readonly number[], part: number): number | null =>
  sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? null;

/** How long something took: the median and the 90th centile of the cases that have it; of each part too. */
export const times = (took: (tally: Tally) => number | null, ...bys: readonly By<Tally>[]) => timed(took, lengthsOf, bys);

/** The same, and all of it together. */
export const timesAndSum = (took: (tally: Tally) => number | null, ...bys: readonly By<Tally>[]) =>
  timed(took, (all) => ({ ...lengthsOf(all), totalMs: all.reduce((sum, one) => sum + one, 0) }), bys);

function lengthsOf(all: readonly number[]): Lengths {
  const sorted = all.toSorted((one, other) => one - other);
  return { count: sorted.length, medianMs: centile(sorted, 0.5), p90Ms: centile(sorted, 0.9) };
}

const timed =
  (took: (tally: Tally) => number | null, lengths: (all: readonly number[]) => Lengths, bys: readonly By<Tally>[]) =>
  (cases: readonly Tally[], { titles }: Around): Timed => {
    const of = (some: readonly Tally[]) => lengths(some.flatMap((tally) => took(tally) ?? []));
    const parts = bys.map(({ by, title, codes, rows }) => {
      const found = [...new Set(cases.flatMap((tally) => codes(tally)))].toSorted();
      const named = (code: string) => rows(titles).find((one) => one.code === code)?.title ?? code.replaceAll("_", " ");
      const each = found.map((code) => ({
        code,
        title: named(code),
        ...of(cases.filter((tally) => codes(tally).includes(code))),
      }));
      return { by, title, rows: each.filter(({ count }) => count > 0) };
    });
    return { ...of(cases), parts };
  };
