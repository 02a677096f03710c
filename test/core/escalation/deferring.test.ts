import { describe, expect, it } from "@jest/globals";
import { askForMore } from "../../../core/escalation/ask-for-more.ts";
import { defer } from "../../../core/escalation/defer.ts";
import { isComing, stageOf } from "../../../core/escalation/escalation.ts";
import { waitingFor } from "../../../core/escalation/move.ts";
import { standDown } from "../../../core/escalation/stand-down.ts";
import { at, caseAfter, duty, dutyOfficer, inspector, NOW, nurse, raised } from "../../builders.ts";
import {
  ack,
  decision,
  decline,
  deferred,
  disagreed,
  dueOf,
  everyone,
  hear,
  lineOf,
  moreWanted,
  naming,
  pass,
  refusing,
  shut,
  stoodDown,
  there,
  toldOf,
  wait,
  whats,
} from "./moves.ts";

describe("«not enough information»", () => {
  it("is no answer: both sides see what is missing, and every limit runs on", () => {
    const taken = caseAfter(raised(), ack());
    const move = moreWanted()(taken);
    expect(whats(move)).toEqual(["more_wanted"]);
    expect(lineOf(move, "more_wanted")).toMatchObject({ missing: "What he said, word for word", whoGets: "The nurse" });
    expect(toldOf(move)).toEqual(["update nurse more_wanted"]);
    expect(move.next).toMatchObject({ decision: null, clocks: taken.clocks });
  });

  it("does not take the case from anybody, nor for anybody", () => {
    expect(moreWanted()(raised().next).next).toMatchObject({ owner: null, asked: [inspector.id] });
    expect(dueOf(moreWanted()(raised().next).next, "acknowledge")).toBe(at("PT5M"));
  });

  it("stands beside the case until it is decided, the newest ten", () => {
    const asked = caseAfter(raised(), ...Array.from({ length: 12 }, (_, nth) => moreWanted({ missing: `Point ${nth}` })));
    expect(asked.wanted.map(({ missing }) => missing)).toEqual(Array.from({ length: 10 }, (_, nth) => `Point ${nth + 2}`));
    expect(asked.wanted[0]).toMatchObject({ by: inspector, whoGets: "The nurse", byWhen: at("PT10M") });
    expect(decision("attend_prompt")(asked).next.wanted).toEqual([]);
  });

  it("says which limb cannot be read, and by when it will be known", () => {
    const met = { reading: "met", facts: "He was seen on the bridge" };
    expect(() => moreWanted({ limbs: {} })(raised().next)).toThrow(naming("limbs"));
    expect(() => moreWanted({ limbs: { limb_a: met } })(raised().next)).toThrow(naming("limbs"));
    expect(() => moreWanted({ byWhen: NOW })(raised().next)).toThrow(naming("byWhen"));
    expect(
      moreWanted({ limbs: { limb_a: met, limb_b: { ...met, reading: "not_enough_information" } } })(raised().next).facts,
    ).toHaveLength(1);
  });

  it("is said by somebody on duty, and leaves everybody's answer as it was", () => {
    const wanted = { limbs: {}, missing: "What he said", whoGets: "The nurse", byWhen: at("PT5M") };
    expect(() => askForMore(raised().next, wanted, nurse, NOW, duty())).toThrow(refusing("NotOnDuty"));
    expect(moreWanted()(raised().next).next.changed).toEqual(raised().next.changed);
  });
});

