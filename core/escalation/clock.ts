import * as z from "zod";
import type { Limit as LimitTerms } from "../partnership/partnership.ts";
import { between, earliest, Instant, plus } from "../time.ts";

/** What may be owed on a case: an answer, a decision, an arrival, another look, the closing; or that everyone is asked again. */
export const Limit = z.enum(["acknowledge", "decide", "arrive", "review", "close", "repeat"]);
export type Limit = z.output<typeof Limit>;

/** One named limit on a case. It runs until it is met, missed or called off; only then has it an end. */
export const Clock = z.strictObject({
  limit: Limit,
  tier: z.int().nonnegative(),
  startedAt: Instant,
  warnAt: Instant.nullable(),
  dueAt: Instant,
  warnedAt: Instant.nullable(),
  missedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
});
export type Clock = z.output<typeof Clock>;

export const isRunning = (clock: Clock): boolean => clock.endedAt === null;
export const isDue = (clock: Clock, now: Instant): boolean => isRunning(clock) && clock.dueAt <= now;
export const isNear = (clock: Clock, now: Instant): boolean =>
  isRunning(clock) && clock.dueAt > now && clock.warnedAt === null && clock.warnAt !== null && clock.warnAt <= now;

/** The clock that runs for a limit, if one does. */
export const running = (clocks: Clock[], limit: Limit): Clock | undefined =>
  clocks.find((clock) => clock.limit === limit && isRunning(clock));

/** A clock that starts at `from` and keeps the promise made for it. */
export function started(limit: Limit, tier: number, from: Instant, { within, warnAfter }: LimitTerms): Clock {
  const warnAt = warnAfter ? plus(from, warnAfter) : null;
  return { limit, tier, startedAt: from, warnAt, dueAt: plus(from, within), warnedAt: null, missedAt: null, endedAt: null };
}

/** How long before a moment that somebody named they are reminded of it; half-way when it is nearer than twice that. */
const REMIND_BEFORE_MS = 15 * 60_000;

/** A clock that runs until a moment somebody named: an appointment, another look. */
export function until(limit: Limit, tier: number, from: Instant, dueAt: Instant): Clock {
  const before = Math.min(REMIND_BEFORE_MS, between(from, dueAt) / 2);
  const warnAt = new Date(Date.parse(dueAt) - before).toISOString();
  return { limit, tier, startedAt: from, warnAt, dueAt, warnedAt: null, missedAt: null, endedAt: null };
}

/** The clocks with one more running; an earlier one for the same limit on the same tier gives way, its end is in the story. */
export const wound = (clocks: Clock[], clock: Clock): Clock[] => [
  ...clocks.filter(({ limit, tier }) => limit !== clock.limit || tier !== clock.tier),
  clock,
];

/** The clocks with every running one of these limits stopped now. */
export const stopped = (clocks: Clock[], limits: readonly Limit[], now: Instant): Clock[] =>
  clocks.map((clock) => (limits.includes(clock.limit) && isRunning(clock) ? { ...clock, endedAt: now } : clock));

/** The limit that is due first among those that run; undefined when none does. */
export const nextLimit = (clocks: Clock[]): Clock | undefined =>
  clocks.filter(isRunning).toSorted((a, b) => (a.dueAt < b.dueAt ? -1 : 1))[0];

/** When a case next has to be looked at: the nearest reminder or limit of a running clock, or null when none runs. */
export function nextDueAt(clocks: Clock[]): Instant | null {
  return earliest(
    clocks.filter(isRunning).map(({ warnAt, warnedAt, dueAt }) => (warnAt !== null && warnedAt === null ? warnAt : dueAt)),
  );
}
