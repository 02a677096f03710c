import { isDeepStrictEqual } from "node:util";
import type { EscalationView } from "../../core/escalation/view.ts";
import { ofEach, type Rule } from "../known.ts";

/** One case, one truth: whoever asked and whoever answers read the same, but for who the person was, which a closed case covers. */
export const sides: Rule = {
  name: "both sides see the same",
  says: "What the side that asked and the side that answers are shown is one case, at the version that is kept.",
  from: "issue 8; design.md 1",
  broken: ofEach(function* ({ escalation, sides: shown }) {
    if (!shown) return;
    const [asks, answers] = [uncovered(shown.asks), uncovered(shown.answers)];
    for (const part of new Set([...Object.keys(asks), ...Object.keys(answers)]) as Set<keyof EscalationView>)
      if (!isDeepStrictEqual(asks[part], answers[part])) yield `the two sides are shown another ${part}`;
    if (shown.asks.version !== escalation.version)
      yield `version ${shown.asks.version} is shown, and version ${escalation.version} is kept`;
  }),
};

/** A view without who the person was. */
const uncovered = ({ person: _, news, ...rest }: EscalationView): Partial<EscalationView> => ({
  ...rest,
  news: news.map(({ person: __, ...piece }) => piece),
});
