import { randomBytes, randomUUID } from "node:crypto";
import { covered } from "../../core/escalation/covered.ts";
import type { Escalation } from "../../core/escalation/escalation.ts";
import { moreUrgent } from "../../core/escalation/known.ts";
import type { Move } from "../../core/escalation/move.ts";
import { linkRequest } from "../../core/escalation/news.ts";
import { faultsIn } from "../../core/escalation/questions.ts";
import { raise } from "../../core/escalation/raise.ts";
import { fitting, hearOfRelated, isOfOneLadder, isOpenTo, type Match, said } from "../../core/escalation/related.ts";
import { mustShare } from "../../core/escalation/rules.ts";
import { priorityAsked } from "../../core/escalation/triage.ts";
import { type EscalationView, viewOf } from "../../core/escalation/view.ts";
import { contactIn, dispute, onCase } from "../../core/first-answers/first-answer.ts";
import { pathwayInForce, termsInForce } from "../../core/partnership/terms.ts";
import { spoken } from "../../core/reference.ts";
import { invalid } from "../../core/refusal.ts";
import { routes } from "../../core/routes.ts";
import { alikeTo, firstAnswersLike, unheardIn } from "../alike.ts";
import * as cases from "../aws/cases.ts";
import * as directory from "../aws/directory.ts";
import { disputedItems } from "../aws/first-answers.ts";
import { type CallOf, endpoint, whoIs } from "../edge.ts";
import { toDispute } from "../first-answers.ts";
import { log, nameOf } from "../log.ts";
import { note } from "../pace.ts";

type Raising = CallOf<typeof routes.raiseEscalation>;

/** Hop 1. Someone asks another agency for help: kept with the first page already written, whatever else is down. */
export async function raiseEscalation(raising: Raising): Promise<EscalationView> {
  const { actor, request, now, body } = raising;
  const { partnership } = actor;
  await mustBeColleague(raising);
  let tries = 0;
  let raised: Escalation | undefined;
  const kept = await cases.once(partnership, request, async () => {
    tries += 1;
    const { pathway, terms, ask, first } = await agreedFor(raising);
    const { priority, link, notTheSame = [] } = body;
    const disputing = (into: Parameters<typeof dispute>[1], isCarried: boolean) =>
      first && first.disputed?.id !== into.id ? disputedItems(dispute(first, into, whoIs(actor), now), isCarried) : [];
    const [alike, answered] = await Promise.all([
      alikeTo(partnership, ask, terms, now).catch(unmatched),
      answeredBefore(partnership, ask, terms, now).catch(unmatched),
    ]);
    if (link) {
      const wrong = faultsIn(terms, ask, now);
      if (wrong.length > 0) throw invalid(...wrong);
      const found = alike.find(({ of }) => of.id === link.to)?.of;
      if (!found) throw invalid({ field: "link.to", reason: "is not a case that looks like this one" });
      if (!isOfOneLadder(found.terms, terms))
        throw invalid({
          field: "link.to",
          reason: "is with another police force, or asks another service: raise this one, and each case names the other",
        });
      if (!isOpenTo(found, whoIs(actor)))
        throw invalid({
          field: "link.to",
          reason: "is closed, and none that your agency shares: raise this one, and it names that case",
        });
      const older = await cases.opened(found);
      const duty = await directory.onDuty(partnership, older.terms, now);
      const wanted = moreUrgent(pathway.priorities, priorityAsked(pathway, ask), priority);
      const news = await unheardIn(older, answered).catch(unmatched);
      const linked = linkRequest(older, ask, link.because, whoIs(actor), now, duty, { wanted, answered: news });
      const into = { id: older.id, reference: older.reference, raisedAt: older.raised.at };
      return cases.save(linked, now, request, [], disputing(into, false));
    }
    const duty = await directory.onDuty(partnership, terms, now);
    const names = { partnership, id: randomUUID(), reference: spoken(randomBytes(5)) };
    const matches = alike.map(({ of, on }) => ({ id: of.id, reference: of.reference, on }));
    const carried = first ? onCase(first) : undefined;
    const others = answered.filter(({ id }) => id !== first?.id);
    const move = raise(names, ask, priority, whoIs(actor), now, pathway, terms, duty, matches, carried, others);
    const told = notTheSame.reduce((so, { as, because }) => {
      const match = matches.find(({ id }) => id === as);
      return match ? said(so, match, false, because, whoIs(actor), now) : so;
    }, move);
    const unsaid = alike.filter(({ of }) => !notTheSame.some(({ as }) => as === of.id));
    const hear = tries < MOST_TOGETHER ? await hearing(names, unsaid, raising).catch(unmatched) : [];
    const into = { id: names.id, reference: names.reference, raisedAt: now };
    raised = await cases.save(told, now, request, fitting(told, hear), disputing(into, true));
    return raised;
  });
  mustShare(kept, whoIs(actor)); // a repeated press answers from the table: only to somebody who may still see it
  if (raised || body.link) await note("raise", raising, raised); // beside it: the case is kept, and its first page is on its way
  return viewOf(covered(await cases.openedIfCan(kept)));
}

