import { describe, expect, it } from "@jest/globals";
import { Entry } from "../../core/audit/entry.ts";
import { acknowledge } from "../../core/escalation/acknowledge.ts";
import type { Duty } from "../../core/escalation/climb.ts";
import { recordCustody } from "../../core/escalation/custody.ts";
import { decide } from "../../core/escalation/decide.ts";
import { disagree } from "../../core/escalation/disagree.ts";
import { type Escalation, titleOf } from "../../core/escalation/escalation.ts";
import { addNews } from "../../core/escalation/news.ts";
import { recordPlan } from "../../core/escalation/plan.ts";
import { hearOfRelated } from "../../core/escalation/related.ts";
import { triage } from "../../core/escalation/triage.ts";
import { EMERGENCY } from "../../core/escalation/wording.ts";
import { beforeAndAfter, type Comparison } from "../../core/measures/before-and-after.ts";
import { openapi } from "../../core/openapi.ts";
import { guidanceFor } from "../../core/partnership/guidance.ts";
import { OF_POLICE } from "../../core/partnership/partnership.ts";
import { pathwayInForce } from "../../core/partnership/terms.ts";
import { Person } from "../../core/people.ts";
import type { Flag } from "../../core/rates/rates.ts";
import { invalid, Refusal } from "../../core/refusal.ts";
import { changesPage } from "../../web/agreement-changes-page.tsx";
import { herePage } from "../../web/agreement-here-page.tsx";
import { agreementPage } from "../../web/agreement-page.tsx";
import { auditPage } from "../../web/audit-page.tsx";
import { besideAddress, besidePage } from "../../web/before-and-after-page.tsx";
import { breakGlassPage, throughGlassPage } from "../../web/break-glass-page.tsx";
import { casePage } from "../../web/case-page.tsx";
import { docsPage } from "../../web/docs-page.tsx";
import { dutyBoardPage } from "../../web/duty-board-page.tsx";
import { flagsPage } from "../../web/flags-page.tsx";
import { NOTHING_TYPED, type Typed } from "../../web/form.tsx";
import { guidancePage } from "../../web/guidance-page.tsx";
import { marksOf } from "../../web/marks.ts";
import { mePage } from "../../web/me-page.tsx";
import { membershipCheckPage, newcomerPage, personPage } from "../../web/membership-page.tsx";
import { type MoveName, mayMove } from "../../web/moves.ts";
import { myEscalationsPage } from "../../web/my-escalations-page.tsx";
import type { MyShiftView } from "../../web/my-shift.tsx";
import { notDonePage } from "../../web/not-done-page.tsx";
import type { Content } from "../../web/page.tsx";
import { paperFormPage } from "../../web/paper-form-page.tsx";
import { type Colleague, peoplePage } from "../../web/people-page.tsx";
import { printBoardPage } from "../../web/print-board-page.tsx";
import { printRotaPage } from "../../web/print-rota-page.tsx";
import { problemPage } from "../../web/problem-page.tsx";
import { raiseCheckPage } from "../../web/raise-check-page.tsx";
import { choosePathwayPage, ELSEWHERE, raisePage } from "../../web/raise-page.tsx";
import { calendarsPage } from "../../web/rota-calendars-page.tsx";
import { checkPage } from "../../web/rota-check-page.tsx";
import { desksPage } from "../../web/rota-desks-page.tsx";
import { ROTA_FORMS, type RotaForm, rotaFormPage } from "../../web/rota-forms.tsx";
import { rotaPage } from "../../web/rota-page.tsx";
import { signedInPage, signedOutPage, signInPage, startPage } from "../../web/sign-in-page.tsx";
import { unreadCasePage } from "../../web/unread-case-page.tsx";
import { at, carried, duty, inspector, london, NOW, nurse, raised, SCREEN } from "../builders.ts";
import { askedOn } from "../core/escalation/channel-cases.ts";
import { privacyPages } from "./privacy-showing.tsx";
import { calendars, checking, deskList, fullRota, rotaForPaper } from "./rota-showing.tsx";
import { fresh, HOSTILE, html, NONCE, story, text, view } from "./showing.tsx";

const tags = (markup: string) => markup.match(/<[a-z][^>]*>/gi) ?? [];

