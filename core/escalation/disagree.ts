import * as z from "zod";
import { Refusal } from "../refusal.ts";
import { safeText } from "../text.ts";
import type { Instant } from "../time.ts";
import type { Who } from "./ask.ts";
import { climb, type Duty } from "./climb.ts";
import { DisagreeReason, type Escalation, rung } from "./escalation.ts";
import { hearing, hears } from "./hearing.ts";
import { begin, changing, type Move, marking, recording, settle, telling } from "./move.ts";
import { reopening } from "./news.ts";
import { mustBeAllowed, mustHaveSeen } from "./rules.ts";

export const Disagreement = z.strictObject({ reason: DisagreeReason, why: safeText(2000) });

/**
 * The side that asked reads it differently: once for each answer, with a reason. It goes up to the next tier on both sides. At the top
 * nobody is left to decide between them (police forces are operationally independent): the disagreement stands unresolved, in the words
 * of both, and goes to the next partner call.
 */
export function disagree(
  current: Escalation,
  { reason, why }: z.output<typeof Disagreement>,
  by: Who,
  seen: number,
  now: Instant,
  duty: Duty,
): Move {
  mustBeAllowed("disagree", current, by, duty);
  mustHaveSeen(current, seen);
  const tier = current.decision?.tier ?? current.tier;
  const already = current.disagreements.findLast((one) => one.tier === tier);
  if (already && already.at >= (current.decision?.at ?? already.at)) {
    const words = `${already.by.name} has disagreed with this answer already.`;
    throw new Refusal("AlreadyDisagreed", words, { facts: { by: already.by, at: already.at } });
  }
  const noted = recording(hears(begin(current), by, now), by, now, { what: "disagreed", about: { tier, reason, why } });
  const said = changing(noted, { disagreements: [...current.disagreements, { by, at: now, tier, reason, why }] });
  const next = rung(current, tier + 1) ? risen(said, tier, by, now, duty) : unresolved(said, why, by, now, duty);
  return settle(current, marking(next, by, now, "disagreed"), now);
}

function risen(move: Move, tier: number, by: Who, now: Instant, duty: Duty): Move {
  const told = telling(move, "update", hearing(move.next, by, duty, now), "disagreed");
  const again = reopening(told, "disagreement", by, now, duty);
  return climb(again, tier + 1, now, duty, "disagreement");
}

function unresolved(move: Move, theirs: string, by: Who, now: Instant, duty: Duty): Move {
  const { decision, plan } = move.next;
  const about = { theirs, ours: decision?.why ?? "", plan: plan?.words ?? null };
  const stands = recording(changing(move, { unresolvedAt: now }), by, now, { what: "disagreement_unresolved", about });
  return telling(stands, "update", [by.id, ...hearing(move.next, by, duty, now)], "disagreement_unresolved");
}
