import * as z from "zod";
import { invalid } from "../refusal.ts";
import { safeText } from "../text.ts";
import { AnyInstant, type Instant, plus } from "../time.ts";
import type { Who } from "./ask.ts";
import type { Duty } from "./climb.ts";
import { stopped, until, wound } from "./clock.ts";
import type { Escalation } from "./escalation.ts";
import { hearing, hears } from "./hearing.ts";
import { begin, changing, type Move, marking, recording, settle, telling } from "./move.ts";
import { hasSeen, mustBeAllowed } from "./rules.ts";

/** How the raising side keeps the person safe meanwhile: who watches, what would make it worse, and when it is looked at again. */
export const InterimPlan = z.strictObject({ words: safeText(2000), reviewAt: AnyInstant });

/** Nobody plans further ahead than this without another look. */
const LONGEST = "PT168H";

/** The raising side says how the person is kept safe (3b). Begun on a page of before the answer changed it is kept all the same, and nobody has read that answer by it. */
export function recordPlan(
  current: Escalation,
  { words, reviewAt }: z.output<typeof InterimPlan>,
  by: Who,
  seen: number | undefined,
  now: Instant,
  duty: Duty,
): Move {
  mustBeAllowed("recordPlan", current, by, duty);
  if (reviewAt <= now || reviewAt > plus(now, LONGEST))
    throw invalid({ field: "reviewAt", reason: "a time within the next 7 days" });
  const sawIt = seen !== undefined && hasSeen(current, seen);
  const heard = sawIt ? hears(begin(current), by, now) : begin(current);
  const clocks = wound(stopped(heard.next.clocks, ["plan_review"], now), until("plan_review", 0, now, reviewAt));
  const planned = changing(heard, { plan: { by, at: now, words, reviewAt }, clocks });
  const recorded = recording(planned, by, now, { what: "plan_recorded", about: { words, reviewAt } });
  const told = telling(recorded, "update", hearing(current, by, duty, now), "plan_recorded");
  return settle(current, marking(told, by, now, "plan_recorded"), now);
}
