import { Standout, type Week } from "../../core/audit/week.ts";
import type { Fact } from "../../core/escalation/fact.ts";
import type { FirstAnswerOutline } from "../../core/first-answers/first-answer.ts";
import type { Retention, RetentionClass } from "../../core/partnership/retention.ts";
import { hold, newRecord, propose } from "../../core/privacy/record.ts";
import { retentionOf } from "../../core/privacy/retention.ts";
import type { Extract } from "../../core/privacy/subject-access.ts";
import { NOTHING_TYPED, type Typed } from "../../web/form.tsx";
import type { Content } from "../../web/page.tsx";
import { leftOutPage, personDataPage, personReviewPage, personSearchPage } from "../../web/person-data-page.tsx";
import { type PrivacyCaseView, privacyCasePage } from "../../web/privacy-case-page.tsx";
import { type FirstKeepingView, firstKeepingPage, type MonthView, monthPage } from "../../web/privacy-first-page.tsx";
import { deletionsPage, privacyPage } from "../../web/privacy-page.tsx";
import { weekPage, weeksPage } from "../../web/privacy-weeks-page.tsx";
import { inspector, london, NOW, nurse, raised } from "../builders.ts";
import { HOSTILE } from "./showing.tsx";

const { next: of, facts } = raised();
const agreed = { agencies: london.agencies, retention: london.retention as Retention };
const kept = retentionOf(of, facts as Fact[], agreed);
const officer = { ...nurse, name: HOSTILE };
const bare = newRecord(of, ["RJ1", "01"]);
const held = hold(
  bare,
  { reason: "inquest", words: HOSTILE, reference: HOSTILE.slice(0, 60), reviewOn: "2026-03-01" },
  officer,
  NOW,
);
const due = { seen: 1, class: "health_adult", rule: HOSTILE, until: NOW, controllers: ["RJ1", "01"] };
const proposed = propose(bare, due, HOSTILE, officer, NOW);
const gone = { at: NOW, proposedBy: officer, confirmedBy: inspector, class: "health_adult", rule: HOSTILE };
const law = { by: officer, at: NOW, part: "decision", basis: "le_part3", why: HOSTILE } as const;
const keeping: PrivacyCaseView = {
  ...{ record: bare, of, kept, isFirstHeld: false, recorded: [{ agency: "RJ1", record: "gdpr_health", decision: "le_part3" }] },
  ...{ reader: nurse, tried: undefined, done: undefined, press: { key: "k1", seen: 0 }, agencyOf: () => HOSTILE, now: NOW },
};
const { recorded: _, ...deciding } = keeping;
const first: FirstAnswerOutline = {
  ...{ schema: 1, partnership: "london", id: of.id, reference: HOSTILE, version: 1, recorded: { by: officer, at: NOW } },
  ...{ givenAt: NOW, pathway: { code: "police_attendance", version: 1 }, type: "walkout_healthcare", area: "central_south" },
  ...{ agency: "RJ1", channel: "rang_999", answer: "will_not_attend", toldOthers: [], understood: "yes", readBack: false },
  disputed: { id: of.id, reference: HOSTILE, raisedAt: NOW, by: officer, at: NOW },
};
const longest = { ...(agreed.retention.classes[0] as RetentionClass), title: HOSTILE, ruleOf: HOSTILE };
const keepingFirst: FirstKeepingView = {
  ...{ ...deciding, of: first, stands: true, isCarried: false, class: longest, until: NOW },
};
const aMonth: MonthView = { ...deciding, month: "2026-01", count: 3, class: longest, until: NOW };
const wrong: Typed = {
  values: new URLSearchParams({ nhsNumber: HOSTILE, purpose: "" }),
  errors: [
    { field: "nhsNumber", reason: "an NHS number of ten digits" },
    { field: "purpose", reason: "is needed" },
  ],
};
const told = { at: NOW, agency: "RJ1" };
const extract: Extract = {
  ...{ id: of.id, reference: of.reference, withheld: ["names_others", "another_law"] },
  plain: [{ ...told, title: "Known as", value: HOSTILE }],
  happened: [{ ...told, title: "Asked for", value: "" }],
  passages: [{ ...told, key: `${of.id}_1_ask.whyNow`, title: "Why now", words: HOSTILE }],
};
const undecided: Typed = {
  values: new URLSearchParams(),
  errors: [{ field: `do_${of.id}_1_ask.whyNow`, reason: "say whether this is let out" }],
};
const search = { press: { key: "k1" }, regimes: ["general", "law_enforcement"] as const, now: NOW };
const review = {
  extracts: [extract],
  press: { key: "k1" },
  carried: [["nhsNumber", HOSTILE]] as const,
  agencyOf: () => HOSTILE,
  now: NOW,
};
const tried: PrivacyCaseView["tried"] = {
  form: "hold",
  values: new URLSearchParams({ words: HOSTILE, reason: "" }),
  refusal: { name: "Invalid", message: "", errors: [{ field: "reason", reason: "is needed" }] },
};

