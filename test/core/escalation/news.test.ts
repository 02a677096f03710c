import { describe, expect, it } from "@jest/globals";
import { isRunning } from "../../../core/escalation/clock.ts";
import type { Escalation } from "../../../core/escalation/escalation.ts";
import { stageOf } from "../../../core/escalation/escalation.ts";
import { typeOf } from "../../../core/escalation/known.ts";
import { waitingFor } from "../../../core/escalation/move.ts";
import { readNews } from "../../../core/escalation/news.ts";
import { viewOf } from "../../../core/escalation/view.ts";
import {
  at,
  caseAfter,
  chief,
  duty,
  dutyOfficer,
  hub,
  inspector,
  NOW,
  nurse,
  raised,
  socialWorker,
  stranger,
  superintendent,
} from "../../builders.ts";
import {
  ack,
  callHandler,
  crisisWorker,
  DEPUTY,
  decision,
  decline,
  dueOf,
  everyone,
  hear,
  lineOf,
  linked,
  naming,
  news,
  open,
  outcome,
  passing,
  plan,
  refusing,
  risk,
  shut,
  stoodDown,
  there,
  told,
  toldOf,
  wait,
  whats,
  withdrawn,
} from "./moves.ts";

const PLACE = { place: { borough: "Lambeth", address: "12 Example Street" } };

/** What speaks of the risk, so that an answer given before it may no longer hold. */
const OF_RISK: readonly (readonly [string, object])[] = [
  ["a fact of risk", risk("goodbye_message")],
  ["a part of the threshold", { threshold: ["serious_harm_now"] }],
  ["another place", PLACE],
  ["another caller", { furtherConcern: true }],
  ["a danger to staff", { hazards: ["weapons"] }],
  ["another type", { type: "awol_detained" }],
  ["an answer that makes it more urgent", { answers: { weapon_there: "yes" } }],
  ["a child", { under18: "yes" }],
  ["a child beside the person", { childAtRisk: "yes" }],
];

describe("news for whoever has the case", () => {
  it.each([
    ["P1", ["risk_to_life_now"], "PT5M"],
    ["P2", ["none_unsure"], "PT15M"],
  ])("pages them, and starts the limit of %s in which they read it", (_, threshold, within) => {
    const move = news({}, nurse, at("PT1M"))(caseAfter(raised({ threshold }), ack()));
    expect(toldOf(move)).toEqual(["page inspector news_added"]);
    expect(move.notices[0]).toMatchObject({ limit: "read_information" });
    expect(dueOf(move.next, "read_information")).toBe(at(`PT${Number(within.slice(2, -1)) + 1}M`));
    expect(waitingFor(move.next)).toBe("read_information");
  });

  it("goes to the next tier when they have not opened it in time", () => {
    const move = wait("PT5M")(caseAfter(raised(), ack(), news()));
    expect(whats(move)).toEqual(["limit_missed", "tier_alerted"]);
    expect(lineOf(move, "limit_missed")).toMatchObject({ limit: "read_information" });
  });

  it("is read by nobody for them, and once for each piece", () => {
    const two = caseAfter(raised(), ack(), news(), news({}, callHandler, at("PT1M")));
    const byAnother = caseAfter({ ...raised(), next: two }, open(callHandler, at("PT2M")), open(dutyOfficer, at("PT2M")));
    expect(dueOf(byAnother, "read_information")).toBe(at("PT5M"));
    const move = open(inspector, at("PT3M"))(two);
    expect(lineOf(move, "news_read")).toEqual({ numbers: [1, 2] });
    expect(dueOf(move?.next as Escalation, "read_information")).toBeUndefined();
    expect(open(inspector, at("PT4M"))(move?.next as Escalation)).toBeUndefined();
  });

  it("that comes while they have not read the first keeps the first limit", () => {
    const two = caseAfter(raised(), ack(), news(), news({}, nurse, at("PT2M")));
    expect(dueOf(two, "read_information")).toBe(at("PT5M"));
  });

  it("that they bring themselves needs no reading, and the other side hears", () => {
    const move = news({}, inspector)(caseAfter(raised(), ack()));
    expect(toldOf(move)).toEqual(["update nurse news_added"]);
    expect(dueOf(move.next, "read_information")).toBeUndefined();
    expect(open()(move.next)).toBeUndefined();
  });

  it("waits for whoever takes a case that nobody has yet", () => {
    const move = news({}, callHandler)(raised().next);
    expect(dueOf(move.next, "read_information")).toBeUndefined();
    expect(() => decision("attend_prompt")(move.next)).toThrow(refusing("NotRead"));
  });

  it("is told to the bodies that were told of the case", () => {
    const both = caseAfter(raised({ alsoTell: ["ambulance"] }), ack());
    expect(told(news({}, nurse, NOW, everyone())(both))).toEqual(["update hub", "page inspector"]);
  });

  it("shows an answer given to the older picture what came", () => {
    const taken = caseAfter(raised(), wait("PT5M"), news({}, nurse, at("PT6M")));
    expect(taken.changed).toMatchObject({ what: "news_added", by: nurse });
  });

  it("names every code that the pathway does not know", () => {
    expect(() => news({ ...risk("hunch"), type: "welfare_check", threshold: ["very_worried"] })(raised().next)).toThrow(
      naming("type", "threshold", "riskFacts.0.code"),
    );
    expect(() => news({ answers: { left_before: 3 } })(raised().next)).toThrow(naming("answers.left_before"));
  });

  it("comes from those who share the case, and from nobody else", () => {
    expect(() => news({}, stranger)(raised().next)).toThrow(refusing("NotFound"));
    expect(news({}, callHandler)(raised().next).next.news).toHaveLength(1);
  });
});

