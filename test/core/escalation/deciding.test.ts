import { describe, expect, it } from "@jest/globals";
import { arrive } from "../../../core/escalation/arrive.ts";
import { decide } from "../../../core/escalation/decide.ts";
import { DecisionBody } from "../../../core/escalation/decision.ts";
import type { Escalation } from "../../../core/escalation/escalation.ts";
import { readAnswer } from "../../../core/escalation/heard.ts";
import { isAboutChild } from "../../../core/escalation/known.ts";
import { waitingFor } from "../../../core/escalation/move.ts";
import type { Carried } from "../../../core/partnership/partnership.ts";
import {
  at,
  carried,
  caseAfter,
  duty,
  dutyOfficer,
  inspector,
  NOW,
  nurse,
  pathway,
  raised,
  SCREEN,
  superintendent,
} from "../../builders.ts";
import {
  ack,
  callHandler,
  decision,
  decline,
  detained,
  dueOf,
  everyone,
  hear,
  item,
  lineOf,
  naming,
  news,
  open,
  outcome,
  refusing,
  risk,
  SETTLED,
  settledAt,
  there,
  told,
  toldOf,
  wait,
  whats,
} from "./moves.ts";

/** A case on which this can be decided: the release of officers is only offered for a detained person. */
const caseFor = (code: string): Escalation =>
  pathway.decisions.find((option) => option.code === code)?.custody ? caseAfter(detained(), ...settledAt()) : raised().next;
const CODES = pathway.decisions.map(({ code }) => code);
const CARRIED: [string, Carried][] = pathway.decisions.flatMap(({ code, carries }) =>
  carries.map((field): [string, Carried] => [code, field]),
);
const COMING = pathway.decisions.filter(({ leadsTo }) => leadsTo === "arrive").map(({ code }) => code);

