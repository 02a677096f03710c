import * as z from "zod";
import { Code, type Limit as LimitTerms } from "../partnership/partnership.ts";
import { invalid, Refusal } from "../refusal.ts";
import { safeText } from "../text.ts";
import { type Instant, plus } from "../time.ts";
import type { Who } from "./ask.ts";
import type { Duty } from "./climb.ts";
import { isRunning, type Limit, tightened } from "./clock.ts";
import { type Escalation, limitsOf } from "./escalation.ts";
import { hearing } from "./hearing.ts";
import { begin, changing, type Move, marking, recording, settle, telling } from "./move.ts";
import { mustBeAllowed, mustHaveSeen } from "./rules.ts";
import { tierOf } from "./standing.ts";

/** Another urgency, and why; lowering it names a second person, on duty too, who agrees. */
export const Regrade = z.strictObject({
  priority: z.string().max(3),
  why: safeText(1000),
  agreedWith: Code.optional(),
});

/**
 * Anyone who shares the case may make it more urgent. Only somebody on duty makes it less so, with a reason and a second person who is on
 * duty for this case: grades that were lowered alone are how risk went unseen (HMICFRS, 2024). Throws NotAllowed, Invalid.
 */
export function changePriority(
  current: Escalation,
  { priority, why, agreedWith }: z.output<typeof Regrade>,
  by: Who,
  seen: number,
  now: Instant,
  duty: Duty,
): Move {
  mustBeAllowed("changePriority", current, by, duty);
  mustHaveSeen(current, seen);
  const codes = current.terms.priorities.map(({ code }) => code);
  if (!codes.includes(priority) || priority === current.priority)
    throw invalid({ field: "priority", reason: `one of ${codes.filter((code) => code !== current.priority).join(", ")}` });
  const lower = codes.indexOf(priority) > codes.indexOf(current.priority);
  if (lower) mustBeAgreed(current, agreedWith, by, duty);
  const graded = regraded(begin(current), priority, why, by, now, agreedWith);
  const told = telling(graded, "update", hearing(current, by, duty, now), "priority_changed");
  const second = lower && agreedWith ? telling(told, "update", [agreedWith], "named_as_agreeing") : told;
  return settle(current, marking(second, by, now, "priority_changed"), now);
}

function mustBeAgreed(current: Escalation, second: string | undefined, by: Who, duty: Duty): void {
  if (tierOf(current, by, duty) === undefined)
    throw new Refusal("NotAllowed", "Only somebody on duty for this case makes it less urgent.");
  if (second === undefined || second === by.id || tierOf(current, { id: second }, duty) === undefined)
    throw invalid({ field: "agreedWith", reason: "a second person, on duty for this case, who agrees" });
}

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
