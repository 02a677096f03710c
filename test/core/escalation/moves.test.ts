import { describe, expect, it } from "@jest/globals";
import { acknowledge } from "../../../core/escalation/acknowledge.ts";
import { addNote } from "../../../core/escalation/add-note.ts";
import { arrive } from "../../../core/escalation/arrive.ts";
import { isRunning, nextDueAt, running } from "../../../core/escalation/clock.ts";
import { close, withdraw } from "../../../core/escalation/close.ts";
import { decide } from "../../../core/escalation/decide.ts";
import type { Escalation } from "../../../core/escalation/escalation.ts";
import type { Move } from "../../../core/escalation/move.ts";
import { waitingFor } from "../../../core/escalation/move.ts";
import { recordOutcome } from "../../../core/escalation/record-outcome.ts";
import { strike } from "../../../core/escalation/strike.ts";
import { unreachable } from "../../../core/escalation/unreachable.ts";
import { at, caseAfter, duty, dutyOfficer, inspector, NOW, nurse, raised, stranger, superintendent } from "../../builders.ts";

const told = (move: Move | undefined) => (move?.notices ?? []).map(({ kind, to }) => `${kind} ${to}`);
const whats = (move: Move | undefined) => (move?.facts ?? []).map(({ what }) => what);
const ack =
  (who = inspector, when = NOW) =>
  (current: Escalation) =>
    acknowledge(current, who, current.version, when, duty());
const decision =
  (code: string, more = {}, who = inspector, when = NOW) =>
  (current: Escalation) =>
    decide(current, { code, why: "on what is known", ...more }, who, current.version, when, duty());
const wait =
  (elapsed: string, on = duty()) =>
  (current: Escalation) =>
    strike(current, at(elapsed), on, "workflow");
const outcome =
  (code = "safe") =>
  (current: Escalation) =>
    recordOutcome(current, { code, seenBy: "police" }, inspector, NOW);
const refusing = (name: string) => expect.objectContaining({ name });

