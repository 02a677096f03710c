import { describe, expect, it } from "@jest/globals";
import { disagree } from "../../../core/escalation/disagree.ts";
import { waitingFor } from "../../../core/escalation/move.ts";
import { recordPlan } from "../../../core/escalation/plan.ts";
import { strike } from "../../../core/escalation/strike.ts";
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
  superintendent,
} from "../../builders.ts";
import {
  ack,
  call,
  callHandler,
  chargeNurse,
  decision,
  decline,
  deferred,
  disagreed,
  dueOf,
  everyone,
  hear,
  lineOf,
  linked,
  naming,
  open,
  outcome,
  plan,
  refusing,
  shut,
  there,
  toldOf,
  wait,
  whats,
} from "./moves.ts";

/** Declined at each tier in turn, and disagreed with each time but the last. */
const contested = (upTo: number, on = everyone()) =>
  LADDER.slice(0, upTo + 1).reduce(
    (current, who, tier) =>
      caseAfter(
        { ...raised(), next: current },
        ...(tier === 0 ? [] : [disagreed(nurse, at(`PT${tier}M`), {}, on)]),
        decline(at(`PT${tier}M`), who, {}, on),
      ),
    raised({}, on).next,
  );
const unresolved = () => caseAfter({ ...raised(), next: contested(3) }, disagreed(nurse, at("PT5M"), {}, everyone()));

describe("disagreeing with an answer", () => {
  it("goes up to the next tier on both sides, with a reason, and the answer is given anew", () => {
    const move = disagreed(nurse, at("PT2M"), {}, everyone())(contested(0));
    expect(whats(move)).toEqual(["answer_read", "disagreed", "reopened", "tier_alerted"]);
    expect(lineOf(move, "disagreed")).toEqual({ tier: 0, reason: "facts_misread", why: "He was seen on the bridge" });
    expect(toldOf(move)).toEqual(
      expect.arrayContaining([
        "update inspector disagreed",
        "page duty_officer disagreement",
        "paired site_manager tier_alerted",
      ]),
    );
    expect(move.next).toMatchObject({ tier: 1, reopened: { why: "disagreement" }, owner: { by: inspector } });
    expect(dueOf(move.next, "decide")).toBe(at("PT17M"));
    expect(dueOf(move.next, "review")).toBeUndefined();
  });

  it("is said once for each answer, by whoever speaks for the raising side", () => {
    const said = disagreed(nurse, at("PT2M"), {}, everyone())(contested(0)).next;
    expect(() => disagreed(chargeNurse, at("PT3M"))(said)).toThrow(
      expect.objectContaining({ name: "AlreadyDisagreed", facts: { by: nurse, at: at("PT2M") } }),
    );
  });

  it("may be said of another answer of the same tier, and the next one is asked again", () => {
    const said = disagreed(nurse, at("PT2M"), {}, everyone())(contested(0)).next;
    const later = caseAfter({ ...raised(), next: said }, decision("attend_prompt", {}, inspector, at("PT3M"), everyone()));
    expect(dueOf(later, "acknowledge")).toBeUndefined();
    const again = disagreed(chargeNurse, at("PT4M"), {}, everyone())(later);
    expect(toldOf(again)).toContain("page duty_officer disagreement");
    expect(dueOf(again.next, "decide")).toBe(at("PT19M"));
  });

  it("leaves the tier that was disagreed with no way to put the next one's answer off", () => {
    const disputed = disagreed(nurse, at("PT2M"), {}, everyone())(contested(0)).next;
    expect(() => deferred(at("PT9M"), inspector, at("PT3M"), everyone())(disputed)).toThrow(refusing("NotYet"));
    const taken = caseAfter({ ...raised(), next: disputed }, ack(dutyOfficer, at("PT3M"), everyone()));
    expect(deferred(at("PT9M"), dutyOfficer, at("PT4M"), everyone())(taken).next.deferrals).toHaveLength(1);
  });

  it("may be said again at the next tier, whose answer then stands against the ones below", () => {
    const second = contested(1);
    expect(second.decision).toMatchObject({ by: dutyOfficer, tier: 1 });
    const third = disagreed(nurse, at("PT3M"), {}, everyone())(second);
    expect(toldOf(third)).toContain("page superintendent disagreement");
    expect(third.next.disagreements.map(({ tier }) => tier)).toEqual([0, 1]);
  });

  it("leaves the tier that was disagreed with no second decline, and everybody free to send somebody", () => {
    const disputed = caseAfter({ ...raised(), next: contested(0) }, disagreed(nurse, at("PT2M")));
    expect(() => decline(at("PT3M"))(disputed)).toThrow(refusing("HigherTierDecides"));
    expect(() => decision("refer_to", {}, inspector, at("PT3M"), everyone())(disputed)).toThrow(refusing("HigherTierDecides"));
    expect(decision("attend_immediate", {}, inspector, at("PT3M"))(disputed).next.decision).toMatchObject({ by: inspector });
    expect(decline(at("PT3M"), dutyOfficer)(disputed).next.decision).toMatchObject({ tier: 1 });
  });

  it("is open to everybody who asked, and to nobody who answers", () => {
    const both = caseAfter(raised(), linked(socialWorker), open(), decline());
    expect(disagreed(socialWorker)(both).next.disagreements).toHaveLength(1);
    for (const who of [inspector, callHandler]) expect(() => disagreed(who)(both)).toThrow(refusing("NotAllowed"));
  });

  it("waits for an answer: before there is one, time asks the next tier by itself", () => {
    expect(() => disagreed(nurse, at("PT3M"), { reason: "no_answer" })(caseAfter(raised(), ack()))).toThrow(refusing("NotYet"));
  });

  it("is said of the answer as it is", () => {
    const body = { reason: "other", why: "He was seen on the bridge" } as const;
    expect(() => disagree(contested(0), body, nurse, 1, at("PT2M"), duty())).toThrow(refusing("ChangedMeanwhile"));
  });
});

