import * as z from "zod";
import { Cause, causeOnCase } from "../escalation/cause.ts";
import { type Clock, Limit } from "../escalation/clock.ts";
import type { Escalation } from "../escalation/escalation.ts";
import type { Fact } from "../escalation/fact.ts";
import { between, earliest, type Instant } from "../time.ts";

/** How a limit fared: kept, missed, never owed (or called off before it fell due), or not known yet. `ms` is how long it took, also when late. */
export const Kept = z.strictObject({
  how: z.enum(["within", "missed", "not_owed", "running"]),
  ms: z.int().nonnegative().nullable(),
});
export type Kept = z.output<typeof Kept>;

/** A limit that was missed, on which tier (counted from 1), and why as far as the story tells it. */
export const MissedLimit = z.strictObject({ limit: Limit, tier: z.int().positive(), cause: Cause.nullable() });
export type MissedLimit = z.output<typeof MissedLimit>;

const NOT_OWED: Kept = { how: "not_owed", ms: null };
const hasEnded = ({ what }: Fact): boolean => what === "closed" || what === "withdrawn";

/** How the three limits of a case fared, and every limit of it that was missed: one knowledge, so that no place can say otherwise than another. */
export interface KeptLimits {
  readonly acknowledge: Kept;
  readonly decide: Kept;
  readonly arrive: Kept;
  readonly missed: MissedLimit[];
}

/** What of a case was kept, by its story. A miss that no line tells stands beside those that a line does. */
export function keptIn(of: Escalation, facts: readonly Fact[]): KeptLimits {
  const [acknowledge, decide, arrive] = [acknowledged(of, facts), decided(of, facts), arrived(of, facts)];
  const untold = [acknowledge, decide, arrive].flatMap((one) => one.untold ?? []);
  return { acknowledge: acknowledge.kept, decide: decide.kept, arrive: arrive.kept, missed: [...toldIn(of, facts), ...untold] };
}

/**
 * The first time that somebody took the case, counted from the raise. The limit is that of the first tier that was asked, whoever took the
 * case then: a tier that was asked later had more time. A ladder on which nobody stood has missed it.
 */
function acknowledged(of: Escalation, facts: readonly Fact[]): Fared {
  const isMissed = (fact: Fact) =>
    hasMissed("acknowledge")(fact) || (fact.what === "nobody_answered" && fact.about.unanswered === "acknowledge");
  const isDone = ({ what }: Fact) => what === "acknowledged";
  return fared(of, facts, { limit: "acknowledge", from: of.raised.at, isDone, isOver: hasEnded, isMissed });
}

/** The first decision, counted from the raise. */
function decided(of: Escalation, facts: readonly Fact[]): Fared {
  const isDone = ({ what }: Fact) => what === "decided";
  return fared(of, facts, { limit: "decide", from: of.raised.at, isDone, isOver: hasEnded, isMissed: hasMissed("decide") });
}

/**
 * The first arrival that was owed, counted from the decision that sends somebody. A sending that was called off before its limit fell due
 * owed nothing, and the next one counts. A unit that was stood down and replaced keeps the limit of the first.
 */
function arrived(of: Escalation, facts: readonly Fact[]): Fared {
  const sends = (fact: Fact) => fact.what === "decided" && leadsTo(of, fact.about.code) === "arrive";
  const isDone = ({ what }: Fact) => what === "arrived";
  const isOver = (fact: Fact) => hasEnded(fact) || (fact.what === "decided" && !sends(fact));
  const owed = { limit: "arrive", isDone, isOver, isMissed: hasMissed("arrive") } as const;
  const all = facts.filter(sends).map((sent) => fared(of, facts.slice(facts.indexOf(sent)), { ...owed, from: sent.at }));
  return all.find(({ kept }) => kept.how !== "not_owed") ?? { kept: NOT_OWED, untold: null };
}

/** What a decision’s code leads to, in the terms of the case. */
export const leadsTo = ({ terms }: Pick<Escalation, "terms">, code: string) =>
  terms.decisions.find((option) => option.code === code)?.leadsTo;