describe("what a decision must carry", () => {
  it.each(CODES)("%s stands with everything that its terms ask for", (code) => {
    const { next } = decision(code, {}, inspector, NOW, everyone())(caseFor(code));
    expect(next.decision).toMatchObject({ code, by: inspector, tier: 0 });
  });

  it.each(CARRIED)("%s is not taken without its %s, and says so", (code, field) => {
    expect(() => decision(code, { [field]: undefined }, inspector, NOW, everyone())(caseFor(code))).toThrow(naming(field));
  });

  it("covers everything that London's terms ask for, and there is enough of it", () => {
    expect(CARRIED.length).toBeGreaterThanOrEqual(20);
    expect(new Set(CARRIED.map(([, field]) => field)).size).toBe(14);
  });

  it("names everything that is missing at once", () => {
    expect(() =>
      decision("decline_threshold_not_met", { limbs: undefined, changeIf: undefined, reviewAt: undefined })(raised().next),
    ).toThrow(naming("limbs", "changeIf", "reviewAt"));
  });

  it("refuses a code that is not in the terms, and a release where nobody is detained", () => {
    expect(() => decision("police_must_attend")(raised().next)).toThrow(naming("code"));
    expect(() => decision("agree_release_officers")(raised().next)).toThrow(
      expect.objectContaining({ errors: [{ field: "code", reason: expect.not.stringContaining("agree_release_officers") }] }),
    );
  });

  it.each([
    ["an arrival", "decline_threshold_not_met", { arriveBy: at("PT1H") }, "arriveBy"],
    ["another body", "attend_prompt", { referTo: "ambulance" }, "referTo"],
    ["a body that is not in the terms", "refer_to", { referTo: "coastguard" }, "referTo"],
    ["a look at a time that has passed", "decline_threshold_not_met", { reviewAt: NOW }, "reviewAt"],
    ["an arrival at a time that has passed", "attend_prompt", { arriveBy: NOW }, "arriveBy"],
    ["a look years ahead, because somebody mistyped it", "decline_threshold_not_met", { reviewAt: at("PT9000H") }, "reviewAt"],
    ["an arrival years ahead", "attend_prompt", { arriveBy: at("PT9000H") }, "arriveBy"],
  ])("refuses %s where it cannot stand", (_, code, more, field) => {
    expect(() => decision(code, more)(raised().next)).toThrow(naming(field));
  });

  const urgent = { threshold: ["risk_to_life_now"] };
  const missing = (reviewAt: string) => (more: Parameters<typeof raised>[0]) =>
    decision("missing_report_accepted", { reviewAt: at(reviewAt) })(raised(more).next);

  it("looks again at a report of a missing person within what its urgency allows, and names the longest", () => {
    expect(() => missing("PT696H")(urgent)).toThrow(
      expect.objectContaining({ errors: [{ field: "reviewAt", reason: "at most 6 hours ahead" }] }),
    );
    expect(missing("PT6H")(urgent).next.decision).toMatchObject({ code: "missing_report_accepted" });
    expect(missing("PT12H")({ threshold: ["none_unsure"] }).next.decision).toMatchObject({ code: "missing_report_accepted" });
    expect(() => missing("PT12H1M")({ threshold: ["none_unsure"] })).toThrow(naming("reviewAt"));
  });

  it("lets officers stay with a detained person until the longest detention ends, and looks for one who is gone sooner", () => {
    const until = (code: string, reviewAt: string) => decision(code, { reviewAt: at(reviewAt) })(detained().next);
    expect(until("remain_with_patient", "PT36H").next.decision).toMatchObject({ code: "remain_with_patient" });
    expect(() => until("remain_with_patient", "PT37H")).toThrow(naming("reviewAt"));
    expect(() => until("missing_report_accepted", "PT36H")).toThrow(naming("reviewAt"));
  });

  it("promises an arrival, or an entry, within what its urgency allows; what is planned has its appointment", () => {
    const comes = (arriveBy: string, more: Parameters<typeof raised>[0]) =>
      decision("attend_prompt", { arriveBy: at(arriveBy) })(raised(more).next);
    expect(comes("PT6H", urgent).next.decision).toMatchObject({ arriveBy: at("PT6H") });
    expect(() => comes("PT6H1M", urgent)).toThrow(
      expect.objectContaining({ errors: [{ field: "arriveBy", reason: "at most 6 hours ahead" }] }),
    );
    expect(comes("PT700H", { type: "conveyance", threshold: ["none_unsure"] }).next.decision).not.toBeNull();
    const entry = { who: "The response team", power: "pace_17_1_e", by: at("PT696H") } as const;
    expect(() => decision("attend_entry_only", { entry })(raised(urgent).next)).toThrow(naming("entry.by"));
  });

  it("keeps what was on the screen, under the hash that the decision names", () => {
    const shown = { reference: "RC-234-567", news: [] };
    const screen = { hash: "a1".repeat(32), shown };
    const body = { code: "attend_prompt", why: "She is alone and does not answer", ...carried("attend_prompt", NOW) };
    const move = decide(raised().next, body, inspector, 1, NOW, duty(), screen);
    expect(move.screen).toEqual({ hash: "a1".repeat(32), shown });
    expect(move.next.decision?.screen).toBe("a1".repeat(32));
    expect(lineOf(move, "decided")).toMatchObject({ screen: "a1".repeat(32) });
  });
});

describe("declining", () => {
  const limb = { reading: "not_met", facts: "Nobody has reported a crime" };
  const limbs = (more: object) => ({ limbs: { limb_a: limb, limb_b: { ...limb, ...more } } });

  it.each([
    ["not enough information", "not_enough_information"],
    ["met", "met"],
  ])("does not stand on a limb that is read as %s", (_, reading) => {
    expect(() => decline(NOW, inspector, limbs({ reading }))(raised().next)).toThrow(naming("limbs.limb_b.reading"));
  });

  it("needs both limbs, each with facts", () => {
    const body = { code: "decline_threshold_not_met", why: "Calm" };
    expect(DecisionBody.safeParse({ ...body, limbs: { limb_a: limb } }).success).toBe(false);
    expect(DecisionBody.safeParse({ ...body, limbs: { limb_a: limb, limb_b: { ...limb, facts: " " } } }).success).toBe(false);
    expect(DecisionBody.safeParse({ ...body, limbs: { limb_a: limb, limb_b: limb } }).success).toBe(true);
  });

  it("lets whoever sends somebody read a limb as met, or as not known yet", () => {
    for (const reading of ["met", "not_enough_information"])
      expect(decision("attend_prompt", limbs({ reading }))(raised().next).next.decision?.limbs?.limb_b.reading).toBe(reading);
  });

  it("has the time of another look, which goes up a tier by itself when it is missed, and owes a decision again", () => {
    const declined = caseAfter(raised(), decline(NOW, inspector, { reviewAt: at("PT2H") }));
    expect(waitingFor(declined)).toBe("review");
    expect(dueOf(declined, "review")).toBe(at("PT2H"));
    const missed = wait("PT2H")(declined);
    expect(whats(missed)).toEqual(["limit_missed", "tier_alerted"]);
    expect(missed?.next.tier).toBe(1);
    expect(dueOf(missed?.next as Escalation, "decide")).toBe(at("PT2H15M"));
  });
});

