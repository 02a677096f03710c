import { randomUUID } from "node:crypto";
import { type Action, daysLate, isOver, isOwn } from "../../core/learning/action.ts";
import type { Learning } from "../../core/partnership/learning.ts";
import type { Person } from "../../core/people.ts";
import { Refusal } from "../../core/refusal.ts";
import { routes } from "../../core/routes.ts";
import { london } from "../../core/time.ts";
import { type ActionForm, type ActionView, actionPage } from "../../web/action-page.tsx";
import { actionsPage } from "../../web/actions-page.tsx";
import type { Tried } from "../../web/learning-parts.tsx";
import {
  actionFor,
  actionsOf,
  beginAction,
  cancelAction,
  checkEvidence,
  doneWithAction,
  giveActionOn,
  sendActionBack,
} from "../actions.ts";
import { matter } from "../aws/learning.ts";
import { callFor } from "../calls.ts";
import { concernFor } from "../concerns.ts";
import { parse } from "../edge.ts";
import { agreed, isLead, leads, namesOf } from "../learners.ts";
import { isKeptAllTheSame, type Press } from "../press-matter.ts";
import { hrefOfCase, whenNotFound } from "./concerns.ts";
import { type Answer, type AskedBy, type Shown, seeOther } from "./door.ts";
import { agenciesOf } from "./learning.ts";
import { formIn, pressed, pressOf, seenIn, textIn } from "./press.ts";
import { leadsIn, peopleToAsk, whomIn } from "./whom.ts";

/** The open actions that the reader has to do with. */
export async function readActions({ actor, now }: AskedBy): Promise<Answer> {
  const [items, agencyOf] = await Promise.all([actionsOf(actor, now), agenciesOf(actor.partnership, now)]);
  return { content: actionsPage({ items, reader: actor.id, agencyOf, now }) };
}

/** One action. */
export const readAction = (asked: AskedBy): Promise<Answer> => shown(asked);

/** The address of a form of an action, opened as a page. */
export const backToAction = async ({ params }: AskedBy): Promise<Answer> => seeOther(`/actions/${params.id}`);

/** A press on an action, run as the API would run it. Whoever has given it on may see it no more. */
export function actionByForm(asked: AskedBy): Promise<Answer> {
  const form = formIn(asked, Object.keys(PRESSES) as ActionForm[]);
  const { actor, now } = asked;
  return pressed(
    form,
    asked,
    async () => {
      const id = idIn(asked);
      await PRESSES[form](pressOf(asked), id, asked.form).catch((error: unknown) => {
        if (!isKeptAllTheSame(error)) throw error;
      });
      return actionFor(actor, id, now)
        .then(() => `/actions/${id}`, whenNotFound)
        .then((seen) => seen ?? "/actions");
    },
    (tried) => shown(asked, tried),
  );
}

const why = (form: URLSearchParams) => ({ why: textIn(form, "why") });

const PRESSES: Readonly<Record<ActionForm, (press: Press, id: string, form: URLSearchParams) => Promise<unknown>>> = {
  beginning: beginAction,
  evidence: (press, id, form) => {
    const said = { words: textIn(form, "words"), link: textIn(form, "link") };
    return doneWithAction(press, id, parse(routes.doneWithAction.body, said));
  },
  check: (press, id, form) => checkEvidence(press, id, parse(routes.checkEvidence.body, { seen: seenIn(form) }).seen),
  "sending-back": (press, id, form) => {
    const body = parse(routes.sendActionBack.body, { ...why(form), seen: seenIn(form) });
    return sendActionBack(press, id, body.why, body.seen);
  },
  owner: async (press, id, form) => {
    const { actor, now } = press;
    const whom = await whomIn(form, "to", actor, await agreed(actor.partnership, now));
    const body = parse(routes.giveActionOn.body, { to: whom, ...why(form) });
    return giveActionOn(press, id, body.to, body.why);
  },
  cancellation: (press, id, form) => cancelAction(press, id, parse(routes.cancelAction.body, why(form)).why),
};

/** An address that is no action’s looks like an action that does not exist. */
function idIn({ params }: AskedBy): string {
  const read = routes.readAction.params.safeParse({ id: params.id });
  if (!read.success) throw new Refusal("NotFound", "There is no such action.");
  return read.data.id;
}

/** What the reader may do to an action as it stands. `core` has the last word. */
export function formsFor(of: Action, actor: Person, learning: Learning): ActionForm[] {
  const { status, owner, raised, evidence } = of;
  const [owns, sees] = [owner === actor.id, leads(actor, of.agency, learning)];
  const isOwed = status === "open" || status === "in_progress";
  const isOthers = !owns && evidence?.by.id !== actor.id;
  const checks = status === "done" && isOthers && (raised.by.id === actor.id || isLead(actor, learning));
  return [
    ...(checks ? (["check", "sending-back"] as const) : []),
    ...(owns && status === "open" ? (["beginning"] as const) : []),
    ...(owns && isOwed ? (["evidence"] as const) : []),
    ...(isOwed && (owns || sees) ? (["owner"] as const) : []),
    ...(!isOver(of) && sees && !isOwn(of, actor.id) ? (["cancellation"] as const) : []),
  ];
}

async function shown(asked: AskedBy, tried?: Tried<ActionForm>): Promise<Shown> {
  const { actor, now } = asked;
  const { partnership } = actor;
  const [of, learning, agencyOf] = await Promise.all([
    actionFor(actor, idIn(asked), now),
    agreed(partnership, now),
    agenciesOf(partnership, now),
  ]);
  const forms = formsFor(of, actor, learning);
  const [names, from, people] = await Promise.all([
    namesOf(partnership, [of.owner]),
    fromOf(of, asked),
    forms.includes("owner") ? peopleToAsk(partnership, leadsIn(learning), of.agency) : [],
  ]);
  return {
    content: actionPage({
      ...{ forms, from, people, agencyOf, tried, now },
      of: { ...of, daysLate: daysLate(of, now) },
      nameOf: (person) => names[person] ?? person,
      keyOf: () => randomUUID(),
    }),
  };
}

/** Where an action comes from, with its page where the reader may open that. */
async function fromOf({ partnership, from }: Action, { actor, now }: AskedBy): Promise<ActionView["from"]> {
  switch (from.what) {
    case "call": {
      const { title, startsAt } = await matter(partnership, "call", from.call);
      const href = await callFor(actor, from.call, now).then(() => `/calls/${from.call}`, whenNotFound);
      return { title: `${title}, ${london(startsAt)}`, href };
    }
    case "concern": {
      const { reference } = await matter(partnership, "concern", from.concern);
      const href = await concernFor(actor, from.concern).then(() => `/concerns/${from.concern}`, whenNotFound);
      return { title: `Concern ${reference}`, href };
    }
    case "review":
    case "pfd": {
      const { reference } = await matter(partnership, "review", from.review);
      const href = (await hrefOfCase(actor, from.review)) && `/reviews/${from.review}`;
      const title = from.what === "pfd" ? `Coroner’s report ${from.reference}, review of ${reference}` : `Review of ${reference}`;
      return { title, href };
    }
  }
}
