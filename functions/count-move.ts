import type { Waker } from "../core/escalation/fact.ts";
import type { Move } from "../core/escalation/move.ts";
import { isPractice } from "../core/partnership/practice.ts";
import { between, type Instant } from "../core/time.ts";
import { measure } from "./log.ts";

/** Counts what moves that are kept say of how we do: cases raised, cases that nobody answered, and how late limits were struck. Practice says nothing of it. */
export function countMoves(moves: readonly Move[], now: Instant): void {
  const live = moves.filter(({ next }) => !isPractice(next.partnership));
  const facts = live.flatMap((move) => move.facts);
  const lateness = (by: Waker): number[] =>
    facts.flatMap((fact) =>
      fact.what === "limit_missed" && fact.about.waker === by ? [between(fact.about.dueAt, fact.at)] : [],
    );
  const counted = {
    Raised: live.filter(({ next }) => next.version === 1).length,
    NobodyAnswered: facts.filter(({ what }) => what === "nobody_answered").length,
    LatenessByWorkflow: lateness("workflow"),
    LatenessBySweeper: lateness("sweeper"),
  };
  const some = Object.entries(counted).filter(([, of]) => (typeof of === "number" ? of > 0 : of.length > 0));
  if (some.length > 0) measure(now, Object.fromEntries(some));
}
