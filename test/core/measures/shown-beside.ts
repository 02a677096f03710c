import { boardOf } from "../../../core/measures/board.ts";
import { type Cut, casesWithin, monthsOf, type Stretch } from "../../../core/measures/cut.ts";
import { keptBackIn } from "../../../core/measures/disclosure.ts";
import { SMALLEST } from "../../../core/measures/small-numbers.ts";
import type { Tally } from "../../../core/measures/tally.ts";
import { weeksIn } from "../../../core/measures/weeks.ts";

/** Every cut of a year that anybody may ask for. */
export const cutsOf = (year: number, areas: readonly string[]): Cut[] =>
  ([12, 3, 1] as const).flatMap((months) =>
    Array.from({ length: 12 / months }, (_, nth) => `${year}-${String(nth * months + 1).padStart(2, "0")}`).flatMap((from) =>
      [null, ...areas].map((area) => ({ from, months, area })),
    ),
  );

/** The cuts that a board shows: itself, the areas that stand as rows, and the months or weeks that stand as points. */
function shownOn(rows: readonly Tally[], cut: Cut): { readonly cuts: readonly Cut[]; readonly weeks: readonly Stretch[] } {
  const { figures, charts, step } = boardOf(rows, cut, {});
  const raised = figures.find(({ code }) => code === "raised");
  const byArea = raised && "breakdowns" in raised ? raised.breakdowns.find(({ by }) => by === "area") : undefined;
  const areas = cut.area === null ? (byArea?.rows ?? []).filter(({ numerator }) => numerator !== "*") : [];
  const points = charts.find(({ code }) => code === "raised")?.points ?? [];
  const isSeen = (_: unknown, nth: number) => (points[nth]?.value ?? null) !== null;
  const inAreas = areas.map(({ code }) => ({ ...cut, area: code }));
  if (step === "month") return { cuts: [cut, ...inAreas, ...monthsOf(cut).filter(isSeen)], weeks: [] };
  const weeks = weeksIn(cut).filter(isSeen);
  return { cuts: [cut, ...inAreas], weeks: weeks.map(({ from, to }) => ({ from, to, area: null })) };
}

/** All that the boards show which may be shown at all. */
export function shownOfAll(rows: readonly Tally[], cuts: readonly Cut[]) {
  const keptBackOf = keptBackIn(rows);
  const all = cuts.filter((cut) => !keptBackOf(cut)).map((cut) => shownOn(rows, cut));
  return { cuts: all.flatMap((one) => one.cuts), weeks: all.flatMap(({ weeks }) => weeks) };
}

/**
 * The time and the areas cut into pieces by all these stretches, as whoever reads what is `shown` knows them: which pieces each stretch is
 * made of, and how many cases each piece has. A piece in which nobody is shown to be is left out.
 */
export function pieced(rows: readonly Tally[], areas: readonly string[], shown: readonly Stretch[], others: readonly Stretch[]) {
  const all = [...shown, ...others];
  const times = [...new Set(all.flatMap(({ from, to }) => [from, to]))].toSorted();
  const pieces = areas.flatMap((area) =>
    times.slice(1).map((to, nth) => {
      const piece = { from: times[nth] ?? to, to, area };
      return { ...piece, size: casesWithin(piece, rows).length };
    }),
  );
  const lies = (piece: Stretch, { from, to, area }: Stretch) =>
    piece.from >= from && piece.to <= to && (area === null || area === piece.area);
  const empty = shown.filter((stretch) => casesWithin(stretch, rows).length === 0);
  const known = pieces.filter((piece) => !empty.some((stretch) => lies(piece, stretch)));
  const setOf = (stretch: Stretch) =>
    known.reduce((set, piece, nth) => (lies(piece, stretch) ? set | (1n << BigInt(nth)) : set), 0n);
  return { shown: shown.map(setOf), others: others.map(setOf), sizes: known.map(({ size }) => size) };
}

/**
 * What a whole less parts of it that have no case in common leaves, whenever that is 1 to 7 cases or one of the sets that are `sought`:
 * every way is tried.
 */
export function leftOver(
  whole: bigint,
  shown: readonly bigint[],
  sizes: readonly number[],
  sought: ReadonlySet<bigint>,
): bigint | undefined {
  const parts = [...new Set(shown)].filter((part) => part !== 0n && part !== whole && (part & ~whole) === 0n);
  const tried = new Set<string>();
  const search = (rest: bigint, left: bigint, size: number): bigint | undefined => {
    if (rest === 0n) return (size > 0 && size < SMALLEST) || sought.has(left) ? left : undefined;
    const isHopeful = size < SMALLEST || [...sought].some((one) => (left & ~one) === 0n);
    const state = `${rest}/${left}`;
    if (!isHopeful || tried.has(state)) return undefined;
    tried.add(state);
    const lowest = rest & -rest;
    for (const part of parts) {
      if ((part & lowest) === 0n || (part & ~rest) !== 0n) continue;
      const found = search(rest & ~part, left, size);
      if (found !== undefined) return found;
    }
    return search(rest & ~lowest, left | lowest, size + (sizes[lowest.toString(2).length - 1] ?? 0));
  };
  return search(whole, 0n, 0);
}
