import { randomUUID } from "node:crypto";
import { answersFirst } from "../../core/escalation/standing.ts";
import { daysLate } from "../../core/learning/action.ts";
import { type Concern, seesConcern } from "../../core/learning/concern.ts";
import type { Learning } from "../../core/partnership/learning.ts";
import type { Person } from "../../core/people.ts";
import { Refusal } from "../../core/refusal.ts";
import { routes } from "../../core/routes.ts";
import type { Instant } from "../../core/time.ts";
import { concernForm } from "../../web/concern-form.tsx";
import { type ConcernForm, concernPage } from "../../web/concern-page.tsx";
import { concernsPage } from "../../web/concerns-page.tsx";
import type { Tried } from "../../web/learning-parts.tsx";
import { mayUse } from "../../web/moves.ts";
import { giveAction } from "../actions.ts";
import { sharedOutline } from "../api/read-escalation.ts";
import * as directory from "../aws/directory.ts";
import { openMattersOf } from "../aws/learning.ts";
import { acceptAnswer, answerConcern, concernFor, concernsOf, objectToAnswer, passConcernOn, raiseConcern } from "../concerns.ts";
import { pageAfter } from "../cursor.ts";
import { parse } from "../edge.ts";
import { agreed, isLead, leads, namesOf, signers } from "../learners.ts";
import { isKeptAllTheSame, type Press } from "../press-matter.ts";
import { type Answer, type AskedBy, type Shown, seeOther } from "./door.ts";
import { agenciesOf } from "./learning.ts";
import { formIn, pressed, pressOf, seenIn, textIn } from "./press.ts";
import { leadsIn, peopleToAsk, whomIn } from "./whom.ts";

/** Concerns that the reader may see, a page at a time. */
export async function readConcerns({ actor, now, query }: AskedBy): Promise<Answer> {
  const { partnership } = actor;
  const { after, most } = parse(routes.listConcerns.query, { after: query.get("after") || undefined });
  const [{ items, next }, agencyOf] = await Promise.all([
    pageAfter("concerns", actor, after, (before) => concernsOf(actor, before, most)),
    agenciesOf(partnership, now),
  ]);
  const names = await namesOf(
    partnership,
    items.map(({ owner }) => owner),
  );
  return { content: concernsPage({ items, next, nameOf: (person) => names[person] ?? person, agencyOf, now }) };
}

/** The form for a concern, about a case or about none. */
export const askForConcern = (asked: AskedBy): Promise<Answer> => formShown(asked, asked.query.get("case"));

async function formShown(asked: AskedBy, id: string | null, tried?: Tried<"concern">): Promise<Shown> {
  const { actor, now } = asked;
  await agreed(actor.partnership, now);
  const [about, { agencies }] = await Promise.all([aboutIn(actor, id), directory.inForce(actor.partnership, now)]);
  return {
    content: concernForm({
      about,
      agencies: agencies.map(({ code, title }) => ({ code, title })),
      likely: about?.others.at(0),
      press: { key: randomUUID() },
      tried,
    }),
  };
}

/** The case that a concern is about, and the agencies of it that are not the reader’s. Throws NotFound, NotAllowed. */
async function aboutIn(actor: Person, id: string | null) {
  if (!id) return null;
  if (!mayUse(routes.raiseConcernAbout, actor.roles)) throw new Refusal("NotAllowed", "Your role opens no escalations.");
  const read = routes.raiseConcernAbout.params.safeParse({ id });
  if (!read.success) throw new Refusal("NotFound", "There is no such escalation.");
  const of = await sharedOutline({ params: read.data, actor });
  const others = [answersFirst(of), of.raised.by.agency].filter((agency) => agency !== actor.agency);
  return { id: of.id, reference: of.reference, others };
}

/** A press on the form: the page after it is the concern with its owner and its limit. */
export function raiseConcernByForm(asked: AskedBy): Promise<Answer> {
  const { actor, form } = asked;
  const about = form.get("case");
  return pressed(
    "concern",
    asked,
    async () => {
      const found = await aboutIn(actor, about);
      const body = parse(routes.raiseConcern.body, newConcernIn(form));
      const { id } = await raiseConcern(pressOf(asked), body, found && { id: found.id, reference: found.reference });
      return `/concerns/${id}`;
    },
    (tried) => formShown(asked, about, tried),
  );
}

/** What is told as good practice needs no theme beside that. */
function newConcernIn(form: URLSearchParams) {
  const text = (name: string) => textIn(form, name);
  const source = text("source");
  const theme = text("theme") ?? (source === "good_practice" ? "T20" : undefined);
  return { source, theme, agency: text("agency"), happened: text("happened"), wouldNeed: text("wouldNeed") };
}

/** One concern. */
export const readConcern = (asked: AskedBy): Promise<Answer> => shown(asked);

/** The address of a form of a concern, opened as a page. */
export const backToConcern = async ({ params }: AskedBy): Promise<Answer> => seeOther(`/concerns/${params.id}`);

/** A press on a concern, run as the API would run it. */
export function concernByForm(asked: AskedBy): Promise<Answer> {
  const form = formIn(asked, Object.keys(PRESSES) as ConcernForm[]);
  return pressed(
    form,
    asked,
    () =>
      PRESSES[form](pressOf(asked), idIn(asked), asked.form).catch((error: unknown) => {
        if (!isKeptAllTheSame(error)) throw error;
        return "/concerns";
      }),
    (tried) => shown(asked, tried),
  );
}

