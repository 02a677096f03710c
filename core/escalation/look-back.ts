import { type Instant, plus } from "../time.ts";
import type { Clock } from "./clock.ts";
import type { Escalation } from "./escalation.ts";

type Asked = Pick<Escalation, "terms" | "decision" | "lookBacks" | "outcome" | "tier">;

/**
 * The next time after the answer at which somebody is to say how the person is, and since when it can be said; undefined when none is left,
 * or when nothing further can happen to the person. What was not said at an earlier time is not made up for at a later one.
 */
export function nextLookBack(of: Asked) {
  const { terms, decision, lookBacks, outcome } = of;
  const last = terms.lookBacks.findLastIndex(({ code }) => lookBacks.some((said) => said.code === code));
  const next = terms.lookBacks[last + 1];
  const isOver = terms.outcomes.some(({ code, final }) => final && code === outcome?.code);
  return next && decision && !isOver ? { ...next, from: plus(decision.at, next.after) } : undefined;
}

/** The last of them whose time has come: an outcome that is recorded now is how the person was then. */
export function lookBackNow(of: Asked, now: Instant): string | undefined {
  const next = nextLookBack(of);
  const ahead = next ? of.terms.lookBacks.slice(of.terms.lookBacks.findIndex(({ code }) => code === next.code)) : [];
  return ahead.findLast(({ after }) => of.decision && plus(of.decision.at, after) <= now)?.code;
}

/** Its clock: whoever owes it is reminded when the time has come, and it runs anew for as long where it was not said. */
export function lookBackClock(of: Asked, now: Instant): Clock | undefined {
  const next = nextLookBack(of);
  if (!next || !of.decision) return undefined;
  const due = plus(next.from, next.within);
  const isPast = due <= now;
  return {
    ...{ limit: "look_back", tier: of.tier, of: next.code, startedAt: isPast ? now : of.decision.at },
    ...{ warnAt: isPast ? null : next.from, dueAt: isPast ? plus(now, next.within) : due },
    ...{ warnedAt: null, missedAt: null, endedAt: null },
  };
}
