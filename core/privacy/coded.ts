import { type Escalation, titleOf } from "../escalation/escalation.ts";
import type { Fact } from "../escalation/fact.ts";
import { THEMES } from "../escalation/theme.ts";
import type { FirstAnswer } from "../first-answers/first-answer.ts";
import { type Instant, london } from "../time.ts";

/** Why something that a line says in a code is no data of the person, so that it is neither given nor counted. */
export const NOT_THEIRS = {
  service: "how the service worked: tiers, limits, messages, who has read what, numbers and references of the services' own",
  staff: "who of the staff did something or was asked, and when they were there",
  told_beside: "it stands in what happened, or is counted with the words beside it",
} as const;
type NotTheirs = keyof typeof NOT_THEIRS;

/** Why something that a line says in a code is counted as withheld: it says who else spoke of the person, or names another case. */
type Counted = "names_others" | "another_case";
export const COUNTED: readonly Counted[] = ["names_others", "another_case"];

/** One thing that a case says of the person, in words. */
export interface Line {
  readonly title: string;
  readonly value: string;
}
interface Titled {
  readonly code: string;
  readonly title: string;
}
/** What codes stand for, as far as these lines go by it. */
export interface Of {
  readonly terms: Readonly<Record<Listed | "riskFacts", readonly Titled[]>> &
    Pick<Escalation["terms"], "questions"> & { readonly area: Titled };
}

/** What is done with one coded field, or with several that say one thing together. `of` names these below the path under which it stands. */
export interface Giving {
  readonly of?: readonly string[];
  readonly lines: (value: never, of: Of) => readonly Line[];
}
/** By the path of a field in `about`: how it is given, or why it is not. `*` stands for each of a list. */
type Fields = Readonly<Record<string, Giving | NotTheirs | Counted>>;

const spaced = (code: string): string => code.replaceAll("_", " ");
/** When, with the year: a person may ask years later. */
const when = (at: Instant): string => `${london(at)} ${at.slice(0, 4)}`;
const yesNo = (is: boolean): string => (is ? "yes" : "no");
const together = (...parts: readonly (string | false | undefined)[]): string => parts.filter(Boolean).join(", ");

const gives = <V>(title: string, inWords: (value: V, of: Of) => string, of?: readonly string[]): Giving => ({
  ...(of ? { of } : {}),
  lines: (value: V, given) => [{ title, value: inWords(value, given) }],
});
const spelt = (title: string): Giving => gives(title, (code: string) => spaced(code));
const timed = (title: string): Giving => gives(title, when);
const answered = (title: string): Giving => gives(title, yesNo);
type Listed =
  | "types"
  | "thresholds"
  | "priorities"
  | "bodies"
  | "decisions"
  | "outcomes"
  | "categories"
  | "responses"
  | "lookBacks";
const listed = (title: string, list: Listed): Giving =>
  gives(title, (code: string, { terms }) => spaced(titleOf(terms[list], code)));

const under = (path: string, fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).map(([field, how]) => [`${path}.${field}`, how]));

/** The answers that were chosen from a list, each by its question. Those in somebody's own words are looked at as texts. */
const ANSWERS: Giving = {
  of: ["*", "*.*"],
  lines: (answers: Readonly<Record<string, unknown>>, { terms }) =>
    Object.entries(answers).flatMap(([code, answer]) => {
      const question = terms.questions.find((one) => one.code === code);
      if (!question || question.answer === "words") return [];
      const titles = [answer].flat().map((one) => spaced(titleOf(question.choices ?? [], String(one))));
      return [{ title: question.title, value: titles.join(", ") }];
    }),
};