describe("somebody's fault", () => {
  const FAULT = "The hospital failed to observe the patient";

  const sends = (code: string) => code.startsWith("attend_");
  it.each(CODES.filter((code) => !sends(code)))("is no reason for %s", (code) => {
    expect(() => decision(code, { why: FAULT }, inspector, NOW, everyone())(caseFor(code))).toThrow(naming("why"));
  });
  it.each(CODES.filter(sends))("never holds back %s", (code) => {
    expect(decision(code, { why: FAULT }, inspector, NOW, everyone())(caseFor(code)).next.decision?.code).toBe(code);
  });

  it("is no fact of a limb either, and each place is named", () => {
    const limbs = {
      limb_a: { reading: "not_met", facts: "The ward should have prevented this" },
      limb_b: { reading: "not_met", facts: FAULT },
    };
    expect(() => decline(NOW, inspector, { why: FAULT, limbs })(raised().next)).toThrow(
      naming("limbs.limb_a.facts", "limbs.limb_b.facts", "why"),
    );
  });

  it("is kept beside the decision as a remark for learning, and is no part of the reasons", () => {
    const move = decision("attend_prompt", { remark: FAULT })(raised().next);
    expect(lineOf(move, "note_added")).toEqual({ text: FAULT, theme: "T18" });
    expect(JSON.stringify([move.next.decision, lineOf(move, "decided")])).not.toContain(FAULT);
  });
});

describe("words that say nothing", () => {
  it("are no decline: each place is named, and asked for in words of its own", () => {
    const limbs = {
      limb_a: { reading: "not_met", facts: "N/A" },
      limb_b: { reading: "not_met", facts: "As above" },
    };
    expect(() => decline(NOW, inspector, { why: "Noted.", limbs, changeIf: "N/A" })(raised().next)).toThrow(
      naming("why", "changeIf", "limbs.limb_a.facts", "limbs.limb_b.facts"),
    );
    expect(() => decision("advise_partner_leads", { advice: "See above" })(raised().next)).toThrow(naming("advice"));
  });

  it.each(COMING)("never hold back %s", (code) => {
    expect(decision(code, { why: "Noted." })(raised().next).next.decision).toMatchObject({ code });
  });
});

describe("the grade of a response", () => {
  it("is none that means that nobody comes, where somebody is sent", () => {
    expect(() => decision("attend_immediate", { grade: "R" })(raised().next)).toThrow(naming("grade"));
    expect(decision("attend_immediate", { grade: "E" })(raised().next).next.decision).toMatchObject({ grade: "E" });
  });

  it("that changes is another answer, to be read; one that had not been given is not", () => {
    const sent = caseAfter(raised(), decision("attend_prompt", { grade: "I" }), hear());
    const { next } = decision("attend_prompt", { grade: "E" }, inspector, at("PT3M"))(sent);
    expect([next.earlier.length, next.heard, dueOf(next, "read_answer")]).toEqual([1, [], at("PT8M")]);
    const entering = caseAfter(raised(), decision("attend_entry_only", carried("attend_entry_only", NOW)), hear());
    const entry = carried("attend_entry_only", NOW).entry;
    const graded = decision("attend_entry_only", { grade: "I", entry }, inspector, at("PT3M"))(entering).next;
    expect([graded.earlier, graded.heard.length]).toEqual([[], 1]);
  });
});

