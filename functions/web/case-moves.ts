import type * as z from "zod";
import { Cad } from "../../core/cad.ts";
import type { Escalation } from "../../core/escalation/escalation.ts";
import type { DecisionOption, Question } from "../../core/partnership/partnership.ts";
import { type FieldError, invalid, Refusal } from "../../core/refusal.ts";
import type { Route } from "../../core/route.ts";
import { routes } from "../../core/routes.ts";
import { type Instant, plus } from "../../core/time.ts";
import { fieldUnder } from "../../web/decide-form.tsx";
import type { MoveName } from "../../web/moves.ts";
import { acknowledgeCase } from "../api/acknowledge.ts";
import { addCaseNews } from "../api/add-news.ts";
import { addCaseNote } from "../api/add-note.ts";
import { answerCaseReferral } from "../api/answer-referral.ts";
import { arriveAtCase } from "../api/arrive.ts";
import { askForMoreOnCase } from "../api/ask-for-more.ts";
import { changeCasePriority } from "../api/change-priority.ts";
import { closeCase } from "../api/close.ts";
import { decideCase } from "../api/decide.ts";
import { deferCase } from "../api/defer.ts";
import { disagreeWithCase } from "../api/disagree.ts";
import { leaveCase } from "../api/leave-without-handover.ts";
import { logCallOnCase } from "../api/log-call.ts";
import { offerCase } from "../api/offer-handover.ts";
import { readCaseAnswer } from "../api/read-answer.ts";
import { readCaseNews } from "../api/read-news.ts";
import { recordCaseCustody } from "../api/record-custody.ts";
import { recordCaseOutcome } from "../api/record-outcome.ts";
import { recordCasePlan } from "../api/record-plan.ts";
import { respondToAnswer } from "../api/respond.ts";
import { sayCaseRelated } from "../api/say-related.ts";
import { standDownUnit } from "../api/stand-down.ts";
import { withdrawCase } from "../api/withdraw.ts";
import { type Call, parse } from "../edge.ts";
import { answersIn } from "./answers.ts";
import { instantAt, wallAt } from "./wall-clock.ts";

type Press = Omit<Call<{ id: string }, Record<string, never>, never>, "body">;
type Run = (press: Press, form: Form, of: () => Promise<Escalation>) => Promise<unknown>;
type Form = ReturnType<typeof formOf>;

/** The fields of a form as the API takes them: an empty one is one that is missing, and a time is read off London's wall clock. */
function formOf(values: URLSearchParams, now: Instant) {
  const text = (name: string): string | undefined => values.get(name)?.trim() || undefined;
  /** What is no time goes on as it was typed, so that it is named as the fault. */
  const time = (name: string): string | undefined => {
    const typed = text(name);
    return typed && (instantAt(typed) ?? typed);
  };
  return {
    seen: Number(values.get("seen")),
    text,
    time,
    /** A time that has been: of two, on the night when the clocks go back, the later one that has been. */
    past: (name: string): string | undefined => {
      const first = time(name);
      if (!first || Number.isNaN(Date.parse(first))) return first;
      const second = plus(first, "PT1H");
      return wallAt(second) === wallAt(first) && second <= now ? second : first;
    },
    all: (name: string): string[] | undefined => {
      const given = values.getAll(name).filter(Boolean);
      return given.length > 0 ? given : undefined;
    },
    yes: (name: string): boolean | undefined => YES.get(text(name) ?? ""),
    number: (name: string): number | undefined => (text(name) === undefined ? undefined : Number(text(name))),
    answers: (questions: readonly Question[]) => answersIn(values, questions),
  };
}
const YES = new Map([
  ["yes", true],
  ["no", false],
]);

/** A move as a form makes it: what the form says becomes the body of the route, and the route's own function runs. */
const by =
  <B extends z.ZodType>(
    { body }: Route<z.ZodType, z.ZodType, B>,
    run: (call: Call<{ id: string }, Record<string, never>, z.output<B>>) => Promise<unknown>,
    read: (form: Form) => object,
  ): Run =>
  (press, form) =>
    run({ ...press, body: parse(body, read(form)) });