interface RiskFactTold {
  readonly code: string;
  readonly obtainedAt: Instant;
  readonly verified?: boolean;
}
/** What anybody may tell about the person and the risk, at the raise or later. */
const KNOWN: Fields = {
  type: listed("What it was about", "types"),
  "place.confidence": spelt("How sure the place was"),
  "threshold.*": listed("Which part of the threshold", "thresholds"),
  "riskFacts.*": gives(
    "Fact of risk",
    ({ code, obtainedAt, verified }: RiskFactTold, { terms }) =>
      together(
        titleOf(terms.riskFacts, code),
        `as of ${when(obtainedAt)}`,
        verified !== undefined && (verified ? "checked" : "not checked"),
      ),
    ["code", "obtainedAt", "verified"],
  ),
  "riskFacts.*.status": "names_others",
  answers: ANSWERS,
  "alreadyDone.*": gives(
    "What had been tried",
    ({ code, at }: { readonly code: string; readonly at?: Instant }) => together(spaced(code), at && when(at)),
    ["code", "at"],
  ),
  "hazards.*": spelt("Hazard"),
  capacity: gives(
    "Capacity",
    ({ assessed, at }: { readonly assessed: string; readonly at?: Instant }) => together(spaced(assessed), at && when(at)),
    ["assessed", "at"],
  ),
  legalStatus: spelt("Legal status"),
  under18: spelt("Under 18"),
  childAtRisk: spelt("A child at risk"),
};

interface SaidFirst {
  readonly channel: string;
  readonly at?: Instant;
  readonly givenAt?: Instant;
  readonly answer?: string;
  readonly understood?: string;
  readonly readBack?: boolean;
}
const saidFirst = ({ channel, at, givenAt, answer, understood, readBack }: SaidFirst): string =>
  together(
    spaced(channel),
    answer && spaced(answer),
    (at ?? givenAt) && when(at ?? givenAt ?? ""),
    understood && `understood: ${understood}`,
    readBack !== undefined && `read back: ${yesNo(readBack)}`,
  );

const ON_PAPER: Fields = {
  "onPaper.at": timed("Written on paper first"),
  "onPaper.answeredAt": timed("Answered by telephone"),
};

/** What was asked, beside what is known. */
const ASK: Fields = {
  ...KNOWN,
  policeContact: gives("What police had said", saidFirst, ["channel", "at", "answer", "understood"]),
  "policeContact.cad": "service",
  "deputy.person": "staff",
  shiftEndsAt: "staff",
  "alsoTell.*": listed("Who else hears each answer", "bodies"),
  ...ON_PAPER,
};

interface Limbs {
  readonly limb_a?: { readonly reading: string };
  readonly limb_b?: { readonly reading: string };
}
const READINGS = gives(
  "How the two limbs of the threshold were read",
  ({ limb_a, limb_b }: Limbs) => [limb_a, limb_b].flatMap((limb) => (limb ? [spaced(limb.reading)] : [])).join("; "),
  ["limb_a.reading", "limb_b.reading"],
);

interface CustodyTold {
  readonly item: string;
  readonly at?: Instant;
  readonly level?: string;
  readonly hours?: number;
  readonly vehicle?: string;
  readonly asked?: boolean;
  readonly officers?: number;
}
const CUSTODY: Readonly<Record<string, string>> = {
  arrived_at: "Arrived at the place of safety",
  detention_began: "When the detention began",
  risk_by_police: "The risk, as police saw it",
  risk_by_health: "The risk, as health staff saw it",
  next_of_kin: "Next of kin",
  tell_result: "Who must be told the result",
  custody_accepted: "Taken on by a clinician",
  conveyed: "How they were brought",
  officers_waiting: "Officers who waited",
  detention_extended: "Detention extended",
};
/** What the time of an item is, where that is not the item itself. */
const AT: Readonly<Record<string, string>> = { conveyed: "expected ", detention_extended: "authorised " };
/** What was recorded of a detained person. Of an item that is words alone it says that there is one. */
function custodyLine({ item, at, level, hours, vehicle, asked, officers }: CustodyTold): Line {
  const value = together(
    vehicle && spaced(vehicle),
    asked !== undefined && `an ambulance was asked for: ${yesNo(asked)}`,
    at && `${AT[item] ?? ""}${when(at)}`,
    level,
    hours !== undefined && `by ${hours} ${hours === 1 ? "hour" : "hours"}`,
    officers !== undefined && String(officers),
  );
  return { title: CUSTODY[item] ?? spaced(item), value: value || "recorded" };
}

const DEFERRED: Fields = {
  limit: "service",
  reason: spelt("Why it was put off"),
  until: timed("Put off until"),
  count: "service",
};
const NOTICE: Fields = { notice: "service", to: "staff", reason: "service" };

