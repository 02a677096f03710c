import { describe, expect, it } from "@jest/globals";
import type { Escalation } from "../../../core/escalation/escalation.ts";
import { waitingFor } from "../../../core/escalation/move.ts";
import { answerReferral } from "../../../core/escalation/referral.ts";
import { wording } from "../../../core/escalation/wording.ts";
import { at, caseAfter, chief, duty, dutyOfficer, hub, inspector, NOW, noticeOf, nurse, raised } from "../../builders.ts";
import {
  accepted,
  ack,
  chargeNurse,
  crisisWorker,
  DEPUTY,
  decision,
  decline,
  declined,
  dueOf,
  everyone,
  lineOf,
  linked,
  manager,
  naming,
  news,
  open,
  outcome,
  pass,
  passing,
  refusing,
  risk,
  told,
  toldOf,
  wait,
  whats,
} from "./moves.ts";

const refer = (more: object = {}, who = inspector, when = NOW, on = everyone()) => decision("refer_to", more, who, when, on);
const referred = () => caseAfter(raised(), refer());

describe("referring a case to another body", () => {
  it("asks that body at once, starts its limit, and tells the raiser", () => {
    const move = refer()(raised().next);
    expect(toldOf(move)).toEqual(["update nurse decided", "page hub referred"]);
    expect(move.notices[1]).toMatchObject({ limit: "accept_referral" });
    expect(dueOf(move.next, "accept_referral")).toBe(at("PT5M"));
    expect(move.next.told).toEqual(["ambulance"]);
  });

  it("leaves it with whoever referred it until that body accepts", () => {
    expect(referred().owner).toMatchObject({ by: inspector });
    expect(waitingFor(referred())).toBe("accept_referral");
  });

  it("is missed at once when nobody of that body is on duty: the next tier is asked, and a decision is owed again", () => {
    const move = refer({ referTo: "crisis_team" }, inspector, NOW, duty())(raised(DEPUTY).next);
    expect(whats(move)).toEqual(["acknowledged", "decided", "limit_missed", "tier_alerted"]);
    expect(toldOf(move)).toEqual(expect.arrayContaining(["update nurse referral_missed", "page duty_officer tier_alerted"]));
    expect(dueOf(move.next, "decide")).toBe(at("PT15M"));
  });

  it("offers only bodies that somebody answers for at that place", () => {
    const nowhere = {
      ...raised().next,
      terms: { ...raised().next.terms, bodies: [{ code: "crisis_team", title: "", entry: false, teams: [] }] },
    };
    expect(() => refer({ referTo: "crisis_team" })(nowhere)).toThrow(naming("referTo"));
  });

  it("may go to another body later, whose answer is then waited for in place of the first", () => {
    const move = refer({ referTo: "crisis_team" }, inspector, at("PT2M"))(referred());
    expect(move.next.referral).toMatchObject({ body: "crisis_team", accepted: null });
    expect(move.next.told).toEqual(["ambulance", "crisis_team"]);
    expect(dueOf(move.next, "accept_referral")).toBe(at("PT7M"));
    expect(told(move)).toContain("update hub");
    expect(() => accepted(hub)(move.next)).toThrow(refusing("NotOnDuty"));
  });

  it("ends when police answer otherwise, and the body that was asked hears and has to read it", () => {
    const move = decision("attend_prompt", {}, inspector, at("PT2M"), everyone())(referred());
    expect(dueOf(move.next, "accept_referral")).toBeUndefined();
    expect(told(move)).toContain("update hub");
    expect(move.next.clocks.filter(({ limit, endedAt }) => limit === "read_answer" && !endedAt).map(({ of }) => of)).toEqual([
      "RJ1",
      "RRU",
    ]);
    expect(() => accepted(hub, at("PT3M"))(move.next)).toThrow(refusing("NotOnDuty"));
  });
});

describe("a referral that nobody accepts in time", () => {
  const late = (more: object = DEPUTY) => caseAfter(raised({ threshold: ["none_unsure"], ...more }), refer());

  it("is told to the deputy, the manager on call, the first tier and the raiser, and goes to the next tier", () => {
    const move = wait("PT15M", everyone())(late());
    expect(toldOf(move)).toEqual(
      expect.arrayContaining([
        `paired ${chargeNurse.id} accept_referral`,
        `paired ${manager.id} accept_referral`,
        "update inspector referral_missed",
        "update nurse referral_missed",
        "page duty_officer tier_alerted",
      ]),
    );
    expect(move?.next.owner).toMatchObject({ by: inspector });
    expect(move?.next.referral?.accepted).toBeNull();
  });

  it("survives the shift of whoever raised it: their deputy hears, whoever is on duty", () => {
    const move = wait("PT15M", everyone({ also: { manager_on_call_rj1: [] } }))(late());
    expect(told(move)).toContain("paired charge_nurse");
  });

  it("owes a decision anew, and may still be accepted", () => {
    const missed = caseAfter({ ...raised(), next: late() }, wait("PT15M", everyone()));
    expect(dueOf(missed, "decide")).toBe(at("PT45M"));
    const { next } = accepted(hub, at("PT16M"))(missed);
    expect(dueOf(next, "decide")).toBeUndefined();
    expect(next.referral?.accepted).toMatchObject({ by: hub });
  });

  it("stops asking the tiers above once it is accepted after all", () => {
    const missed = caseAfter({ ...raised(), next: late() }, wait("PT15M", everyone()));
    const move = accepted(hub, at("PT16M"))(missed);
    expect(dueOf(move.next, "acknowledge")).toBeUndefined();
    expect(told(move)).toContain("stand_down duty_officer");
    expect(waitingFor(move.next)).toBe("close");
  });

  it("stops the rounds, too, when the ladder had come to its end", () => {
    const top = caseAfter({ ...raised(), next: late() }, pass(at("PT3H"), everyone()));
    expect(top.nobodyAnsweredAt).not.toBeNull();
    const { next } = accepted(hub, at("PT181M"))(top);
    expect(next.nobodyAnsweredAt).toBeNull();
    expect(waitingFor(next)).toBe("close");
  });
});

