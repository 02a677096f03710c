import * as z from "zod";
import { Instant } from "../time.ts";
import { Cut, casesIn, casesWithin, monthEdges, type Placed, type Stretch } from "./cut.ts";
import { isSmall } from "./small-numbers.ts";
import type { Tally } from "./tally.ts";

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
