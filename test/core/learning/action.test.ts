import { describe, expect, it } from "@jest/globals";
import {
  Action,
  actionLeft,
  beginAction,
  cancelAction,
  checkEvidence,
  daysLate,
  doneWith,
  Evidence,
  giveAction,
  giveOn,
  sendBack,
  strikeAction,
} from "../../../core/learning/action.ts";
import { plus } from "../../../core/time.ts";
import { CHAIR, LEARNING, MET, NOW, NURSE } from "./agreed.ts";

const names = {
  partnership: "london",
  id: "0b0e9ac6-8f52-4a5c-9f25-1d2b6c3d4e5f",
  from: { what: "call", call: "weekly_2026_07_01", item: null },
} as const;
const given = (dueOn = "2026-07-10"): Action =>
  giveAction(names, { title: "Publish the number", owner: "wren_ash", dueOn }, "01", CHAIR, NOW).next;
const done = () => doneWith(given(), { words: "It is on the page.", link: "https://example.org/number" }, MET, NOW, LEARNING);
/** Every message that time sends about an action, day by day. */
function through(of: Action, days: number, absent: readonly string[] = []) {
  const told: string[] = [];
  let next = of;
  for (let hour = 0; hour < days * 24; hour += 1) {
    const move = strikeAction(next, plus(NOW, `PT${hour + 1}H`), LEARNING, absent);
    for (const { to, news } of move?.telling ?? []) told.push(`${to} ${news.what}${"days" in news ? ` ${news.days}` : ""}`);
    next = move?.next ?? next;
  }
  return { told, next };
}