type Make = (press: Press, id: string, form: URLSearchParams) => Promise<string>;

const PRESSES: Readonly<Record<ConcernForm, Make>> = {
  answer: async (press, id, form) => {
    const { words } = parse(routes.answerConcern.body, { words: textIn(form, "words") });
    return after(press, await answerConcern(press, id, words));
  },
  acceptance: async (press, id, form) => {
    const { seen } = parse(routes.acceptAnswer.body, { seen: seenIn(form) });
    return after(press, await acceptAnswer(press, id, seen));
  },
  objection: async (press, id, form) => {
    const { why, seen } = parse(routes.objectToAnswer.body, { why: textIn(form, "why"), seen: seenIn(form) });
    return after(press, await objectToAnswer(press, id, why, seen));
  },
  "passing-on": async (press, id, form) => {
    const { to, why } = parse(routes.passConcernOn.body, { to: textIn(form, "to"), why: textIn(form, "why") });
    return after(press, await passConcernOn(press, id, to, why));
  },
  actions: async (press, id, form) => {
    const { actor, now } = press;
    const [of, learning] = await Promise.all([concernFor(actor, id), agreed(actor.partnership, now)]);
    if (!formsFor(of, actor, learning).includes("actions"))
      throw new Refusal("NotAllowed", "Whoever answers this concern gives actions about it.");
    const owner = await whomIn(form, "owner", actor, learning);
    const asks = { title: textIn(form, "title"), owner, dueOn: textIn(form, "dueOn") };
    const body = parse(routes.giveActionUnderConcern.body, asks);
    const given = await giveAction(press, body, { what: "concern", concern: of.id });
    return `/actions/${given.id}`;
  },
};

/** Whoever has passed a concern on may see it no more. */
const after = ({ actor }: Press, of: Concern): string => (seesConcern(of, actor) ? `/concerns/${of.id}` : "/concerns");

/** An address that is no concern’s looks like a concern that does not exist. */
function idIn({ params }: AskedBy): string {
  const read = routes.readConcern.params.safeParse({ id: params.id });
  if (!read.success) throw new Refusal("NotFound", "There is no such concern.");
  return read.data.id;
}

/** What the reader may do to a concern as it stands. `core` has the last word. */
export function formsFor(of: Concern, actor: Person, learning: Learning): ConcernForm[] {
  const answers = of.owner === actor.id || leads(actor, of.agency, learning);
  const isOpen = of.settled === null;
  const accepts = isOpen && of.owed?.what === "acceptance" && of.raised.by.agency === actor.agency;
  return [
    ...(accepts ? (["acceptance", "objection"] as const) : []),
    ...(isOpen && answers ? (["answer", "passing-on"] as const) : []),
    ...(answers ? (["actions"] as const) : []),
  ];
}

async function shown(asked: AskedBy, tried?: Tried<ConcernForm>): Promise<Shown> {
  const { actor, now } = asked;
  const { partnership } = actor;
  const of = await concernFor(actor, idIn(asked));
  const learning = await agreed(partnership, now);
  const forms = formsFor(of, actor, learning);
  const [{ agencies }, caseHref, actions, people] = await Promise.all([
    directory.inForce(partnership, now),
    of.case ? hrefOfCase(actor, of.case.id) : undefined,
    actionsAbout(of, now),
    forms.includes("actions") ? peopleToAsk(partnership, leadsIn(learning), of.agency) : [],
  ]);
  const names = await namesOf(partnership, [of.owner, ...signers(of.story), ...actions.map(({ owner }) => owner)]);
  const sees = (action: (typeof actions)[number]) =>
    action.owner === actor.id || action.raised.by.id === actor.id || isLead(actor, learning);
  return {
    content: concernPage({
      ...{ of, forms, caseHref, people, tried, now },
      actions: actions.map((action) => ({ of: action, href: sees(action) ? `/actions/${action.id}` : undefined })),
      agencies: agencies.filter(({ code }) => code !== of.agency).map(({ code, title }) => ({ code, title })),
      nameOf: (person) => names[person] ?? person,
      agencyOf: (code) => agencies.find((agency) => agency.code === code)?.title ?? code,
      keyOf: () => randomUUID(),
    }),
  };
}

async function actionsAbout({ partnership, id }: Concern, now: Instant) {
  const open = await openMattersOf(partnership, "action");
  return open
    .filter(({ from }) => from.what === "concern" && from.concern === id)
    .map((action) => ({ ...action, daysLate: daysLate(action, now) }));
}

/** The page of a case where the reader’s role opens cases and their agency shares this one; undefined for anybody else. */
export async function hrefOfCase(actor: Person, id: string): Promise<string | undefined> {
  if (!mayUse(routes.readEscalation, actor.roles)) return undefined;
  return sharedOutline({ params: { id }, actor }).then(() => `/escalations/${id}`, whenNotFound);
}

/** What is not the reader’s has no link. */
export function whenNotFound(error: unknown): undefined {
  if (!(error instanceof Refusal && error.name === "NotFound")) throw error;
}