const pathway = pathwayInForce(london, "police_attendance", "Lambeth", NOW);
const places = [
  ...london.areas.flatMap((area) => area.places).map(({ title }) => ({ code: title, title })),
  { code: ELSEWHERE, title: ELSEWHERE },
];
const shift: MyShiftView = {
  shifts: [
    { ...{ team: "a_desk", title: HOSTILE, from: null }, ends: { at: at("PT30M"), next: ["nell"] }, takeOverBy: at("PT5M") },
    { ...{ team: "another", title: "Another desk", from: at("PT20H") }, ends: null, takeOverBy: null },
  ],
  mine: [raised().next],
  nameOf: () => HOSTILE,
  now: NOW,
};
const FLAG: Flag = {
  ...{ at: NOW, what: "raise", person: "nurse", agency: "RJ1", site: "a_site" },
  case: { id: "0b0e9ac6-8f52-4a5c-9f25-1d2b6c3d4e5f", reference: HOSTILE },
  passed: [
    { of: "site", within: "hour", nth: 12, most: 10 },
    { of: "person", within: "day", nth: 21, most: 20 },
  ],
};
const offers = ["d2", "d3", "d4"].map((id) => ({ id, at: NOW, about: HOSTILE }));
const raiseWith = (typed: Typed, draftAt?: string) =>
  raisePage({
    ...{ draft: "d1", draftAt, offers, pathway, places, typed, press: { key: "k1", ring: "+442079460107" } },
    ...{ wall: "2026-01-16T02:00", now: NOW },
  });
/** A request with every field that can be filled in, before it is raised. */
function raiseCheckWith(on: Duty, more: object = {}): Content {
  const told = {
    riskFacts: [{ code: "weapon", words: HOSTILE, status: "inferred", source: HOSTILE.slice(0, 120), obtainedAt: NOW } as const],
    ...{ ask: HOSTILE, whyNow: HOSTILE, answers: { belongings: HOSTILE }, person: { knownAs: HOSTILE.slice(0, 80) } },
    ...{ deputy: { name: HOSTILE.slice(0, 80), phone: "+442079460124" }, onPaper: { at: NOW, by: HOSTILE.slice(0, 120) } },
    alreadyDone: [{ code: "gp_told", details: HOSTILE } as const],
    ...more,
  };
  const of = raised(told, on).next;
  const values = new URLSearchParams({ whyNow: HOSTILE, priority: HOSTILE, change: HOSTILE });
  const press = { key: "k1", ring: "+442079460107" };
  return raiseCheckPage({ of, triage: triage(pathway, of.ask), values, rows: [0], press, now: NOW });
}
/** What the raising side has: open, or earlier. */
const mineWith = (open: readonly Escalation[], earlier: readonly Escalation[] = []) =>
  myEscalationsPage({
    ...{ page: "/escalations", open, earlier, unread: 1, next: "n", agency: HOSTILE, reader: "nurse", now: NOW },
    ...{
      revision: "r",
      unsent: 2,
      controlRoom: "+442079460107",
      may: (of: Escalation, move: MoveName) => mayMove(move, of, nurse, ["raiser"], {}),
    },
  });
const guidanceWith = (place: string, { wrongDay = false, mayRaise = true } = {}) =>
  guidancePage({ guidance: guidanceFor(london, place, NOW), places, place, day: "2026-01-16", wrongDay, mayRaise });
const wrong: Typed = {
  values: new URLSearchParams({ whyNow: HOSTILE, callBack: "12" }),
  errors: [
    { field: "callBack", reason: "a UK telephone number" },
    { field: "type", reason: "is needed" },
    { field: "place.address", reason: "is needed" },
    { field: "threshold", reason: "say which" },
  ],
};

const ME = {
  me: Person.parse({
    ...{ partnership: "london", id: "inspector", name: HOSTILE, agency: "01", site: null, roles: [], quiet: true },
    channels: [
      { kind: "email", to: "inspector@example.org", verifiedAt: "1970-01-01T00:00:00.000Z" },
      { kind: "sms", to: "+447700900101", verifiedAt: NOW },
      { kind: "sms", to: "+447700900102", verifiedAt: null },
    ],
  }),
  reachable: true,
  keyOf: () => "k1",
  tried: undefined,
};
const WRONG_CODE = {
  form: "verify",
  values: new URLSearchParams({ to: "+447700900102", code: HOSTILE }),
  refusal: invalid({ field: "code", reason: "the six digits that were sent" }),
} as const;
const LAST_ONE = {
  form: "remove",
  values: new URLSearchParams({ to: HOSTILE }),
  refusal: new Refusal("LastChannel", "This is your last verified channel."),
} as const;

