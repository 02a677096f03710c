import { describe, expect, it } from "@jest/globals";
import { acknowledge } from "../../../core/escalation/acknowledge.ts";
import { addNote, Note } from "../../../core/escalation/add-note.ts";
import { running } from "../../../core/escalation/clock.ts";
import {
  at,
  caseAfter,
  chief,
  duty,
  dutyOfficer,
  inspector,
  LADDER,
  NOW,
  nurse,
  raised,
  socialWorker,
  stranger,
  superintendent,
} from "../../builders.ts";
import { ack, callHandler, dueOf, everyone, linked, news, pass, passing, refusing, told, wait, whats } from "./moves.ts";

describe("acknowledging", () => {
  it("gives the case an owner until their shift ends, stops that clock only, and tells the raiser", () => {
    const move = ack(inspector, NOW, duty({ until: { 0: at("PT6H") } }))(raised().next);
    expect(move.next).toMatchObject({
      owner: { by: inspector, tier: 0, until: at("PT6H") },
      acknowledged: { by: inspector },
      decision: null,
    });
    expect(running(move.next.clocks, "acknowledge")).toBeUndefined();
    expect(dueOf(move.next, "decide")).toBe(at("PT15M"));
    expect(dueOf(move.next, "shift_end")).toBe(at("PT6H"));
    expect(told(move)).toEqual(["update nurse"]);
  });

  it("stands everybody else down who was asked", () => {
    const second = caseAfter(raised(), wait("PT5M"));
    expect(told(ack(dutyOfficer, at("PT6M"))(second))).toEqual(["stand_down inspector", "update nurse"]);
    expect(told(ack(inspector, at("PT6M"))(second))).toEqual(["stand_down duty_officer", "update nurse"]);
  });

  it("says who was first, and when, to whoever comes second", () => {
    const taken = caseAfter(raised(), wait("PT5M"), ack(inspector, at("PT6M")));
    expect(() => ack(dutyOfficer, at("PT7M"))(taken)).toThrow(
      expect.objectContaining({
        name: "AlreadyAcknowledged",
        message: expect.stringContaining("The inspector has had RC-234-567 since 02:06 GMT"),
      }),
    );
  });

  it("is taken from whoever has the case when their own tier is asked for it once more", () => {
    const top = LADDER.at(-1) ?? chief;
    const had = caseAfter(raised(), (one) => passing(one, at("PT16M")).at(-1), ack(top, at("PT17M"), everyone()));
    const joined = linked(socialWorker, at("PT20M"), everyone())(had);
    expect(told(joined)).toContain(`page ${top.id}`);
    const again = ack(top, at("PT21M"), everyone())(joined.next);
    expect(again.next.owner).toMatchObject({ by: top });
    expect(running(again.next.clocks, "acknowledge")).toBeUndefined();
    expect(() => ack(top, at("PT22M"), everyone())(again.next)).toThrow(refusing("AlreadyAcknowledged"));
  });

  it("lets a lower tier still answer after the next was asked", () => {
    const second = caseAfter(raised(), wait("PT5M"));
    expect(ack(inspector, at("PT6M"))(second).next.owner).toMatchObject({ by: inspector, tier: 0 });
  });

  it("does not let the owner silence the tier that was asked because they did not decide", () => {
    const late = caseAfter(raised(), ack(), wait("PT15M"));
    expect(late.tier).toBe(1);
    expect(() => ack(inspector, at("PT16M"))(late)).toThrow(refusing("AlreadyAcknowledged"));
    expect(ack(dutyOfficer, at("PT16M"))(late).next.owner).toMatchObject({ by: dutyOfficer });
  });

  it("is open to the owner once everyone is being asked again: the rounds stop, and it is still theirs", () => {
    const late = caseAfter(raised(), ack(), pass(at("PT45M")));
    expect(dueOf(late, "repeat")).toBeDefined();
    const { next } = ack(inspector, at("PT46M"))(late);
    expect(next).toMatchObject({ owner: { by: inspector }, nobodyAnsweredAt: null });
    expect(dueOf(next, "repeat")).toBeUndefined();
  });

  it("leaves the tier asked that stands beside the first for a child, until it is decided", () => {
    const child = raised({ under18: "yes" });
    expect(told(ack()(child.next))).toEqual(["update nurse"]);
    expect(told(ack(dutyOfficer)(child.next))).toEqual(["stand_down inspector", "update nurse"]);
    const decided = caseAfter(child, ack());
    expect(dueOf(decided, "acknowledge")).toBeUndefined();
  });

  it("makes news that came before it theirs to read, under a clock", () => {
    const { next } = ack(inspector, at("PT2M"))(caseAfter(raised(), news({}, callHandler, at("PT1M"))));
    expect(dueOf(next, "read_information")).toBe(at("PT7M"));
    expect(dueOf(ack()(caseAfter(raised(), news({}, inspector))).next, "read_information")).toBeUndefined();
  });

  it("refuses someone who is not on duty, a tier not asked yet, and another agency altogether", () => {
    const current = raised().next;
    expect(() => ack(inspector, NOW, duty({ empty: [0] }))(current)).toThrow(refusing("NotOnDuty"));
    expect(() => ack(superintendent)(current)).toThrow(refusing("NotOnDuty"));
    expect(() => ack(stranger)(current)).toThrow(refusing("NotFound"));
  });

  it("shows what changed to whoever answers an older picture, and takes the second press", () => {
    const second = caseAfter(raised(), wait("PT5M"));
    expect(() => acknowledge(second, inspector, 1, at("PT6M"), duty())).toThrow(refusing("ChangedMeanwhile"));
    expect(acknowledge(second, inspector, second.version, at("PT6M"), duty()).next.owner).toMatchObject({ by: inspector });
  });
});

describe("a note", () => {
  it("refuses nobody's answer, moves no clock and tells nobody", () => {
    const noted = addNote(raised().next, { text: "He wears a blue gown" }, nurse, NOW, duty());
    expect(whats(noted)).toEqual(["note_added"]);
    expect(noted.notices).toEqual([]);
    expect(noted.next.clocks).toEqual(raised().next.clocks);
    expect(acknowledge(noted.next, inspector, 1, NOW, duty()).next.owner).toMatchObject({ by: inspector });
  });

  it("is kept with the theme under which partners learn from it, when it has one that they know", () => {
    const move = addNote(raised().next, { text: "The review took longer than the search", theme: "T04" }, inspector, NOW, duty());
    expect(move.facts[0]).toMatchObject({ about: { theme: "T04" } });
    expect(Note.safeParse({ text: "A line", theme: "T21" }).success).toBe(false);
  });
});