describe("an answer whose people are there", () => {
  const sent = (more: object = {}) =>
    caseAfter(raised(), decision("attend_prompt", more), hear(nurse, at("PT1M")), there(inspector, at("PT9M")));

  it("has a CAD number added and stays as it is: they are there, nothing has changed, and no limit begins", () => {
    const before = sent({ arriveBy: at("PT12M") });
    const move = decision("attend_prompt", { cad: { number: "1234", date: "2026-01-16" } }, inspector, at("PT14M"))(before);
    const { next } = move;
    expect(next).toMatchObject({ arrived: { callSign: "LX21" }, earlier: [], decision: { cad: { number: "1234" } } });
    expect([next.clocks, waitingFor(next)]).toEqual([before.clocks, "close"]);
    expect(toldOf(move)).toEqual(["update nurse details_added"]);
    expect(lineOf(move, "decided")).toMatchObject({ detail: true });
  });

  it("needs no time of arrival again, where the urgency goes by appointment", () => {
    const planned = { type: "conveyance", threshold: ["none_unsure"] };
    const before = caseAfter(raised(planned), decision("attend_prompt", { arriveBy: at("PT10H") }), there(inspector, at("PT9H")));
    const { next } = decision("attend_prompt", { cad: { number: "1234", date: "2026-01-16" } }, inspector, at("PT10H"))(before);
    expect(next.arrived).toMatchObject({ callSign: "LX21" });
  });

  it("is another answer when others are sent", () => {
    const { next } = decision("attend_joint", {}, inspector, at("PT14M"))(sent());
    expect([next.arrived, waitingFor(next)]).toEqual([null, "arrive"]);
  });
});

describe("a child", () => {
  it.each([
    ["the raiser says so", { under18: "yes" }],
    ["a child is at risk beside the person", { childAtRisk: "yes" }],
    ["a child is with the person", risk("child_or_dependant_with_person")],
    ["the person's age says so", { person: { age: 15 } }],
    ["the person's date of birth says so", { person: { dateOfBirth: "2010-05-01" } }],
  ])("is known when %s, and the tier above is asked beside the first at the raise", (_, more) => {
    const move = raised(more);
    expect(isAboutChild(move.next)).toBe(true);
    expect(whats(move)).toEqual(["raised", "tier_alerted", "tier_alerted"]);
    expect(move.facts[2]).toMatchObject({ about: { tier: 1, because: "child_at_risk" } });
    expect(told(move)).toEqual(["page inspector", "page duty_officer"]);
    expect(move.next.clocks.filter(({ limit, endedAt }) => limit === "acknowledge" && !endedAt)).toHaveLength(2);
  });

  it.each([
    ["nobody has said", {}],
    ["the raiser says no", { under18: "no", childAtRisk: "no" }],
    ["it is not known", { under18: "unknown", childAtRisk: "unknown" }],
    ["the person is grown up", { person: { age: 18, dateOfBirth: "2008-01-15" } }],
  ])("is not assumed when %s", (_, more) => {
    expect(isAboutChild(raised(more).next)).toBe(false);
    expect(told(raised(more))).toEqual(["page inspector"]);
  });

  it("is asked for once, where the first tier is empty and the one above answers anyway", () => {
    const move = raised({ under18: "yes" }, duty({ empty: [0] }));
    expect(told(move)).toEqual(["rota_gap rota_manager_met", "page duty_officer"]);
  });

  const child = () => raised({ under18: "yes" }).next;
  const DECLINES = pathway.decisions.filter(({ declines }) => declines).map(({ code }) => code);

  it.each(DECLINES)("is never left with %s by the first tier alone; the next one may", (code) => {
    expect(() => decision(code)(child())).toThrow(refusing("HigherTierDecides"));
    expect(decision(code, {}, dutyOfficer)(child()).next.decision).toMatchObject({ code, tier: 1 });
  });

  it.each(COMING)("is sent %s by the first tier without asking anybody", (code) => {
    expect(decision(code)(child()).next.decision).toMatchObject({ code, by: inspector });
  });

  it("has at least advice and a decline to be protected from", () => {
    expect(DECLINES).toEqual(expect.arrayContaining(["advise_partner_leads", "decline_threshold_not_met"]));
  });
});

