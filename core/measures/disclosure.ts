import * as z from "zod";
import { Instant } from "../time.ts";
import { besides, longerThan } from "./coarser.ts";
import { boundsOf, Cut, casesIn, casesWithin, monthEdges, monthsOf, type Placed, type Stretch } from "./cut.ts";
import { isSmall } from "./small-numbers.ts";
import type { Tally } from "./tally.ts";
import { weeksIn } from "./weeks.ts";

/** A cut whose figures have left: a board has them, so they cannot be taken back. */
export const Release = z.strictObject({ cut: Cut, at: Instant });
export type Release = z.output<typeof Release>;

/** What can be told apart from the others of a cut. */
type Named = Placed & Pick<Tally, "id">;

/**
 * The earlier release from which this cut’s figures could be subtracted so that 1 to 7 cases are left; undefined when there is none.
 *
 * Most subtractions lead nowhere already. Cuts are whole months, quarters and years of one area or of all, so what lies between two of them
 * is mostly such a cut again, and its figures keep the small-number rule by themselves; and each figure is rounded by itself, so that a
 * difference of two is off by up to 4, and one of more by more. What is left is a difference that is itself small: a quarter in which all but
 * four cases fell into one month, a London in which all but three came from one area. A figure that is 0 in the one and not in the other,
 * or that rounds up in the one and down in the other, then speaks of those few.
 *
 * Both are counted on the same rows, those of today: that a case was added or changed since an earlier release is for the rounding. Two
 * cuts without a case in common have nothing to subtract, and a cut that was released once can be released again.
 */
export const isolating = (cut: Cut, released: readonly Cut[], tallies: readonly Named[]): Cut | undefined => {
  const here = idsIn(cut, tallies);
  return released.find((earlier) => {
    const there = idsIn(earlier, tallies);
    const shared = [...here].filter((id) => there.has(id)).length;
    return shared > 0 && isSmall(here.size + there.size - 2 * shared);
  });
};

/**
 * Which cuts of a year are kept back, wherever they would be shown: as a board of their own, as a row by area, as a point of a chart. Says of
 * one the cut with 1 to 7 cases that it is or would help to work out; undefined when it may be shown. The rows are those of the whole year
 * and of every area.
 *
 * The months of a quarter are kept back together, and so are the quarters of a year, when one of them is few: a longer period less the others
 * would be that one. Of areas there is always one with few somewhere, so they are kept back one by one: those that have few in any part of
 * the longer period, and as many more, the smallest first, as it takes for all of them together to be nobody or 8 cases and more in each part.
 * And nothing is shown of what is itself kept back, neither its months nor its areas: they would add up to it.
 *
 * So whatever is shown, less any parts of it that are shown, is nobody or 8 and more: what is missing is whole parts that were kept back
 * beside each other, and those are nobody or enough.
 */
export function keptBackIn(tallies: readonly Placed[]): (cut: Cut) => Cut | undefined {
  const sizeOf = sizesIn(tallies);
  const isFew = (cut: Cut) => isSmall(sizeOf(cut));
  const byPeriod = new Map<string, ReadonlyMap<string, Cut>>();
  const inAreas = (period: Cut): ReadonlyMap<string, Cut> => {
    const name = `${period.from}/${period.months}`;
    const longer = longerThan(period);
    const found = byPeriod.get(name) ?? areasKeptBack(period, longer ? inAreas(longer) : new Map(), sizeOf);
    byPeriod.set(name, found);
    return found;
  };
  const inTime = (cut: Cut): Cut | undefined => {
    const longer = longerThan(cut);
    return [cut, ...besides(cut)].find(isFew) ?? (longer && inTime(longer));
  };
  return (cut) => {
    if (isFew(cut)) return cut;
    const everywhere = { ...cut, area: null };
    return inTime(everywhere) ?? (cut.area === null ? undefined : inAreas(everywhere).get(cut.area));
  };
}

/** The areas that are kept back in a period and in those beside it, each with the cut that has few. Those of the longer period are among them. */
function areasKeptBack(period: Cut, longer: ReadonlyMap<string, Cut>, sizeOf: Sizes): ReadonlyMap<string, Cut> {
  const parts = [period, ...besides(period)];
  const inAll = (area: string) => parts.reduce((sum, part) => sum + sizeOf({ ...part, area }), 0);
  const areas = sizeOf.areas.filter((area) => inAll(area) > 0).toSorted((one, other) => inAll(one) - inAll(other));
  const keptBack = new Map(longer);
  for (const area of areas) {
    const few = parts.map((part) => ({ ...part, area })).find((part) => isSmall(sizeOf(part)));
    if (few) keptBack.set(area, few);
  }
  const isFew = (part: Cut) => isSmall([...keptBack.keys()].reduce((sum, area) => sum + sizeOf({ ...part, area }), 0));
  const [few] = keptBack.values();
  for (const area of areas) if (few && !keptBack.has(area) && parts.some(isFew)) keptBack.set(area, few);
  return keptBack;
}

