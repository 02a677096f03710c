import type { Limit as LimitTerms } from "../partnership/partnership.ts";
import { type Instant, plus } from "../time.ts";
import type { Who } from "./ask.ts";
import { isRunning, type Limit, tightened } from "./clock.ts";
import { type Escalation, limitsOf } from "./escalation.ts";
import { changing, type Move, recording } from "./move.ts";

/** The move with another urgency. More urgent brings limits nearer from now; less urgent counts them from where they began. */
export function regraded(move: Move, priority: string, why: string, by: Who, now: Instant, agreedWith?: string): Move {
  const { next } = move;
  const codes = next.terms.priorities.map(({ code }) => code);
  const promised = termsOf({ ...next, priority });
  const higher = codes.indexOf(priority) < codes.indexOf(next.priority);
  const clocks = higher ? tightened(next.clocks, promised, now) : loosened(next, promised, now);
  const about = { from: next.priority, to: priority, why, ...(agreedWith ? { agreedWith } : {}) };
  return recording(changing(move, { priority, clocks }), by, now, { what: "priority_changed", about });
}

/** The limits that an urgency promises, the rounds of a case that nobody answered among them; an appointment, a shift and a detention keep their own time. */
const termsOf =
  (of: Pick<Escalation, "terms" | "priority">) =>
  (limit: Limit): LimitTerms | undefined => {
    const { byAppointment, close: _, ...limits } = limitsOf(of);
    if (byAppointment && limit === "arrive") return undefined;
    return (limits as Partial<Record<Limit, LimitTerms>>)[limit];
  };

/** A moment that somebody named: an arrival that was promised, an answer that was put off. */
const isNamed = ({ decision, deferrals }: Escalation, dueAt: Instant): boolean =>
  decision?.arriveBy === dueAt || deferrals.some(({ until }) => until === dueAt);

const loosened = (of: Escalation, promised: (limit: Limit) => LimitTerms | undefined, now: Instant) =>
  of.clocks.map((clock) => {
    const terms = isRunning(clock) && !isNamed(of, clock.dueAt) ? promised(clock.limit) : undefined;
    const dueAt = terms && plus(clock.startedAt, terms.within);
    if (!terms || !dueAt || dueAt <= now || dueAt <= clock.dueAt) return clock;
    return { ...clock, dueAt, warnAt: terms.warnAfter ? plus(clock.startedAt, terms.warnAfter) : null, warnedAt: null };
  });