describe("the other body's answer", () => {
  it("is given by somebody on duty there, and by nobody else", () => {
    for (const who of [inspector, nurse, chargeNurse]) expect(() => accepted(who)(referred())).toThrow(refusing("NotOnDuty"));
    expect(() => accepted(crisisWorker)(referred())).toThrow(refusing("NotFound"));
    expect(() => accepted(hub, NOW, {}, duty())(referred())).toThrow(refusing("NotOnDuty"));
  });

  it("accepts with its own reference, and says when to expect them", () => {
    expect(() => accepted(hub, NOW, { reference: undefined })(referred())).toThrow(naming("reference"));
    const move = accepted(hub, at("PT2M"), { expectedAt: at("PT2H") })(referred());
    expect(lineOf(move, "referral_accepted")).toEqual({ body: "ambulance", reference: "LAS 4471", expectedAt: at("PT2H") });
    expect(toldOf(move)).toEqual(["update inspector referral_accepted", "update nurse referral_accepted"]);
    expect(dueOf(move.next, "accept_referral")).toBeUndefined();
    expect(waitingFor(move.next)).toBe("close");
  });

  it("declines with a reason, and the case is back with police, to be decided anew", () => {
    expect(() => declined(hub, NOW, { why: undefined })(referred())).toThrow(naming("why"));
    const move = declined(hub, at("PT2M"))(referred());
    expect(whats(move)).toEqual(["answer_read", "referral_declined", "reopened", "tier_alerted"]);
    expect(toldOf(move)).toEqual(
      expect.arrayContaining(["update inspector referral_declined", "update nurse referral_declined"]),
    );
    expect(move.next).toMatchObject({ reopened: { why: "referral_declined" }, owner: { by: inspector } });
    expect(move.next.referral?.declined).toEqual({ by: hub, at: at("PT2M"), why: "A crew cannot force a door" });
    expect(lineOf(move, "referral_declined")).toEqual({ body: "ambulance", why: "A crew cannot force a door" });
    expect(dueOf(move.next, "decide")).toBe(at("PT17M"));
  });

  it("that declines pages whoever has it, under a fresh clock that they stop and that goes up a tier when they do not", () => {
    const move = declined(hub, at("PT2M"))(referred());
    expect(toldOf(move)).toContain("page inspector reopened");
    expect([move.next.owner?.by.id, dueOf(move.next, "acknowledge")]).toEqual(["inspector", at("PT7M")]);
    const { next } = ack(inspector, at("PT3M"), everyone())(move.next);
    expect([next.owner?.by.id, dueOf(next, "acknowledge"), dueOf(next, "decide")]).toEqual(["inspector", undefined, at("PT17M")]);
    expect(() => ack(inspector, at("PT4M"), everyone())(next)).toThrow(refusing("AlreadyAcknowledged"));
    expect(told(wait("PT7M", everyone())(move.next))).toContain("page duty_officer");
  });

  it("that declines late leaves it to the tier that is being asked already", () => {
    const late = caseAfter({ ...raised(), next: referred() }, wait("PT5M", everyone()));
    const move = declined(hub, at("PT6M"))(late);
    expect(told(move).filter((one) => one.startsWith("page"))).toEqual([]);
    expect(dueOf(move.next, "acknowledge")).toBe(at("PT10M"));
    expect(() => ack(inspector, at("PT7M"), everyone())(move.next)).toThrow(refusing("AlreadyAcknowledged"));
  });

  it("names no time that has passed, nor one further ahead than the urgency allows", () => {
    const says = (expectedAt: string) => () => accepted(hub, at("PT20M"), { expectedAt })(referred());
    expect(says("2025-01-16T00:00:00.000Z")).toThrow(naming("expectedAt"));
    expect(says(at("PT696H"))).toThrow(
      expect.objectContaining({ errors: [{ field: "expectedAt", reason: "at most 6 hours ahead" }] }),
    );
    expect(says(at("PT10M"))().next.referral?.accepted).toMatchObject({ expectedAt: at("PT10M") });
  });

  it("is looked at when the time has come: whoever has it and the raiser are asked whether they came", () => {
    const taken = caseAfter({ ...raised(), next: referred() }, accepted(hub, at("PT4M"), { expectedAt: at("PT44M") }));
    const [near] = passing(taken, at("PT44M"), everyone());
    expect(toldOf(near)).toEqual(["reminder inspector close_near", "reminder nurse close_near"]);
    const reminder = noticeOf({ kind: "reminder", about: "close_near", limit: "close" });
    expect(wording(reminder, near?.next ?? taken, "").lines[1]).toMatch(
      /^London Ambulance Service was expected at 02:44 GMT.*Find out whether they came/,
    );
    const known = caseAfter({ ...raised(), next: taken }, outcome("safe", nurse, at("PT40M"), everyone()));
    expect(wording(reminder, known, "").lines[1]).toMatch(/^Nothing more is owed/);
  });

  it("is never asked of a service that asked for this itself", () => {
    const on = everyone();
    const asked = caseAfter(raised(), linked(hub, at("PT1M"), on), open(inspector, at("PT2M"), on));
    const says = (referTo: string) => () => refer({ referTo }, inspector, at("PT3M"), on)(asked);
    expect(says("ambulance")).toThrow(
      expect.objectContaining({ errors: [{ field: "referTo", reason: expect.stringContaining("asked for this itself") }] }),
    );
    expect(says("crisis_team")().next.referral?.body).toBe("crisis_team");
  });

  it("is asked for at the desk again when whoever referred it has gone home by then", () => {
    const on = everyone({ empty: [0], also: { duty_inspector_central_south: [chief] } });
    const move = declined(hub, at("PT2M"), {}, on)(referred());
    expect(move.next.owner).toBeNull();
    expect(toldOf(move)).toEqual(expect.arrayContaining(["page chief ownership_lapsed", "update nurse ownership_lapsed"]));
  });

  it("comes once", () => {
    expect(() => accepted()(caseAfter({ ...raised(), next: referred() }, accepted()))).toThrow(refusing("NotYet"));
    expect(() => accepted()(caseAfter({ ...raised(), next: referred() }, declined()))).toThrow(refusing("NotYet"));
  });

  it("counts as having read the answer", () => {
    const changed = caseAfter(raised(), decline(), refer());
    const { next } = accepted(hub, at("PT1M"))(changed);
    expect(next.heard.map(({ agency }) => agency)).toEqual(["RRU"]);
  });

  it("is shown what changed first", () => {
    const body = { accepts: true, reference: "LAS 4471" };
    expect(() => answerReferral(referred(), body, hub, 1, at("PT1M"), everyone())).toThrow(refusing("ChangedMeanwhile"));
  });

  it("does not put off the decision that came to be owed through news meanwhile", () => {
    const changed = caseAfter(raised(), ack(), refer(), news(risk("goodbye_message"), nurse, at("PT1M"), everyone()));
    expect(dueOf(changed, "decide")).toBe(at("PT16M"));
    const { next } = accepted(hub, at("PT4M"))(changed);
    expect(next.reopened).not.toBeNull();
    expect(dueOf(next, "decide")).toBe(at("PT16M"));
  });
});