describe("putting an answer off", () => {
  const taken = () => caseAfter(raised(), ack());

  it("has a reason and a new time, which are the limit from then on, and the other side sees both", () => {
    const move = deferred(at("PT40M"), inspector, at("PT2M"))(taken());
    expect(lineOf(move, "deferred")).toEqual({
      limit: "decide",
      reason: "no_units",
      why: "Every car is at the fire",
      until: at("PT40M"),
      count: 1,
    });
    expect(dueOf(move.next, "decide")).toBe(at("PT40M"));
    expect(toldOf(move)).toEqual(["update nurse deferred"]);
  });

  it("is for an arrival, too, once somebody was sent", () => {
    const move = deferred(at("PT40M"), inspector, at("PT2M"))(caseAfter(raised(), decision("attend_immediate")));
    expect(lineOf(move, "deferred")).toMatchObject({ limit: "arrive" });
    expect(dueOf(move.next, "arrive")).toBe(at("PT40M"));
    expect(waitingFor(move.next)).toBe("arrive");
  });

  it("is taken twice; a third is written down, moves nothing, and asks the next tier", () => {
    const twice = caseAfter({ ...raised(), next: taken() }, deferred(at("PT30M")), deferred(at("PT40M"), inspector, at("PT25M")));
    expect(twice.deferrals).toHaveLength(2);
    const third = deferred(at("PT50M"), inspector, at("PT35M"))(twice);
    expect(whats(third)).toEqual(["deferral_not_allowed", "tier_alerted"]);
    expect(lineOf(third, "deferral_not_allowed")).toEqual({
      limit: "decide",
      reason: "no_units",
      why: "Every car is at the fire",
      until: at("PT50M"),
      count: 3,
    });
    expect(dueOf(third.next, "decide")).toBe(at("PT40M"));
    expect(toldOf(third)).toEqual(["page duty_officer deferral", "update nurse deferral"]);
    expect(third.next.deferrals).toHaveLength(2);
  });

  it("counts on while the same arrival is awaited, whoever decides it once more", () => {
    const put = (nth: number) => deferred(at(`PT${nth + 5}M`), inspector, at(`PT${nth}M`));
    const next = caseAfter(raised(), decision("attend_immediate"), put(1), put(2), decision("attend_prompt"));
    expect(next.deferrals).toHaveLength(2);
    expect(whats(put(3)(next))).toContain("deferral_not_allowed");
    expect(caseAfter(raised(), decision("attend_immediate"), put(1), decision("missing_report_accepted")).deferrals).toEqual([]);
  });

  it("counts anew for each answer", () => {
    const twice = caseAfter(
      { ...raised(), next: taken() },
      deferred(at("PT30M")),
      deferred(at("PT40M")),
      decision("attend_immediate"),
    );
    expect(twice.deferrals).toEqual([]);
    expect(whats(deferred(at("PT30M"))(twice))).toEqual(["deferred"]);
  });

  it("is the owner's, and only of what is owed", () => {
    expect(() => deferred(at("PT30M"))(raised().next)).toThrow(refusing("NotAllowed"));
    expect(() => deferred(at("PT30M"), nurse)(taken())).toThrow(refusing("NotAllowed"));
    for (const done of [caseAfter(raised(), decline()), caseAfter(raised(), decision("attend_prompt"), there())])
      expect(() => deferred(at("PT30M"))(done)).toThrow(refusing("NotYet"));
  });

  it.each([
    ["has passed", NOW],
    ["lies further ahead than four times what its urgency allows", at("PT61M")],
  ])("takes no time that %s", (_, until) => {
    expect(() => deferred(until)(taken())).toThrow(naming("until"));
  });

  it("may reach further where the urgency gives more time", () => {
    const planned = caseAfter(raised({ type: "conveyance", threshold: ["none_unsure"] }), ack());
    expect(dueOf(deferred(at("PT16H"))(planned).next, "decide")).toBe(at("PT16H"));
    expect(() => deferred(at("PT961M"))(planned)).toThrow(naming("until"));
  });

  it("is missed like any other limit", () => {
    const late = caseAfter({ ...raised(), next: taken() }, deferred(at("PT40M")), pass(at("PT40M")));
    expect(late.tier).toBe(1);
  });

  it("is done on the case as it is", () => {
    const body = { reason: "other", why: "Every car is at the fire", until: at("PT30M") } as const;
    expect(() => defer(taken(), body, inspector, 1, at("PT2M"), duty())).toThrow(refusing("ChangedMeanwhile"));
  });
});

