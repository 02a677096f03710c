import { randomUUID } from "node:crypto";
import type * as z from "zod";
import { kindAndId } from "../../core/keys.ts";
import { daysLate } from "../../core/learning/action.ts";
import { actionsOfCall, type Call } from "../../core/learning/call.ts";
import { seesConcern } from "../../core/learning/concern.ts";
import type { Learning } from "../../core/partnership/learning.ts";
import type { Person } from "../../core/people.ts";
import { invalid, Refusal } from "../../core/refusal.ts";
import { routes } from "../../core/routes.ts";
import { asName, type CallForm, presentName } from "../../web/call-forms.tsx";
import { callMinutesPage } from "../../web/call-minutes-page.tsx";
import { callPage, type Given } from "../../web/call-page.tsx";
import { callsPage } from "../../web/calls-page.tsx";
import type { Tried } from "../../web/learning-parts.tsx";
import { mayUse } from "../../web/moves.ts";
import * as directory from "../aws/directory.ts";
import { matter, mattersById } from "../aws/learning.ts";
import {
  addAgendaItem,
  callFor,
  callsOf,
  cancelCall,
  circulateMinutes,
  decideItem,
  giveActionAtCall,
  mayMinute,
  recordAttendance,
} from "../calls.ts";
import { pageAfter } from "../cursor.ts";
import { parse } from "../edge.ts";
import { agreed, isLead, namesOf } from "../learners.ts";
import type { Press } from "../press-matter.ts";
import { type Answer, type AskedBy, type Shown, seeOther } from "./door.ts";
import { formIn, pressed, pressOf, textIn } from "./press.ts";
import { peopleToAsk, whomIn } from "./whom.ts";

/** The calls that the reader takes part in, a page at a time. */
export async function readCalls({ actor, now, query }: AskedBy): Promise<Answer> {
  const { after, most } = parse(routes.listCalls.query, { after: query.get("after") || undefined });
  const { items, next } = await pageAfter("calls", actor, after, (before) => callsOf(actor, before, most, now));
  const names = await namesOf(
    actor.partnership,
    items.map(({ chair }) => chair),
  );
  return { content: callsPage({ items, next, nameOf: (person) => names[person] ?? person, now }) };
}

/** One call. */
export const readCall = (asked: AskedBy): Promise<Answer> => shown(asked);

/** The address of a form of a call, opened as a page. */
export const backToCall = async ({ params }: AskedBy): Promise<Answer> => seeOther(`/calls/${params.id}`);

/** A press on a call, run as the API would run it. Whoever keeps minutes comes back to where they were. */
export function callByForm(asked: AskedBy): Promise<Answer> {
  const form = formIn(asked, Object.keys(PRESSES) as CallForm[]);
  return pressed(
    form,
    asked,
    async () => {
      const id = callIn(asked);
      await PRESSES[form](pressOf(asked), id, asked.form);
      return `/calls/${id}${await placeIn(asked, id)}`;
    },
    (tried) => shown(asked, tried),
  );
}

/** The item that a press was about, as a place on the page. */
async function placeIn({ actor, now, form }: AskedBy, id: string): Promise<string> {
  const item = form.get("item");
  if (item === null) return "";
  const { agenda } = await callFor(actor, id, now);
  return `#item-${agenda.findIndex((one) => one.id === item) + 1}`;
}

const PRESSES: Readonly<Record<CallForm, (press: Press, id: string, form: URLSearchParams) => Promise<unknown>>> = {
  attendance: keepAttendance,
  items: (press, id, form) => {
    const said = { title: textIn(form, "title"), because: textIn(form, "because") };
    return addAgendaItem(press, id, parse(routes.addAgendaItem.body, said));
  },
  decision: (press, id, form) => {
    const { item } = parse(routes.decideItem.params, { id, item: form.get("item") ?? "" });
    const said = { outcome: textIn(form, "outcome"), words: textIn(form, "words") };
    return decideItem(press, id, item, parse(routes.decideItem.body, said));
  },
  actions: async (press, id, form) => {
    const { actor, now } = press;
    const owner = await whomIn(form, "owner", actor, await agreed(actor.partnership, now));
    const asks = { title: textIn(form, "title"), owner, dueOn: textIn(form, "dueOn"), item: textIn(form, "item") };
    return giveActionAtCall(press, id, parse(routes.giveActionAtCall.body, asks));
  },
  minutes: circulateMinutes,
  cancellation: (press, id, form) => {
    const { why } = parse(routes.cancelCall.body, { why: textIn(form, "why") });
    return cancelCall(press, id, why);
  },
};

type Said = z.output<typeof routes.recordAttendance.body>;

/** Who was there, for every agency of which the form says something new. All of it is read before any of it is kept; each agency is a press of its own. */
async function keepAttendance(press: Press, id: string, form: URLSearchParams): Promise<void> {
  const { actor, now, request } = press;
  const { agencies, attendance } = await callFor(actor, id, now);
  const all = agencies.flatMap((agency) => attendanceIn(form, agency) ?? []);
  const isNew = (said: Said) =>
    !attendance.some(({ agency, present, as }) => agency === said.agency && present === said.present && as === said.as);
  for (const said of all.filter(isNew))
    await recordAttendance({ ...press, request: { ...request, key: `${request.key}#${said.agency}` } }, id, said);
}