/**
 * What is done with everything that a line of a case says in codes, choices, times and numbers, kind by kind: a field that is not here fails a
 * test. What somebody wrote is not here: it is gone through text by text.
 */
export const CODED: Readonly<Record<Fact["what"], Fields>> = {
  raised: {
    priority: listed("How urgent it was", "priorities"),
    asked: listed("How urgent it was, by what was told", "priorities"),
    area: gives("Area", (code: string, { terms: { area } }) => (area.code === code ? area.title : spaced(code))),
    recognised: "service",
    ...under("ask", ASK),
    firstAnswer: gives("What the control room had answered", saidFirst, [
      "givenAt",
      "channel",
      "answer",
      "understood",
      "readBack",
    ]),
    ...under("firstAnswer", { id: "service", reference: "service", by: "staff", limbs: READINGS, cad: "service" }),
    "firstAnswer.reviewBy": timed("Police were to look at it again by"),
    "firstAnswer.toldOthers.*": listed("Who was told of that answer", "bodies"),
  },
  tier_alerted: { tier: "service", "people.*": "staff", "unasked.*": "staff", "paired.*": "staff", because: "service" },
  tier_skipped: { tier: "service", reason: "service", "teams.*": "service" },
  nobody_answered: { unanswered: "service" },
  asked_again: { "people.*": "staff" },
  limit_near: { limit: "service", tier: "service", dueAt: "service", waker: "service" },
  limit_missed: { limit: "service", tier: "service", dueAt: "service", waker: "service", of: "service", cause: "service" },
  notice_failed: NOTICE,
  notice_rerouted: { ...NOTICE, from: "service", by: "service" },
  notice_late: { notice: "service", to: "staff", by: "service", attempt: "service", firstAt: "service" },
  notice_withheld: NOTICE,
  acknowledged: { tier: "service", until: "staff", offeredBy: "staff" },
  handover_offered: { to: "staff" },
  still_on_duty: { until: "staff" },
  ownership_lapsed: { from: "staff", tier: "service", "late.*": "service" },
  decided: {
    tier: "service",
    code: "told_beside",
    limbs: READINGS,
    power: spelt("Power"),
    arriveBy: timed("Somebody was to be there by"),
    reviewAt: timed("To be looked at again at"),
    cad: "service",
    grade: spelt("Grade of the response"),
    entry: gives(
      "Forced entry",
      ({ power, by }: { readonly power: string; readonly by: Instant }) => together(spaced(power), `by ${when(by)}`),
      ["power", "by"],
    ),
    "riskGrade.grade": spelt("Grade of the risk"),
    referTo: listed("Referred to", "bodies"),
    category: listed("Category", "categories"),
    "followUp.by": timed("What follows, by"),
    screen: "service",
    replaces: listed("Takes the place of the answer", "decisions"),
    detail: "service",
  },
  more_wanted: { limbs: READINGS, byWhen: timed("More was wanted by") },
  referral_accepted: { body: listed("Accepted by", "bodies"), expectedAt: timed("Expected at"), unread: "service" },
  referral_declined: { body: listed("Declined by", "bodies") },
  deferred: DEFERRED,
  deferral_not_allowed: DEFERRED,
  unit_stood_down: {},
  arrived: { claimedAt: timed("Arrived at, as they said"), unread: "service" },
  news_added: {
    number: "service",
    from: "another_case",
    broughtBy: "staff",
    ...under("news", { ...KNOWN, from: "names_others", furtherConcern: "names_others" }),
    "news.bearsOnRisk": answered("Bears on the risk"),
    ...ON_PAPER,
  },
  request_linked: { number: "service", from: "another_case", ...under("ask", ASK) },
  news_read: { "numbers.*": "service" },
  reopened: { why: spelt("Why it was opened again") },
  priority_changed: {
    from: listed("How urgent it was before", "priorities"),
    to: listed("How urgent it was then", "priorities"),
    agreedWith: "staff",
  },
  answer_read: { agency: "service", decision: "service" },
  rang: { number: "staff", agency: "service", answered: "service" },
  responded: {
    code: listed("What the raising side did", "responses"),
    follows: answered("That follows the answer"),
  },
  disagreed: { tier: "service", reason: spelt("Why the raising side disagreed") },
  disagreement_unresolved: {},
  plan_recorded: { reviewAt: timed("The interim plan is looked at again at") },
  custody_recorded: {
    "": {
      of: ["item", "at", "level", "hours", "vehicle", "asked", "officers"],
      lines: (told: CustodyTold) => [custodyLine(told)],
    },
  },
  left_without_agreed_handover: { leftAt: timed("Officers left at") },
  related_found: { id: "another_case", reference: "told_beside", "on.*": "told_beside" },
  first_answer_found: { id: "another_case", reference: "told_beside", "on.*": "told_beside" },
  related_said: { id: "told_beside", reference: "told_beside", same: "told_beside" },
  outcome_recorded: {
    code: "told_beside",
    seenBy: spelt("Who saw the person"),
    harm: answered("Counted as harm"),
    afterClosing: answered("Known only after the closing"),
    lookBack: listed("How the person was", "lookBacks"),
  },
  note_added: { theme: gives("Theme of a note", (code: keyof typeof THEMES) => THEMES[code]), own: "service" },
  went_back: { to: timed("Lost is what was written after") },
  closed: { as: spelt("How it ended"), into: "another_case" },
  withdrawn: { as: spelt("Why it was taken back"), seenBy: spelt("Who saw the person") },
};

