import type { Escalation } from "../../core/escalation/escalation.ts";
import type { NewFact } from "../../core/escalation/fact.ts";
import { typeOf } from "../../core/escalation/known.ts";
import { answersFirst } from "../../core/escalation/standing.ts";
import { keys } from "../../core/keys.ts";
import { calledIn } from "../../core/learning/called.ts";
import { ForTheCall } from "../../core/learning/for-the-call.ts";
import type { Instant } from "../../core/time.ts";
import { every, newestFirst, type Page, toItem } from "./db.ts";

/** What a line of the story brings before the partners' next call, if anything: a code and a reason, nothing that a person wrote. */
export function reasonFor(of: Escalation, fact: NewFact): ForTheCall | undefined {
  const { id, reference, terms, priority, raised, tier, closed } = of;
  const why = reasonOf(fact);
  return (
    why && {
      case: id,
      reference,
      at: fact.at,
      why,
      forBoard: FOR_THE_BOARD.includes(why),
      pathway: terms.pathway,
      area: terms.area.code,
      type: typeOf(of),
      called: calledIn(of),
      priority,
      raisedBy: raised.by.agency,
      raisedAt: raised.at,
      asked: answersFirst(of),
      tiers: tier + 1,
      open: closed === null,
    }
  );
}

/** What a board looks at beside the partners' call: harm, and what must never happen. */
const FOR_THE_BOARD: readonly ForTheCall["why"][] = [
  "nobody_answered",
  "left_without_agreed_handover",
  "harm",
  "outcome_after_closing",
];

function reasonOf(fact: NewFact): ForTheCall["why"] | undefined {
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
export async function forTheCall(partnership: string, before: string | undefined, most: number): Promise<Page<ForTheCall>> {
  const { pk } = keys.forTheCall({ partnership, id: "" }, "", "");
  return newestFirst(pk, before, most, (body) => ForTheCall.parse(body));
}

/** AP16. What cases have left for the call between two instants, in that order. */
export async function forTheCallBetween(partnership: string, from: Instant, to: Instant): Promise<ForTheCall[]> {
  const found = await every({
    ConsistentRead: true,
    KeyConditionExpression: "pk = :pk AND sk BETWEEN :since AND :until",
    ExpressionAttributeValues: toItem({
      ":pk": keys.forTheCall({ partnership, id: "" }, "", "").pk,
      ":since": from,
      ":until": `${to}#~`,
    }),
  });
  return found.map(({ body }) => ForTheCall.parse(body));
}