describe("a higher tier's decision", () => {
  const overruled = (code = "attend_prompt") => caseAfter(raised(), wait("PT5M"), decision(code, {}, dutyOfficer, at("PT6M")));

  it.each(CODES.filter((code) => !COMING.includes(code) && code !== "agree_release_officers"))(
    "stands against %s by a lower tier",
    (code) => {
      const current = overruled();
      expect(() => decision(code, {}, inspector, at("PT7M"), everyone())(current)).toThrow(refusing("HigherTierDecides"));
    },
  );

  it.each(COMING)("never holds back %s by a lower tier", (code) => {
    const current = overruled("decline_threshold_not_met");
    expect(decision(code, {}, inspector, at("PT7M"))(current).next.decision).toMatchObject({ code, by: inspector });
  });

  it("gives way to one still higher", () => {
    const third = caseAfter({ ...raised(), next: overruled("decline_threshold_not_met") }, wait("PT66M"));
    expect(decline(at("PT67M"), superintendent)(third).next.decision).toMatchObject({ tier: 2 });
  });

  it("goes on standing when things have changed: a lower tier may send somebody, and decline nothing", () => {
    const changed = caseAfter(
      { ...raised(), next: overruled("decline_threshold_not_met") },
      news(risk("goodbye_message"), nurse, at("PT8M")),
      open(inspector, at("PT9M")),
      open(dutyOfficer, at("PT9M")),
    );
    expect(() => decline(at("PT10M"))(changed)).toThrow(refusing("HigherTierDecides"));
    expect(decision("attend_prompt", {}, inspector, at("PT10M"))(changed).next.decision).toMatchObject({ by: inspector });
    expect(decline(at("PT10M"), dutyOfficer)(changed).next.decision).toMatchObject({ tier: 1 });
  });
});

describe("news that the decider has not opened", () => {
  it("holds the answer back, by number, until it has been", () => {
    const two = caseAfter(raised(), ack(), news(), news({}, callHandler));
    expect(() => decision("attend_prompt")(two)).toThrow(
      expect.objectContaining({ name: "NotRead", facts: { news: [1, 2] }, message: expect.stringContaining("2 pieces") }),
    );
    const opened = caseAfter({ ...raised(), next: two }, open());
    expect(decision("attend_prompt")(opened).next.decision).toMatchObject({ by: inspector });
  });

  it("is not what they brought themselves, and each reader opens it for themselves", () => {
    const mine = caseAfter(raised(), wait("PT5M"), ack(inspector, at("PT6M")), news({}, inspector, at("PT6M")));
    expect(decision("attend_prompt", {}, inspector, at("PT7M"))(mine).next.decision).toMatchObject({ by: inspector });
    expect(() => decision("attend_prompt", {}, dutyOfficer, at("PT7M"))(mine)).toThrow(
      expect.objectContaining({ name: "NotRead", facts: { news: [1] } }),
    );
  });
});

describe("entering by force", () => {
  const entry = { who: "The response team", power: "pace_17_1_e", by: at("PT20M") } as const;

  it.each(["who", "power", "by"] as const)("says %s, wherever it is decided", (field) => {
    const { [field]: _, ...rest } = entry;
    expect(DecisionBody.safeParse({ code: "attend_entry_only", why: "She lies behind the door", entry: rest }).success).toBe(
      false,
    );
    expect(DecisionBody.safeParse({ code: "attend_entry_only", why: "She lies behind the door", entry }).success).toBe(true);
  });

  it("is asked for when another body is to enter, and of no other body", () => {
    const fire = { referTo: "fire_brigade" };
    expect(() => decision("refer_to", fire)(raised().next)).toThrow(naming("entry"));
    expect(decision("refer_to", { ...fire, entry })(raised().next).next.decision).toMatchObject({ entry });
    expect(decision("refer_to", { referTo: "ambulance" })(raised().next).next.decision?.entry).toBeUndefined();
  });

  it("is promised for a time that lies ahead", () => {
    expect(() => decision("attend_entry_only", { entry: { ...entry, by: NOW } })(raised().next)).toThrow(naming("entry.by"));
  });
});