/** What a raise of this would be at this moment, by the same rules and with the same refusals. Nothing is kept, and nobody is asked. */
export async function asIfRaised(raising: Pick<Raising, "actor" | "body" | "now">): Promise<Escalation> {
  const { actor, body, now } = raising;
  const { partnership } = actor;
  const { pathway, terms, ask, first } = await agreedFor(raising);
  const duty = await directory.onDuty(partnership, terms, now);
  const names = { partnership, id: randomUUID(), reference: spoken(randomBytes(5)) };
  return raise(names, ask, body.priority, whoIs(actor), now, pathway, terms, duty, [], first ? onCase(first) : undefined).next;
}

/** What has been agreed for this raiser at this place, and the request without what is said beside it; with what police said, by the first answer that it disputes. */
async function agreedFor({ actor, body, now }: Pick<Raising, "actor" | "body" | "now">) {
  const agreed = await directory.inForce(actor.partnership, now);
  const { pathway: code, priority: _wanted, link: _link, notTheSame: _said, firstAnswer, ...told } = body;
  const first = firstAnswer === undefined ? null : await toDispute(actor, firstAnswer);
  const ask = first ? { policeContact: contactIn(first), ...told } : told;
  const pathway = pathwayInForce(agreed, code, ask.place.borough, now);
  return { pathway, terms: termsInForce(agreed, code, ask.place.borough, actor.agency, now), ask, first };
}

/** Whoever stands in for the raiser hears what they hear, so it is somebody of their own agency. Throws Invalid. */
async function mustBeColleague({ actor, body: { deputy } }: Raising): Promise<void> {
  if (!deputy?.person) return;
  const known = await directory.person(actor.partnership, deputy.person);
  if (known?.agency !== actor.agency || known.endedAt !== null)
    throw invalid({ field: "deputy.person", reason: "somebody of your own agency" });
}

/** What the same force answered before, about what may be the same. */
const answeredBefore = async (...request: Parameters<typeof firstAnswersLike>): Promise<Match[]> =>
  (await firstAnswersLike(...request)).map(({ of: { id, reference }, on }) => ({ id, reference, on }));

/** What other cases and first answers say, or that one of them cannot be read, never holds up a raise. */
function unmatched(error: unknown): [] {
  log("matches_not_found", { error: nameOf(error) });
  return [];
}

/** When the older case keeps being changed by others, the new one is kept without waiting for it: a raise waits for nobody. */
const MOST_TOGETHER = 3;

/** The older cases hear that a request came which may be about the same person. */
async function hearing(
  { id, reference }: { readonly id: string; readonly reference: string },
  alike: readonly { readonly of: Escalation; readonly on: readonly string[] }[],
  { actor, now }: Raising,
): Promise<Move[]> {
  const moves = await Promise.all(
    alike.map(async ({ of, on }) => {
      const duty = await directory.onDuty(actor.partnership, of.terms, now);
      return of.closed ? undefined : hearOfRelated(of, { id, reference, on }, now, duty);
    }),
  );
  return moves.filter((move) => move !== undefined);
}

export const handler = endpoint(routes.raiseEscalation, raiseEscalation);
