import type { Fact } from "../../core/escalation/fact.ts";
import { ofEach, type Rule } from "../known.ts";
import type { Version } from "../retold.ts";

/** Why a tier above is asked when no limit has been missed. */
const REASONS: readonly Fact["what"][] = ["raised", "limit_missed", "notice_failed", "tier_skipped", "deferral_not_allowed"];

/** A case goes up its ladder step by step, for a reason that is written down, and no limit takes it up twice. */
export const tiers: Rule = {
  name: "tiers rise by one",
  says: "Each tier is asked after the one below it or says why that was passed over; no limit is missed twice.",
  from: "issue 8; design.md 2",
  broken: ofEach(function* (it) {
    const top = it.escalation.terms.ladder.length - 1;
    const missed = new Set<string>();
    let reached = -1;
    for (const version of it.versions) {
      yield* missedTwice(version, missed);
      reached = yield* risen(version, reached, top);
    }
  }),
};

function* risen({ number, facts }: Version, from: number, top: number): Generator<string, number> {
  let reached = from;
  const above = new Set<number>();
  for (const fact of facts) {
    if (fact.what === "tier_alerted" || fact.what === "tier_skipped") {
      const { tier } = fact.about;
      const beside = fact.what === "tier_alerted" && fact.about.because === "child_at_risk";
      if (tier > reached + 1 && !beside) yield `version ${number} asks tier ${tier} after tier ${reached}`;
      if (tier > reached && fact.what === "tier_alerted") {
        above.add(tier);
        if (!fact.about.because && !facts.some(({ what }) => REASONS.includes(what)))
          yield `version ${number} asks tier ${tier} and does not say why`;
      }
      reached = Math.max(reached, tier);
    }
    if (fact.what === "nobody_answered") {
      if (reached < top) yield `version ${number} says that nobody answered after tier ${reached} of ${top}`;
      reached = top;
    }
  }
  const most = facts.some(({ what }) => what === "raised") ? 3 : facts.some(({ what }) => what === "request_linked") ? 2 : 1;
  if (above.size > most) yield `version ${number} asks tiers ${[...above]} at once`;
  return reached;
}

function* missedTwice({ number, facts }: Version, missed: Set<string>): Iterable<string> {
  for (const fact of facts) {
    if (fact.what !== "limit_missed") continue;
    const { limit, tier, of = "", dueAt, waker } = fact.about;
    // What can no longer be kept is missed anew each time that nobody is there for it; a detention has one end.
    const anew = waker === "move" && limit !== "custody_handover" && limit !== "detention_ends";
    const run = `${limit} ${tier} ${of} ${dueAt}${anew ? ` ${number}` : ""}`;
    if (missed.has(run)) yield `version ${number} misses ${limit} of tier ${tier}, due at ${dueAt}, a second time`;
    missed.add(run);
  }
}