describe("news after an answer", () => {
  it.each(OF_RISK)("opens the case again when it tells of %s", (_, more) => {
    const move = news(more, nurse, at("PT5M"))(caseAfter(raised({ threshold: ["none_unsure"] }), decline()));
    expect(whats(move).slice(0, 2)).toEqual(["news_added", "reopened"]);
    expect(move.next.reopened).toMatchObject({ why: "new_information", by: nurse, at: at("PT5M") });
    expect(move.next.decision).toMatchObject({ code: "decline_threshold_not_met" });
    expect(dueOf(move.next, "review")).toBeUndefined();
    expect(dueOf(move.next, "decide")).toBe(at(move.next.priority === "P1" ? "PT20M" : "PT35M"));
    expect(stageOf(move.next)).toBe("acknowledged");
  });

  it.each([
    ["nothing of the risk", {}],
    ["a child that is none", { under18: "no", childAtRisk: "unknown" }],
    ["an answer to a question", { answers: { said_today: "He spoke of his sister" } }],
  ])("leaves the answer standing when it tells of %s", (_, more) => {
    const { next } = news(more, nurse, at("PT5M"))(caseAfter(raised(), decline()));
    expect(next.reopened).toBeNull();
    expect(dueOf(next, "review")).toBe(at("PT1H"));
    expect(dueOf(next, "read_information")).toBe(at("PT10M"));
  });

  it.each(OF_RISK)("leaves those on their way alone when it tells of %s", (_, more) => {
    const { next } = news(more, nurse, at("PT5M"))(caseAfter(raised(), decision("attend_immediate")));
    expect(next.reopened).toBeNull();
    expect(dueOf(next, "arrive")).toBe(at("PT15M"));
    expect(dueOf(next, "read_information")).toBe(at("PT10M"));
  });

  it("opens it again once they are there, or have been stood down", () => {
    const seen = caseAfter(raised(), decision("attend_immediate"), there());
    expect(news(risk("goodbye_message"))(seen).next.reopened).toMatchObject({ why: "new_information" });
    const turned = caseAfter(raised(), decision("attend_immediate"), stoodDown());
    expect(news(risk("goodbye_message"))(turned).next.reopened).not.toBeNull();
  });

  it("asks anew what has happened to the person: what was said before stays in the story", () => {
    const known = caseAfter(raised(), decision("attend_prompt"), there(), outcome());
    expect(known.outcome).not.toBeNull();
    expect(news(risk("goodbye_message"))(known).next.outcome).toBeNull();
    expect(news()(known).next.outcome).toMatchObject({ code: "safe" });
  });

  it("is for whoever has the case while they are on duty, or else for their desk", () => {
    const declined = caseAfter(raised(), decline());
    const on = duty({ empty: [0], also: { duty_inspector_central_south: [chief] } });
    const move = news(risk("goodbye_message"), nurse, at("PT5M"), on)(declined);
    expect(move.next.owner).toBeNull();
    expect(toldOf(move)).toEqual(expect.arrayContaining(["page chief ownership_lapsed", "update nurse ownership_lapsed"]));
    expect(dueOf(move.next, "acknowledge")).toBe(at("PT10M"));
  });

  it("has to be opened by the decider, and the screen of that answer holds it", () => {
    const changed = caseAfter(raised(), decline(), news(risk("goodbye_message"), nurse, at("PT5M")));
    expect(() => decline(at("PT6M"))(changed)).toThrow(refusing("NotRead"));
    const { next } = decline(at("PT7M"))(caseAfter({ ...raised(), next: changed }, open(inspector, at("PT6M"))));
    expect(next.reopened).toBeNull();
    expect(next.earlier).toHaveLength(1);
  });
});

