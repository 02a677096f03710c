import type * as z from "zod";
import type { Escalation } from "../../core/escalation/escalation.ts";
import type { Fact } from "../../core/escalation/fact.ts";
import { typeOf } from "../../core/escalation/known.ts";
import { keys } from "../../core/keys.ts";
import { ForTheCall } from "../../core/routes.ts";
import { newestFirst, type Page } from "./db.ts";

type Item = z.output<typeof ForTheCall>;

/** What a line of the story brings before the partners' next call, if anything: a code and a reason, nothing that a person wrote. */
export function reasonFor(of: Escalation, fact: Fact): Item | undefined {
  const { id, reference, terms, priority } = of;
  const why = reasonOf(fact);
  return (
    why && {
      case: id,
      reference,
      at: fact.at,
      why,
      forBoard: FOR_THE_BOARD.includes(why),
      area: terms.area.code,
      type: typeOf(of),
      priority,
    }
  );
}

/** What a board looks at beside the partners' call: harm, and what must never happen. */
const FOR_THE_BOARD: readonly Item["why"][] = [
  "nobody_answered",
  "left_without_agreed_handover",
  "harm",
  "outcome_after_closing",
];

function reasonOf(fact: Fact): Item["why"] | undefined {
  switch (fact.what) {
    case "nobody_answered":
    case "disagreement_unresolved":
    case "left_without_agreed_handover":
      return fact.what;
    case "decided":
      return fact.about.replaces && fact.about.replaces !== fact.about.code ? "decision_changed" : undefined;
    case "outcome_recorded":
      if (fact.about.harm) return "harm";
      return fact.about.afterClosing ? "outcome_after_closing" : undefined;
    default:
      return undefined;
  }
}

/** AP16. What waits for the next partner call, newest first, a page at a time. */
export async function forTheCall(partnership: string, before: string | undefined, most: number): Promise<Page<Item>> {
  const { pk } = keys.forTheCall({ partnership, id: "" }, "", "");
  return newestFirst(pk, before, most, (body) => ForTheCall.parse(body));
}