const undecided: Typed = {
  values: new URLSearchParams({ code: "decline_threshold_not_met", why: HOSTILE, "reviewAt.decline_threshold_not_met": "soon" }),
  errors: [
    { field: "reviewAt", reason: "a date and a time" },
    { field: "limbs", reason: "read both limbs" },
    { field: "seen", reason: "is needed" },
  ],
};

/** A case in which everything has happened, every word of it by somebody who means no good. */
function everything() {
  const on = duty();
  const related = { id: "00000000-0000-4000-8000-000000000001", reference: "RC-777-777", on: ["address"] };
  const fact = { code: "weapon", words: HOSTILE, status: "inferred", source: HOSTILE.slice(0, 120), obtainedAt: NOW } as const;
  const limb = { reading: "not_met", facts: HOSTILE } as const;
  const answer = { ...carried("decline_threshold_not_met", NOW), limbs: { limb_a: limb, limb_b: limb }, changeIf: HOSTILE };
  const person = { knownAs: HOSTILE.slice(0, 80), description: HOSTILE };
  const made = story(
    raised({
      type: "s136_handover",
      onPaper: { at: NOW, by: HOSTILE.slice(0, 120) },
      ask: HOSTILE,
      whyNow: HOSTILE,
      riskFacts: [fact],
      person,
      answers: { belongings: HOSTILE },
    }),
    (of) => acknowledge(of, inspector, of.version, at("PT1M"), on),
    (of) =>
      decide(of, { code: "decline_threshold_not_met", why: HOSTILE, ...answer }, inspector, of.version, at("PT2M"), on, SCREEN),
    (of) => recordPlan(of, { words: HOSTILE, reviewAt: at("PT1H") }, nurse, of.version, at("PT3M"), on),
    (of) => disagree(of, { reason: "other", why: HOSTILE }, nurse, of.version, at("PT4M"), on),
    (of) => recordCustody(of, { item: "next_of_kin", told: "told", words: HOSTILE }, nurse, at("PT5M"), on),
    (of) => hearOfRelated(of, related, at("PT6M"), on),
    (of) =>
      addNews(
        of,
        { words: HOSTILE, riskFacts: [fact], place: { borough: HOSTILE.slice(0, 80), address: HOSTILE } },
        nurse,
        at("PT7M"),
        on,
      ),
  );
  return view({ ...made, now: at("PT8M") });
}

/** A form of a rota into which somebody typed what they liked, every field of it wrong. */
const ROTA_FORM = {
  desk: { code: "a_desk", title: HOSTILE },
  typed: {
    values: new URLSearchParams({ person: HOSTILE, title: HOSTILE, people: HOSTILE, shifts: HOSTILE }),
    errors: Object.values(ROTA_FORMS).flatMap(({ fields }) => Object.keys(fields).map((field) => ({ field, reason: HOSTILE }))),
  },
  press: { key: "k1", seen: 7 },
  known: [{ code: "ann", title: HOSTILE }],
  why: HOSTILE,
};