describe("letting officers leave a detained person", () => {
  const WORDS = [/police have not entered/, /nurse has not entered/, /no named clinician/, /next of kin/, /told the result/];
  const release = (current: Escalation) => decision("agree_release_officers")(current);

  it("lists everything that is missing", () => {
    for (const words of WORDS)
      expect(() => release(detained().next)).toThrow(
        expect.objectContaining({ errors: [{ field: "code", reason: expect.stringMatching(words) }] }),
      );
  });

  it.each(SETTLED.map(([one], nth) => [one.item, nth] as const))("waits for %s alone, and names nothing else", (_, lacking) => {
    const most = caseAfter(detained(), ...settledAt().filter((__, nth) => nth !== lacking));
    expect(() => release(most)).toThrow(
      expect.objectContaining({
        errors: [{ field: "code", reason: expect.stringMatching(new RegExp(`^[^;]*${WORDS[lacking]?.source}[^;]*$`)) }],
      }),
    );
  });

  it("is agreed once everything is settled, and the case is then only to be closed", () => {
    const { next } = release(caseAfter(detained(), ...settledAt()));
    expect(next.decision).toMatchObject({ custodyHolder: "The nurse in charge" });
    expect(waitingFor(next)).toBe("close");
  });

  it("does not need both sides to agree on the risk, only each to have said how they see it", () => {
    const apart = caseAfter(detained(), ...settledAt(), item({ item: "risk_by_health", level: "high" }));
    expect(release(apart).next.decision).toMatchObject({ code: "agree_release_officers" });
  });
});

describe("deciding", () => {
  it("starts the arrive clock when somebody is to come", () => {
    const { next } = decision("attend_immediate", {}, inspector, at("PT3M"))(caseAfter(raised(), ack()));
    expect(dueOf(next, "arrive")).toBe(at("PT18M"));
    expect(dueOf(next, "decide")).toBeUndefined();
    expect(waitingFor(next)).toBe("arrive");
  });

  it("by whoever has the case already takes nothing anew", () => {
    const taken = caseAfter(raised(), ack());
    const move = decision("attend_prompt", {}, inspector, at("PT3M"))(taken);
    expect(whats(move)).toEqual(["decided"]);
    expect(move.next.owner).toEqual(taken.owner);
  });

  it("once more, with a CAD number that was not there yet, changes no answer that anybody was told", () => {
    const on = everyone();
    const of = caseAfter(
      raised({ alsoTell: ["ambulance"] }, on),
      decision("attend_immediate", { cad: "not_yet" }, inspector, NOW, on),
      (one) => readAnswer(one, nurse, one.version, at("PT1M"), on),
    );
    const again = (more: object) => decision("attend_immediate", more, inspector, at("PT2M"), on)(of);
    const added = again({ cad: { number: "1234", date: "2026-01-16" } });
    expect(added.notices.map(({ to, about }) => `${to} ${about}`)).toContain("nurse details_added");
    expect(added.next).toMatchObject({ earlier: [], heard: [{ agency: "RJ1" }], decision: { cad: { number: "1234" } } });
    expect(dueOf(added.next, "read_answer")).toBeUndefined();
    const later = again({ arriveBy: at("PT10M") });
    expect(later.next).toMatchObject({ earlier: [{ code: "attend_immediate" }], heard: [] });
    expect(dueOf(later.next, "read_answer")).toBeDefined();
  });

  it("takes the case for whoever decides without having acknowledged", () => {
    const move = decision("attend_prompt")(raised().next);
    expect(whats(move)).toEqual(["acknowledged", "decided"]);
    expect(move.next.owner).toMatchObject({ by: inspector });
    expect(told(move)).toEqual(["update nurse"]);
  });

  it("replaces an earlier decision, and tells whoever had the case", () => {
    const first = caseAfter(raised(), wait("PT5M"), decline(at("PT6M")));
    const move = decision("attend_immediate", {}, dutyOfficer, at("PT7M"))(first);
    expect(move.next.decision).toMatchObject({ code: "attend_immediate", by: dutyOfficer });
    expect(told(move)).toEqual(["update inspector", "update nurse"]);
    expect(dueOf(move.next, "review")).toBeUndefined();
  });

  it("keeps what was known of the person: an outcome, and that somebody had come, stay in the story", () => {
    const seen = caseAfter(raised(), decision("attend_prompt"), there(), outcome());
    const { next } = decision("remain_with_patient", {}, inspector, at("PT5M"))(seen);
    expect(next.outcome).toMatchObject({ code: "safe" });
    expect(waitingFor(next)).toBe("review");
  });
});