describe("acknowledging", () => {
  it("gives the case an owner, stops that clock only, and tells the raiser", () => {
    const move = ack()(raised().next);
    expect(move.next).toMatchObject({ owner: { by: inspector, tier: 0 }, acknowledged: { by: inspector }, decision: null });
    expect(running(move.next.clocks, "acknowledge")).toBeUndefined();
    expect(running(move.next.clocks, "decide")?.dueAt).toBe(at("PT15M"));
    expect(told(move)).toEqual(["update nurse"]);
  });

  it("stands everybody else down who was asked", () => {
    const second = caseAfter(raised(), wait("PT5M"));
    expect(told(ack(dutyOfficer, at("PT6M"))(second))).toEqual(["stand_down inspector", "update nurse"]);
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

  it("refuses someone who is not on duty, a tier not asked yet, and another agency altogether", () => {
    const current = raised().next;
    expect(() => acknowledge(current, inspector, 1, NOW, duty({ empty: [0] }))).toThrow(refusing("NotOnDuty"));
    expect(() => ack(superintendent)(current)).toThrow(refusing("NotOnDuty"));
    expect(() => ack(stranger)(current)).toThrow(refusing("NotFound"));
  });

  it("shows what changed to whoever answers an older picture, and takes the second press", () => {
    const second = caseAfter(raised(), wait("PT5M"));
    expect(() => acknowledge(second, inspector, 1, at("PT6M"), duty())).toThrow(refusing("ChangedMeanwhile"));
    expect(acknowledge(second, inspector, second.version, at("PT6M"), duty()).next.owner).toMatchObject({ by: inspector });
  });

  it("is refused by nothing that a note does", () => {
    const noted = caseAfter(raised(), (current) => addNote(current, { text: "He wears a blue gown" }, nurse, NOW));
    expect(acknowledge(noted, inspector, 1, NOW, duty()).next.owner).toMatchObject({ by: inspector });
  });
});

describe("deciding", () => {
  it("starts the arrive clock when somebody is to come", () => {
    const { next } = decision("attend_immediate", {}, inspector, at("PT3M"))(caseAfter(raised(), ack()));
    expect(running(next.clocks, "arrive")?.dueAt).toBe(at("PT18M"));
    expect(running(next.clocks, "decide")).toBeUndefined();
    expect(waitingFor(next)).toBe("arrive");
  });

  it("takes the case for whoever decides without having acknowledged", () => {
    const move = decision("attend_prompt")(raised().next);
    expect(whats(move)).toEqual(["acknowledged", "decided"]);
    expect(move.next.owner).toMatchObject({ by: inspector });
    expect(told(move)).toEqual(["update nurse"]);
  });

  it("needs a time for another look when it declines, and keeps that clock", () => {
    expect(() => decision("decline_threshold_not_met")(raised().next)).toThrow(
      expect.objectContaining({ errors: [{ field: "reviewAt", reason: expect.any(String) }] }),
    );
    const { next } = decision("decline_threshold_not_met", { reviewAt: at("PT2H") })(raised().next);
    expect(waitingFor(next)).toBe("review");
    expect(running(next.clocks, "review")?.dueAt).toBe(at("PT2H"));
  });

  it("goes up a tier by itself when the other look is missed, and owes a decision again", () => {
    const missed = wait("PT2H")(caseAfter(raised(), decision("decline_threshold_not_met", { reviewAt: at("PT2H") })));
    expect(whats(missed)).toEqual(["limit_missed", "tier_alerted"]);
    expect(missed?.next.tier).toBe(1);
    expect(running(missed?.next.clocks ?? [], "decide")?.dueAt).toBe(at("PT2H15M"));
  });

  it("wants an appointment where the priority is by appointment, and only there", () => {
    const planned = { type: "conveyance", threshold: ["none_unsure"] } as never;
    expect(() => decision("attend_prompt")(raised(planned).next)).toThrow(
      expect.objectContaining({ errors: [{ field: "arriveBy", reason: expect.any(String) }] }),
    );
    expect(() => decision("attend_prompt", { arriveBy: at("PT1H") })(raised().next)).toThrow(refusing("Invalid"));
    const { next } = decision("attend_prompt", { arriveBy: at("PT10H") })(raised(planned).next);
    expect(running(next.clocks, "arrive")?.dueAt).toBe(at("PT10H"));
  });

  it("refuses a code that is not in the terms, and a time that has passed", () => {
    expect(() => decision("police_must_attend")(raised().next)).toThrow(refusing("Invalid"));
    expect(() => decision("decline_threshold_not_met", { reviewAt: NOW })(raised().next)).toThrow(refusing("Invalid"));
  });

  it("replaces an earlier decision, and tells whoever had the case", () => {
    const first = caseAfter(
      raised(),
      wait("PT5M"),
      decision("decline_threshold_not_met", { reviewAt: at("PT2H") }, inspector, at("PT6M")),
    );
    const move = decision("attend_immediate", {}, dutyOfficer, at("PT7M"))(first);
    expect(move.next.decision).toMatchObject({ code: "attend_immediate", by: dutyOfficer });
    expect(told(move)).toEqual(["update nurse", "update inspector"]);
    expect(running(move.next.clocks, "review")).toBeUndefined();
  });
});

describe("time", () => {
  it("changes nothing when it wakes early, twice, or months after the end", () => {
    const current = raised().next;
    expect(strike(current, at("PT2M59S"), duty(), "workflow")).toBeUndefined();
    const struck = caseAfter(raised(), wait("PT5M"));
    expect(strike(struck, at("PT5M"), duty(), "workflow")).toBeUndefined();
    const ended = caseAfter(raised(), (one) => withdraw(one, { as: "found_safe", why: "He is back" }, nurse, one.version, NOW));
    expect(strike(ended, at("PT2000H"), duty(), "sweeper")).toBeUndefined();
  });

  it("reminds before the limit, once", () => {
    const warned = strike(raised().next, at("PT4M"), duty(), "workflow");
    expect(told(warned)).toEqual(["reminder inspector"]);
    expect(strike(warned?.next as Escalation, at("PT4M30S"), duty(), "workflow")).toBeUndefined();
  });

  it("climbs one tier, however many limits were missed at the same moment", () => {
    const third = caseAfter(raised(), wait("PT5M"), wait("PT10M"), wait("PT15M"));
    expect(third.tier).toBe(3);
    expect(third.clocks.filter(({ missedAt }) => missedAt === at("PT15M")).map(({ limit }) => limit)).toEqual([
      "decide",
      "acknowledge",
    ]);
    expect(running(third.clocks, "decide")?.dueAt).toBe(at("PT30M"));
  });

  it("names the top of the ladder, tells the raiser whom to ring, and asks everyone again", () => {
    const top = caseAfter(raised(), wait("PT5M"), wait("PT10M"), wait("PT15M"));
    const move = wait("PT20M")(top);
    expect(whats(move)).toEqual(["limit_missed", "nobody_answered", "asked_again"]);
    expect(told(move)).toEqual(["update nurse", "page inspector", "page duty_officer", "page superintendent", "page chief"]);
    const round = wait("PT25M")(move?.next as Escalation);
    expect(whats(round)).toEqual(["asked_again"]);
    expect(waitingFor(round?.next as Escalation)).toBe("repeat");
  });

  it("lets anyone on the ladder answer a case that nobody had answered", () => {
    const nobody = caseAfter(raised(), wait("PT5M"), wait("PT10M"), wait("PT15M"), wait("PT20M"));
    const { next } = ack(superintendent, at("PT21M"))(nobody);
    expect(next).toMatchObject({ nobodyAnsweredAt: null, owner: { by: superintendent } });
    expect(waitingFor(next)).toBe("decide");
    expect(nextDueAt(next.clocks)).not.toBeNull();
  });

  it("tells the next tier when nobody arrives, and goes on waiting for the arrival", () => {
    const late = wait("PT15M")(caseAfter(raised(), ack(), decision("attend_immediate")));
    expect(whats(late)).toEqual(["limit_missed", "tier_alerted"]);
    expect(told(late)).toEqual(expect.arrayContaining(["page duty_officer", "update nurse"]));
    expect(running(late?.next.clocks ?? [], "arrive")?.dueAt).toBe(at("PT30M"));
  });

  it("asks for a new run of the workflow when the next deadline came nearer, and whenever the sweeper had to strike", () => {
    const declined = caseAfter(raised(), decision("decline_threshold_not_met", { reviewAt: at("PT20H") }));
    expect(declined.run).toBe(1);
    const sooner = caseAfter(
      raised(),
      decision("decline_threshold_not_met", { reviewAt: at("PT20H") }),
      decision("attend_immediate", {}, inspector, at("PT1M")),
    );
    expect(sooner.run).toBe(sooner.version);
    expect(strike(raised().next, at("PT5M"), duty(), "workflow")?.next.run).toBe(1);
    expect(strike(raised().next, at("PT5M"), duty(), "sweeper")?.next.run).toBe(2);
  });

  it("only reminds when a decided case waits to be closed, and goes on reminding", () => {
    const there = caseAfter(raised(), ack(), decision("attend_immediate"), (one) =>
      arrive(one, { callSign: "LX21" }, inspector, NOW),
    );
    expect(waitingFor(there)).toBe("close");
    const due = nextDueAt(there.clocks) ?? "";
    const reminded = strike(there, due, duty(), "workflow");
    expect(reminded?.next.tier).toBe(0);
    expect(told(reminded)).toEqual(["reminder inspector", "reminder nurse"]);
    expect((nextDueAt(reminded?.next.clocks ?? []) ?? "") > due).toBe(true);
  });
});

describe("the end of the ladder, and the way back", () => {
  const nobodyDecided = () =>
    caseAfter(raised(), ack(), wait("PT15M"), wait("PT20M"), wait("PT25M"), wait("PT30M"), wait("PT35M"));

  it("is left by the owner who decides, and everyone stops being asked", () => {
    const left = nobodyDecided();
    expect(waitingFor(left)).toBe("repeat");
    const { next } = decision("attend_immediate", {}, inspector, at("PT36M"))(left);
    expect(next.nobodyAnsweredAt).toBeNull();
    expect(running(next.clocks, "repeat")).toBeUndefined();
    expect(waitingFor(next)).toBe("arrive");
  });

  it("asks each round those who are on duty then, and never more than fit into one move", () => {
    let current = nobodyDecided();
    for (let round = 1; round <= 60; round += 1) {
      const crowd = Object.fromEntries(
        current.terms.ladder.flatMap(({ teams }) =>
          teams.map((team) => [
            team,
            Array.from({ length: 30 }, (_, nth) => ({ person: `p_${round}_${team}_${nth}`, reachable: true })),
          ]),
        ),
      );
      const move = strike(current, nextDueAt(current.clocks) ?? "", crowd, "workflow") as Move;
      expect(move.notices.length + move.facts.length).toBeLessThan(90);
      current = move.next;
    }
    expect(current.asked.length).toBe(32);
    const answered = acknowledge(current, dutyOfficer, current.version, at("PT600H"), duty());
    expect(answered.notices.length).toBeLessThan(90);
  });

  it("says in the story who on duty was not asked, when a desk is crowded", () => {
    const [team = ""] = raised().next.terms.ladder[0]?.teams ?? [];
    const crowd = { ...duty(), [team]: Array.from({ length: 11 }, (_, nth) => ({ person: `p_${nth}`, reachable: true })) };
    const alert = raised({}, crowd).facts.find(({ what }) => what === "tier_alerted");
    expect(alert).toMatchObject({ about: { unasked: ["p_8", "p_9", "p_10"] } });
    expect(raised({}, crowd).notices).toHaveLength(8);
  });
});

describe("an appointment", () => {
  it("is remembered to whoever has it before it passes, a quarter of an hour or half-way", () => {
    const look = caseAfter(raised(), decision("decline_threshold_not_met", { reviewAt: at("PT2H") }));
    const warned = strike(look, at("PT1H45M"), duty(), "workflow");
    expect(told(warned)).toEqual(["reminder inspector"]);
    const near = caseAfter(raised(), decision("decline_threshold_not_met", { reviewAt: at("PT10M") }));
    expect(nextDueAt(near.clocks)).toBe(at("PT5M"));
  });

  it("does not lie years ahead because somebody mistyped one", () => {
    expect(() => decision("decline_threshold_not_met", { reviewAt: at("PT9000H") })(raised().next)).toThrow(refusing("Invalid"));
  });

  it("reminds those on duty when whoever has it has gone home", () => {
    const taken = caseAfter(raised(), ack());
    const [team = ""] = taken.terms.ladder[0]?.teams ?? [];
    const later = { ...duty(), [team]: [{ person: "next_shift", reachable: true }] };
    expect(told(strike(taken, at("PT10M"), later, "workflow"))).toEqual(["reminder next_shift"]);
  });
});

describe("a message that will not arrive", () => {
  const page = (current: Escalation) =>
    ({ ...raised().notices[0], id: "000001-00", case: current.id, partnership: "london", at: NOW, fate: "accepted" }) as never;

  it("counts as a missed limit at once when it was the tier's last hope", () => {
    const current = raised().next;
    const move = unreachable(current, page(current), "it bounced", [], at("PT1M"), duty());
    expect(whats(move)).toEqual(["notice_failed", "tier_alerted"]);
    expect(move.settled).toEqual([{ notice: "000001-00", reason: "it bounced", was: "accepted" }]);
    expect(told(move)).toEqual(["rota_gap rota_manager_met", "page duty_officer", "update nurse"]);
  });

  it("waits for the others of that tier while there is hope", () => {
    const current = raised().next;
    expect(unreachable(current, page(current), "it bounced", ["another"], at("PT1M"), duty()).next.tier).toBe(0);
  });

  it("asks whoever has come on duty at the same desk, before the next tier", () => {
    const current = raised().next;
    const [team = ""] = current.terms.ladder[0]?.teams ?? [];
    const later = { ...duty(), [team]: [{ person: "next_shift", reachable: true }] };
    const move = unreachable(current, page(current), "no longer on duty when it could leave", [], at("PT1M"), later);
    expect(move.next.tier).toBe(0);
    expect(told(move)).toContain("page next_shift");
  });

  it("tells the raiser's own desks when the raiser cannot be told that nobody has answered", () => {
    const nobody = raised({}, {}).next;
    const site = nobody.terms.ladder.flatMap(({ paired }) => paired)[0] ?? "";
    const lost = { ...(page(nobody) as object), kind: "update", to: "nurse", about: "nobody_answered" } as never;
    const move = unreachable(nobody, lost, "it bounced", [], at("PT1M"), {
      [site]: [{ person: "site_manager", reachable: true }],
    });
    expect(told(move)).toEqual(["update site_manager"]);
  });

  it("is only recorded when the case was answered meanwhile", () => {
    const current = caseAfter(raised(), ack());
    expect(whats(unreachable(current, page(current), "it bounced", [], at("PT1M"), duty()))).toEqual(["notice_failed"]);
  });
});

describe("arriving, closing, withdrawing", () => {
  const attended = () => caseAfter(raised(), ack(), decision("attend_immediate"));

  it("stops the arrive clock on a person on scene, told by either side", () => {
    const move = arrive(attended(), { claimedAt: at("PT1M") }, nurse, at("PT2M"));
    expect(move.next.arrived).toMatchObject({ by: nurse, at: at("PT2M") });
    expect(told(move)).toEqual(["update inspector"]);
    expect(() => arrive(move.next, {}, inspector, at("PT3M"))).toThrow(refusing("Conflict"));
  });

  it("knows no arrival that nobody decided on", () => {
    expect(() => arrive(raised().next, {}, inspector, NOW)).toThrow(refusing("NotYet"));
  });

  it("closes only when nothing is owed and somebody said what happened to the person", () => {
    const shut = (current: Escalation) => close(current, {}, inspector, current.version, NOW);
    expect(() => shut(raised().next)).toThrow(refusing("NotYet"));
    expect(() => shut(attended())).toThrow(refusing("NotYet"));
    const there = caseAfter({ ...raised(), next: attended() }, (one) => arrive(one, {}, inspector, NOW));
    expect(() => shut(there)).toThrow(refusing("NotYet"));
    const closed = shut(caseAfter({ ...raised(), next: there }, outcome())).next;
    expect(closed.closed).toMatchObject({ as: "closed", by: inspector });
    expect(closed.clocks.some(isRunning)).toBe(false);
    expect(waitingFor(closed)).toBe("nothing");
    expect(() => shut(closed)).toThrow(refusing("Closed"));
  });

  it("still learns of an outcome after the case has closed", () => {
    const closed = caseAfter(raised(), (one) =>
      withdraw(one, { as: "no_longer_needed", why: "Found by family" }, nurse, one.version, NOW),
    );
    const { next } = recordOutcome(closed, { code: "found_injured", seenBy: "ambulance" }, nurse, at("PT48H"));
    expect(next.outcome).toMatchObject({ code: "found_injured" });
    expect(next.clocks.some(isRunning)).toBe(false);
  });

  it("lets only the raising agency withdraw, and stands down whoever was asked", () => {
    expect(() => withdraw(raised().next, { as: "found_safe", why: "Back" }, inspector, 1, NOW)).toThrow(refusing("NotAllowed"));
    expect(told(withdraw(raised().next, { as: "found_safe", why: "Back" }, nurse, 1, NOW))).toEqual(["stand_down inspector"]);
  });
});