/** An agreement in which every name is somebody's who means no good, and all that is to come of it. */
const AGREEMENT = {
  agreed: {
    ...{ ...london, title: HOSTILE, owner: HOSTILE },
    agencies: london.agencies.map((agency) => ({ ...agency, title: HOSTILE })),
    areas: london.areas.map((area) => ({ ...area, title: HOSTILE })),
    teams: london.teams.map((team) => ({ ...team, title: HOSTILE })),
    learning: london.learning && {
      ...{ ...london.learning, owner: HOSTILE, note: HOSTILE },
      series: london.learning.series.map((one) => ({ ...one, title: HOSTILE })),
    },
  },
  pathways: london.pathways.map((one) => ({
    pathway: { ...one, title: HOSTILE, owner: HOSTILE, note: HOSTILE },
    areas: london.areas.slice(1).map((area) => ({ ...area, title: HOSTILE })),
  })),
  toCome: [
    {
      at: at("PT1H"),
      what: HOSTILE,
      parts: [{ title: HOSTILE, changes: [{ about: HOSTILE, before: [], after: [HOSTILE] }] }],
      href: "/agreement/changes?of=partnership",
    },
  ],
  earlier: [{ version: 1, effectiveFrom: "2022-01-01T00:00:00.000Z" }],
  ownerOf: () => ({ name: HOSTILE, state: "unknown" }) as const,
  nameOf: () => HOSTILE,
  ...{ agency: "01", now: NOW },
};
const HERE = {
  areas: [{ code: "north", title: HOSTILE }],
  area: { code: "north", title: HOSTILE },
  counting: AGREEMENT.pathways.map((one) => one.pathway),
  toCome: AGREEMENT.toCome.map((one) => ({ ...one, figures: undefined })),
  past: AGREEMENT.toCome.map((one) => ({ ...one, figures: besideAddress("police_attendance", 3, "north") })),
  ...{ since: NOW, now: NOW },
};
const COMPARISON: Comparison = {
  ...{ pathway: "police_attendance", title: HOSTILE, area: { code: "north", title: HOSTILE }, version: 3, earlier: 2, at: NOW },
  before: { from: NOW, to: NOW, stillOpen: 0 },
  after: { from: NOW, to: NOW, stillOpen: "*" },
  ...{ alsoChanged: [NOW], caveat: HOSTILE, figures: beforeAndAfter([], NOW, "north", {}) },
};
const CHANGES = {
  ...{ of: "police_attendance", title: HOSTILE, others: [{ code: HOSTILE, title: HOSTILE }], now: NOW },
  typed: NOTHING_TYPED,
  compared: {
    from: { version: 1, effectiveFrom: NOW },
    to: { version: 2, effectiveFrom: NOW },
    parts: [{ title: HOSTILE, changes: [{ about: HOSTILE, before: [HOSTILE, HOSTILE], after: [] }] }],
    pathways: [{ code: HOSTILE, title: HOSTILE, from: 1, to: 2 }],
  },
};
const COLLEAGUE: Colleague = {
  ...{ id: "ann", name: HOSTILE, roles: ["raiser", "rota_manager"], site: HOSTILE, ways: 0 },
  ...{ desks: [{ code: "a_desk", title: HOSTILE }], mayNotAnswer: [HOSTILE] },
};

/** An entry of the audit about whatever somebody who means no good is called. */
const LINE = {
  entry: Entry.parse({
    ...{
      at: NOW,
      what: "membership_changed",
      about: { kind: "person", id: "ann" },
      route: "POST /people/{id}/change",
      of: ["people"],
    },
    who: { partnership: "london", person: "ann", agency: "01", roles: ["agency_admin"] },
    membership: { before: null, after: ["raiser"], why: HOSTILE },
    ...{ refusal: null, from: "203.0.113.0/24", request: "r-1" },
  }),
  ...{ name: HOSTILE, agency: HOSTILE, about: HOSTILE },
};
const AUDIT = { people: [{ code: "ann", title: HOSTILE }], typed: NOTHING_TYPED, lines: undefined, now: NOW };

/** A membership whose every word is by somebody who means no good, who is on duty now. */
const MEMBERSHIP = {
  ...{ id: "ann", name: HOSTILE, version: HOSTILE, others: ["chair" as const], isReader: false, endedAt: null, done: undefined },
  standing: [
    { code: "a_desk", title: HOSTILE, owner: HOSTILE, until: NOW, beyond: false, leaves: [] },
    { code: "b_desk", title: HOSTILE, owner: HOSTILE, until: null, beyond: false, leaves: undefined },
  ],
  sites: [{ code: "a_site", title: HOSTILE }],
  typed: { values: new URLSearchParams({ name: HOSTILE, roles: "raiser" }), errors: [{ field: "why", reason: "is needed" }] },
  ...{ press: { key: "k1" }, now: NOW },
};
/** A referral that waits in the queue of an ambulance hub. */
const inQueue = () => askedOn("ambulance_referral").next;
const queueWith = (waiting: number) =>
  dutyBoardPage({
    cases: Array.from({ length: waiting }, (_, nth) => ({
      ...inQueue(),
      id: `00000000-0000-4000-8000-${String(nth).padStart(12, "0")}`,
    })),
    unread: 0,
    reader: "hub",
    desks: ["A desk"],
    shift,
    now: NOW,
    revision: "r",
    controlRoom: "+442079460107",
    press: { key: "k", ring: "+442079460107" },
  });

