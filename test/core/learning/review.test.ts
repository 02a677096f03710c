import { beforeEach, describe, expect, it } from "@jest/globals";
import type { Escalation } from "../../../core/escalation/escalation.ts";
import {
  addReference,
  answerReview,
  beginReview,
  closingQuestions,
  differencesOf,
  endedAgain,
  type Review,
  ReviewAnswer,
  reopenReview,
  respondBy,
  reviewDueAt,
  reviewOf,
  settledAt,
  silentSides,
  strikeReview,
  suspended,
} from "../../../core/learning/review.ts";
import { OF_POLICE } from "../../../core/partnership/partnership.ts";
import { plus } from "../../../core/time.ts";
import { LEARNING, MET, NOW, NURSE, who } from "./agreed.ts";

const INSPECTOR = who("idris_vale", "01");
const TYPES = [{ code: "walkout_healthcare", title: "Walkout from healthcare, not detained" }];
const AREA = { code: "central_south", title: "Central South BCU", agency: "01" };
/** As little of a closed case as a review is made from. */
const closed = (more: object = {}): Escalation =>
  ({
    partnership: "london",
    id: "0b0e9ac6-8f52-4a5c-9f25-1d2b6c3d4e5f",
    reference: "RC-234-567",
    priority: "P1",
    ask: { type: "walkout_healthcare" },
    news: [],
    terms: { types: TYPES, area: AREA, speech: OF_POLICE, ladder: [], teams: {} },
    raised: { by: NURSE, at: NOW },
    decision: { by: INSPECTOR },
    acknowledged: null,
    closed: { as: "closed", by: NURSE, at: NOW, why: null },
    ...more,
  }) as unknown as Escalation;
const begun = (more?: object): Review => reviewOf(closed(more)) as Review;
const asked = (): Review => beginReview(begun(), NOW, LEARNING).next;
const answer = (more: object = {}) => ReviewAnswer.parse({ shouldHaveCome: "yes", shouldHaveAttended: "yes", ...more });

let review: Review;
beforeEach(() => {
  review = asked();
});

