import * as z from "zod";
import { Code } from "../partnership/partnership.ts";
import { instantOf, wallOf } from "../rota/wall.ts";
import type { Instant } from "../time.ts";
import type { Tally } from "./tally.ts";

/** A month of London’s calendar. */
const Month = z.string().regex(/^20[2-9]\d-(0[1-9]|1[0-2])$/, "a month such as 2026-07");

/**
 * What a figure is about: a month, a quarter or a year of London’s calendar, and one area or all of them. There is nothing else to choose,
 * no day, no hour, no type, no agency: two figures that differ by a finer choice could be subtracted from each other down to one person.
 */
export const Cut = z
  .strictObject({
    from: Month,
    months: z.union([z.literal(1), z.literal(3), z.literal(12)], "1 for a month, 3 for a quarter, 12 for a year"),
    area: Code.nullable(),
  })
  .refine(({ from, months }) => (monthOf(from) - 1) % months === 0, {
    path: ["from"],
    message: "a quarter begins in January, April, July or October, and a year in January",
  });
export type Cut = z.output<typeof Cut>;

const NAMES = "January February March April May June July August September October November December".split(" ");
const yearOf = (month: string): number => Number(month.slice(0, 4));
const monthOf = (month: string): number => Number(month.slice(5));
const later = (month: string, by: number): string => {
  const count = yearOf(month) * 12 + monthOf(month) - 1 + by;
  return `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, "0")}`;
};

/** From its first instant until before its last, by London’s wall clock. */
export function boundsOf({ from, months }: Pick<Cut, "from" | "months">): { readonly from: Instant; readonly to: Instant } {
  return { from: instantOf(`${from}-01T00:00`), to: instantOf(`${later(from, months)}-01T00:00`) };
}

/** Where the months begin and end in which a stretch of time lies, the first and the last whole. */
export function monthEdges(from: Instant, to: Instant): Instant[] {
  const edges: Instant[] = [];
  for (let month = wallOf(from).slice(0, 7); ; month = later(month, 1)) {
    const at = instantOf(`${month}-01T00:00`);
    edges.push(at);
    if (at >= to) return edges;
  }
}

/** From an instant until before another, in one area or all: what a cut comes to. Nobody chooses one; the start of a version has two. */
export interface Stretch {
  readonly from: Instant;
  readonly to: Instant;
  readonly area: string | null;
}
export const stretchOf = (cut: Cut): Stretch => ({ ...boundsOf(cut), area: cut.area });

/** As much of what is counted as it takes to know in which figures it counts. Of a case it is its tally; of anything else, when and where. */
export type Placed = Pick<Tally, "raisedAt" | "area" | "merged">;

/** Was the case raised in this time, in this area? What has happened since counts, whenever it did. */
export const isWithin = ({ from, to, area: where }: Stretch, { raisedAt, area }: Pick<Tally, "raisedAt" | "area">): boolean =>
  raisedAt >= from && raisedAt < to && (where === null || where === area);

/** The same of a cut. */
export const isIn = (cut: Cut, tally: Pick<Tally, "raisedAt" | "area">): boolean => isWithin(stretchOf(cut), tally);

/** The cases that count in the figures of a stretch. One that was merged into another is counted there. */
export const casesWithin = <T extends Placed>(stretch: Stretch, tallies: readonly T[]): T[] =>
  tallies.filter((tally) => !tally.merged && isWithin(stretch, tally));

/** The same of a cut. */
export const casesIn = <T extends Placed>(cut: Cut, tallies: readonly T[]): T[] => casesWithin(stretchOf(cut), tallies);

/** The months that a cut consists of, each a cut of its own. */
export const monthsOf = ({ from, months, area }: Cut): Cut[] =>
  Array.from({ length: months }, (_, nth) => ({ from: later(from, nth), months: 1, area }));

/** A cut in words: «July 2026, every area», «July to September 2026, Central South BCU». An area that nobody has named stands as its code. */
export function inWords({ from, months, area }: Cut, areas: readonly { code: string; title: string }[] = []): string {
  const name = (month: string) => NAMES[monthOf(month) - 1];
  const period = { 1: `${name(from)} `, 3: `${name(from)} to ${name(later(from, 2))} `, 12: "" }[months];
  const where = area === null ? "every area" : (areas.find(({ code }) => code === area)?.title ?? area);
  return `${period}${yearOf(from)}, ${where}`;
}
