import { Refusal } from "../refusal.ts";
import { type Instant, london } from "../time.ts";
import type { Who } from "./ask.ts";
import { type Duty, reachableAt } from "./climb.ts";
import { type Clock, isRunning, running, wound } from "./clock.ts";
import { disputedTier, type Escalation } from "./escalation.ts";
import { hearing } from "./hearing.ts";
import { isAboutChild } from "./known.ts";
import { begin, changing, type Move, marking, settle, standingDown, telling } from "./move.ts";
import { taking } from "./ownership.ts";
import { answeringTier, isAsking, mustBeAllowed, mustHaveSeen } from "./rules.ts";

/**
 * «I have seen this»: somebody on duty takes the case, or accepts it from whoever offered it. Everyone else who was asked is stood down,
 * but for those who must decide it, and the raiser hears who has it. It decides nothing: the decide limit runs on. Throws AlreadyAcknowledged with who was first, when no
 * acknowledgement is owed any more.
 */
export function acknowledge(current: Escalation, by: Who, seen: number, now: Instant, duty: Duty): Move {
  mustBeAllowed("acknowledge", current, by, duty);
  const { owner, offered } = current;
  const isAskedAnew = running(current.clocks, "repeat") ?? (owner && running(current.clocks, "acknowledge", owner.tier));
  const silences = owner?.by.id === by.id && !isAskedAnew;
  if (owner && offered?.to !== by.id && (!isAsking(current) || silences)) {
    const detail = `${owner.by.name} has had ${current.reference} since ${london(owner.at)}.`;
    throw new Refusal("AlreadyAcknowledged", detail, { facts: { by: owner.by, at: owner.at } });
  }
  mustHaveSeen(current, seen);
  const tier = answeringTier(current, by, duty);
  const deciding = stillDeciding(current, tier);
  const still = [...besideChild(current, tier, duty), ...deciding.flatMap((clock) => reachableAt(current, clock.tier, duty))];
  const has = taking(begin(current), by, tier, now, duty);
  const taken = standingDown(changing(has, { clocks: deciding.reduce(wound, has.next.clocks) }), "acknowledged", [by.id], still);
  const told = telling(taken, "update", hearing(current, by, duty, now), "acknowledged");
  return settle(current, marking(told, by, now, "acknowledged"), now);
}

/** Somebody of a tier that was disagreed with may have the case, and cannot decide it: whoever is asked above goes on being asked, under their clock. */
function stillDeciding(of: Escalation, tier: number): Clock[] {
  const disputed = disputedTier(of);
  if (tier > disputed) return [];
  return of.clocks.filter((clock) => clock.limit === "acknowledge" && isRunning(clock) && clock.tier > disputed);
}

/** While a tier below has a case in which a child may be at risk, the tier that was asked beside it is not told that it is no longer needed. */
const besideChild = (of: Escalation, tier: number, duty: Duty): string[] => {
  const { childTier } = of.terms;
  return childTier !== null && tier < childTier && !of.decision && isAboutChild(of) ? reachableAt(of, childTier, duty) : [];
};
