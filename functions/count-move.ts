import type { Fact, Waker } from "../core/escalation/fact.ts";
import type { Move } from "../core/escalation/move.ts";
import { isPractice } from "../core/partnership/practice.ts";
import { between, type Instant } from "../core/time.ts";
import { measure } from "./log.ts";

/** Counts what moves that are kept say of how we do: cases raised, tiers with nobody to reach, cases that nobody answered, and how late limits were struck. Practice says nothing of it. */
export function countMoves(moves: readonly Move[], now: Instant): void {
  const live = moves.filter(({ next }) => !isPractice(next.partnership));
  const facts = live.flatMap((move) => move.facts);
  const lateness = (by: Waker): number[] =>
    facts.flatMap((fact) =>
      fact.what === "limit_missed" && fact.about.waker === by ? [between(fact.about.dueAt, fact.at)] : [],
    );
  const counted = {
    Raised: live.filter(({ next }) => next.version === 1).length,
    NobodyReachable: live.reduce((sum, { facts: told }) => sum + unreached(told), 0),
    NobodyAnswered: facts.filter(({ what }) => what === "nobody_answered").length,
    LatenessByWorkflow: lateness("workflow"),
    LatenessBySweeper: lateness("sweeper"),
  };
  const some = Object.entries(counted).filter(([, of]) => (typeof of === "number" ? of > 0 : of.length > 0));
  if (some.length > 0) measure(now, Object.fromEntries(some));
}

/** What a move does when the last message that anybody could still hope for has failed. */
const GOES_ON: readonly Fact["what"][] = ["tier_alerted", "tier_skipped", "nobody_answered", "limit_missed"];

/** How many tiers a move passed at once: those with nobody, and the one whose last message has just failed. */
function unreached(facts: Move["facts"]): number {
  const many = (...whats: readonly Fact["what"][]) => facts.filter(({ what }) => whats.includes(what)).length;
  return many("tier_skipped") + (many("notice_failed") > 0 && many(...GOES_ON) > 0 ? 1 : 0);
}