describe("a unit that is on its way", () => {
  const coming = (more: object = {}) => caseAfter(raised(), decision("attend_immediate", more));

  it.each([
    ["the same answer again, later", "attend_immediate", {}, "PT15M"],
    ["another way of coming", "attend_joint", {}, "PT15M"],
    ["a later promise", "attend_immediate", { arriveBy: at("PT40M") }, "PT15M"],
    ["an earlier promise", "attend_immediate", { arriveBy: at("PT12M") }, "PT12M"],
  ])("keeps its limit, or has a nearer one, on %s", (_, code, more, due) => {
    const { next } = decision(code, more, inspector, at("PT10M"))(coming());
    expect(dueOf(next, "arrive")).toBe(at(due));
  });

  it("keeps an earlier promise that was made before", () => {
    const { next } = decision("attend_immediate", {}, inspector, at("PT2M"))(coming({ arriveBy: at("PT8M") }));
    expect(dueOf(next, "arrive")).toBe(at("PT8M"));
  });

  it("has a limit of its own again when an answer in between sent nobody", () => {
    const called = caseAfter(raised(), decision("attend_immediate"), decline(at("PT5M")));
    expect(dueOf(called, "arrive")).toBeUndefined();
    const { next } = decision("attend_immediate", {}, inspector, at("PT10M"))(called);
    expect(dueOf(next, "arrive")).toBe(at("PT25M"));
  });
});

describe("an arrival that is promised for a time", () => {
  const planned = { type: "conveyance", threshold: ["none_unsure"] };

  it("is asked for where the urgency is by appointment, and is the limit there", () => {
    expect(() => decision("attend_prompt")(raised(planned).next)).toThrow(naming("arriveBy"));
    const { next } = decision("attend_prompt", { arriveBy: at("PT10H") })(raised(planned).next);
    expect(dueOf(next, "arrive")).toBe(at("PT10H"));
  });

  it.each([
    ["earlier than the urgency promises: it becomes the limit", "PT10M", "PT10M"],
    ["later than the urgency promises: the limit stays", "PT1H", "PT15M"],
    ["at the very time that the urgency promises", "PT15M", "PT15M"],
  ])("elsewhere may be %s", (_, promised, due) => {
    const { next } = decision("attend_prompt", { arriveBy: at(promised) })(raised().next);
    expect(next.decision?.arriveBy).toBe(at(promised));
    expect(dueOf(next, "arrive")).toBe(at(due));
  });

  it("may be put nearer by appointment, never further away while somebody is awaited", () => {
    const appointed = caseAfter(raised(planned), decision("attend_prompt", { arriveBy: at("PT10H") }));
    const again = (arriveBy: string) => decision("attend_prompt", { arriveBy: at(arriveBy) }, inspector, at("PT1H"))(appointed);
    expect(dueOf(again("PT8H").next, "arrive")).toBe(at("PT8H"));
    expect(dueOf(again("PT12H").next, "arrive")).toBe(at("PT10H"));
  });
});

describe("what is decided on an older picture", () => {
  it("is shown what changed, and taken at the second press", () => {
    const second = caseAfter(raised(), wait("PT5M"));
    const body = { code: "attend_prompt", why: "She is alone and does not answer", ...carried("attend_prompt", NOW) };
    const press = (seen: number) => decide(second, body, inspector, seen, at("PT6M"), duty(), SCREEN);
    expect(() => press(1)).toThrow(refusing("ChangedMeanwhile"));
    expect(press(second.version).next.decision).toMatchObject({ by: inspector });
  });

  it("refuses an entry under no power, and a decline that nobody looks at again within its urgency", () => {
    const entry = { who: "The fire brigade", power: "none", by: at("PT20M") } as const;
    expect(() => decision("attend_entry_only", { entry })(raised().next)).toThrow(naming("entry.power"));
    expect(() => decline(NOW, inspector, { reviewAt: at("PT7H") })(raised().next)).toThrow(naming("reviewAt"));
    expect(decline(NOW, inspector, { reviewAt: at("PT6H") })(raised().next).next.decision).not.toBeNull();
  });

  it("is no arrival without a call sign or the word of whoever asked, nor one that lies ahead", () => {
    const coming = caseAfter(raised(), decision("attend_prompt"));
    const says = (body: object, by = inspector) => arrive(coming, body, by, at("PT5M"), duty());
    expect(() => says({})).toThrow(naming("callSign"));
    expect(says({}, nurse).next.arrived).toMatchObject({ callSign: null });
    expect(() => says({ callSign: "LX21", claimedAt: at("PT6M") })).toThrow(naming("claimedAt"));
  });
});