describe("two services and one answer (a changed decision that reaches everyone)", () => {
  const start: Escalation = caseAfter(raised({ threshold: ["none_unsure"], alsoTell: ["ambulance"], ...DEPUTY }, everyone()));
  const on = everyone();
  const promised = caseAfter({ ...raised(), next: start }, decision("attend_prompt", {}, inspector, at("PT10M"), on));
  const climbed = caseAfter({ ...raised(), next: promised }, wait("PT31M", on));
  const changed = refer({}, inspector, at("PT31M"), on)(climbed);

  it("keeps the old answer in sight as withdrawn, and asks the ambulance service to accept or decline", () => {
    expect(changed.next.earlier).toEqual([expect.objectContaining({ code: "attend_prompt", withdrawnAt: at("PT31M") })]);
    expect(told(changed)).toEqual(expect.arrayContaining(["update nurse", "update hub", "page hub"]));
    expect(changed.next.owner).toMatchObject({ by: inspector });
  });

  it("rings the deputy of the department when it has not read the change in 5 minutes", () => {
    const move = wait("PT36M", on)(changed.next);
    expect(toldOf(move)).toEqual(expect.arrayContaining(["paired charge_nurse read_answer", "paired site_manager read_answer"]));
  });

  it("stays with police, and open, until the service accepts", () => {
    expect(waitingFor(changed.next)).toBe("accept_referral");
    const { next } = accepted(hub, at("PT35M"))(changed.next);
    expect(waitingFor(next)).toBe("close");
    expect(() => accepted(dutyOfficer, at("PT35M"))(changed.next)).toThrow(refusing("NotOnDuty"));
  });
});
