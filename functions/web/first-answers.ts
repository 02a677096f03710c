import { randomUUID } from "node:crypto";
import { type FirstAnswer, mayDispute, recognisedBy } from "../../core/first-answers/first-answer.ts";
import type { FirstAnswerLine } from "../../core/first-answers/routes.ts";
import { asksPolice, type Partnership } from "../../core/partnership/partnership.ts";
import { versionsCounting } from "../../core/partnership/terms.ts";
import type { Person } from "../../core/people.ts";
import { isHeld } from "../../core/privacy/record.ts";
import { Refusal } from "../../core/refusal.ts";
import { routes } from "../../core/routes.ts";
import type { Instant } from "../../core/time.ts";
import type { Limb } from "../../web/case-view.ts";
import { firstAnswerForm } from "../../web/first-answer-form.tsx";
import type { AlikeCase } from "../../web/first-answer-page.tsx";
import { firstAnswerPage } from "../../web/first-answer-page.tsx";
import { firstAnswersPage } from "../../web/first-answers-page.tsx";
import type { Choice } from "../../web/form.tsx";
import { LIMB_NAMES } from "../../web/known-words.ts";
import type { Tried } from "../../web/learning-parts.tsx";
import { mayUse } from "../../web/moves.ts";
import { firstKeepingAddress } from "../../web/privacy-words.ts";
import { choosePathwayPage } from "../../web/raise-page.tsx";
import { likelyMatchesFor } from "../api/likely-matches.ts";
import * as directory from "../aws/directory.ts";
import { recordOf } from "../aws/privacy.ts";
import { parse } from "../edge.ts";
import { firstAnswerFor, firstAnswersOf, isOfForce, othersLike, recordFirstAnswer } from "../first-answers.ts";
import { log, nameOf } from "../log.ts";
import { hrefOfCase } from "./concerns.ts";
import type { Answer, AskedBy, Shown } from "./door.ts";
import { placesIn } from "./places.ts";
import { pressed, pressOf, textIn } from "./press.ts";
import { instantAt, wallAt } from "./wall-clock.ts";

/** The versions that count somewhere now of the pathways on which police answer. */
const asked = (agreed: Partnership, now: Instant) =>
  versionsCounting(agreed, now).filter(({ pathway: { speech } }) => asksPolice(speech));

/** What a page calls the codes of the agreement: of each pathway every version that counts somewhere now. */
function titlesIn(agreed: Partnership, now: Instant, pathway?: string) {
  const versions = asked(agreed, now).filter(({ pathway: { code } }) => !pathway || code === pathway);
  const once = (list: readonly Choice[]): Choice[] => [
    ...new Map(list.map(({ code, title }) => [code, { code, title }])).values(),
  ];
  const limbs = versions.flatMap(({ pathway: { questionSet } }) => questionSet.limbs);
  return {
    types: once(versions.flatMap(({ pathway: { types } }) => types)),
    bodies: once(versions.flatMap(({ pathway: { bodies } }) => bodies)),
    areas: agreed.areas.map(({ code, title }) => ({ code, title })),
    agencyOf: (code: string): string => agreed.agencies.find((agency) => agency.code === code)?.title ?? code,
    limbOf: (limb: Limb): string => limbs.find(({ code }) => code === limb)?.title ?? LIMB_NAMES[limb],
  };
}

/** Where the reader's own work is, in the menu. */
const hereOf = ({ roles }: Person): string => (mayUse(routes.raiseEscalation, roles) ? "/escalations" : "/duty-board");

/** The first answers that the reader's agency gave, or was given, a page at a time. */
export async function readFirstAnswers({ actor, now, query }: AskedBy): Promise<Answer> {
  const list = parse(routes.listFirstAnswers.query, { after: query.get("after") || undefined });
  const [agreed, page, isForce] = await Promise.all([
    directory.inForce(actor.partnership, now),
    firstAnswersOf(actor, list),
    isOfForce(actor, now),
  ]);
  const mayRecord = isForce && mayUse(routes.recordFirstAnswer, actor.roles);
  const raises = mayUse(routes.raiseEscalation, actor.roles);
  const disputes = (of: FirstAnswerLine) => raises && mayDispute(of, actor.agency);
  const titles = titlesIn(agreed, now);
  return { content: firstAnswersPage({ ...page, ...titles, mayRecord, mayDispute: disputes, here: hereOf(actor), now }) };
}