/** How each move's form is read, and what it runs: the same as the API's. */
const RUN: Record<MoveName, Run> = {
  acknowledgement: by(routes.acknowledge, acknowledgeCase, ({ seen }) => ({ seen })),
  decision: async (press, form, of) => decideCase({ ...press, body: decisionIn(form, await of()) }),
  "more-wanted": by(routes.askForMore, askForMoreOnCase, ({ text, time }) => ({
    limbs: { limb_a: limbIn(text, "limbs.limb_a"), limb_b: limbIn(text, "limbs.limb_b") },
    missing: text("missing"),
    whoGets: text("whoGets"),
    byWhen: time("byWhen"),
  })),
  deferral: by(routes.defer, deferCase, ({ seen, text, time }) => ({
    seen,
    reason: text("reason"),
    why: text("why"),
    until: time("until"),
  })),
  "stand-down": by(routes.standDown, standDownUnit, ({ seen, text }) => ({ seen, why: text("why") })),
  handover: by(routes.offerHandover, offerCase, ({ seen, text }) => ({ seen, to: text("to"), words: text("words") })),
  "referral-answer": by(routes.answerReferral, answerCaseReferral, ({ seen, text, time, yes }) => ({
    seen,
    accepts: yes("accepts"),
    ...(yes("accepts") ? { reference: text("reference"), expectedAt: time("expectedAt") } : { why: text("why") }),
  })),
  priority: by(routes.changePriority, changeCasePriority, ({ seen, text }) => ({
    seen,
    priority: text("priority"),
    why: text("why"),
    agreedWith: text("agreedWith"),
  })),
  news: async (press, form, of) => addCaseNews({ ...press, body: parse(routes.addNews.body, newsIn(form, await of())) }),
  "news-read": by(routes.readNews, readCaseNews, ({ number }) => ({ upTo: number("upTo") })),
  "answer-read": by(routes.readAnswer, readCaseAnswer, ({ seen }) => ({ seen })),
  calls: by(routes.logCall, logCallOnCase, ({ text, yes }) => ({
    number: text("number")?.split(" ")[0],
    agency: text("number")?.split(" ")[1],
    answered: yes("answered"),
    words: text("words"),
  })),
  response: by(routes.respond, respondToAnswer, ({ seen, text }) => ({ seen, code: text("code"), why: text("why") })),
  disagreement: by(routes.disagree, disagreeWithCase, ({ seen, text }) => ({ seen, reason: text("reason"), why: text("why") })),
  "interim-plan": by(routes.recordPlan, recordCasePlan, ({ seen, text, time }) => ({
    seen,
    words: text("words"),
    reviewAt: time("reviewAt"),
  })),
  custody: by(routes.recordCustody, recordCaseCustody, custodyIn),
  departure: by(routes.leaveWithoutHandover, leaveCase, ({ text, past }) => ({ leftAt: past("leftAt"), told: text("told") })),
  related: by(routes.sayRelated, sayCaseRelated, ({ text, yes }) => ({
    other: text("other"),
    same: yes("same"),
    because: text("because"),
  })),
  arrival: by(routes.arrive, arriveAtCase, ({ text, past }) => ({ callSign: text("callSign"), claimedAt: past("claimedAt") })),
  outcome: by(routes.recordOutcome, recordCaseOutcome, ({ text }) => ({ code: text("code"), seenBy: text("seenBy") })),
  closure: by(routes.close, closeCase, ({ seen, text }) => ({ seen, why: text("why") })),
  withdrawal: by(routes.withdraw, withdrawCase, ({ seen, text }) => ({
    seen,
    as: text("as"),
    why: text("why"),
    seenBy: text("as") === "withdrawn_found_safe" ? text("seenBy") : undefined,
    cad: text("as") === "superseded_by_999" ? { number: text("cad.number"), date: text("cad.date") } : undefined,
  })),
  notes: by(routes.addNote, addCaseNote, ({ text, yes }) => ({ text: text("text"), theme: text("theme"), own: yes("own") })),
};

/** Makes a move from its form, as the API would. `of` reads the case, for the forms that follow from its terms. */
export const makeByForm = (move: MoveName, press: Press, values: URLSearchParams, of: () => Promise<Escalation>) =>
  RUN[move](press, formOf(values, press.now), of);

type Text = Form["text"];

/** A limb that was read or written about; undefined when neither. */
function limbIn(text: Text, name: string) {
  const [reading, facts] = [text(`${name}.reading`), text(`${name}.facts`)];
  return reading || facts ? { reading, facts } : undefined;
}