const FINDING = { person: "amara_bell", agency: "RJ1", count: 3, cases: [of.id] };
const WEEK: Week = {
  ...{ schema: 1, partnership: "london", agency: "RJ1", from: "2026-01-05", to: "2026-01-11", madeAt: NOW, entries: 9, told: [] },
  findings: Standout.options.map((what, nth) => ({ ...FINDING, what, agency: nth % 2 === 0 ? "RJ1" : "01" })),
};

/** The pages of privacy, with hostile words wherever somebody's own can stand. */
export const privacyPages: [string, () => Content][] = [
  [
    "privacy, with nothing in it",
    () => privacyPage({ held: [], proposed: [], typed: NOTHING_TYPED, agencyOf: () => HOSTILE, now: NOW }),
  ],
  [
    "privacy",
    () =>
      privacyPage({
        ...{ held: [held], proposed: [proposed], agencyOf: () => HOSTILE, now: NOW },
        typed: { values: new URLSearchParams({ reference: HOSTILE }), errors: [{ field: "reference", reason: "is not there" }] },
      }),
  ],
  [
    "cases whose time is over",
    () =>
      deletionsPage({
        ...{ past: [{ id: of.id, reference: HOSTILE, kept }], months: [{ month: "2026-01", count: 3 }] },
        ...{ next: HOSTILE, isLater: false, agencyOf: () => HOSTILE },
      }),
  ],
  [
    "no case whose time is over",
    () => deletionsPage({ past: [], months: [], next: null, isLater: false, agencyOf: () => HOSTILE }),
  ],
  ["the keeping of a case", () => privacyCasePage({ ...keeping, record: { ...bare, bases: [law] }, done: "It is kept." })],
  ["the keeping of a held case", () => privacyCasePage({ ...keeping, record: held })],
  ["a hold that lacks its words", () => privacyCasePage({ ...keeping, record: held, tried })],
  ["the keeping of a first answer", () => firstKeepingPage({ ...keepingFirst, record: { ...held, kind: "first_answer" } })],
  ["the keeping of a first answer that a case carries", () => firstKeepingPage({ ...keepingFirst, isCarried: true, tried })],
  [
    "the keeping of a first answer whose words are gone",
    () => firstKeepingPage({ ...keepingFirst, stands: false, record: { ...bare, gone } }),
  ],
  ["a month of first answers", () => monthPage(aMonth)],
  ["a month of first answers, proposed", () => monthPage({ ...aMonth, record: proposed, reader: inspector })],
  ["a month of first answers, gone", () => monthPage({ ...aMonth, record: { ...bare, gone } })],
  [
    "the keeping of a case whose deletion is proposed",
    () => privacyCasePage({ ...keeping, record: proposed, reader: inspector }),
  ],
  [
    "the keeping of a case whose contents are gone",
    () => privacyCasePage({ ...keeping, of: undefined, kept: undefined, recorded: [], record: { ...bare, gone } }),
  ],
  ["no week of looking", () => weeksPage({ weeks: [], next: null, now: NOW })],
  ["weeks of looking", () => weeksPage({ weeks: [WEEK], next: HOSTILE, now: NOW })],
  [
    "a week of looking",
    () => weekPage({ week: WEEK, nameOf: () => HOSTILE, agencyOf: () => HOSTILE, referenceOf: () => HOSTILE, now: NOW }),
  ],
  ["a person's own data", () => personSearchPage({ ...search, typed: wrong, found: undefined })],
  [
    "a person's own data, found",
    () =>
      personSearchPage({
        ...{ ...search, typed: NOTHING_TYPED },
        found: (["case", "first_answer"] as const).map((kind) => ({
          kind,
          id: of.id,
          reference: HOSTILE,
          at: NOW,
          about: HOSTILE,
        })),
      }),
  ],
  ["the review of a person's own data", () => personReviewPage({ ...review, typed: undecided })],
  [
    "a person's own data, let out",
    () =>
      personDataPage({
        given: { regime: "general", cases: [extract], withheld: 2 },
        ...{ agency: HOSTILE, partnership: HOSTILE, printed: { at: NOW, by: HOSTILE }, agencyOf: () => HOSTILE },
      }),
  ],
  [
    "what is left out of a person's own data",
    () =>
      leftOutPage({
        ...{ references: [HOSTILE], leftOut: [{ why: "names_others", count: 2 }] },
        ...{ agency: HOSTILE, printed: { at: NOW, by: HOSTILE } },
      }),
  ],
];
