import * as z from "zod";
import type { Limit as LimitTerms } from "../partnership/partnership.ts";
import { between, earliest, Instant, plus } from "../time.ts";

/**
 * What may be owed on a case: an answer, a decision, an arrival, another body's acceptance, the reading of news or of a changed answer,
 * another look, the closing; that everyone is asked again; the end of its owner's shift; the limits of a detention; another look at the
 * raiser's own plan; what the raising side did with the answer; how the person is some time after it.
 */
export const Limit = z.enum([
  "acknowledge",
  "decide",
  "arrive",
  "accept_referral",
  "read_answer",
  "read_information",
  "review",
  "close",
  "repeat",
  "shift_end",
  "custody_handover",
  "detention_ends",
  "plan_review",
  "respond",
  "look_back",
]);
export type Limit = z.output<typeof Limit>;

/** One named limit on a case. It runs until it is met, missed or called off; only then has it an end. */
export const Clock = z.strictObject({
  limit: Limit,
  tier: z.int().nonnegative(),
  /** Whose it is, where several run side by side: the agency that has an answer to read. */
  of: z.string().default(""),
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

/** The clock that runs for a limit, if one does; where several tiers are asked at once, that of a tier when one is named. */
export const running = (clocks: readonly Clock[], limit: Limit, tier?: number): Clock | undefined =>
  clocks.find(
    (clock) =>
      clock.limit === limit && isRunning(clock) && (limit !== "acknowledge" || tier === undefined || clock.tier === tier),
  );

/** A clock that starts at `from` and keeps the promise made for it. */
export function started(limit: Limit, tier: number, from: Instant, { within, warnAfter }: LimitTerms, of = ""): Clock {
  const warnAt = warnAfter ? plus(from, warnAfter) : null;
  return { limit, tier, of, startedAt: from, warnAt, dueAt: plus(from, within), warnedAt: null, missedAt: null, endedAt: null };
}

/** How long before a moment that somebody named they are reminded of it; half-way when it is nearer than twice that. */
const REMIND_BEFORE_MS = 15 * 60_000;

/** A clock that runs until a moment somebody named: an appointment, another look. */
export function until(limit: Limit, tier: number, from: Instant, dueAt: Instant): Clock {
  const before = Math.min(REMIND_BEFORE_MS, between(from, dueAt) / 2);
  const warnAt = new Date(Date.parse(dueAt) - before).toISOString();
  return { limit, tier, of: "", startedAt: from, warnAt, dueAt, warnedAt: null, missedAt: null, endedAt: null };
}

const isSame = (one: Clock, other: Clock): boolean => one.limit === other.limit && one.tier === other.tier && one.of === other.of;

/** The clocks with one more running; an earlier one for the same limit on the same tier gives way, its end is in the story. */
export const wound = (clocks: Clock[], clock: Clock): Clock[] => [...clocks.filter((one) => !isSame(one, clock)), clock];

/** The clocks with every running one of these limits stopped now. */
export const stopped = (clocks: Clock[], limits: readonly Limit[], now: Instant): Clock[] =>
  clocks.map((clock) => (limits.includes(clock.limit) && isRunning(clock) ? { ...clock, endedAt: now } : clock));

/** The clocks, those of these limits moved nearer where the new terms promise more; none is ever moved away. */
export const tightened = (clocks: Clock[], promised: (limit: Limit) => LimitTerms | undefined, now: Instant): Clock[] =>
  clocks.map((clock) => {
    const terms = isRunning(clock) ? promised(clock.limit) : undefined;
    if (!terms || plus(now, terms.within) >= clock.dueAt) return clock;
    return {
      ...clock,
      dueAt: plus(now, terms.within),
      warnAt: terms.warnAfter ? plus(now, terms.warnAfter) : null,
      warnedAt: null,
    };
  });

/** The clocks as they are after some were changed: what a story needs to tell them all again. */
export const changedClocks = (before: readonly Clock[], after: readonly Clock[]): Clock[] =>
  after.filter((clock) => !before.some((one) => isSame(one, clock) && SHAPE.every((part) => one[part] === clock[part])));
const SHAPE = ["startedAt", "warnAt", "dueAt", "warnedAt", "missedAt", "endedAt"] as const;

/** The clocks of a case told again from its story: the last word of each fact on each clock. */
export const clocksFrom = (facts: readonly { readonly clocks?: Clock[] | undefined }[]): Clock[] =>
  facts.flatMap(({ clocks = [] }) => clocks).reduce<Clock[]>(wound, []);

/** The end of a shift wakes us, and is no limit that anybody is shown as theirs to keep. */
const isShown = ({ limit }: Clock): boolean => limit !== "shift_end";

/** The limit that is due first among those that run and that somebody has to keep; undefined when none does. */
export const nextLimit = (clocks: Clock[]): Clock | undefined =>
  clocks.filter((clock) => isRunning(clock) && isShown(clock)).toSorted((a, b) => (a.dueAt < b.dueAt ? -1 : 1))[0];

/** The order of a list of cases: the nearest limit first, those without one last. */
export const byNextLimit = (a: { readonly clocks: Clock[] }, b: { readonly clocks: Clock[] }): number =>
  dueOf(a) < dueOf(b) ? -1 : 1;
const dueOf = ({ clocks }: { readonly clocks: Clock[] }): string => nextLimit(clocks)?.dueAt ?? "~";

/** When a case next has to be looked at: the nearest reminder or limit of a running clock, or null when none runs. */
export function nextDueAt(clocks: Clock[]): Instant | null {
  return earliest(
    clocks.filter(isRunning).map(({ warnAt, warnedAt, dueAt }) => (warnAt !== null && warnedAt === null ? warnAt : dueAt)),
  );
}