describe("a review", () => {
  it("keeps what the agreement of its case calls it", () => {
    expect(begun().called).toEqual({ type: "Walkout from healthcare, not detained", area: "Central South BCU" });
  });

  it("is asked of both sides, with a reminder before its limit", () => {
    const { next, telling } = beginReview(begun(), NOW, LEARNING);
    expect(telling.map(({ to, news }) => [to, news.what])).toEqual([
      ["amara_bell", "review_asked"],
      ["idris_vale", "review_asked"],
    ]);
    expect(next.owed).toEqual({ warnAt: plus(NOW, "PT96H"), dueAt: plus(NOW, "PT168H") });
  });

  it("is settled once both sides have answered or it is given up, and not while its case is open again", () => {
    const half = answerReview(review, answer(), NURSE, NOW).next;
    expect([settledAt(review), settledAt(half)]).toEqual([null, null]);
    const rests = suspended(half, plus(NOW, "PT1H")).next;
    expect([settledAt(rests), silentSides(rests)]).toEqual([null, []]);
    const again = endedAgain(
      rests,
      begun({ closed: { as: "closed", by: NURSE, at: plus(NOW, "PT2H"), why: null } }),
      NOW,
      LEARNING,
    ).next;
    const whole = [NURSE, INSPECTOR].reduce((of, by) => answerReview(of, answer(), by, plus(NOW, "PT3H")).next, again);
    expect([settledAt(again), settledAt(whole)]).toEqual([null, plus(NOW, "PT3H")]);
  });

  it("of a case that nobody decided asks whoever acknowledged it, else the lead of the force", () => {
    expect(begun({ decision: null, acknowledged: { by: MET } }).asked[1]?.person).toBe("wren_ash");
    const { telling } = beginReview(begun({ decision: null }), NOW, LEARNING);
    expect(telling.map(({ to }) => to)).toEqual(["amara_bell", "wren_ash"]);
  });

  it("asks in the words of who answered", () => {
    expect(closingQuestions(review)).toMatchObject({
      shouldHaveCome: { asks: "Should this have come to police?" },
      shouldHaveAttended: { asks: "Should police have come?" },
    });
    expect(closingQuestions({ answerers: "advice line clinicians" })).toMatchObject({
      shouldHaveCome: { asks: "Should this have come to advice line clinicians?" },
      shouldHaveAttended: { on: "whether somebody should have come" },
    });
  });

  it("of a case that went on in another asks nobody", () => {
    const merged = begun({ closed: { as: "merged_duplicate", by: NURSE, at: NOW, why: "same person" } });
    expect(beginReview(merged, NOW, LEARNING)).toMatchObject({ next: { version: 1, owed: null }, telling: [] });
  });

  it("keeps both sides beside one another, and says where they differ", () => {
    const one = answerReview(review, answer(), NURSE, NOW).next;
    expect(one.owed).not.toBeNull();
    const both = answerReview(one, answer({ shouldHaveAttended: "no" }), INSPECTOR, NOW).next;
    expect(both.owed).toBeNull();
    expect(both.asked.map(({ side, answer: given }) => [side, given?.shouldHaveAttended])).toEqual([
      ["raising", "yes"],
      ["answering", "no"],
    ]);
    expect(differencesOf(both)).toEqual(["shouldHaveAttended"]);
  });

  it("differs nowhere before both have answered", () => {
    expect(differencesOf(answerReview(review, answer(), NURSE, NOW).next)).toEqual([]);
  });

  it("is answered by the two agencies, and by nobody else", () => {
    expect(() => answerReview(review, answer(), who("tom_birch", "RRU"), NOW)).toThrow(
      expect.objectContaining({ name: "NotAllowed" }),
    );
  });

  it("reminds whoever was asked, then tells the leads, and in the end stands as not given", () => {
    const half = answerReview(review, answer(), NURSE, NOW).next;
    const told: string[] = [];
    let next = half;
    for (let day = 1; day < 60; day += 1) {
      const move = strikeReview(next, plus(NOW, `PT${day * 24}H`), LEARNING);
      for (const { to, news } of move?.telling ?? []) told.push(`${day} ${to} ${news.what}`);
      next = move?.next ?? next;
    }
    expect(told).toEqual([
      "4 idris_vale review_near",
      "7 wren_ash review_late",
      "7 idris_vale review_late",
      "14 wren_ash review_late",
      "14 idris_vale review_late",
      "21 wren_ash review_late",
      "21 idris_vale review_late",
    ]);
    expect(next).toMatchObject({ owed: null, reminders: 3 });
    expect(next.story.at(-1)?.what).toBe("not_given");
    expect(answerReview(next, answer(), INSPECTOR, NOW).next.asked[1]?.answer).toMatchObject({ by: INSPECTOR }); // late is better than never
  });

  it("is opened again by a later harm: both are asked anew, and what they said before stays", () => {
    const before = answerReview(review, answer(), NURSE, NOW).next;
    const { next, telling } = reopenReview(before, plus(NOW, "PT720H"), LEARNING);
    expect(next.asked[0]).toMatchObject({ answer: null, before: [expect.objectContaining({ by: NURSE })] });
    expect(next.reopened).toEqual([expect.objectContaining({ why: "later_harm" })]);
    expect(telling.map(({ to, news }) => [to, news.what])).toEqual([
      ["amara_bell", "review_reopened"],
      ["idris_vale", "review_reopened"],
    ]);
  });

  it("rests while its case is open again, and begins anew when that has ended again", () => {
    const before = answerReview(review, answer(), NURSE, NOW).next;
    const resting = suspended(before, NOW).next;
    expect(reviewDueAt(resting)).toBeNull();
    const later = plus(NOW, "PT48H");
    const ended = begun({ closed: { as: "withdrawn_other", by: NURSE, at: later, why: null } });
    const { next, telling } = endedAgain(resting, ended, later, LEARNING);
    expect(next).toMatchObject({ endedAs: "withdrawn_other", closedAt: later, version: resting.version + 1 });
    expect(next.asked[0]).toMatchObject({ answer: null, before: [expect.objectContaining({ by: NURSE })] });
    expect(telling.map(({ to }) => to)).toEqual(["amara_bell", "idris_vale"]);
  });

  it("gives a coroner's report 56 days, over a clock change too", () => {
    expect(respondBy("2026-10-01", LEARNING)).toBe("2026-11-26");
  });

  it("keeps a reference once, of a day that has been, from its own agencies", () => {
    const reference = { kind: "lfpse", reference: "LFPSE-1", on: "2026-07-01" } as const;
    const { next } = addReference(review, reference, NURSE, NOW, null);
    expect(next.references).toEqual([expect.objectContaining({ reference: "LFPSE-1", respondBy: null })]);
    expect(() => addReference(next, reference, NURSE, NOW, null)).toThrow(/already/);
    expect(() => addReference(review, { ...reference, on: "2026-07-02" }, NURSE, NOW, null)).toThrow(/today or earlier/);
    expect(() => addReference(review, reference, who("tom_birch", "RRU"), NOW, null)).toThrow(
      expect.objectContaining({ name: "NotAllowed" }),
    );
  });
});