describe("an action", () => {
  it("tells the person who has it, on the day it is due and each morning after it, and then the lead of their agency", () => {
    const { told } = through(
      giveAction(names, { title: "x", owner: "idris_vale", dueOn: "2026-07-03" }, "01", CHAIR, NOW).next,
      9,
    );
    expect(told).toEqual([
      "idris_vale action_due 0",
      "idris_vale action_due 1",
      "idris_vale action_due 2",
      "idris_vale action_due 3",
      "idris_vale action_due 4",
      "idris_vale action_due 5",
      "idris_vale action_due 6",
      "idris_vale action_due 7",
      "wren_ash action_to_lead 7",
    ]);
  });

  it("whose owner no message reaches is their lead's to hear of from its day on, and not a week later", () => {
    const given = giveAction(names, { title: "x", owner: "idris_vale", dueOn: "2026-07-03" }, "01", CHAIR, NOW).next;
    expect(through(given, 3, ["idris_vale"]).told).toEqual(["wren_ash action_to_lead 0", "wren_ash action_to_lead 1"]);
    expect(through(given, 2, ["idris_vale", "wren_ash"]).told).toEqual(["tess_quill action_to_lead 0"]);
  });

  it("whose owner leaves is their lead's to hear of at once, and one that is nobody's to do any more is not", () => {
    const left = actionLeft(given(), "wren_ash", NOW, LEARNING, []);
    expect(left?.telling).toEqual([
      { to: "tess_quill", news: expect.objectContaining({ what: "action_to_lead", owner: "wren_ash", isReached: false }) },
    ]);
    expect(left?.next).toMatchObject({ owner: "wren_ash", nextAt: given().nextAt, toLeadAt: null });
    expect(actionLeft(given(), "idris_vale", NOW, LEARNING, [])).toBeUndefined();
    expect(actionLeft(done().next, "wren_ash", NOW, LEARNING, [])).toBeUndefined();
  });

  it("of a lead goes to the chair when it stays late", () => {
    expect(through(given("2026-07-02"), 8).told.at(-1)).toBe("tess_quill action_to_lead 7");
  });

  it("is not done without evidence, nor with a link that is none", () => {
    expect(Evidence.safeParse({ words: "" }).success).toBe(false);
    expect(Evidence.safeParse({ words: "Done.", link: "javascript:alert(1)" }).success).toBe(false);
    expect(Evidence.safeParse({ words: "Done.", link: "http://example.org" }).success).toBe(false);
  });

  it("is over when somebody else has looked at the evidence, never its owner", () => {
    const { next, telling } = done();
    expect(telling.map(({ to, news }) => [to, news.what])).toEqual([["tess_quill", "action_to_check"]]);
    expect(() => checkEvidence(next, MET, true, NOW, NOW)).toThrow(expect.objectContaining({ name: "NotAllowed" }));
    expect(() => checkEvidence(next, NURSE, false, NOW, NOW)).toThrow(expect.objectContaining({ name: "NotAllowed" }));
    expect(checkEvidence(next, CHAIR, true, NOW, NOW).next).toMatchObject({
      status: "evidence_checked",
      nextAt: null,
      checked: { by: CHAIR },
    });
  });

  it("finds somebody else to look at it when the chair's own evidence is to be looked at", () => {
    const own = giveAction(names, { title: "x", owner: "tess_quill", dueOn: "2026-07-10" }, "RV5", CHAIR, NOW).next;
    const { telling } = doneWith(own, { words: "Done." }, CHAIR, NOW, LEARNING);
    expect(telling).toHaveLength(1);
    expect(telling[0]?.to).not.toBe("tess_quill");
  });

  it("whose evidence nobody looks at is asked about again and again", () => {
    const { told } = through(done().next, 22);
    expect(told).toEqual(Array(3).fill("tess_quill action_to_check"));
  });

  it("that is sent back is open again, without its evidence", () => {
    const { next } = sendBack(done().next, "The page is empty.", CHAIR, true, NOW, NOW);
    expect(next).toMatchObject({ status: "in_progress", evidence: null });
    expect(next.story.at(-1)).toMatchObject({ what: "sent_back", words: "The page is empty." });
    expect(through(next, 12).told[0]).toBe("wren_ash action_due 0"); // on its day, and not each morning before it
    expect(next.nextAt).toBe("2026-07-10T07:00:00.000Z");
  });

  it("is over, or sent back, on the evidence that was looked at, and not on what was given since", () => {
    const later = plus(NOW, "PT1H");
    const back = sendBack(done().next, "The page is empty.", CHAIR, true, NOW, NOW).next;
    const { next } = doneWith(back, { words: "It is on the page now." }, MET, later, LEARNING);
    const changed = expect.objectContaining({ name: "ChangedMeanwhile" });
    expect(() => checkEvidence(next, CHAIR, true, NOW, later)).toThrow(changed);
    expect(() => sendBack(next, "It is empty.", CHAIR, true, NOW, later)).toThrow(changed);
    expect(checkEvidence(next, CHAIR, true, later, later).next.status).toBe("evidence_checked");
  });

  it("that is given on keeps its day, and its new owner hears", () => {
    const { next, telling } = giveOn(given(), "idris_vale", "01", "On leave.", MET, false, NOW);
    expect(next).toMatchObject({ owner: "idris_vale", dueOn: "2026-07-10" });
    expect(telling).toEqual([{ to: "idris_vale", news: expect.objectContaining({ what: "action_given" }) }]);
  });

  it("that a lead takes away or gives on is no longer its owner's, who hears that once", () => {
    const { telling } = giveOn(given(), "idris_vale", "01", "He has the page.", CHAIR, true, NOW);
    expect(telling.map(({ to, news }) => [to, news.what])).toEqual([
      ["idris_vale", "action_given"],
      ["wren_ash", "action_given_on"],
    ]);
    const taken = giveOn(given(), "tess_quill", "RV5", "I see to it.", CHAIR, true, NOW).telling;
    expect(taken.map(({ to, news }) => [to, news.what])).toEqual([["wren_ash", "action_given_on"]]);
    expect(giveOn(given(), "wren_ash", "01", "Hers after all.", CHAIR, true, NOW).telling).toHaveLength(1);
  });

  it("is begun and done by its owner alone, and ended by a lead who is not", () => {
    expect(() => beginAction(given(), NURSE, NOW)).toThrow(expect.objectContaining({ name: "NotAllowed" }));
    expect(() => cancelAction(given(), "No.", MET, true, NOW)).toThrow(expect.objectContaining({ name: "NotAllowed" }));
    expect(cancelAction(given(), "Not needed.", CHAIR, true, NOW).next).toMatchObject({ status: "cancelled", nextAt: null });
    expect(() => beginAction(checkEvidence(done().next, CHAIR, true, NOW, NOW).next, MET, NOW)).toThrow(
      expect.objectContaining({ name: "Closed" }),
    );
  });

  it("is ended by nobody who gave it on while it was theirs, whoever has it since", () => {
    const on = giveOn(given(), "idris_vale", "01", "On leave.", MET, true, NOW).next;
    const further = giveOn(on, "omar_reed", "01", "On leave too.", CHAIR, true, NOW).next;
    for (const one of [on, further])
      expect(() => cancelAction(one, "No.", MET, true, NOW)).toThrow(expect.objectContaining({ name: "NotAllowed" }));
    expect(cancelAction(further, "Not needed.", CHAIR, true, NOW).next.status).toBe("cancelled");
  });

  it("that was kept before anybody wrote down who had it is read, and says of nobody that they gave it on", () => {
    const { gaveOn: _, ...kept } = given();
    expect(Action.parse(kept).gaveOn).toEqual([]);
  });

  it("is due today or later, within a year", () => {
    expect(() => given("2026-06-30")).toThrow(expect.objectContaining({ errors: [expect.objectContaining({ field: "dueOn" })] }));
    expect(() => given("2027-12-31")).toThrow(expect.objectContaining({ errors: [expect.objectContaining({ field: "dueOn" })] }));
  });

  it("counts days late in London's days, and none once it has been done", () => {
    expect(daysLate(given("2026-07-10"), "2026-07-10T22:30:00.000Z")).toBe(0); // 23:30 in London, still that day
    expect(daysLate(given("2026-07-10"), "2026-07-10T23:30:00.000Z")).toBe(1); // 00:30 in London
    expect(daysLate(done().next, "2026-08-10T10:00:00.000Z")).toBe(0);
  });
});