describe("news after the end", () => {
  const done = () => caseAfter(raised(), decision("attend_prompt"), there(), outcome(), hear(), shut());

  it.each([
    ["a closed case", done],
    ["a withdrawn one", () => caseAfter(raised(), ack(), withdrawn())],
    ["one that nobody had taken", () => caseAfter(raised(), withdrawn())],
  ])("opens %s again, whatever it says", (_, of) => {
    const move = news({}, nurse, at("PT48H"))(of());
    expect(move.next).toMatchObject({ closed: null, reopened: { why: "new_information" } });
    expect(move.next.clocks.some(isRunning)).toBe(true);
    expect(move.next.raised.at).toBe(NOW);
  });

  it("asks the desk that had it, when whoever had it is off duty", () => {
    const move = news({}, nurse, at("PT48H"), duty({ empty: [0] }))(done());
    expect(told(move)).toEqual(expect.arrayContaining(["rota_gap rota_manager_met", "page duty_officer"]));
  });
});

describe("news of what it is about by now", () => {
  const home = () => raised({ type: "concern_for_welfare", threshold: ["none_unsure"] });

  it("changes the type, and with it what is asked; what was raised stays as it was", () => {
    const left = caseAfter(home(), news({ type: "walkout_healthcare", answers: { direction: "On foot" } }, nurse, at("PT1M")));
    expect(typeOf(left)).toBe("walkout_healthcare");
    expect(left.ask.type).toBe("concern_for_welfare");
    const missing = viewOf(left).missing.map(({ code }) => code);
    expect(missing).toContain("appearance");
    expect(missing).not.toContain("direction");
    expect(missing).not.toContain("pattern_broken");
  });

  it("opens the handing over of a person who is detained by now, and starts its clocks with the arrival", () => {
    const { next } = news({ type: "s136_handover", answers: { arrived_at: at("PT10M") } }, nurse, at("PT15M"))(home().next);
    expect(next.custody?.arrivedAt).toBe(at("PT10M"));
    expect(dueOf(next, "custody_handover")).toBe(at("PT70M"));
    const unknown = news({ type: "s136_handover" })(home().next).next;
    expect(unknown.custody).toMatchObject({ arrivedAt: null });
    expect(dueOf(unknown, "custody_handover")).toBeUndefined();
    expect(news({ type: "awol_detained" })(home().next).next.custody).toBeNull();
    expect(news()(home().next).next.custody).toBeNull();
  });

  it("does not follow another caller's idea of it", () => {
    expect(typeOf(caseAfter(home(), linked(socialWorker, NOW, duty(), { type: "violence_or_crime_on_site" })))).toBe(
      "concern_for_welfare",
    );
  });
});

describe("news that was opened", () => {
  it("is what was on the screen then: what came after it has still to be opened", () => {
    const two = caseAfter(raised(), ack(), news(), news({}, callHandler, at("PT1M")));
    const move = readNews(two, { upTo: 1 }, inspector, at("PT2M"), duty());
    expect(lineOf(move, "news_read")).toEqual({ numbers: [1] });
    expect(dueOf(move?.next as Escalation, "read_information")).toBe(at("PT5M"));
    expect(() => decision("attend_prompt", {}, inspector, at("PT3M"))(move?.next as Escalation)).toThrow(refusing("NotRead"));
  });
});

