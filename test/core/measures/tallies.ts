import fc from "fast-check";
import type { Escalation } from "../../../core/escalation/escalation.ts";
import type { Fact } from "../../../core/escalation/fact.ts";
import type { Move } from "../../../core/escalation/move.ts";
import { Tally, tallyOf } from "../../../core/measures/tally.ts";
import { wallOf } from "../../../core/rota/wall.ts";
import type { Instant } from "../../../core/time.ts";
import { tie } from "../../../functions/chain.ts";
import { raised } from "../../builders.ts";

type Making = (current: Escalation) => Move | readonly Move[] | undefined;

/** A case and its whole story after some moves, each made on what the one before left. */
export function lived(start: Move, ...moves: readonly Making[]): { readonly of: Escalation; readonly facts: readonly Fact[] } {
  let of = start.next;
  const facts = tie(start.facts, "");
  for (const making of moves)
    for (const { next, facts: lines } of [making(of) ?? []].flat()) {
      facts.push(...tie(lines, facts.at(-1)?.hash ?? ""));
      of = next;
    }
  return { of, facts };
}

/** The tally of such a case, which keeps its own shape. */
export function talliedAfter(start: Move, ...moves: readonly Making[]): Tally {
  const { of, facts } = lived(start, ...moves);
  return Tally.parse(tallyOf(of, facts, { subject: null, themes: [] }));
}

export const SUBJECTS = ["a", "b", "c"].map((sign) => sign.repeat(24));
const PLAIN = talliedAfter(raised());

/** A row for figures: a case as it has just been raised, and what a test says of it. */
export function tally(more: Partial<Tally> = {}): Tally {
  const of = { ...PLAIN, ...more };
  return { ...of, hour: Number(wallOf(of.raisedAt).slice(11, 13)), ...more };
}

/** So many rows that differ in nothing but their ids. */
export const many = (count: number, more: Partial<Tally> = {}): Tally[] =>
  Array.from({ length: count }, (_, nth) => tally({ id: idOf(nth), ...more }));
export const idOf = (nth: number): string => `7d7b8f0e-3c1a-4b52-9f00-${String(nth).padStart(12, "0")}`;

const kept = fc.oneof(
  fc.record({ how: fc.constantFrom("within" as const, "missed" as const), ms: fc.nat({ max: 7_200_000 }) }),
  fc.record({ how: fc.constantFrom("missed" as const, "running" as const, "not_owed" as const), ms: fc.constant(null) }),
);
const START = Date.parse("2025-11-15T00:00:00.000Z");
const instant = (days: number): fc.Arbitrary<Instant> =>
  fc.nat({ max: days * 24 * 60 }).map((minutes) => new Date(START + minutes * 60_000).toISOString());
const optional = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: null });

/** Rows of some months, of every kind that a measure tells apart. */
export const rows = (days = 150, most = 40): fc.Arbitrary<Tally[]> =>
  fc
    .array(
      fc.record({
        raisedAt: instant(days),
        area: fc.constantFrom("central_south", "central_north", "city_of_london"),
        priority: fc.constantFrom("P1", "P2", "P3"),
        type: fc.constantFrom("concern_for_welfare", "walkout_healthcare"),
        weekday: fc.integer({ min: 1, max: 7 }),
        merged: fc.nat({ max: 9 }).map((one) => one === 0),
        ended: optional(fc.constantFrom("closed" as const, "withdrawn_found_safe" as const)),
        acknowledge: kept,
        decide: kept,
        arrive: kept,
        missed: fc.array(
          fc.record({
            limit: fc.constantFrom("acknowledge" as const, "decide" as const),
            tier: fc.constantFrom(1, 2),
            cause: optional(fc.constantFrom("nobody_on_rota" as const, "decided_late" as const)),
          }),
          { maxLength: 3 },
        ),
        highestTier: fc.integer({ min: 1, max: 4 }),
        nobodyAnswered: fc.boolean(),
        answered: optional(
          fc.record({
            first: fc.constant("decline_threshold_not_met"),
            firstDeclined: fc.boolean(),
            last: fc.constant("attend_immediate"),
            lastDeclined: fc.boolean(),
            changes: fc.nat({ max: 2 }),
            overturned: fc.boolean(),
            limbs: fc.constant(null),
          }),
        ),
        firstNoAt: optional(instant(days)),
        finalAnswerAt: optional(instant(days)),
        handover: optional(
          fc.record({
            place: fc.constantFrom("hbpos" as const, "ed" as const),
            ms: optional(fc.nat({ max: 7_200_000 })),
            late: fc.boolean(),
            left: fc.boolean(),
            vehicle: optional(fc.constantFrom("ambulance" as const, "police_vehicle" as const)),
            officersMs: optional(fc.nat({ max: 14_400_000 })),
          }),
        ),
        outcome: optional(fc.constantFrom("safe", "died")),
        harm: optional(fc.boolean()),
        attended: optional(fc.boolean()),
        themes: fc.subarray(["T01", "T05", "T20"] as const).map((themes) => [...themes]),
        subject: optional(fc.constantFrom(...SUBJECTS)),
      }),
      { maxLength: most },
    )
    .map((all) => all.map((more, nth) => tally({ ...more, id: idOf(nth) })));
