import { randomUUID } from "node:crypto";
import { bearsNameOf } from "../../core/audit/surname.ts";
import type { Duty } from "../../core/escalation/climb.ts";
import { covered, coveredStory } from "../../core/escalation/covered.ts";
import { type Escalation, limitsOf } from "../../core/escalation/escalation.ts";
import type { Fact } from "../../core/escalation/fact.ts";
import { toldTo } from "../../core/escalation/own-notes.ts";
import { colleaguesOf, shares, tierOf } from "../../core/escalation/standing.ts";
import type { FirstAnswerOutline } from "../../core/first-answers/first-answer.ts";
import { REFUSALS, Refusal, type RefusalName } from "../../core/refusal.ts";
import { routes } from "../../core/routes.ts";
import { type Instant, plus } from "../../core/time.ts";
import { casePage } from "../../web/case-page.tsx";
import type { Tried } from "../../web/case-view.ts";
import { MOVES, type MoveName, mayUse, movesFor, prioritiesFor } from "../../web/moves.ts";
import { unreadCasePage } from "../../web/unread-case-page.tsx";
import { sharedCase, sharedOutline } from "../api/read-escalation.ts";
import * as cases from "../aws/cases.ts";
import * as directory from "../aws/directory.ts";
import { keptFirstAnswers } from "../aws/first-answers.ts";
import { parse, requestOf, whoIs } from "../edge.ts";
import { log, nameOf } from "../log.ts";
import { noteOpened } from "../note-opened.ts";
import { flagsOf } from "../pace.ts";
import { SealBroken } from "../seal.ts";
import { makeByForm } from "./case-moves.ts";
import { type Answer, type AskedBy, revisionOf, type Shown, seeOther } from "./door.ts";
import { titlesFor } from "./titles.ts";
import { wallAt } from "./wall-clock.ts";

/** One case as it is now, with its story. */
export const readCase = (asked: AskedBy): Promise<Answer> => shown(asked);

/** The address of a move, opened as a page: the case it belongs to. */
export const backToCase = async ({ params }: AskedBy): Promise<Answer> => seeOther(`/escalations/${params.id}`);

/** A press on a case. Done, the case is shown anew; not done, it is shown as it is now with the reason, and with everything that was typed. */
export async function moveByForm(asked: AskedBy): Promise<Answer> {
  const { params, form } = asked;
  const move = Object.keys(MOVES).find((name) => name === params.move) as MoveName | undefined;
  if (!move) throw new Refusal("NotFound", "There is no page at this address.");
  try {
    await make(move, asked);
    // Somebody opened what is new in the middle of a decision: it goes on with what they had filled in.
    if (move === "news-read" && form.get("keep") === "decision")
      return shown(asked, { move: "decision", typed: { values: form, errors: [] } });
    return seeOther(`/escalations/${params.id}`);
  } catch (error) {
    if (!(error instanceof Refusal) || SHOWS_NOTHING.includes(error.name)) throw error;
    const wrong = error.name === "Invalid";
    const why = error.name === "KeyReused" ? "This form has been received before, with other words." : error.message;
    const typed = { values: form, errors: wrong ? error.errors : [] };
    const again = ONE_MORE_PRESS.includes(error.name);
    const page = await shown(asked, { move, typed, again, why: wrong ? undefined : why });
    return { ...page, status: REFUSALS[error.name] };
  }
}

/** After these the case cannot be shown under what was typed. */
const SHOWS_NOTHING: readonly RefusalName[] = ["NotFound", "TooLarge", "KeyUnavailable", "Deleted"];
/** After these nothing stands in the way of the same press on what is shown now. */
const ONE_MORE_PRESS: readonly RefusalName[] = ["ChangedMeanwhile", "Conflict", "KeyReused"];

/** Runs the move as the API would, from the form's fields. */
async function make(move: MoveName, { actor, now, params, form, text }: AskedBy): Promise<void> {
  if (!mayUse(MOVES[move], actor.roles)) throw new Refusal("NotAllowed", "Your role may not do this.");
  const { id } = parse(routes.readEscalation.params, { id: params.id });
  const request = requestOf(actor, `POST /escalations/${id}/${move}`, text, form.get("key") ?? "");
  await makeByForm(move, { params: { id }, query: {}, actor, request, now }, form, () => sharedCase({ params: { id }, actor }));
}

