import type { Fact } from "../../core/escalation/fact.ts";
import type { Operation } from "../history.ts";
import { type Found, type Known, mayHaveMade, mayRepeat, type Rule } from "../known.ts";
import type { Retold } from "../retold.ts";

/** Which fact says that a move was made. */
const MADE: Readonly<Record<string, readonly Fact["what"][]>> = {
  raise: ["raised", "request_linked"],
  acknowledgement: ["acknowledged"],
  decision: ["decided"],
  "more-wanted": ["more_wanted"],
  deferral: ["deferred", "deferral_not_allowed"],
  "stand-down": ["unit_stood_down"],
  handover: ["handover_offered"],
  "referral-answer": ["referral_accepted", "referral_declined"],
  priority: ["priority_changed"],
  news: ["news_added"],
  "news-read": ["news_read"],
  "answer-read": ["answer_read"],
  calls: ["rang"],
  disagreement: ["disagreed"],
  "interim-plan": ["plan_recorded"],
  custody: ["custody_recorded"],
  departure: ["left_without_agreed_handover"],
  related: ["related_said", "request_linked"],
  arrival: ["arrived"],
  outcome: ["outcome_recorded"],
  closure: ["closed"],
  withdrawal: ["withdrawn"],
  notes: ["note_added"],
};

/** What was answered with «done» is there; what was refused is not; and what nobody heard of may be either. */
export const accepted: Rule = {
  name: "nothing accepted is missing",
  says: "What was accepted is kept, under the version that was answered; what was refused has left nothing.",
  from: "design.md 6.2; issue 8",
  broken: function* (known) {
    const byId = new Map(known.told.map((it) => [it.escalation.id, it]));
    for (const operation of known.operations) if (operation.outcome === "ok") yield* missing(operation, byId, known);
    for (const it of known.told) yield* unasked(it, known);
  },
};

function* missing(operation: Operation, byId: ReadonlyMap<string, Retold>, known: Known): Iterable<Found> {
  const { nth, by, move, case: id, version } = operation;
  const it = byId.get(id ?? "");
  if (!it) return yield { case: id, says: `${move} no ${nth} of ${by} was accepted, and there is no such case` };
  const made = it.versions.find(({ number }) => number === version);
  const wanted = MADE[move];
  if (made && mayRepeat(operation, known)) return;
  const saysSo = made?.facts.some(({ what, by: who }) => isBy(who, by) && (!wanted || wanted.includes(what)));
  if (!made || !saysSo)
    yield { case: id, says: `${move} no ${nth} of ${by} was answered with version ${version}, and no fact of it says so` };
  else if (!mayHaveMade(operation, made.at))
    yield {
      case: id,
      says: `${move} no ${nth} of ${by} at ${operation.invokedAt} was answered with version ${version} of ${made.at}`,
    };
}
const isBy = (who: Fact["by"], person: string): boolean => typeof who !== "string" && who.id === person;

/** The same press has made another version of this case: nobody else was answered with that one. */
function hasLanded({ key }: Operation, { escalation: { id }, versions }: Retold, number: number, known: Known): boolean {
  const isAnothers = (version: number) => known.asked(id).some((one) => one.version === version && one.key !== key);
  return known.pressed(key).some((one) => {
    if (one.case !== id || one.version === null || one.version === number || isAnothers(one.version)) return false;
    const made = versions.find((version) => version.number === one.version);
    return made?.people.includes(one.by) === true && mayHaveMade(one, made.at);
  });
}

/** A version that a person made and that stands for nothing they asked for, or only for what they were refused, or had done already. */
function* unasked(it: Retold, known: Known): Iterable<Found> {
  const { id } = it.escalation;
  const named = new Set(known.asked(id).flatMap(({ outcome, version }) => (outcome === "ok" && version ? [version] : [])));
  for (const { number, at, people, facts } of it.versions) {
    if (people.length === 0 || named.has(number)) continue;
    const may = (one: Operation) => mayHaveMade(one, at) && !hasLanded(one, it, number, known);
    if (people.some((person) => known.doneBy(person).some(may))) continue;
    const whats = facts.map(({ what }) => what).join(", ");
    yield { case: id, says: `version ${number} (${whats}) of ${people} at ${at} answers nothing that was accepted` };
  }
}
