import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import {
  acceptAnswer,
  answerConcern,
  type Concern,
  concernDueAt,
  concernLeft,
  objectTo,
  passOn,
  raiseConcern,
  seesConcern,
  settleAtCall,
  strikeConcern,
} from "../../../core/learning/concern.ts";
import { type Instant, plus } from "../../../core/time.ts";
import { CHAIR, LEARNING, MET, NOW, NURSE } from "./agreed.ts";

const names = { partnership: "london", id: "0b0e9ac6-8f52-4a5c-9f25-1d2b6c3d4e5f", reference: "CN-234-567", case: null };
const asked = { source: "near_miss", theme: "T05", agency: "01", happened: "The referral was sent and nobody had it." } as const;
const raised = (more: object = {}) => raiseConcern(names, { ...asked, ...more }, NURSE, NOW, LEARNING);
const answered = () => answerConcern(raised().next, "One number from Monday.", MET, true, NOW, LEARNING, []).next;

describe("a concern", () => {
  it("belongs to a person from its first moment: the lead of the agency that is asked, who hears of it", () => {
    const { next, telling } = raised();
    expect(next.owner).toBe("wren_ash");
    expect(telling).toEqual([
      { to: "wren_ash", news: expect.objectContaining({ what: "concern_raised", dueAt: next.owed?.dueAt }) },
    ]);
  });

  it("of an agency that has named no lead is the chair's", () => {
    expect(raised({ agency: "93" }).next.owner).toBe("tess_quill");
  });

  it("goes to the chair when its answer is not there in time, and whoever raised it hears that once", () => {
    const late = plus(NOW, LEARNING.concern.answer.within);
    const first = strikeConcern({ ...raised().next, owed: { what: "answer", warnAt: null, dueAt: late } }, late, LEARNING, []);
    expect(first?.next).toMatchObject({ owner: "tess_quill", missed: 1 });
    expect(first?.telling.map(({ to }) => to)).toEqual(["wren_ash", "tess_quill", "amara_bell"]);
    const again = first && strikeConcern(first.next, first.next.owed?.dueAt ?? "", LEARNING, []);
    expect(again?.telling.map(({ to }) => to)).toEqual(["tess_quill", "wren_ash"]);
  });

  it("that was answered is settled by whoever raised it, or by silence", () => {
    expect(acceptAnswer(answered(), NURSE, NOW, NOW).next.settled).toMatchObject({ how: "accepted", by: NURSE });
    const silent = { ...answered(), owed: { what: "acceptance" as const, warnAt: null, dueAt: NOW } };
    expect(strikeConcern(silent, NOW, LEARNING, [])?.next).toMatchObject({
      settled: { how: "no_objection", by: "clock" },
      owed: null,
    });
  });

  it("whose raiser no message reaches is their lead's to say whether the answer does, before silence settles it", () => {
    const away = [NURSE.id];
    const { next, telling } = answerConcern(raised().next, "One number.", MET, true, NOW, LEARNING, away);
    const instead = { news: expect.objectContaining({ what: "concern_answered", insteadOf: NURSE.id }) };
    expect(telling).toEqual([{ to: "noor_vane", ...instead }]);
    expect(strikeConcern(next, next.owed?.warnAt ?? "", LEARNING, away)?.telling).toEqual([{ to: "noor_vane", ...instead }]);
    const neither = answerConcern(raised().next, "One number.", MET, true, NOW, LEARNING, [...away, "noor_vane"]);
    expect(neither.telling).toEqual([{ to: "tess_quill", ...instead }]);
    expect(objectTo(next, "Nobody picks it up.", { ...NURSE, id: "noor_vane" }, NOW, NOW, LEARNING).next.settled).toBeNull();
  });

  it("that waits for somebody who leaves is heard of at once by whoever stands in for them", () => {
    const told = (of: Concern, left: string) =>
      concernLeft(of, left, NOW, LEARNING, [])?.telling.map(({ to, news }) => [to, news.what]);
    expect(told(raised().next, "wren_ash")).toEqual([["tess_quill", "concern_near"]]);
    expect(told(answered(), NURSE.id)).toEqual([["noor_vane", "concern_answered"]]);
    expect([told(raised().next, NURSE.id), told(answered(), "wren_ash")]).toEqual([undefined, undefined]);
  });

  it("whose answer does not do is the chair's, and has to be answered anew", () => {
    const { next, telling } = objectTo(answered(), "Nobody picks it up.", NURSE, NOW, NOW, LEARNING);
    expect(next).toMatchObject({ owner: "tess_quill", owed: { what: "answer" } });
    expect(telling.map(({ to }) => to)).toEqual(["wren_ash", "tess_quill"]);
  });

  it("that is passed on keeps the time it has", () => {
    const { next } = passOn(raised().next, "RRU", "Theirs.", MET, true, plus(NOW, "PT24H"), LEARNING);
    expect(next).toMatchObject({ agency: "RRU", owner: "tom_birch", owed: raised().next.owed });
  });

  it("that has an answer is passed on to nobody, whose silence would settle it", () => {
    expect(() => passOn(answered(), "RRU", "Theirs.", MET, true, NOW, LEARNING)).toThrow(
      expect.objectContaining({ name: "NotYet" }),
    );
  });

  it("is answered by its owner and settled by its raiser, and by nobody else", () => {
    expect(() => answerConcern(raised().next, "x", NURSE, false, NOW, LEARNING, [])).toThrow(
      expect.objectContaining({ name: "NotAllowed" }),
    );
    expect(() => acceptAnswer(answered(), MET, NOW, NOW)).toThrow(expect.objectContaining({ name: "NotAllowed" }));
    expect(() => acceptAnswer(raised().next, NURSE, NOW, NOW)).toThrow(expect.objectContaining({ name: "NotYet" }));
  });

  it("is settled, or objected to, on the answer that was read, and not on one that was given since", () => {
    const later = plus(NOW, "PT1H");
    const anew = answerConcern(answered(), "Two numbers, from Tuesday.", MET, true, later, LEARNING, []).next;
    const changed = expect.objectContaining({ name: "ChangedMeanwhile", facts: { by: MET, at: later } });
    expect(() => acceptAnswer(anew, NURSE, NOW, later)).toThrow(changed);
    expect(() => objectTo(anew, "Nobody picks it up.", NURSE, NOW, later, LEARNING)).toThrow(changed);
    expect(acceptAnswer(anew, NURSE, later, later).next.settled).toMatchObject({ how: "accepted" });
  });

  it("that a call has closed is settled once, with the call's words", () => {
    const { next } = settleAtCall(raised().next, "weekly_2026_07_01", "The number is published.", CHAIR, NOW) ?? raised();
    expect(next).toMatchObject({
      settled: { how: "at_a_call", call: "weekly_2026_07_01", words: "The number is published." },
    });
    expect(settleAtCall(next, "weekly_2026_07_08", "Again.", CHAIR, NOW)).toBeUndefined();
  });

  it("is seen by the two agencies, its owner and chairs", () => {
    const of = raised().next;
    const sees = (id: string, agency: string, ...roles: string[]) => seesConcern(of, { id, agency, roles });
    expect([sees("x", "RJ1"), sees("x", "01"), sees("x", "RRU"), sees("x", "RRU", "chair"), sees("wren_ash", "48")]).toEqual([
      true,
      true,
      false,
      true,
      true,
    ]);
  });

  it("never rests: whatever is done to it, it is settled, or somebody owes something by a time to come", () => {
    type Step = (of: Concern, now: Instant) => Concern;
    const steps: Step[] = [
      (of, now) => answerConcern(of, "Yes.", MET, true, now, LEARNING, []).next,
      (of, now) => acceptAnswer(of, NURSE, of.answer?.at ?? now, now).next,
      (of, now) => objectTo(of, "No.", NURSE, of.answer?.at ?? now, now, LEARNING).next,
      (of, now) => passOn(of, "RRU", "Theirs.", MET, true, now, LEARNING).next,
      (of, now) => strikeConcern(of, now, LEARNING, [])?.next ?? of,
      (of, now) => settleAtCall(of, "weekly_2026_07_01", "Done.", CHAIR, now)?.next ?? of,
    ];
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(steps.length - 1), fc.integer({ min: 0, max: 400 })), { maxLength: 30 }), (plan) => {
        let of = raised().next;
        let now: Instant = NOW;
        for (const [which, hours] of plan) {
          now = plus(now, `PT${hours + 1}H`);
          // Time's own move comes whenever something fell due, as the sweeper sees to it.
          for (let due = concernDueAt(of); due !== null && due <= now; due = concernDueAt(of))
            of = strikeConcern(of, now, LEARNING, [])?.next ?? of;
          try {
            of = steps[which]?.(of, now) ?? of;
          } catch (error) {
            expect((error as Error).name).toMatch(/NotAllowed|NotYet|Closed/);
          }
          const due = concernDueAt(of);
          expect(of.owner).not.toBe("");
          expect(of.settled === null ? due !== null && due > now : due === null).toBe(true);
        }
      }),
    );
  });
});