async function shown({ actor, now, params }: AskedBy, tried?: Tried): Promise<Shown> {
  const { id } = parse(ID, { id: params.id });
  const outline = await sharedOutline({ params: { id }, actor });
  const of = await cases.opened(outline).catch(whenNoKey);
  if (!of) return unread(outline, actor, now, tried);
  const [notices, duty, flags] = await Promise.all([
    cases.noticesOf(of),
    directory.onDuty(of.partnership, of.terms, now),
    flagsOf([of]),
  ]);
  await noteOpened(of, notices, actor.id, now);
  const reader = whoIs(actor);
  const moves = movesFor(of, reader, actor.roles, duty);
  const revision = revisionOf(
    of.version,
    moves,
    notices.map(({ id: notice, fate, attempts, openedAt }) => [notice, fate, attempts, openedAt]),
    flags.has(id),
  );
  const content = async () => {
    const related = of.related.map(({ id: other }) => other);
    const [agreed, facts, beside] = await Promise.all([
      directory.inForce(of.partnership, now),
      cases.wholeStory(of),
      cases.states(of.partnership, related),
    ]);
    const answered = reader.agency === of.terms.area.agency ? await firstAnswersNamedIn(of, facts) : [];
    const told = coveredStory(of, toldTo(actor, facts));
    const colleagues = colleaguesOf(of, reader, duty);
    const titles = await titlesFor(of, agreed, told, notices, colleagues);
    return casePage({
      of: covered(of),
      facts: told,
      notices,
      now,
      ...titles,
      reader,
      moves,
      tier: tierOf(of, reader, duty),
      keyOf: () => randomUUID(),
      colleagues: colleagues.map((id) => ({ code: id, title: `${titles.nameOf(id)}, ${deskOf(of, id, duty)}` })),
      priorities: prioritiesFor(of, reader, duty),
      wall: wallAt(now),
      later: wallAt(plus(now, limitsOf(of).decide.within)),
      others: beside.filter((one) => shares(one, reader)),
      answered,
      tried,
      revision,
      flag: flags.get(id),
    });
  };
  return { content, revision, sameSurname: bearsNameOf(actor.name, { person: of.ask.person, news: of.news }) };
}

/**
 * The first answers of the control room that a case has heard of: what was answered, to whom and when, and nothing that was written. Where they
 * cannot be read the page names them all the same, by their references.
 */
async function firstAnswersNamedIn({ partnership, id }: Escalation, facts: readonly Fact[]): Promise<FirstAnswerOutline[]> {
  const named = facts.flatMap((fact) => (fact.what === "first_answer_found" ? [fact.about.id] : []));
  try {
    return (await keptFirstAnswers(partnership, named)).map(({ of }) => of);
  } catch (error) {
    log("first_answers_not_shown", { case: id, error: nameOf(error) });
    return [];
  }
}

function whenNoKey(error: unknown): undefined {
  const isShut = error instanceof SealBroken || (error instanceof Refusal && error.name === "KeyUnavailable");
  if (!isShut) throw error;
}

/** The case without what people wrote, while no key is to be had. */
async function unread(of: Escalation, actor: AskedBy["actor"], now: Instant, tried?: Tried): Promise<Shown> {
  // What was typed stays on the page of a press that came to nothing; the one press without words is answered here.
  if (tried && tried.move !== "acknowledgement")
    throw new Refusal("KeyUnavailable", "What people wrote can be neither opened nor added to at the moment.");
  const moves = movesFor(of, whoIs(actor), actor.roles, await directory.onDuty(of.partnership, of.terms, now));
  const view = { of, mayAcknowledge: moves.includes("acknowledgement"), key: randomUUID(), why: tried?.why, now };
  return { content: unreadCasePage(view), status: REFUSALS.KeyUnavailable };
}

/** An address that is no case's looks like a case that does not exist. */
const ID = routes.readEscalation.params.catch({ id: "00000000-0000-4000-8000-000000000000" });

/** The highest desk of this case that somebody is on duty at, for whoever chooses among them. */
function deskOf({ terms }: Escalation, person: string, duty: Duty): string {
  const rungs = terms.ladder.filter(({ teams }) => teams.some((team) => duty[team]?.some((one) => one.person === person)));
  return rungs.at(-1)?.title ?? "on duty";
}