describe("a disagreement at the top of the ladder", () => {
  it("stands unresolved in the words of both, and both sides hear", () => {
    const move = disagreed(nurse, at("PT5M"), {}, everyone())(contested(3));
    expect(lineOf(move, "disagreement_unresolved")).toEqual({
      theirs: "He was seen on the bridge",
      ours: "She is at home and answers the telephone",
      plan: null,
    });
    expect(move.next).toMatchObject({ unresolvedAt: at("PT5M"), reopened: null, decision: { by: chief } });
    expect(toldOf(move)).toEqual(
      expect.arrayContaining(["update nurse disagreement_unresolved", "update chief disagreement_unresolved"]),
    );
  });

  it("names the plan with it when there is one", () => {
    const planned = caseAfter({ ...raised(), next: contested(3) }, plan(at("PT5M")));
    expect(lineOf(disagreed(nurse, at("PT6M"))(planned), "disagreement_unresolved")).toMatchObject({
      plan: "A nurse sits with her",
    });
  });

  it("needs a plan before it can be closed, and then says how it ended", () => {
    const known = caseAfter(
      { ...raised(), next: unresolved() },
      outcome("unknown", chief, at("PT6M")),
      call("call_back", true, chief, at("PT6M")),
    );
    expect(() => shut(chief, at("PT7M"))(known)).toThrow(
      expect.objectContaining({ message: expect.stringContaining("interim plan") }),
    );
    const { next } = shut(chief, at("PT9M"))(caseAfter({ ...raised(), next: known }, plan(at("PT8M"))));
    expect(next.closed).toMatchObject({ as: "disagreement_unresolved" });
  });

  it("goes on having its time of another look", () => {
    expect(waitingFor(unresolved())).toBe("review");
  });

  it("is over when somebody comes after all: such a case needs no plan, and closes like any other", () => {
    const sent = caseAfter(
      { ...raised(), next: unresolved() },
      decision("attend_immediate", {}, superintendent, at("PT6M")),
      there(superintendent, at("PT10M")),
      outcome("safe", superintendent, at("PT11M")),
      hear(nurse, at("PT12M")),
    );
    expect(shut(superintendent, at("PT13M"))(sent).next.closed).toMatchObject({ as: "closed" });
  });
});

describe("the raising side's plan", () => {
  const declined = () => caseAfter(raised(), decline());

  it("says how the person is kept safe meanwhile, and is looked at again at its time", () => {
    const move = plan()(declined());
    expect(lineOf(move, "plan_recorded")).toEqual({ words: "A nurse sits with her", reviewAt: at("PT30M") });
    expect(dueOf(move.next, "plan_review")).toBe(at("PT30M"));
    expect(toldOf(move)).toEqual(["update inspector plan_recorded"]);
    expect(waitingFor(move.next)).toBe("review");
  });

  it("may be made anew, and then has its own time", () => {
    const { next } = plan(at("PT31M"))(caseAfter({ ...raised(), next: declined() }, plan()));
    expect(dueOf(next, "plan_review")).toBe(at("PT90M"));
  });

  it.each([
    ["passed", NOW],
    ["more than a week ahead", at("PT169H")],
  ])("is not to be looked at again at a time that has %s", (_, reviewAt) => {
    expect(() => recordPlan(declined(), { words: "A nurse sits with her", reviewAt }, nurse, undefined, NOW, duty())).toThrow(
      naming("reviewAt"),
    );
  });

  it("is the raising side's own", () => {
    expect(() => plan(NOW, inspector)(declined())).toThrow(refusing("NotAllowed"));
  });

  it("that nobody looked at again is remembered to the raiser and their desk, and asks no next tier", () => {
    const missed = strike(caseAfter({ ...raised(), next: declined() }, plan()), at("PT30M"), everyone(), "workflow");
    expect(toldOf(missed)).toEqual(["paired site_manager plan_review", "reminder nurse plan_review_due"]);
    expect(missed?.next.tier).toBe(0);
    expect(wait("PT31M")(missed?.next ?? declined())).toBeUndefined();
  });
});