describe("news that makes it more urgent", () => {
  const second = () => caseAfter(raised({ threshold: ["none_unsure"] }), ack());

  it.each([
    ["a fact of risk", risk("overdose_or_ingestion")],
    ["a part of the threshold", { threshold: ["risk_to_life_now"] }],
    ["another type", { type: "violence_or_crime_on_site" }],
  ])("raises the urgency by %s, brings every limit nearer, and says so", (_, more) => {
    const move = news(more, nurse, at("PT1M"))(second());
    expect(move.next.priority).toBe("P1");
    expect(lineOf(move, "priority_changed")).toMatchObject({ from: "P2", to: "P1", why: "new_information" });
    expect(dueOf(move.next, "decide")).toBe(at("PT16M"));
    expect(dueOf(move.next, "read_information")).toBe(at("PT6M"));
  });

  it("never makes it less urgent", () => {
    const move = news(risk("staff_assaulted"))(caseAfter(raised(), ack()));
    expect(move.next.priority).toBe("P1");
    expect(whats(move)).not.toContain("priority_changed");
  });
});

describe("a child of whom somebody tells later", () => {
  it("is asked about at the tier above, beside whoever has it", () => {
    const move = news({ under18: "yes" }, nurse, at("PT2M"))(caseAfter(raised(), ack()));
    expect(toldOf(move)).toEqual(expect.arrayContaining(["page duty_officer child_at_risk", "page inspector news_added"]));
    expect(move.next.owner).toMatchObject({ by: inspector });
    expect(dueOf(move.next, "acknowledge")).toBe(at("PT7M"));
    expect(() => decline(at("PT4M"))(caseAfter({ ...raised(), next: move.next }, open(inspector, at("PT3M"))))).toThrow(
      refusing("HigherTierDecides"),
    );
  });

  it("is asked about once, and not where that tier has been asked already", () => {
    const twice = caseAfter(raised(), ack(), news({ under18: "yes" }), ack(dutyOfficer));
    expect(toldOf(news({ childAtRisk: "yes" })(twice))).toEqual(["page duty_officer news_added"]);
    const above = caseAfter(raised(), wait("PT5M"), ack(dutyOfficer, at("PT6M")));
    expect(toldOf(news({ under18: "yes" }, nurse, at("PT7M"))(above))).toEqual(["page duty_officer news_added"]);
  });
});

describe("a threat that came between two looks (new information is not lost)", () => {
  const on = everyone();
  const taken = caseAfter(
    raised({ threshold: ["none_unsure"], alsoTell: ["crisis_team"], ...DEPUTY }, on),
    ack(inspector, at("PT5M"), on),
    decision("missing_report_accepted", { reviewAt: at("PT3H") }, inspector, at("PT10M"), on),
  );
  const threat = news({ ...risk("suicidal_words_today"), ...PLACE, from: "other_agency" }, crisisWorker, at("PT61M"), on)(taken);

  it("marks the decision as made before it, makes it P1, and starts 5 minutes in which the owner reads it", () => {
    expect(threat.next).toMatchObject({ priority: "P1", reopened: { why: "new_information", at: at("PT61M") } });
    expect(dueOf(threat.next, "read_information")).toBe(at("PT66M"));
    expect(toldOf(threat)).toEqual(expect.arrayContaining(["page inspector news_added", "update nurse news_added"]));
  });

  it("goes up a tier at the 5th minute when it is unread", () => {
    const [warned, missed, ...more] = passing(threat.next, at("PT66M"), on);
    expect(told(warned)).toEqual(["reminder inspector"]);
    expect(toldOf(missed)).toContain("page duty_officer tier_alerted");
    expect(missed?.facts[0]).toMatchObject({ at: at("PT66M"), about: { limit: "read_information" } });
    expect(more).toEqual([]);
  });

  it("lets nobody answer before they have opened it, at whichever tier", () => {
    const climbed = caseAfter({ ...raised(), next: threat.next }, wait("PT66M", on));
    for (const who of [inspector, dutyOfficer])
      expect(() => decision("attend_immediate", {}, who, at("PT67M"), on)(climbed)).toThrow(refusing("NotRead"));
    const opened = caseAfter({ ...raised(), next: climbed }, open(dutyOfficer, at("PT68M"), on));
    expect(decision("attend_immediate", {}, dutyOfficer, at("PT69M"), on)(opened).next.decision).toMatchObject({
      by: dutyOfficer,
    });
  });
});

