import { describe, expect, it } from "@jest/globals";
import { EMERGENCY } from "../../core/escalation/wording.ts";
import { packInWords } from "../../core/learning/pack-words.ts";
import type { FormLanguage } from "../../core/partnership/learning.ts";
import { invalid, Refusal } from "../../core/refusal.ts";
import { plus } from "../../core/time.ts";
import { type ActionForm, type ActionView, actionPage } from "../../web/action-page.tsx";
import { actionsPage } from "../../web/actions-page.tsx";
import { callMinutesPage } from "../../web/call-minutes-page.tsx";
import { type CallView, callPage } from "../../web/call-page.tsx";
import { callsPage } from "../../web/calls-page.tsx";
import { concernForm } from "../../web/concern-form.tsx";
import { type ConcernForm, type ConcernView, concernPage } from "../../web/concern-page.tsx";
import { concernsPage } from "../../web/concerns-page.tsx";
import { type FeedbackView, feedbackPage } from "../../web/feedback-page.tsx";
import { feedbacksPage } from "../../web/feedbacks-page.tsx";
import { learningPage } from "../../web/learning-page.tsx";
import { awayWords } from "../../web/learning-parts.tsx";
import { packPage } from "../../web/pack-page.tsx";
import type { Content } from "../../web/page.tsx";
import { type ReviewView, reviewPage } from "../../web/review-page.tsx";
import { type TellUsView, tellUsPage, toldPage } from "../../web/tell-us-page.tsx";
import { at, london, NOW } from "../builders.ts";
import { aPack } from "../core/learning/a-pack.ts";
import {
  aConcern,
  aFeedback,
  anAction,
  answered,
  aReview,
  bothSaid,
  calledTo,
  circulated,
  closedCase,
  during,
  handedIn,
  heardOut,
  held,
  objected,
  plannedCall,
} from "./learning-showing.ts";
import { HOSTILE, html, NONCE, text } from "./showing.tsx";

const agencyOf = (code: string) => london.agencies.find((agency) => agency.code === code)?.title ?? code;
const nameOf = (person: string) => `Name of ${person.replaceAll("_", " ")}`;
const keyOf = () => "key";
const people = [{ code: "inspector", title: HOSTILE }];
const agencies = [{ code: "RRU", title: agencyOf("RRU") }];
const tried = <F extends string>(form: F, values: Record<string, string>, refusal: Refusal) => ({
  ...{ form, refusal },
  values: new URLSearchParams(values),
});

const concern = (more: Partial<ConcernView> = {}): ConcernView => ({
  ...{ of: objected(), forms: [], actions: [], caseHref: undefined, agencies, people },
  ...{ nameOf, agencyOf, keyOf, tried: undefined, now: at("PT3H") },
  ...more,
});
const ALL_CONCERN: ConcernForm[] = ["answer", "acceptance", "objection", "passing-on", "actions"];

const feedback = (more: Partial<FeedbackView> = {}): FeedbackView => ({
  ...{ of: aFeedback(), concernHref: undefined, agencies, language: HOSTILE },
  ...{ nameOf, agencyOf, keyOf, tried: undefined, now: at("PT3H") },
  ...more,
});
const languages = london.learning?.feedback?.languages ?? [];
const language = languages[0] as FormLanguage;
const told = { form: "/tell-us/london", language, reference: "FB-234-567", answer: null, now: at("PT3H") };
const telling: TellUsView = {
  ...{ partnership: "london", languages, language, agencies, stamp: "stamp" },
  typed: new URLSearchParams({ happened: HOSTILE, better: HOSTILE }),
  fault: { field: "happened", why: "tooLong" },
};

const review = (more: Partial<ReviewView> = {}): ReviewView => ({
  ...{ review: aReview(), of: closedCase(), agency: "RJ1", people, pfdDays: 56, mayOpen: () => true },
  ...{ agencyOf, keyOf, tried: undefined, now: at("PT3H") },
  ...more,
});

const action = (more: Partial<ActionView> = {}): ActionView => ({
  ...{ of: { ...handedIn(), daysLate: 0 }, forms: [], from: { title: HOSTILE, href: undefined }, people },
  ...{ nameOf, agencyOf, keyOf, tried: undefined, now: at("PT3H") },
  ...more,
});
const ALL_ACTION: ActionForm[] = ["beginning", "evidence", "check", "sending-back", "owner", "cancellation"];

const call = (more: Partial<CallView> = {}): CallView => ({
  ...{ of: held(), mayMinute: true, given: [], hrefOf: () => undefined, people, likely: () => HOSTILE },
  agencies: held().agencies.map((code) => ({ code, title: agencyOf(code) })),
  ...{ nameOf, keyOf, tried: undefined, now: during() },
  ...more,
});
const given = { ...anAction({ what: "call", call: held().id, item: null }), daysLate: 2 };
const asksAbout = { id: closedCase().id, reference: "RC-234-567" };
const newConcern = { about: asksAbout, agencies, likely: "RRU", press: { key: "k" }, tried: undefined };
const nothing = invalid({ field: "source", reason: "is needed" }, { field: "theme", reason: "is needed" });