/** One first answer; a partner that was given it finds there how to dispute it. */
export async function readFirstAnswer({ actor, params, now }: AskedBy): Promise<Answer> {
  const of = await firstAnswerFor(actor, idIn(params.id));
  const seesKeeping = actor.roles.includes("privacy_officer");
  const isTheirs = of.recorded.by.agency === actor.agency;
  const [agreed, alike, others, caseHref, record] = await Promise.all([
    directory.inForce(actor.partnership, now),
    isTheirs ? casesAlike(actor, of, now) : [],
    isTheirs ? othersLike(of, now) : [],
    of.disputed ? hrefOfCase(actor, of.disputed.id) : undefined,
    seesKeeping ? recordOf(of) : undefined,
  ]);
  return {
    content: firstAnswerPage({
      ...{ of, alike, others, caseHref, now },
      ...titlesIn(agreed, now),
      mayDispute: mayDispute(of, actor.agency) && mayUse(routes.raiseEscalation, actor.roles),
      keeping: seesKeeping ? { href: firstKeepingAddress(of.id), isHeld: isHeld(record ?? { holds: [] }) } : undefined,
      here: hereOf(actor),
    }),
  };
}

/**
 * The cases that were raised lately about what may be the same, for the force that answered: that there are some, and the page of those that the
 * reader's agency shares. Undefined when they cannot be looked for, which keeps no record from anybody.
 */
async function casesAlike(actor: Person, of: FirstAnswer, now: Instant): Promise<AlikeCase[] | undefined> {
  try {
    const found = await likelyMatchesFor(actor, of.pathway.code, recognisedBy(of), now);
    const others = found.filter(({ id }) => id !== of.disputed?.id);
    return await Promise.all(others.map(async (one) => ({ ...one, href: await hrefOfCase(actor, one.id) })));
  } catch (error) {
    log("matches_not_found", { error: nameOf(error) });
    return undefined;
  }
}

/** An address that is no first answer's looks like one that is not there. */
export function idIn(id: string | undefined): string {
  const read = routes.readFirstAnswer.params.safeParse({ id });
  if (!read.success) throw new Refusal("NotFound", "There is no such first answer.");
  return read.data.id;
}

/** An empty form, for somebody of a force. */
export const askForFirstAnswer = (asked: AskedBy): Promise<Shown> => formShown(asked, asked.query.get("pathway"));

/** A press on the form: the page after it is the record. */
export const recordByForm = (asked: AskedBy): Promise<Answer> =>
  pressed(
    "first",
    asked,
    async () => {
      const body = parse(routes.recordFirstAnswer.body, saidIn(asked.form));
      return `/first-answers/${(await recordFirstAnswer(pressOf(asked), body)).id}`;
    },
    (tried) => formShown(asked, asked.form.get("pathway"), tried),
  );

async function formShown({ actor, now }: AskedBy, wanted: string | null, tried?: Tried<"first">): Promise<Shown> {
  const agreed = await directory.inForce(actor.partnership, now);
  if (!(await isOfForce(actor, now))) throw new Refusal("NotAllowed", "First answers are recorded by the force that gave them.");
  const open = [...new Map(asked(agreed, now).map(({ pathway }) => [pathway.code, pathway])).values()];
  const pathway = open.find(({ code }) => code === wanted) ?? (open.length === 1 ? open[0] : undefined);
  if (!pathway) return { content: choosePathwayPage(open, { now, offers: undefined, to: "/first-answers/new" }) };
  const { agencies } = agreed;
  return {
    content: firstAnswerForm({
      ...titlesIn(agreed, now, pathway.code),
      ...{ pathway, tried },
      places: placesIn(agreed),
      agencies: agencies.filter(({ code }) => code !== actor.agency).map(({ code, title }) => ({ code, title })),
      today: wallAt(now).slice(0, 10),
      press: { key: randomUUID() },
    }),
  };
}

/** The form's fields as the API takes them; an empty one is one that is missing. */
function saidIn(form: URLSearchParams) {
  const text = (name: string) => textIn(form, name);
  const limb = (name: Limb) => ({ reading: text(`limbs.${name}.reading`), facts: text(`limbs.${name}.facts`) });
  const limbs = { limb_a: limb("limb_a"), limb_b: limb("limb_b") };
  const isRead = Object.values(limbs).some(({ reading, facts }) => reading !== undefined || facts !== undefined);
  const givenAt = text("givenAt");
  const reviewBy = text("answer") === "will_review" ? text("reviewBy") : undefined;
  return {
    pathway: text("pathway"),
    answer: text("answer"),
    agency: text("agency"),
    caller: text("caller"),
    callBack: text("callBack"),
    channel: text("channel"),
    type: text("type"),
    place: { borough: text("place.borough"), address: text("place.address") },
    ...(isRead ? { limbs } : {}),
    toldOthers: form.getAll("toldOthers"),
    understood: text("understood"),
    readBack: text("readBack") === "yes",
    handler: text("handler"),
    // Today stands in the field for its date before anybody has typed: without a number there is no CAD.
    ...(text("cad.number") ? { cad: { number: text("cad.number"), date: text("cad.date") } } : {}),
    reviewedBy: text("reviewedBy"),
    givenAt: givenAt && (instantAt(givenAt) ?? givenAt),
    reviewBy: reviewBy && (instantAt(reviewBy) ?? reviewBy),
  };
}
