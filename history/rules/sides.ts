import { isDeepStrictEqual } from "node:util";
import type { Escalation } from "../../core/escalation/escalation.ts";
import type { EscalationView } from "../../core/escalation/view.ts";
import { ofEach, type Rule } from "../known.ts";

/** One case, one truth: whoever asked and whoever answers read the same, but for who the person was, which a closed case covers. */
export const sides: Rule = {
  name: "both sides see the same",
  says: "What the side that asked and the side that answers are shown is one case, as it is kept; it stands on the boards as long as it is open.",
  from: "issue 8; design.md 1",
  broken: ofEach(function* ({ escalation, sides: shown, onBoards }) {
    if (onBoards !== undefined && onBoards !== (escalation.closed === null))
      yield onBoards ? "it has closed, and stands on a board" : "it is open, and no board has it";
    if (!shown) return;
    const [asks, answers] = [uncovered(shown.asks), uncovered(shown.answers)];
    for (const part of new Set([...Object.keys(asks), ...Object.keys(answers)]) as Set<keyof EscalationView>)
      if (!isDeepStrictEqual(asks[part], answers[part])) yield `the two sides are shown another ${part}`;
    const [seen, is] = [shownOf(shown.asks), keptOf(escalation)];
    for (const part of Object.keys(is) as (keyof typeof is)[]) {
      const [theirs, ours] = [JSON.stringify(seen[part]), JSON.stringify(is[part])];
      if (theirs !== ours) yield `${part} ${theirs} is shown, and ${ours} is kept`;
    }
  }),
};

/** What both sides must find on the page of the case, whatever else they are shown: no words, which are kept sealed. */
const shownOf = (view: EscalationView) => ({
  version: view.version,
  priority: view.priority,
  owner: view.owner?.by.id ?? null,
  tier: view.tier.number,
  nobodyAnswered: view.nobodyAnsweredAt !== null,
  decision: view.decision && [view.decision.code, view.decision.by.id, view.decision.arriveBy],
  reopened: view.reopened?.why ?? null,
  arrived: view.arrived !== null,
  news: view.news.map(({ number }) => number),
  closed: view.closed?.as ?? null,
  limits: view.clocks.map(({ limit, tier, of, dueAt, endedAt }) => [limit, tier, of, dueAt, endedAt]),
});
const keptOf = (of: Escalation): ReturnType<typeof shownOf> => ({
  version: of.version,
  priority: of.priority,
  owner: of.owner?.by.id ?? null,
  tier: of.tier + 1,
  nobodyAnswered: of.nobodyAnsweredAt !== null,
  decision: of.decision && [of.decision.code, of.decision.by.id, of.decision.arriveBy],
  reopened: of.reopened?.why ?? null,
  arrived: of.arrived !== null,
  news: of.news.map(({ number }) => number),
  closed: of.closed?.as ?? null,
  limits: of.clocks.map(({ limit, tier, of: whose, dueAt, endedAt }) => [limit, tier + 1, whose, dueAt, endedAt]),
});

/** A view without who the person was. */
const uncovered = ({ person: _, news, ...rest }: EscalationView): Partial<EscalationView> => ({
  ...rest,
  news: news.map(({ person: __, ...piece }) => piece),
});
