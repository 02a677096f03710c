import { randomUUID } from "node:crypto";
import type { Escalation } from "../../core/escalation/escalation.ts";
import type { Fact } from "../../core/escalation/fact.ts";
import type { Notice } from "../../core/escalation/notice.ts";
import { tierOf } from "../../core/escalation/standing.ts";
import type { Partnership } from "../../core/partnership/partnership.ts";
import { type FieldError, REFUSALS, Refusal } from "../../core/refusal.ts";
import { routes } from "../../core/routes.ts";
import { plus } from "../../core/time.ts";
import { casePage } from "../../web/case-page.tsx";
import type { Typed } from "../../web/form.tsx";
import { timeField } from "../../web/move-forms.tsx";
import { MOVES, type MoveName, mayUse, movesFor } from "../../web/moves.ts";
import { acknowledgeCase } from "../api/acknowledge.ts";
import { addCaseNote } from "../api/add-note.ts";
import { arriveAtCase } from "../api/arrive.ts";
import { closeCase } from "../api/close.ts";
import { decideCase } from "../api/decide.ts";
import { sharedCase } from "../api/read-escalation.ts";
import { recordCaseOutcome } from "../api/record-outcome.ts";
import { withdrawCase } from "../api/withdraw.ts";
import * as cases from "../aws/cases.ts";
import * as directory from "../aws/directory.ts";
import { parse, requestOf, whoIs } from "../edge.ts";
import { type Answer, type AskedBy, revisionOf, type Shown, seeOther } from "./door.ts";
import { instantAt, wallAt } from "./wall-clock.ts";

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
    return seeOther(`/escalations/${params.id}`);
  } catch (error) {
    if (!(error instanceof Refusal) || error.name === "NotFound" || error.name === "TooLarge") throw error;
    const wrong = error.name === "Invalid";
    const page = await shown(asked, {
      move,
      typed: { values: form, errors: wrong ? error.errors : [] },
      why: wrong
        ? undefined
        : error.name === "KeyReused"
          ? "This form has been received before, with other words."
          : error.message,
    });
    return { ...page, status: REFUSALS[error.name] };
  }
}

/** Runs the move as the API would, from the form's fields. */
async function make(move: MoveName, { actor, now, params, form, text }: AskedBy): Promise<void> {
  if (!mayUse(MOVES[move], actor.roles)) throw new Refusal("NotAllowed", "Your role may not do this.");
  const { id } = parse(routes.readEscalation.params, { id: params.id });
  const request = requestOf(actor, `POST /escalations/${id}/${move}`, text, form.get("key") ?? "");
  const press = { params: { id }, query: {}, actor, request, now };
  const field = (name: string) => form.get(name)?.trim() || undefined;
  const seen = Number(form.get("seen"));
  switch (move) {
    case "acknowledgement":
      return void (await acknowledgeCase({ ...press, body: parse(MOVES[move].body, { seen }) }));
    case "decision": {
      const times = await timesFor(field("code"), { id }, form, actor.partnership);
      const body = parse(MOVES[move].body, { seen, code: field("code"), why: field("why"), ...times });
      return void (await decideCase({ ...press, body }));
    }
    case "arrival":
      return void (await arriveAtCase({ ...press, body: parse(MOVES[move].body, { callSign: field("callSign") }) }));
    case "outcome":
      return void (await recordCaseOutcome({
        ...press,
        body: parse(MOVES[move].body, { code: field("code"), seenBy: field("seenBy") }),
      }));
    case "closure":
      return void (await closeCase({ ...press, body: parse(MOVES[move].body, { seen, why: field("why") }) }));
    case "withdrawal":
      return void (await withdrawCase({ ...press, body: parse(MOVES[move].body, { seen, as: field("as"), why: field("why") }) }));
    case "notes":
      return void (await addCaseNote({ ...press, body: parse(MOVES[move].body, { text: field("text") }) }));
  }
}