describe("standing a unit down before it turns round", () => {
  const coming = (who = inspector) => caseAfter(raised(), wait("PT5M"), decision("attend_immediate", {}, who, at("PT6M")));

  it("leaves the arrive limit where it was, and owes a decision again", () => {
    const move = stoodDown(inspector, at("PT10M"))(coming());
    expect(whats(move)).toEqual(["unit_stood_down", "reopened"]);
    expect(dueOf(move.next, "arrive")).toBe(at("PT21M"));
    expect(dueOf(move.next, "decide")).toBe(at("PT25M"));
    expect(move.next).toMatchObject({
      reopened: { why: "unit_stood_down" },
      owner: { by: inspector },
      decision: { code: "attend_immediate" },
    });
    expect(stageOf(move.next)).toBe("acknowledged");
    expect(() => shut(inspector, at("PT11M"))(move.next)).toThrow(refusing("NotYet"));
  });

  it("is told to everyone who was told that somebody comes, and the raiser has to read it", () => {
    const move = stoodDown(dutyOfficer, at("PT10M"))(coming());
    expect(toldOf(move)).toEqual(["page inspector reopened", "update inspector unit_stood_down", "update nurse unit_stood_down"]);
    expect(dueOf(move.next, "read_answer")).toBe(at("PT15M"));
    const heard = hear(nurse, at("PT11M"))(move.next);
    expect(dueOf(heard?.next ?? move.next, "read_answer")).toBeUndefined();
  });

  it("asks whoever has it under a fresh clock, unless they stood it down themselves", () => {
    const theirs = stoodDown(dutyOfficer, at("PT10M"))(coming());
    expect(dueOf(theirs.next, "acknowledge")).toBe(at("PT15M"));
    expect(dueOf(ack(inspector, at("PT11M"))(theirs.next).next, "acknowledge")).toBeUndefined();
    expect(dueOf(stoodDown(inspector, at("PT10M"))(coming()).next, "acknowledge")).toBeUndefined();
  });

  it("is for the tier that sent it, or one above", () => {
    expect(() => stoodDown(inspector, at("PT10M"))(coming(dutyOfficer))).toThrow(refusing("HigherTierDecides"));
    expect(stoodDown(dutyOfficer, at("PT10M"))(coming(dutyOfficer)).next.reopened).not.toBeNull();
    expect(stoodDown(dutyOfficer, at("PT10M"))(coming()).next.reopened).not.toBeNull();
    expect(() => stoodDown(nurse, at("PT10M"))(coming())).toThrow(refusing("NotOnDuty"));
  });

  it("is possible while somebody is on the way, and once", () => {
    expect(() => stoodDown()(caseAfter(raised(), ack()))).toThrow(refusing("NotYet"));
    expect(() =>
      stoodDown(inspector, at("PT12M"))(caseAfter({ ...raised(), next: coming() }, there(inspector, at("PT10M")))),
    ).toThrow(refusing("NotYet"));
    const turned = caseAfter({ ...raised(), next: coming() }, stoodDown(inspector, at("PT10M")));
    expect(() => stoodDown(inspector, at("PT11M"))(turned)).toThrow(refusing("NotYet"));
  });

  it("leaves the limit of the arrival as it was for the unit that is sent instead", () => {
    const again = caseAfter(
      { ...raised(), next: coming() },
      stoodDown(inspector, at("PT10M")),
      decision("attend_prompt", {}, inspector, at("PT12M")),
    );
    expect(dueOf(again, "arrive")).toBe(at("PT21M"));
    expect(again.reopened).toBeNull();
  });

  it("goes to the next tier when nobody comes after all", () => {
    const turned = caseAfter({ ...raised(), next: coming() }, stoodDown(inspector, at("PT10M")));
    const late = caseAfter({ ...raised(), next: turned }, pass(at("PT21M"), everyone()));
    expect(late.clocks.find(({ limit }) => limit === "arrive")?.missedAt).toBe(at("PT21M"));
    expect(late.tier).toBeGreaterThan(turned.tier);
  });

  it("still takes an arrival: the unit was there before it heard", () => {
    const turned = caseAfter({ ...raised(), next: coming() }, stoodDown(inspector, at("PT10M")));
    expect(there(nurse, at("PT11M"))(turned).next.arrived).toMatchObject({ by: nurse });
  });

  it("is done on the case as it is", () => {
    expect(() => standDown(coming(), { why: "A stabbing two streets away" }, inspector, 1, at("PT10M"), duty())).toThrow(
      refusing("ChangedMeanwhile"),
    );
  });

  it("stays so whatever opens the case again: nobody is coming, and nobody can be stood down once more", () => {
    const next = caseAfter(
      raised(),
      decision("attend_immediate"),
      stoodDown(inspector, at("PT5M")),
      disagreed(nurse, at("PT6M")),
    );
    expect(next).toMatchObject({ reopened: { why: "disagreement" }, stoodDownAt: at("PT5M") });
    expect(isComing(next)).toBe(false);
    expect(() => stoodDown(inspector, at("PT7M"))(next)).toThrow(refusing("NotYet"));
    expect(caseAfter(raised(), decision("attend_immediate"), stoodDown(), there()).stoodDownAt).toBeNull();
    expect(caseAfter(raised(), decision("attend_immediate"), stoodDown(), decision("attend_prompt")).stoodDownAt).toBeNull();
  });
});
