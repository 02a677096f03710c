import { acknowledge } from "../../core/escalation/acknowledge.ts";
import { withdraw } from "../../core/escalation/close.ts";
import { doneWith, giveAction } from "../../core/learning/action.ts";
import { addItem, attend, type Call, circulate, decideItem, planCall } from "../../core/learning/call.ts";
import { answerConcern, type Concern, NewConcern, objectTo, raiseConcern } from "../../core/learning/concern.ts";
import { answerFeedback, type Feedback, giveFeedback, takeUp } from "../../core/learning/feedback.ts";
import { answerReview, type Review, ReviewAnswer, reviewOf } from "../../core/learning/review.ts";
import { occasionOn } from "../../core/learning/series.ts";
import type { Learning } from "../../core/partnership/learning.ts";
import { type Instant, plus } from "../../core/time.ts";
import { at, caseAfter, duty, inspector, london, NOW, nurse, raised } from "../builders.ts";
import { HOSTILE } from "./showing.tsx";

/** How London's partners learn, as the product ships it. */
const learning = london.learning as Learning;
const chair = { id: learning.chair, name: "The chair", agency: "RV5" };
const NAMES = { partnership: "london", id: "7d7b8f0e-3c1a-4b52-9f00-0123456789ac", reference: "CN-234-567" };

const ASKED = NewConcern.parse({ source: "near_miss", theme: "T05", agency: "01", happened: HOSTILE, wouldNeed: HOSTILE });

/** A concern as the nurse has just raised it; and answered, and objected to, every word by somebody who means no good. */
export const aConcern = (): Concern => raiseConcern({ ...NAMES, case: null }, ASKED, nurse, NOW, learning).next;
export const answered = (): Concern => answerConcern(aConcern(), HOSTILE, inspector, true, at("PT1H"), learning, []).next;
export const objected = (): Concern => objectTo(answered(), HOSTILE, nurse, at("PT1H"), at("PT2H"), learning).next;

/** What somebody has given who has no account here; and with a concern that was made of it, and an answer. */
export const aFeedback = (): Feedback =>
  giveFeedback(
    { ...NAMES, reference: "FB-234-567" },
    { as: "carer", agency: "RJ1", happened: HOSTILE, better: HOSTILE },
    "pl",
    NOW,
    learning,
  ).next;
export const heardOut = (): Feedback => {
  const taken = takeUp(aFeedback(), { id: NAMES.id, reference: NAMES.reference }, "T03", chair, at("PT1H")).next;
  return answerFeedback(taken, { theme: "T05", words: HOSTILE }, chair, at("PT2H")).next;
};

/** A closed case of the nurse's that the inspector had, and its review before anybody has answered. */
export const closedCase = () =>
  caseAfter(
    raised(),
    (of) => acknowledge(of, inspector, of.version, at("PT1M"), duty()),
    (of) => withdraw(of, { as: "withdrawn_found_safe", why: HOSTILE }, nurse, of.version, at("PT2M"), duty()),
  );
export const aReview = (): Review => {
  const review = reviewOf(closedCase());
  if (!review) throw new Error("no review");
  return { ...review, owed: { warnAt: null, dueAt: at("PT168H") } };
};
const SAID = ReviewAnswer.parse({
  shouldHaveCome: "yes",
  shouldHaveAttended: "no",
  wentWell: HOSTILE,
  wouldHavePrevented: HOSTILE,
  themes: ["T05", "T20"],
  lines: [HOSTILE.slice(0, 200), "The second line."],
});
export const bothSaid = (): Review => {
  const one = answerReview(aReview(), SAID, nurse, at("PT1H")).next;
  return answerReview(one, { ...SAID, shouldHaveCome: "no" }, inspector, at("PT2H")).next;
};

/** An action that was given under the concern, due in a week; and handed in. */
export const anAction = (from: Parameters<typeof giveAction>[0]["from"] = { what: "concern", concern: NAMES.id }) => {
  const named = { partnership: "london", id: "7d7b8f0e-3c1a-4b52-9f00-0123456789ad", from };
  return giveAction(named, { title: HOSTILE.slice(0, 200), owner: "inspector", dueOn: "2026-01-23" }, "01", chair, NOW).next;
};
export const handedIn = () =>
  doneWith(anAction(), { words: HOSTILE, link: "https://example.org/a?b=1&c=%22" }, inspector, at("PT1H"), learning).next;

/** A daily call with two items that somebody added, before it begins; while it is held; and with its minutes circulated. */
const CALL_DAY = "2026-01-16";
const daily = () => {
  const series = learning.series.find(({ code }) => code === "daily");
  if (!series) throw new Error("no daily call");
  return planCall("london", occasionOn(series, CALL_DAY));
};
export const plannedCall = (): Call => daily();
export const calledTo = (): Call => {
  const item = { why: "concern" as const, also: [], title: "", because: "", references: [], matter: null, carried: 0 };
  const LEFT_OUT = ["one", "another"].map((id) => ({ id, ...item }));
  const invited: Call = { ...daily(), stage: "invited", invited: [chair.id, "noor_vane"], looksFrom: NOW, more: LEFT_OUT };
  const first = addItem(invited, { title: HOSTILE.slice(0, 200), because: HOSTILE.slice(0, 300) }, "added_1").next;
  return addItem(first, { title: "The second item", because: "It is new" }, "added_2").next;
};
export const held = (): Call => ({ ...calledTo(), stage: "open" });
export const during = (): Instant => plus(daily().startsAt, "PT1M");
export const circulated = (): Call => {
  const decided = decideItem(held(), "added_2", { outcome: "closed", words: HOSTILE }, chair, during()).next;
  const there = decided.agencies.reduce<Call>(
    (of, agency) => attend(of, { agency, present: agency !== "R1H", as: HOSTILE.slice(0, 120) }, during()).next,
    decided,
  );
  return circulate(there, chair, plus(during(), "PT1H")).next;
};
