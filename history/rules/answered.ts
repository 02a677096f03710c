import { isRunning } from "../../core/escalation/clock.ts";
import type { Notice } from "../../core/escalation/notice.ts";
import { inHandSince, mayHaveStood, ofEach, type Rule } from "../known.ts";
import type { Retold, Standing } from "../retold.ts";

/**
 * Nobody is asked for what has been answered. What counts is when an attempt began, by the notice: a message that had left its sender's hand
 * before the answer may still arrive after it.
 */
export const answered: Rule = {
  name: "nothing is asked after the answer",
  says: "No page and no reminder leaves once what it asks for is owed no more. Stand-downs and updates do.",
  from: "design.md 6.3",
  broken: ofEach(function* (it, known) {
    for (const notice of it.notices) {
      if (notice.kind !== "page" && notice.kind !== "reminder") continue;
      for (const { number, at } of notice.tried) {
        const stood = mayHaveStood(it, known, inHandSince(notice.tried, number), at);
        if (!stood.some((so) => asksFor(notice, so) || isStillAsked(notice, so, it)))
          yield `attempt ${number} of ${notice.id}, a ${notice.kind} to ${notice.to}, left at ${at}, and nothing was owed that it asks for`;
      }
    }
  }),
};

/**
 * No clock runs for it, and it is asked all the same: of the tier beside for a child until somebody has decided; of a body, or of whoever has news to
 * read, when that limit was missed. Whether there was a child, and whether it was read meanwhile, is not looked at.
 */
const isStillAsked = ({ kind, limit, tier }: Notice, { closed, clocks, decision }: Standing, { escalation }: Retold): boolean =>
  kind === "page" &&
  !closed &&
  (limit === "acknowledge"
    ? tier === escalation.terms.childTier && decision === null
    : clocks.some((clock) => clock.limit === limit && clock.missedAt !== null));

/** Is something owed that this message asks for: its own limit, an answer at its tier or above, or another round of asking everyone? */
export const asksFor = ({ limit, tier }: Notice, { closed, clocks }: Standing): boolean =>
  !closed &&
  clocks.some((clock) => {
    if (!isRunning(clock)) return false;
    if (clock.limit === "acknowledge") return limit === "acknowledge" && clock.tier >= tier;
    return limit === null || clock.limit === "repeat" || clock.limit === limit;
  });