const MEMBERSHIP_CHECK = {
  ...{ name: HOSTILE, heading: HOSTILE, lines: [{ what: "Name", before: HOSTILE, after: "Ann" }], button: "Do it", now: NOW },
  ...{ to: "/people/ann/end", back: "/people/ann", standing: MEMBERSHIP.standing, press: { key: "k1" } },
  ...{ known: HOSTILE, ends: { systems: [HOSTILE], desks: [HOSTILE], leads: true, chairs: true } },
  typed: { values: new URLSearchParams({ version: HOSTILE }), errors: [{ field: "known", reason: "say it" }] },
};

const PAGES: [string, () => Content][] = [
  ["a membership", () => personPage(MEMBERSHIP)],
  ["a system’s membership", () => personPage({ ...MEMBERSHIP, typed: NOTHING_TYPED, owner: HOSTILE })],
  ["one's own membership, not changed", () => personPage({ ...MEMBERSHIP, isReader: true, typed: NOTHING_TYPED, why: HOSTILE })],
  ["a membership that has ended", () => personPage({ ...MEMBERSHIP, typed: NOTHING_TYPED, endedAt: NOW, done: "It has ended." })],
  ["somebody new", () => newcomerPage(MEMBERSHIP)],
  ["the end of a membership, looked through", () => membershipCheckPage(MEMBERSHIP_CHECK)],
  [
    "the people of an agency, for its administrator",
    () =>
      peoplePage({ agency: HOSTILE, people: [COLLEAGUE], strangers: [], ended: [{ id: "x", name: HOSTILE, at: NOW }], now: NOW }),
  ],
  ["audit", () => auditPage({ ...AUDIT, lines: [LINE], next: "n", days: { from: "2026-01-10", to: "2026-01-16" } })],
  ["audit with nothing in it", () => auditPage({ ...AUDIT, lines: [] })],
  [
    "audit with errors",
    () =>
      auditPage({
        ...AUDIT,
        typed: {
          values: new URLSearchParams({ reference: HOSTILE }),
          errors: [{ field: "reference", reason: "not a reference" }],
        },
      }),
  ],
  ...privacyPages,
  ["sign in", () => signInPage("/raise")],
  ["sign in, after it went wrong", () => signInPage("/raise", HOSTILE)],
  ["signed in", signedInPage],
  ["signed out", signedOutPage],
  ["start", () => startPage(HOSTILE)],
  ["raise", () => raiseWith(NOTHING_TYPED)],
  ["raise, with errors", () => raiseWith(wrong)],
  ["raise, with what was typed before", () => raiseWith(wrong, NOW)],
  ["check before sending", () => raiseCheckWith(duty())],
  ["check before sending, with nobody on duty", () => raiseCheckWith({})],
  ["how I am reached", () => mePage(ME)],
  ["how I am reached, with a code that was wrong", () => mePage({ ...ME, tried: WRONG_CODE })],
  ["how I am reached, with a channel that stays", () => mePage({ ...ME, tried: LAST_ONE })],
  ["choose what to raise", () => choosePathwayPage([{ code: "a", title: HOSTILE, speech: OF_POLICE }], { now: NOW, offers })],
  [
    "the form for paper",
    () => paperFormPage({ pathway, type: undefined, ring: "+442079460107", printed: { at: NOW, by: HOSTILE } }),
  ],
  [
    "the form for paper, for one type",
    () => paperFormPage({ pathway, type: "s136_handover", ring: undefined, printed: { at: NOW, by: HOSTILE } }),
  ],
  ["one case", () => casePage(fresh())],
  ["one case, everything in it", () => casePage(everything())],
  ["one case, everything in it, for whoever answers", () => casePage({ ...everything(), reader: inspector })],
  ["one case, a press not done", () => casePage({ ...fresh(), tried: { move: "decision", typed: undecided, why: HOSTILE } })],
  [
    "duty board",
    () =>
      dutyBoardPage({
        cases: [raised().next, { ...everything().of, id: "00000000-0000-4000-8000-000000000002" }],
        unread: 2,
        reader: "inspector",
        desks: ["A desk"],
        shift,
        now: NOW,
        revision: "r",
        controlRoom: "+442079460107",
        press: { key: "k" },
      }),
  ],
  ["duty board, in which a queue waits", () => queueWith(2)],
  [
    "duty board, empty",
    () =>
      dutyBoardPage({
        cases: [],
        unread: 0,
        reader: "inspector",
        desks: [],
        shift: { ...shift, shifts: [] },
        now: NOW,
        revision: "r",
        controlRoom: undefined,
        press: { key: "k" },
      }),
  ],
  [
    "duty board, for paper",
    () =>
      printBoardPage({
        cases: [raised({ onPaper: { at: NOW, by: HOSTILE.slice(0, 120) } }).next, everything().of],
        unread: 1,
        reader: "inspector",
        desks: [HOSTILE],
        controlRoom: "+442079460107",
        printed: { at: NOW, by: HOSTILE },
      }),
  ],
  ["my escalations", () => mineWith([raised().next], [everything().of])],
  ["my escalations, none yet", () => mineWith([])],
  ["when police attend", () => guidanceWith("Lambeth")],
  ["when police attend, somewhere else, on no day", () => guidanceWith(HOSTILE, { wrongDay: true })],
  [
    "a press that came to nothing",
    () =>
      notDonePage({
        heading: "Not sent",
        why: "Something went wrong.",
        ring: "+442079460107",
        to: "/raise",
        values: new URLSearchParams({ key: "k1", whyNow: HOSTILE }),
        offered: [],
        signInFirst: true,
        request: "r1",
      }),
  ],
  [
    "a case of others, asked for",
    () =>
      breakGlassPage({ press: { key: "k1" }, typed: { ...NOTHING_TYPED, values: new URLSearchParams({ reference: HOSTILE }) } }),
  ],
  [
    "a case of others, open for an hour",
    () =>
      throughGlassPage(
        { title: "RC-4TQ-9HK", body: HOSTILE },
        { of: everything().of, glass: { case: everything().of.id, purpose: "risk_to_life", at: NOW, until: NOW }, now: NOW },
      ),
  ],
  [
    "what was done unusually often",
    () =>
      flagsPage({
        ...{ agency: HOSTILE, flags: [FLAG, { ...FLAG, what: "export", case: null }], next: HOSTILE, now: NOW },
        ...{ nameOf: () => HOSTILE, siteOf: () => HOSTILE },
      }),
  ],
  ["a case that was one of unusually many", () => casePage({ ...fresh(), flag: FLAG })],
  ["the desks of an agency", () => desksPage(deskList())],
  ["a desk's rota, for whoever changes it", () => rotaPage(fullRota())],
  ["a desk's rota, for paper", () => printRotaPage(rotaForPaper())],
  [
    "a change of a rota, looked through",
    () =>
      checkPage({
        ...checking(),
        typed: { values: new URLSearchParams({ title: HOSTILE }), errors: [{ field: "why", reason: "" }] },
      }),
  ],
  ["the ways out of a rota", () => calendarsPage(calendars())],
  [
    "a file that cannot be brought in",
    () => rotaFormPage({ ...ROTA_FORM, form: "import", faults: [{ field: "line 2: from", reason: HOSTILE }] }),
  ],
  ...(Object.keys(ROTA_FORMS) as RotaForm[]).map((form): [string, () => Content] => [
    `a form of a rota: ${form}`,
    () => rotaFormPage({ ...ROTA_FORM, form }),
  ]),
  ["what has been agreed", () => agreementPage(AGREEMENT)],
  [
    "what has been agreed, nothing of it on learning",
    () => agreementPage({ ...AGREEMENT, agreed: { ...AGREEMENT.agreed, learning: undefined } }),
  ],
  ["what changes", () => changesPage(CHANGES)],
  ["what changes in one area", () => herePage(HERE)],
  ["figures before and after", () => besidePage({ comparison: COMPARISON, area: "north", why: HOSTILE })],
  [
    "what changes, between versions that are not there",
    () =>
      changesPage({
        ...{ ...CHANGES, compared: undefined },
        typed: { values: new URLSearchParams({ from: HOSTILE }), errors: [{ field: "from", reason: HOSTILE }] },
      }),
  ],
  [
    "the people of an agency",
    () => peoplePage({ agency: HOSTILE, people: [COLLEAGUE], strangers: [{ person: HOSTILE, desk: HOSTILE, hasEnded: false }] }),
  ],
  ["a problem", () => problemPage("Page not found", HOSTILE, "r1")],
  [
    "a case whose words cannot be opened",
    () => unreadCasePage({ of: { ...raised().next, reference: HOSTILE }, mayAcknowledge: true, key: HOSTILE, now: NOW }),
  ],
  ["the API", () => docsPage(openapi())],
];

