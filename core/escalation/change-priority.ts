import * as z from "zod";
import { Code } from "../partnership/partnership.ts";
import { invalid, Refusal } from "../refusal.ts";
import { safeText } from "../text.ts";
import type { Instant } from "../time.ts";
import type { Who } from "./ask.ts";
import type { Duty } from "./climb.ts";
import { type Escalation, isComing } from "./escalation.ts";
import { hearing } from "./hearing.ts";
import { begin, type Move, marking, settle, telling } from "./move.ts";
import { answeredAnew } from "./news.ts";
import { regraded } from "./priority.ts";
import { mustBeAllowed, mustHaveSeen } from "./rules.ts";
import { colleaguesOf, tierOf } from "./standing.ts";

/** Another urgency, and why; lowering it names a second person, on duty too, who agrees. */
export const Regrade = z.strictObject({
  priority: z.string().max(3),
  why: safeText(1000),
  agreedWith: Code.optional(),
});

/**
 * Anyone who shares the case may make it more urgent. An answer that stands was given to a lesser urgency: unless somebody is on their way it is to be given
 * anew, and why it is more urgent is news that whoever has it must open (domain.md 3c). Only somebody on duty makes it less so, with a reason and a second person who is on
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
  const stands = current.decision !== null && current.reopened === null && !isComing(current);
  if (!lower && stands)
    return settle(current, marking(answeredAnew(graded, why, by, now, duty), by, now, "priority_changed"), now);
  const told = telling(graded, "update", hearing(current, by, duty, now), "priority_changed");
  const second = lower && agreedWith ? telling(told, "update", [agreedWith], "named_as_agreeing") : told;
  return settle(current, marking(second, by, now, "priority_changed"), now);
}

function mustBeAgreed(current: Escalation, second: string | undefined, by: Who, duty: Duty): void {
  if (tierOf(current, by, duty) === undefined)
    throw new Refusal("NotAllowed", "Only somebody on duty for this case makes it less urgent.");
  if (second === undefined || !colleaguesOf(current, by, duty).includes(second))
    throw invalid({ field: "agreedWith", reason: "a second person who agrees, on duty for this case and within reach" });
}