/** What a form says of one agency; undefined when it says nothing. Throws Invalid at that agency’s own field. */
function attendanceIn(form: URLSearchParams, agency: string): Said | undefined {
  const present = textIn(form, presentName(agency));
  if (present === undefined) return undefined;
  const as = present === "yes" ? textIn(form, asName(agency)) : undefined;
  const read = routes.recordAttendance.body.safeParse({ agency, present: present === "yes", as });
  if (!read.success) throw invalid({ field: asName(agency), reason: read.error.issues[0]?.message ?? "" });
  return read.data;
}

/** An address that is no call’s looks like a call that does not exist. */
export function callIn({ params }: AskedBy): string {
  const read = routes.readCall.params.safeParse({ id: params.id });
  if (!read.success) throw new Refusal("NotFound", "There is no such call.");
  return read.data.id;
}

async function shown(asked: AskedBy, tried?: Tried<CallForm>): Promise<Shown> {
  const { actor, now } = asked;
  const { partnership } = actor;
  const of = await callFor(actor, callIn(asked), now);
  const learning = await agreed(partnership, now);
  const minutes = mayMinute(actor, of);
  const leads = learning.leads.filter(({ agency }) => of.agencies.includes(agency));
  const speakers = leads.map(({ person }) => person);
  const [given, hrefOf, { agencies, nameOf }, people] = await Promise.all([
    givenAt(of, now),
    hrefsFor(actor, of, learning),
    namesFor(of, now, speakers),
    minutes ? peopleToAsk(partnership, [of.chair, ...of.invited, ...speakers]) : [],
  ]);
  const names = await namesOf(
    partnership,
    given.map(({ owner }) => owner),
  );
  return {
    content: callPage({
      ...{ of, given, agencies, people, hrefOf, tried, now },
      mayMinute: minutes,
      likely: (agency) => leads.flatMap((lead) => (lead.agency === agency ? nameOf(lead.person) : []))[0] ?? "",
      nameOf: (person) => names[person] ?? nameOf(person),
      keyOf: () => randomUUID(),
    }),
  };
}

/** The circulated minutes for print. Throws NotYet. */
export async function printMinutes(asked: AskedBy): Promise<Answer> {
  const { actor, now } = asked;
  const of = await callFor(actor, callIn(asked), now);
  if (of.stage !== "circulated") throw new Refusal("NotYet", "The minutes of this call have not been circulated yet.");
  const given = await givenAt(of, now);
  const { agencies, agencyOf, nameOf } = await namesFor(
    of,
    now,
    given.map(({ owner }) => owner),
  );
  return { content: callMinutesPage({ of, given, agencies, agencyOf, nameOf, now }) };
}

/** What the people and the agencies of a call are called, and others beside them. */
async function namesFor(of: Call, now: AskedBy["now"], others: readonly string[]) {
  const [known, names] = await Promise.all([
    directory.inForce(of.partnership, now),
    namesOf(of.partnership, [of.chair, ...of.invited, ...others]),
  ]);
  const agencyOf = (code: string): string => known.agencies.find((agency) => agency.code === code)?.title ?? code;
  return {
    agencyOf,
    agencies: of.agencies.map((code) => ({ code, title: agencyOf(code) })),
    nameOf: (person: string): string => names[person] ?? person,
  };
}

/** Every action that a call has given. */
async function givenAt(of: Call, now: AskedBy["now"]): Promise<Given[]> {
  const found = await mattersById(of.partnership, "action", actionsOfCall(of));
  return found.map((action) => ({ ...action, daysLate: daysLate(action, now) }));
}

const PAGES = { concern: "concerns", review: "reviews", action: "actions", call: "calls", feedback: "feedback" } as const;
const hrefTo = (about: string): string => {
  const { kind, id } = kindAndId(about);
  return `/${PAGES[kind]}/${id}`;
};

/** The pages of what is on the agenda, and of actions, where the reader may open them. */
async function hrefsFor(actor: Person, { agenda }: Call, learning: Learning) {
  const named = [...new Set(agenda.flatMap(({ matter: about }) => about ?? []))];
  const seen = await Promise.all(named.map((about) => opens(actor, about)));
  const isOpen = (about: string) =>
    kindAndId(about).kind === "action" ? isLead(actor, learning) : seen[named.indexOf(about)] === true;
  return (about: string): string | undefined => (isOpen(about) ? hrefTo(about) : undefined);
}

async function opens(actor: Person, about: string): Promise<boolean> {
  const { kind, id } = kindAndId(about);
  if (kind === "concern") return seesConcern(await matter(actor.partnership, kind, id), actor);
  if (kind !== "review" || !mayUse(routes.readReview, actor.roles)) return false;
  return (await matter(actor.partnership, kind, id)).asked.some(({ agency }) => agency === actor.agency);
}