describe("more news than one case can hold", () => {
  const MANY = 90;
  const long = (nth: number) => ({ words: `Call ${nth}: ${"she has not answered ".repeat(90)}` });
  const crowded = caseAfter(
    raised(),
    news({ ...long(0), under18: "yes", ...risk("goodbye_message") }, callHandler),
    linked(socialWorker),
    ...Array.from({ length: MANY }, (_, nth) => news(long(nth + 1), callHandler)),
  );

  it("keeps what is newest at hand, so that the case can still be written down", () => {
    expect(JSON.stringify(crowded).length).toBeLessThan(200_000);
    expect(crowded.news.length).toBeLessThan(MANY);
    expect(crowded.news.at(-1)).toMatchObject({ number: MANY + 2, words: long(MANY).words.trim() });
  });

  it("never forgets a child, nor that somebody else asked", () => {
    expect(viewOf(crowded)).toMatchObject({ aboutChild: true });
    expect(viewOf(crowded).parties).toContain(socialWorker.agency);
    expect(() => decline(at("PT1M"))(caseAfter({ ...raised(), next: crowded }, open()))).toThrow(refusing("HigherTierDecides"));
  });

  it("lets the oldest lose their details before their words, and then go from the front", () => {
    expect(crowded.news[0]).toMatchObject({ number: 1, words: long(0).words.trim(), childAtRisk: "yes" });
    expect(crowded.news[0]?.riskFacts).toBeUndefined();
    const plain = caseAfter(raised(), ...Array.from({ length: MANY }, (_, nth) => news(long(nth + 1), callHandler)));
    expect(JSON.stringify(plain).length).toBeLessThan(200_000);
    expect(plain.news[0]?.number).toBe(MANY - plain.news.length + 1);
  });

  it("gives each piece a number of its own, and the story every word", () => {
    const numbers = crowded.news.map(({ number }) => number);
    expect(new Set(numbers).size).toBe(numbers.length);
    const next = news(long(MANY + 1), callHandler)(crowded);
    expect(lineOf(next, "news_added")).toMatchObject({ number: MANY + 3, news: { words: long(MANY + 1).words.trim() } });
  });
});

describe("the plan of the raising side, and what others read", () => {
  it("are never refused by unread news: they are not an answer", () => {
    const unread = caseAfter(raised(), decline(), news({}, callHandler));
    expect(plan()(unread).next.plan).not.toBeNull();
    expect(hear(nurse)(unread)?.next.heard).toHaveLength(1);
    expect(open(superintendent)(unread)?.next.news[0]?.readBy).toEqual([{ by: superintendent.id, at: NOW, agency: "01" }]);
    expect(() => open(hub)(unread)).toThrow(refusing("NotFound"));
  });

  it("asks for somebody when nobody has the case and nobody is asked, and tells those who are asked", () => {
    const resolved = caseAfter(raised(), decision("attend_prompt"), there());
    const orphan = { ...resolved, owner: null, clocks: resolved.clocks.filter(({ limit }) => limit !== "shift_end") };
    expect(toldOf(news({ words: "He says he will jump" }, nurse, at("PT9M"))(orphan))).toContain(
      "page inspector new_information",
    );
    expect(toldOf(news({ words: "She is in Camden" }, nurse, at("PT1M"))(raised().next))).toEqual([
      "update inspector news_added",
    ]);
  });

  it("takes words alone to bear on the risk, unless whoever brings them says that they do not", () => {
    const answered = caseAfter(raised({ threshold: ["none_unsure"] }), decision("missing_report_accepted"));
    expect(news({ bearsOnRisk: undefined }, nurse, at("PT9M"))(answered).next.reopened).toMatchObject({ why: "new_information" });
    expect(news({ bearsOnRisk: false }, nurse, at("PT9M"))(answered).next.reopened).toBeNull();
    const talkedDown = news({ bearsOnRisk: false, ...risk("self_harm_in_progress") }, nurse, at("PT9M"))(answered);
    expect(talkedDown.next.reopened).toMatchObject({ why: "new_information" });
  });
});