const start = {
  ...{ reviews: [aReview()], toAnswer: [aConcern()], toAccept: [answered()], toCheck: [handedIn()], feedback: [aFeedback()] },
  ...{ actions: [{ ...anAction(), daysLate: 3 }], nextCall: plannedCall(), agency: HOSTILE, now: at("PT3H") },
};
const lists = { nameOf: () => HOSTILE, agencyOf, now: at("PT3H"), next: "n" };
const minutes = { of: circulated(), given: [given], agencies: call().agencies, agencyOf, nameOf: () => HOSTILE, now: during() };

const named = (code: string) => code.replaceAll("_", " ");
const NAMED = { agencyOf: named, areaOf: named, typeOf: named, answerOf: named, outcomeOf: named };

const PAGES: [string, () => Content][] = [
  ["what waits", () => learningPage(start)],
  ["concerns", () => concernsPage({ items: [aConcern(), objected()], ...lists })],
  ["feedback", () => feedbacksPage({ items: [aFeedback(), heardOut()], form: "/tell-us/london", ...lists })],
  ["one feedback", () => feedbackPage(feedback({ tried: tried("answer", { words: HOSTILE }, nothing) }))],
  ["an answered feedback", () => feedbackPage(feedback({ of: heardOut(), concernHref: "/concerns/7d7b8f0e" }))],
  ["what its giver reads", () => toldPage({ ...told, answer: heardOut().answer })],
  ["the public form", () => tellUsPage(telling)],
  ["a new concern", () => concernForm(newConcern)],
  ["a new concern, with errors", () => concernForm({ ...newConcern, tried: tried("concern", { happened: HOSTILE }, nothing) })],
  ["a concern with every form", () => concernPage(concern({ forms: ALL_CONCERN, actions: [{ of: given, href: "/actions/a" }] }))],
  [
    "a concern, a press not done",
    () => concernPage(concern({ tried: tried("answer", { words: HOSTILE }, new Refusal("Closed", HOSTILE)) })),
  ],
  ["a review to answer", () => reviewPage(review())],
  ["a review that both have answered", () => reviewPage(review({ review: bothSaid() }))],
  [
    "a review with a line that was refused",
    () =>
      reviewPage(
        review({
          tried: tried("answer", { "lines.1": HOSTILE }, invalid({ field: "lines.1", reason: `«${HOSTILE}» names somebody` })),
        }),
      ),
  ],
  ["actions", () => actionsPage({ items: [{ ...given, ownerName: HOSTILE }], reader: "nurse", agencyOf, now: NOW })],
  ["an action with every form", () => actionPage(action({ forms: ALL_ACTION }))],
  ["calls", () => callsPage({ items: [held(), plannedCall()], ...lists })],
  ["a call before it begins", () => callPage(call({ of: calledTo(), now: NOW }))],
  ["a call as its minutes are kept", () => callPage(call({ given: [given] }))],
  [
    "a call whose minutes lack something",
    () =>
      callPage(
        call({ tried: tried("minutes", {}, new Refusal("NotYet", "no", { errors: [{ field: "attendance.01", reason: "?" }] })) }),
      ),
  ],
  ["a call, for somebody who keeps no minutes", () => callPage(call({ of: circulated(), mayMinute: false }))],
  ["minutes for print", () => callMinutesPage(minutes)],
  ["a pack", () => packPage(packInWords(aPack({ lines: { raising: [HOSTILE], answering: [HOSTILE] } }), NAMED), "/calls/c")],
];