/** Each item has a form with a few fields of its own; the others are not there. */
function custodyIn({ text, time, number, yes }: Form) {
  const given = {
    item: text("item"),
    at: time("at"),
    beganAt: time("beganAt"),
    level: text("level"),
    told: text("told"),
    words: text("words"),
    who: text("who"),
    clinician: text("clinician"),
    vehicle: text("vehicle"),
    asked: text("asked") && yes("asked"),
    expectedAt: time("expectedAt"),
    why: text("why"),
    officers: number("officers"),
    hours: number("hours"),
    doctor: text("doctor"),
    authorisedAt: time("authorisedAt"),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function newsIn({ text, all, yes, past, answers }: Form, { terms }: Escalation) {
  const fact = {
    code: text("riskFacts.code"),
    words: text("riskFacts.words"),
    status: text("riskFacts.status"),
    source: text("riskFacts.source"),
    verified: yes("riskFacts.verified"),
  };
  const told = Object.values(fact).some((part) => part !== undefined);
  const place = { address: text("place.address"), borough: text("place.borough") };
  return {
    words: text("words"),
    from: text(`from`),
    furtherConcern: yes("furtherConcern") || undefined,
    bearsOnRisk: text("bearsOnRisk") === "no" ? false : undefined,
    riskFacts: told ? [{ ...fact, obtainedAt: past("riskFacts.obtainedAt") }] : undefined,
    answers: answers(terms.questions),
    place: place.address || place.borough ? place : undefined,
    threshold: all("threshold"),
    type: text("type"),
    under18: text("under18"),
    childAtRisk: text("childAtRisk"),
    hazards: all("hazards"),
  };
}

/** A decision with what it carries, read from the fields under the one that was chosen. Throws Invalid, naming everything that is missing at once. */
function decisionIn(form: Form, { terms }: Escalation): z.output<typeof routes.decide.body> {
  const { text, seen } = form;
  const option = terms.decisions.find(({ code }) => code === text("code"));
  const carried = option ? carriedIn(form, option) : { body: {}, faults: [] };
  const shared = ["code", "why", "information", "threat", "power", "options", "remark"];
  const body = { seen, ...Object.fromEntries(shared.map((name) => [name, text(name)])), ...carried.body };
  const faults = [...carried.faults, ...faultsOf(() => parse(routes.decide.body, body))];
  if (faults.length > 0) throw invalid(...faults);
  return parse(routes.decide.body, body);
}

/** What one decision must carry, and what of it is missing. */
function carriedIn({ text, time }: Form, { code, carries, leadsTo }: DecisionOption) {
  const own = (field: string) => text(fieldUnder(field, code));
  const at = (field: string) => time(fieldUnder(field, code));
  const has = (field: string) => (carries as readonly string[]).includes(field);
  const enters = { who: own("entry.who"), power: own("entry.power"), by: at("entry.by") };
  const someEntry = Object.values(enters).some(Boolean);
  const cad = own("cad.number") === undefined ? "not_yet" : { number: own("cad.number"), date: own("cad.date") };
  const body = {
    ...(has("limbs") ? { limbs: { limb_a: limbOf(own, "limb_a"), limb_b: limbOf(own, "limb_b") } } : {}),
    ...(has("cad") ? { cad } : {}),
    ...(has("entry") || (has("referTo") && someEntry) ? { entry: enters } : {}),
    ...(has("riskGrade") ? { riskGrade: { grade: own("riskGrade.grade"), scale: own("riskGrade.scale") } } : {}),
    ...(has("followUp") ? { followUp: { what: own("followUp.what"), who: own("followUp.who"), by: at("followUp.by") } } : {}),
    ...(leadsTo === "arrive" ? { arriveBy: at("arriveBy") } : {}),
    ...(has("reviewAt") ? { reviewAt: at("reviewAt") } : {}),
    ...Object.fromEntries(PLAIN.filter(has).map((field) => [field, own(field)])),
  };
  const blank = [...PLAIN, "reviewAt"].filter((field) => has(field) && body[field as keyof typeof body] === undefined);
  const faults: FieldError[] = blank.map((field) => ({ field, reason: "is needed" }));
  const wrongCad = has("cad") && cad !== "not_yet" ? faultsOf(() => parse(Cad, cad), "cad.") : [];
  return { body, faults: [...faults, ...wrongCad] };
}

/** What a decision carries as one field of words, or one choice. */
const PLAIN = [
  "changeIf",
  "grade",
  "partner",
  "meetingPoint",
  "reference",
  "namedOwner",
  "advice",
  "referTo",
  "custodyHolder",
  "category",
  "safeWith",
  "placeOfSafety",
];

const limbOf = (own: (field: string) => string | undefined, limb: string) => ({
  reading: own(`limbs.${limb}.reading`),
  facts: own(`limbs.${limb}.facts`),
});

/** What a reading finds wrong; nothing when it succeeds. */
function faultsOf(read: () => unknown, under = ""): FieldError[] {
  try {
    read();
    return [];
  } catch (error) {
    if (!(error instanceof Refusal) || error.name !== "Invalid") throw error;
    return error.errors.map(({ field, reason }) => ({ field: `${under}${field}`, reason }));
  }
}
