import * as z from "zod";
import { Code } from "../partnership/codes.ts";
import { Reference } from "../reference.ts";
import { invalid } from "../refusal.ts";
import { Day, dayNumber, dayOf, instantOf, wallOf } from "../rota/wall.ts";
import type { Instant } from "../time.ts";
import { type Entry, What } from "./entry.ts";

/** So many days are looked through unless somebody says others; and the most at once. */
const USUAL_DAYS = 7;
const MOST_DAYS = 92;

/** What somebody looks for in the audit, as it is asked for. */
export const Sought = z.object({
  person: Code.optional(),
  reference: Reference.optional(),
  from: Day.optional(),
  to: Day.optional(),
  what: What.optional(),
});
export type Sought = z.output<typeof Sought>;

/** The days that are looked through, whole ones on London's wall clock, as a stretch of time. Throws Invalid. */
export function stretchOf({ from, to }: Pick<Sought, "from" | "to">, now: Instant) {
  const today = dayNumber(wallOf(now).slice(0, 10));
  const last = to ? dayNumber(to) : from ? Math.max(today, dayNumber(from)) : today;
  const first = from ? dayNumber(from) : last - USUAL_DAYS + 1;
  if (first > last) throw invalid({ field: "to", reason: "must not be before the first day" });
  if (last - first >= MOST_DAYS) throw invalid({ field: "from", reason: `at most ${MOST_DAYS} days at once` });
  const startOf = (day: number) => instantOf(`${dayOf(day)}T00:00`);
  return { from: startOf(first), to: startOf(last + 1), days: { from: dayOf(first), to: dayOf(last) } };
}

/** The days of the table that a stretch of time touches, the newest first: it counts them by UTC. */
export function daysIn({ from, to }: { readonly from: Instant; readonly to: Instant }): string[] {
  const [first, last] = [from, to].map((at) => dayNumber(at.slice(0, 10))) as [number, number];
  return Array.from({ length: last - first + 1 }, (_, nth) => dayOf(last - nth));
}

/** Is it among what somebody of this agency looks for? Through a case everybody who looked at it is found, else their own people alone. */
export const isSought = ({ person, reference, what }: Sought, agency: string, { who, what: did }: Entry): boolean =>
  (what === undefined || did === what) &&
  (person === undefined || who.person === person) &&
  (reference !== undefined || who.agency === agency);
