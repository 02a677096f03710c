import * as z from "zod";
import { Refusal } from "../refusal.ts";
import { safeText } from "../text.ts";
import type { Instant } from "../time.ts";
import type { Who } from "./ask.ts";
import type { Duty } from "./climb.ts";
import type { Escalation } from "./escalation.ts";
import { hearing, mustBeHeard } from "./hearing.ts";
import { begin, changing, type Move, marking, recording, settle, telling } from "./move.ts";
import { reopening } from "./news.ts";
import { answeringTier, mustBeAllowed, mustHaveSeen } from "./rules.ts";

export const StandDown = z.strictObject({ why: safeText(1000) });

/**
 * The unit that was coming is needed elsewhere: said by somebody on duty at the tier that sent it, or above, before it turns round. The
 * arrive clock runs on, the case has to be decided anew, and everyone who was told that somebody comes hears this and has to read it.
 */
export function standDown(
  current: Escalation,
  { why }: z.output<typeof StandDown>,
  by: Who,
  seen: number,
  now: Instant,
  duty: Duty,
): Move {
  mustBeAllowed("standDown", current, by, duty);
  mustHaveSeen(current, seen);
  const tier = answeringTier(current, by, duty);
  if (current.decision && tier < current.decision.tier)
    throw new Refusal("HigherTierDecides", "A higher tier sent this unit: ask them first.", { facts: { tier: tier + 1 } });
  const noted = recording(changing(begin(current), { stoodDownAt: now }), by, now, { what: "unit_stood_down", about: { why } });
  const again = mustBeHeard(reopening(noted, "unit_stood_down", by, now, duty), by, now);
  const told = telling(again, "update", hearing(current, by, duty, now), "unit_stood_down");
  return settle(current, marking(told, by, now, "unit_stood_down"), now);
}