/** How many cases a cut has, and the areas that have any. */
interface Sizes {
  (cut: Cut): number;
  readonly areas: readonly string[];
}

/** Counted once for each month, however many cuts are asked about. */
function sizesIn(tallies: readonly Placed[]): Sizes {
  const months = new Map<string, ReadonlyMap<string | null, number>>();
  const inMonth = (month: Cut): ReadonlyMap<string | null, number> => {
    const known = months.get(month.from);
    if (known) return known;
    const cases = casesIn({ ...month, area: null }, tallies);
    const counted = new Map<string | null, number>([[null, cases.length]]);
    for (const { area } of cases) counted.set(area, (counted.get(area) ?? 0) + 1);
    months.set(month.from, counted);
    return counted;
  };
  const sizeOf = (cut: Cut) => monthsOf(cut).reduce((sum, month) => sum + (inMonth(month).get(cut.area) ?? 0), 0);
  return Object.assign(sizeOf, { areas: [...new Set(tallies.map(({ area }) => area))].toSorted() });
}

/**
 * May the weeks of a cut be shown through time? When none of them is few, and neither is what they leave of the cut, of one of its months or of
 * months that follow one another: a week can be subtracted from any of these.
 */
export function mayShowWeeks(cut: Cut, tallies: readonly Placed[]): boolean {
  const cases = casesIn(cut, tallies);
  const counted = ({ from, to }: Pick<Stretch, "from" | "to">) => ({
    ...{ from, to },
    size: cases.filter(({ raisedAt }) => raisedAt >= from && raisedAt < to).length,
  });
  const weeks = weeksIn(cut).map(counted);
  const months = monthsOf(cut).map((month) => counted(boundsOf(month)));
  const sum = (all: readonly { readonly size: number }[]) => all.reduce((size, one) => size + one.size, 0);
  const leftOf = (run: typeof months) =>
    sum(run) - sum(weeks.filter(({ from, to }) => from >= (run[0]?.from ?? from) && to <= (run.at(-1)?.to ?? to)));
  const runs = months.flatMap((_, first) => months.slice(first).map((_, more) => months.slice(first, first + more + 1)));
  return !weeks.some(({ size }) => isSmall(size)) && !runs.some((run) => isSmall(leftOf(run)));
}

/**
 * The piece of time with 1 to 7 cases that stretches would leave beside the months that are shown too, and beside the `others` that may be
 * shown at some time; undefined when there is none.
 *
 * Months, quarters and years are made of whole months, so whatever can be added and subtracted from them and from the stretches is made of
 * the pieces into which all of them cut the time: when each of those is nobody or 8 and more, so is all that is made of them. The same is
 * asked of the cases of all other areas, which are what is left of every area. Weeks are shown through time for every area alone; to cut a
 * piece out with them takes four of them and more, each rounded by itself.
 */
export function smallPiece(
  stretches: readonly Stretch[],
  others: readonly Stretch[],
  tallies: readonly Tally[],
): Stretch | undefined {
  const edges = edgesOf(stretches);
  const [first, last] = [edges[0], edges.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const months = monthEdges(first, last);
  const between = edgesOf(others).filter((at) => at > (months[0] ?? at) && at < (months.at(-1) ?? at));
  const times = [...new Set([...edges, ...months, ...between])].sort();
  const pieces = times.slice(1).map((to, nth) => ({ from: times[nth] ?? to, to }));
  const areas = [...new Set(stretches.map(({ area }) => area))];
  const isFew = (piece: Pick<Stretch, "from" | "to">, area: string | null) => {
    const within = casesWithin({ ...piece, area: null }, tallies);
    const here = area === null ? within.length : within.filter((tally) => tally.area === area).length;
    return isSmall(here) || isSmall(within.length - here);
  };
  for (const area of areas) for (const piece of pieces) if (isFew(piece, area)) return { ...piece, area };
  return undefined;
}

const edgesOf = (stretches: readonly Stretch[]): Instant[] =>
  [...new Set(stretches.flatMap(({ from, to }) => [from, to]))].sort();

const idsIn = (cut: Cut, tallies: readonly Named[]): Set<string> => new Set(casesIn(cut, tallies).map(({ id }) => id));