/** The time that goes with a decision, if one does: the form shows them all where scripts do not run. Throws Invalid when it is no time. */
async function timesFor(code: string | undefined, { id }: { id: string }, form: URLSearchParams, partnership: string) {
  const { terms } = await cases.get({ partnership, id });
  const leadsTo = terms.decisions.find((option) => option.code === code)?.leadsTo;
  const name = leadsTo === "review" ? "reviewAt" : leadsTo === "arrive" ? "arriveBy" : undefined;
  const typed = name && code && form.get(timeField(name, code))?.trim();
  if (!name || !typed) return {};
  const at = instantAt(typed);
  const wrong: FieldError = { field: name, reason: "a date and a time, such as 2026-11-22 14:30" };
  if (!at) throw new Refusal("Invalid", wrong.reason, { errors: [wrong] });
  return { [name]: at };
}

interface Tried {
  readonly move: MoveName;
  readonly typed: Typed;
  readonly why: string | undefined;
}

/** What is offered for another look, or for an appointment: an hour from now, to be changed. */
const OFFERED = "PT1H";

async function shown({ actor, now, params }: AskedBy, tried?: Tried): Promise<Shown> {
  if (!mayUse(routes.readEscalation, actor.roles)) throw new Refusal("NotAllowed", "Your role does not open escalations.");
  const { id } = parse(ID, { id: params.id });
  const of = await sharedCase({ params: { id }, actor });
  const [notices, duty] = await Promise.all([cases.noticesOf(of), directory.onDuty(of.partnership, of.terms, now)]);
  const moves = movesFor(of, whoIs(actor), actor.roles, tierOf(of, whoIs(actor), duty) !== undefined);
  const revision = revisionOf(
    of.version,
    moves,
    notices.map(({ id: notice, fate, attempts }) => [notice, fate, attempts]),
  );
  const content = async () => {
    const [agreed, facts] = await Promise.all([directory.inForce(of.partnership, now), wholeStory(of)]);
    const names = await namesOf(of, facts, notices);
    return casePage({
      of,
      facts,
      notices,
      now,
      nameOf: (person) => names.get(person) ?? person,
      agencyOf: (code) => agreed.agencies.find((agency) => agency.code === code)?.title ?? code,
      thresholds: thresholdsOf(agreed, of),
      readerAgency: actor.agency,
      moves,
      keyOf: () => randomUUID(),
      later: wallAt(plus(now, OFFERED)),
      tried,
      revision,
    });
  };
  return { content, revision };
}

/** An address that is no case's looks like a case that does not exist. */
const ID = routes.readEscalation.params.catch({ id: "00000000-0000-4000-8000-000000000000" });

/** Every line, a hundred at a time: the story of a case that nobody answered is long, and is read. */
async function wholeStory(of: Escalation): Promise<Fact[]> {
  const facts: Fact[] = [];
  for (let after: string | null = "0"; after !== null; ) {
    const { items, next }: cases.Page<Fact> = await cases.story(of, Number(after));
    facts.push(...items);
    after = next;
  }
  return facts;
}

/** What people are called, all of them asked for at once. Who acted is named in the facts; who was told is not. */
async function namesOf(of: Escalation, facts: readonly Fact[], notices: readonly Notice[]): Promise<Map<string, string>> {
  const named = facts.flatMap((fact) => {
    if (fact.what === "tier_alerted") return [...fact.about.people, ...fact.about.paired];
    if (fact.what === "asked_again") return fact.about.people;
    return fact.what === "notice_failed" ? [fact.about.to] : [];
  });
  const ids = [...new Set([...named, ...notices.map(({ to }) => to)])];
  const people = await directory.people(of.partnership, ids);
  return new Map(people.map(({ id, name }) => [id, name]));
}

/** The threshold's words, from the version of the pathway that applies to this case, else from any that knows the code. */
function thresholdsOf({ pathways }: Partnership, { terms }: Escalation) {
  const own = pathways.filter(({ code }) => code === terms.pathway);
  return [...own.filter(({ version }) => version === terms.version), ...own].flatMap(({ thresholds }) => thresholds);
}