describe.each(PAGES)("the page «%s»", (_, content) => {
  const markup = html(content());
  const tags = (markup.match(/<[a-z][^>]*>/gi) ?? []).map((tag) => tag.replace(/"[^"]*"/g, '""'));

  it("says that it is no emergency line", () => {
    expect(text(markup)).toContain(EMERGENCY);
  });

  it("shows people's words as words, and keeps to the content security policy", () => {
    expect(tags.filter((tag) => /^<img|alert|\sstyle=|\son\w+=|^<style/i.test(tag))).toEqual([]);
    expect(markup.includes("alert(1)</script>")).toBe(false);
    expect(markup.match(/(?:href|action|src)="(?!\/|#|tel:|data:,|https:\/\/example\.org\/)[^"]*/g)).toBeNull();
    const scripts = [...markup.matchAll(/<script([^>]*)>/g)].map(([, attributes]) => attributes);
    expect(scripts.filter((attributes) => attributes?.includes(`nonce="${NONCE}"`))).toHaveLength(2);
    expect(scripts).toHaveLength(2);
  });

  it("gives each id once, and every link within the page somewhere to land", () => {
    const ids = [...markup.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    expect(ids.filter((id, nth) => ids.indexOf(id) !== nth)).toEqual([]);
    const targets = [...markup.matchAll(/href="#([^"]*)"/g)].map(([, id]) => id);
    expect(targets.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it("shows no code where there is a word for it", () => {
    expect(
      text(markup)
        .match(/\b[a-z]+_[a-z_]+\b/g)
        ?.filter((code) => code !== "weekly_2026_07_01") ?? [],
    ).toEqual([]);
  });
});

/** The forms of a page, by where they go. */
const formsOf = (content: Content) =>
  [...html(content).matchAll(/<form [^>]*action="\/\w+\/[^"]*\/([^"]*)"/g)].map(([, form]) => form);

describe("what a reader may not do", () => {
  it("has no form", () => {
    expect(formsOf(concernPage(concern()))).toEqual([]);
    expect(formsOf(concernPage(concern({ forms: ALL_CONCERN }))).toSorted()).toEqual(ALL_CONCERN.toSorted());
    expect(formsOf(actionPage(action()))).toEqual([]);
    expect(formsOf(actionPage(action({ forms: ["check"] })))).toEqual(["check"]);
    expect(formsOf(callPage(call({ mayMinute: false })))).toEqual([]);
    expect(formsOf(callPage(call({ of: circulated() })))).toEqual([]);
    expect(formsOf(reviewPage(review({ agency: "R1H" })))).toEqual([]);
  });

  it("is nothing of the minutes before a call begins, but its agenda and that it is not held", () => {
    expect(formsOf(callPage(call({ of: calledTo(), now: NOW })))).toEqual(["items", "cancellation"]);
    expect(new Set(formsOf(callPage(call())))).toEqual(
      new Set(["attendance", "decision", "actions", "items", "cancellation", "minutes"]),
    );
  });

  it("keeps what was typed when the form is gone, and says why it was not done", () => {
    const refusal = new Refusal("Closed", "This concern is settled.");
    const words = text(html(concernPage(concern({ tried: tried("answer", { words: "One number now." }, refusal) }))));
    expect(words).toContain("Not done This concern is settled.");
    expect(words).toContain("One number now.");
  });
});

describe("a new concern", () => {
  it("asks five things, says that it names no patients, and looks alike for good practice", () => {
    const markup = html(concernForm(newConcern));
    const names = [...markup.matchAll(/<(?:input|textarea|select)[^>]*>/g)]
      .map(([tag]) => tag)
      .filter((tag) => !tag.includes('type="hidden"'))
      .map((tag) => tag.match(/name="([^"]*)"/)?.[1]);
    expect(new Set(names)).toEqual(new Set(["source", "happened", "wouldNeed", "agency", "theme"]));
    expect(text(markup)).toContain("No names of patients: say which case it is by its reference.");
    expect(text(markup)).toContain("This is good practice");
  });
});

describe("what is late", () => {
  it("is said in words, the time before everything else", () => {
    const late = plus(aConcern().owed?.dueAt ?? NOW, "PT72H");
    expect(text(html(concernPage(concern({ of: aConcern(), now: late }))))).toMatch(
      /Waits for an answer Late\. Answer by \d\d:\d\d GMT, \w+ \d+ \w+, 3 days overdue/,
    );
    expect(text(html(learningPage(start)))).toContain("3 days late: due on Friday 23 January");
    expect(awayWords(NOW, at("PT47H"))).toBe("47 hours left");
    expect(awayWords(NOW, at("PT49H"))).toBe("2 days left");
  });
});

describe("the other side’s answer", () => {
  const one = {
    ...bothSaid(),
    asked: bothSaid().asked.map((asked) => (asked.side === "answering" ? { ...asked, answer: null } : asked)),
  };
  const words = (view: Partial<ReviewView>) => text(html(reviewPage(review(view))));

  it("is shown to a side that has answered, and to nobody who has not", () => {
    expect(words({ review: one, agency: "RJ1" })).toContain("The second line.");
    expect(words({ review: one, agency: "01" })).not.toContain("The second line.");
    expect(words({ review: one, agency: "RRU" })).not.toContain("The second line.");
    expect(words({ review: bothSaid(), agency: "RRU" })).toContain("The second line.");
  });

  it("is beside one’s own where they differ, in words", () => {
    expect(words({ review: bothSaid() })).toContain("The two sides differ on whether it should have come to police.");
    expect(words({ review: one })).not.toContain("The two sides differ");
  });

  it("is kept from before when the review was opened again, and stands in the form to be said anew", () => {
    const again = {
      ...bothSaid(),
      reopened: [{ at: at("PT4H"), why: "later_harm" as const }],
      asked: bothSaid().asked.map(({ answer, ...asked }) => ({ ...asked, answer: null, before: answer ? [answer] : [] })),
    };
    expect(words({ review: again })).toContain("it became known that the person came to harm.");
    expect(words({ review: again })).toContain("What it said before");
    expect(html(reviewPage(review({ review: again })))).toContain("The second line.</textarea>");
  });
});

describe("minutes for print", () => {
  const words = text(html(callMinutesPage(minutes)));

  it("say who was there, what was decided, who does what by when, and what is carried over", () => {
    expect(words).toMatch(/OFFICIAL-SENSITIVE Minutes: Daily call/);
    expect(words).toContain("Barts Health: not present");
    expect(words).toMatch(/What was decided The second item Added by the chair\. It is new Closed\./);
    expect(words).toMatch(/Who does what by when.*Friday 23 January.*Carried over/);
    expect(words).toContain("Nobody came to it.");
  });
});