const hasMissed = (limit: Limit) => (fact: Fact) => fact.what === "limit_missed" && fact.about.limit === limit;

/** One limit: from when it counts, and which lines of the story keep it, call it off, or say that it was missed. */
interface Owed {
  readonly limit: Limit;
  readonly from: Instant;
  readonly isDone: (fact: Fact) => boolean;
  readonly isOver: (fact: Fact) => boolean;
  readonly isMissed: (fact: Fact) => boolean;
}

/** How a limit fared; and the miss itself where no line of the story tells it. */
interface Fared {
  readonly kept: Kept;
  readonly untold: MissedLimit | null;
}

/**
 * How a limit fared, by the story alone: missed when a line says so, or when its first due time had passed by the line that ends it, or by
 * the last line there is. So a limit that was put off and kept later was missed, one whose clock was stopped when the ladder ran out was
 * too, and a waker that came late excuses nobody.
 */
function fared(of: Escalation, facts: readonly Fact[], { isDone, isOver, isMissed, ...owed }: Owed): Fared {
  const end = facts.findIndex((fact) => isDone(fact) || isOver(fact));
  const last = end < 0 ? facts.at(-1) : facts[end];
  const span = end < 0 ? facts : facts.slice(0, end);
  const done = end >= 0 && last !== undefined && isDone(last);
  const ms = done ? Math.max(0, between(owed.from, last.at)) : null;
  const first = firstOf(of, end < 0 ? facts : facts.slice(0, end + 1), owed);
  const isLate = last !== undefined && first !== undefined && last.at > first.dueAt;
  const isTold = span.some(isMissed);
  if (isLate || isTold) return { kept: { how: "missed", ms }, untold: first && !isTold ? missOf(first, span) : null };
  if (done) return { kept: { how: "within", ms }, untold: null };
  return { kept: end < 0 ? { how: "running", ms } : NOT_OWED, untold: null };
}

/** A miss that no line tells, with what the story up to its due time tells of why. */
function missOf({ limit, tier, dueAt }: Clock, facts: readonly Fact[]): MissedLimit {
  const by = (what: Fact["what"]) => facts.some((fact) => fact.what === what && fact.at <= dueAt);
  const cause = causeOnCase(limit, { acknowledged: by("acknowledged"), stoodDown: by("unit_stood_down") });
  return { limit, tier: tier + 1, cause: cause ?? null };
}

/**
 * The clock by which a limit fell due at first: another urgency moves it; a deferral, and a tier that is asked later, start another. Stories
 * that were kept before they told of clocks have only those that the case still holds.
 */
function firstOf(of: Escalation, facts: readonly Fact[], { limit, from }: Pick<Owed, "limit" | "from">): Clock | undefined {
  const isIts = (clock: Clock) => clock.limit === limit && clock.startedAt >= from;
  const told = facts.flatMap(({ clocks = [] }) => clocks).filter(isIts);
  const clocks = told.length > 0 ? told : of.clocks.filter(isIts);
  const startedAt = earliest(clocks.map((clock) => clock.startedAt));
  return clocks.findLast((clock) => clock.startedAt === startedAt);
}

/**
 * Every limit that a line says was missed. A tier that nobody stood on, or where no message reaches anybody, has missed its own at once. What
 * was over before a case was entered from paper was missed by nobody whom Rightcall had asked.
 */
const toldIn = ({ ask, raised }: Pick<Escalation, "ask" | "raised">, facts: readonly Fact[]): MissedLimit[] =>
  facts.flatMap((fact): MissedLimit[] => {
    if (fact.what === "limit_missed" && ask.onPaper && fact.about.dueAt <= raised.at) return [];
    if (fact.what === "limit_missed")
      return [{ limit: fact.about.limit, tier: fact.about.tier + 1, cause: fact.about.cause ?? null }];
    if (fact.what !== "tier_skipped") return [];
    const cause = fact.about.reason === "nobody_on_duty" ? "nobody_on_rota" : "not_delivered";
    return [{ limit: "acknowledge", tier: fact.about.tier + 1, cause }];
  });