describe.each(PAGES)("the page «%s»", (_, content) => {
  const markup = html(content());

  it("says that it is no emergency line", () => {
    expect(text(markup)).toContain(EMERGENCY);
  });

  it("shows people's words as words", () => {
    expect(tags(markup).filter((tag) => /^<img|alert/.test(tag.replace(/"[^"]*"/g, '""')))).toEqual([]);
    expect(markup.includes("alert(1)</script>")).toBe(false);
    expect(markup.match(/(?:href|action|src)="(?!\/|#|tel:|data:,")[^"]*/g)).toBeNull();
  });

  it("keeps to the content security policy", () => {
    expect(tags(markup).filter((tag) => /\sstyle=|\son\w+=|^<style/i.test(tag.replace(/"[^"]*"/g, '""')))).toEqual([]);
    const scripts = [...markup.matchAll(/<script([^>]*)>/g)].map(([, attributes]) => attributes);
    expect(scripts).toHaveLength(2);
    for (const attributes of scripts) expect(attributes).toContain(`nonce="${NONCE}"`);
  });

  it("gives each id once, and every link within the page somewhere to land", () => {
    const ids = [...markup.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    expect(ids.filter((id, nth) => ids.indexOf(id) !== nth)).toEqual([]);
    const targets = [...markup.matchAll(/href="#([^"]*)"/g)].map(([, id]) => id);
    expect(targets.filter((id) => !ids.includes(id))).toEqual([]);
  });
});

describe("raising", () => {
  /** What stands before the button: everything else helps, and waits for nobody. */
  const urgent = () => {
    const markup = html(raiseWith(NOTHING_TYPED));
    return markup.slice(0, markup.indexOf("Raise now"));
  };

  it("asks eight things at most before the button", () => {
    const names = [...urgent().matchAll(/<(?:input|textarea|select)[^>]*>/g)]
      .map(([tag]) => tag)
      .filter((tag) => !tag.includes('type="hidden"'))
      .map((tag) => tag.match(/name="([^"]*)"/)?.[1]);
    expect(new Set(names).size).toBe(8);
  });

  it("never asks there for a name, an NHS number or a CAD number", () => {
    const labels = [...urgent().matchAll(/<(?:label|legend)[^>]*>(.*?)<\/(?:label|legend)>/g)].map(([, label]) => label);
    expect(labels.length).toBeGreaterThan(8);
    expect(labels.join("\n")).not.toMatch(/\bname\b|NHS|CAD/);
  });

  it("says to whom it goes, by who is on duty and who is asked beside them", () => {
    const says = (on: Duty, more: object = {}) => text(html(raiseCheckWith(on, more)));
    expect(says(duty())).toContain("It goes to Duty inspector, Central South BCU, who has 5 minutes to acknowledge it.");
    expect(says(duty(), { under18: "yes" })).toContain("As a child may be at risk, it goes at the same moment to ");
    const { duty_inspector_central_south: _, ...others } = duty();
    expect(says(others)).toMatch(
      /Nobody who would be asked first is on duty and can be reached, so the next are asked at once\. It goes to MetCC duty officer/,
    );
    expect(says({})).toContain(
      "Nobody who could answer is on duty and can be reached at this moment: ring 999 or the control room",
    );
  });

  it("says nothing has been sent before there is a reference", () => {
    expect(text(html(raiseWith(NOTHING_TYPED)))).not.toMatch(/\bsent\b/i);
    expect(text(html(raiseWith(wrong)))).not.toMatch(/\bsent\b/i);
    expect(text(html(raiseCheckWith(duty())))).not.toMatch(/\bsent\b/i);
  });

  it("puts what is wrong first in the title, lists it in the order of the form, and keeps what was typed", () => {
    const markup = html(raiseWith(wrong));
    expect(markup).toContain("<title>Error: Raise an escalation");
    const summary = markup.slice(markup.indexOf("nhsuk-error-summary"), markup.indexOf("<h1"));
    expect([...summary.matchAll(/href="#([^"]*)">([^<]*)/g)].map(([, id, words]) => [id, words])).toEqual([
      ["raise-type", "Choose what it is about"],
      ["raise-place-address", "Say where exactly"],
      ["raise-threshold", "Say which part of the threshold you believe is met, or that you are not sure"],
      ["raise-callBack", "Call-back number: a UK telephone number"],
    ]);
    expect(text(markup)).toContain(HOSTILE);
    expect(markup).toContain('value="12"');
  });
});

describe("a raise that is not taken", () => {
  it("says first that nobody has been asked, and says no such thing before it was tried", () => {
    expect(text(html(raiseWith(wrong)))).toContain("There is a problem Not raised yet: nobody has been asked.");
    expect(text(html(raiseWith({ values: new URLSearchParams(), errors: [] })))).not.toContain("Not raised yet");
  });
});

describe("the lists", () => {
  const marked = everything().of;

  it("say in words what waits on a case: unread news, a child, an answer not read, a referral", () => {
    const board = text(
      html(
        dutyBoardPage({
          cases: [marked],
          unread: 0,
          reader: "inspector",
          desks: ["A desk"],
          shift,
          now: NOW,
          revision: "r",
          controlRoom: undefined,
          press: { key: "k" },
        }),
      ),
    );
    for (const mark of ["news unread: 1", "to be decided anew", "may be the same as another case"]) expect(board).toContain(mark);
    expect(marksOf({ ...marked, heard: [] }, "inspector")).toContain("answer not read");
    expect(marksOf(raised({ under18: "yes" }).next, "inspector")).toContain("a child may be at risk");
    const referral = { by: inspector, at: NOW, body: "ambulance", accepted: null, declined: null };
    expect(marksOf({ ...marked, referral }, "inspector")).toContain("referral waiting");
    expect(marksOf(raised().next, "inspector")).toEqual([]);
  });

  it.each([
    [100, "Take all 100: we have them", 100],
    [105, "Take the first 100 of 105: we have them", 100],
  ])("say how many of a queue of %i one press takes, and take no more", (waiting, button, taken) => {
    const markup = html(queueWith(waiting));
    expect(text(markup)).toContain(`${waiting} wait in the queue.`);
    expect(text(markup)).toContain(button);
    expect(markup.match(/name="case"/g)).toHaveLength(taken);
  });

  it("lead from what was agreed to the form only those who may raise", () => {
    expect(html(guidanceWith("Lambeth"))).toContain('<a href="/raise">raise it</a>');
    const others = html(guidanceWith("Lambeth", { mayRaise: false }));
    expect(others).not.toContain("raise it</a>");
    expect(text(others)).toContain("ring 999 now");
  });

  it("say whether police are coming, while the answer stands", () => {
    const list = (of: typeof marked) => text(html(mineWith([of])));
    const answered = { ...marked, reopened: null };
    const title = titleOf(answered.terms.decisions, answered.decision?.code ?? "");
    expect(list(answered)).toContain(title);
    expect(list({ ...marked, reopened: { why: "disagreement", by: inspector, at: NOW } })).not.toContain(title);
  });

  it("lead to no form that the case's page does not offer", () => {
    const asks = (of: typeof marked) => text(html(mineWith([of])));
    const answered = { ...marked, reopened: null };
    expect(asks({ ...answered, disagreements: [] })).toContain("We read it differently");
    expect(asks(answered)).not.toContain("We read it differently"); // said once already at this tier
    const fresh = raised().next;
    expect(asks(fresh)).toContain("Things have changed");
    expect(asks(fresh)).not.toContain("We read it differently");
  });

  it("ask the raising side for its interim plan", () => {
    const [open, earlier] = [
      (of: typeof marked) => text(html(mineWith([of]))),
      (of: typeof marked) => text(html(mineWith([], [of]))),
    ];
    expect(open({ ...marked, plan: null })).toContain("Say your interim plan");
    expect(open(marked)).not.toContain("Say your interim plan");
    expect(earlier({ ...marked, plan: null })).toContain("your interim plan is needed");
    expect(earlier(marked)).not.toContain("your interim plan is needed");
  });
});

describe("the list of what is unusual", () => {
  it("says nothing of earlier pages where this one is empty", () => {
    const empty = { agency: "Guy’s", flags: [], nameOf: () => "", siteOf: () => "", now: NOW };
    const list = (next: string | null) => text(html(flagsPage({ ...empty, next })));
    expect(list("more")).toContain("None on this page.");
    expect(list(null)).toContain("Nothing was done unusually often.");
  });
});