/** The same of a first answer of a control room: its own record, where no case carries it. */
export const FIRST_ANSWER_CODED: Fields = {
  "": {
    of: ["givenAt", "channel", "answer", "understood", "readBack"],
    lines: (told: SaidFirst) => [{ title: "What the control room had answered", value: saidFirst(told) }],
  },
  type: listed("What it was about", "types"),
  area: gives("Area", (code: string, { terms: { area } }) => (area.code === code ? area.title : spaced(code))),
  limbs: READINGS,
  reviewBy: timed("Police look at it again by"),
  "toldOthers.*": listed("Who was told of that answer", "bodies"),
  "place.confidence": spelt("How sure the place was"),
  agency: "told_beside",
  recorded: "staff",
  disputed: "told_beside",
  schema: "service",
  partnership: "service",
  id: "service",
  reference: "service",
  version: "service",
  pathway: "service",
  cad: "service",
};

/** What its codes stand for: it has no others. */
export const ofFirstAnswer = ({ types, bodies, area }: Pick<Of["terms"], "types" | "bodies" | "area">): Of => ({
  terms: {
    ...{ types, bodies, area, thresholds: [], priorities: [], decisions: [], outcomes: [], categories: [] },
    ...{ responses: [], lookBacks: [], questions: [], riskFacts: [] },
  },
});

/** What is said of the person in codes, in words; and how much of it is withheld, and why. */
interface Coded {
  readonly lines: readonly Line[];
  readonly withheld: readonly Counted[];
}

/** What one line says in codes. `open` is the line without what was written. */
export const codedIn = (open: Fact, of: Of): Coded => codedBy(CODED[open.what], open.about, of);
/** What a first answer says in codes. */
export const codedInFirstAnswer = (first: FirstAnswer, of: Of): Coded => codedBy(FIRST_ANSWER_CODED, first, of);

function codedBy(fields: Fields, said: unknown, of: Of): Coded {
  const found = Object.entries(fields).flatMap(([path, how]) =>
    valuesAt(said, path === "" ? [] : path.split(".")).map((value) => ({ how, value })),
  );
  return {
    lines: found.flatMap(({ how, value }) => (typeof how === "object" ? how.lines(value as never, of) : [])),
    withheld: found.flatMap(({ how }) => (how === "names_others" || how === "another_case" ? [how] : [])),
  };
}

function valuesAt(node: unknown, [step, ...rest]: readonly string[]): unknown[] {
  if (node === null || node === undefined) return [];
  if (step === undefined) return [node];
  if (step === "*") return Array.isArray(node) ? node.flatMap((one) => valuesAt(one, rest)) : [];
  return valuesAt((node as Readonly<Record<string, unknown>>)[step], rest);
}
