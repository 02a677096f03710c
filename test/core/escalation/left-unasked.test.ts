import { describe, expect, it } from "@jest/globals";
import { acknowledge } from "../../../core/escalation/acknowledge.ts";
import { News } from "../../../core/escalation/ask.ts";
import { running } from "../../../core/escalation/clock.ts";
import { recordCustody } from "../../../core/escalation/custody.ts";
import type { Escalation } from "../../../core/escalation/escalation.ts";
import { type Move, owed } from "../../../core/escalation/move.ts";
import { addNews } from "../../../core/escalation/news.ts";
import { plus } from "../../../core/time.ts";
import { at, caseAfter, duty, dutyOfficer, incoming, inspector, NOW, nurse, raised, socialWorker } from "../../builders.ts";
import { ANSWERERS, answeredOn, askedOn, officer, onChannel, responded, wasFound } from "./channel-cases.ts";
import {
  ack,
  decision,
  decline,
  disagreed,
  dueOf,
  graded,
  linked,
  news,
  open,
  outcome,
  passing,
  shut,
  there,
  told,
  wait,
  whats,
} from "./moves.ts";

/*
 * Ways in which a clock could fail to start, or somebody who has to decide could be asked no more, without anybody having pressed anything wrong.
 */

const pagesIn = (moves: readonly Move[]): string[] =>
  moves.flatMap(({ notices }) => notices.flatMap(({ kind, to }) => (kind === "page" ? [to] : [])));

describe("a request that is linked, and tells of a detention", () => {
  const request = { type: "s136_handover", answers: { arrived_at: at("PT5M") } };

  it.each([
    ["to the case of that detention", { type: "s136_handover", threshold: ["assumed_care_or_custody"] }],
    ["to a case of another type", { type: "walkout_healthcare", threshold: ["none_unsure"] }],
  ])("starts its clocks from the arrival: %s", (_, ask) => {
    const { next } = linked(socialWorker, at("PT10M"), duty(), request)(raised(ask).next);
    expect([next.custody?.arrivedAt, dueOf(next, "custody_handover"), dueOf(next, "detention_ends")]).toEqual([
      at("PT5M"),
      at("PT65M"),
      at("PT1445M"),
    ]);
  });
});

describe("a child that is told of later", () => {
  it.each([
    ["acknowledged", ack(inspector, at("PT16M"))],
    ["declined", decline(at("PT16M"))],
  ])("is asked of the child's tier, also when that tier was asked before and stood down: %s", (_, answered) => {
    const of = caseAfter(raised({ threshold: ["none_unsure"] }), wait("PT15M"), answered);
    expect([of.tier, of.asked]).toEqual([1, []]);
    const move = news({ under18: "yes" }, nurse, at("PT20M"))(of);
    expect(pagesIn([move])).toContain(dutyOfficer.id);
  });

  it("is not asked once more of a tier that is being asked, or that has the case", () => {
    const asked = caseAfter(raised({ threshold: ["none_unsure"] }), wait("PT15M"));
    const has = caseAfter(raised({ threshold: ["none_unsure"] }), wait("PT15M"), ack(dutyOfficer, at("PT16M")));
    for (const one of [asked, has])
      expect(whats(news({ under18: "yes" }, nurse, at("PT17M"))(one))).not.toContain("tier_alerted");
  });
});

describe("a tier that was disagreed with", () => {
  it("may have the case, and the tier that decides is asked until it answers", () => {
    const before = caseAfter(raised({ threshold: ["none_unsure"] }), decline(at("PT10M")));
    const relief = duty({ also: { [before.terms.ladder[0]?.teams[0] as string]: [incoming] } });
    const disputed = disagreed(nurse, at("PT20M"), {}, relief)(before);
    const taken = acknowledge(disputed.next, incoming, disputed.next.version, at("PT21M"), relief);
    expect(taken.next.owner?.by).toEqual(incoming);
    expect(told(taken)).not.toContainEqual(expect.stringContaining(`stand_down ${dutyOfficer.id}`));
    expect(running(taken.next.clocks, "acknowledge", 0)).toBeUndefined();
    expect(running(taken.next.clocks, "acknowledge", 1)).toEqual(running(disputed.next.clocks, "acknowledge", 1));
    const decides = acknowledge(taken.next, dutyOfficer, taken.next.version, at("PT22M"), relief);
    expect(running(decides.next.clocks, "acknowledge", 1)).toBeUndefined();
    expect(pagesIn(passing(taken.next, at("PT60M"), relief))).toContain(dutyOfficer.id); // while nobody of it answers
  });
});

describe("a case that nobody answered", () => {
  it("is asked of everybody as often as its new urgency says, from now", () => {
    const planned = raised({ type: "conveyance", threshold: ["statutory_power_needed"] });
    const last = passing(planned.next, at("PT4H"), duty()).at(-1)?.next as Escalation;
    const round = running(last.clocks, "repeat");
    const later = plus(round?.startedAt ?? NOW, "PT1M");
    for (const move of [news({ threshold: ["risk_to_life_now"] }, nurse, later)(last), graded("P1", nurse, later)(last)])
      expect([move.next.priority, dueOf(move.next, "repeat")]).toEqual(["P1", plus(later, "PT5M")]);
  });
});

describe("an answer that is given anew", () => {
  it("has its own looks back, whatever was said of the one before", () => {
    const on = onChannel("s136_advice");
    const [clinician] = ANSWERERS.s136_advice;
    const done = caseAfter(
      askedOn("s136_advice"),
      answeredOn("safe_to_leave_with", clinician, at("PT6M"), on),
      responded("left_with_somebody", at("PT20M"), on),
      wasFound("safe", clinician, at("PT25H"), on),
      wasFound("safe", clinician, at("PT73H"), on),
    );
    const again = addNews(done, News.parse({ words: "He is on the bridge again" }), officer, at("PT74H"), on).next;
    const anew = caseAfter(
      { ...askedOn("s136_advice"), next: again },
      open(clinician, at("PT75H"), on),
      answeredOn("safe_to_leave_with", clinician, at("PT75H"), on),
      responded("left_with_somebody", at("PT76H"), on),
    );
    expect([owed(anew), running(anew.clocks, "look_back")?.of]).toEqual(["look_back", "after_a_day"]);
  });
});

describe("what had happened to the person", () => {
  it("is asked anew when something grave is told of them, also while somebody is on their way", () => {
    const coming = caseAfter(raised(), ack(), decision("attend_immediate"), outcome("safe", nurse, at("PT5M")));
    const grave = news({ words: "He ran off again, and is on the bridge", bearsOnRisk: true }, nurse, at("PT6M"))(coming).next;
    expect([coming.outcome?.code, grave.outcome, grave.decision?.code]).toEqual(["safe", null, "attend_immediate"]);
    const arrived = caseAfter({ ...raised(), next: grave }, open(inspector, at("PT7M")), there(inspector, at("PT9M")));
    expect(() => shut(inspector, at("PT10M"))(arrived)).toThrow(expect.objectContaining({ name: "NotYet" }));
    expect(news({ bearsOnRisk: false }, nurse, at("PT6M"))(coming).next.outcome?.code).toBe("safe");
  });
});

describe("the hour of officers who wait", () => {
  const on = onChannel("handover_in_hospital");
  const [charge, site] = ANSWERERS.handover_in_hospital;

  it("that was missed is not missed once more when the detention is extended", () => {
    const taken = caseAfter(
      askedOn("handover_in_hospital", { answers: { arrived_at: NOW } }, on),
      (of) => acknowledge(of, charge, of.version, at("PT2M"), on),
      answeredOn("take_on_at", charge, at("PT10M"), on, { reviewAt: at("PT5H") }),
    );
    const hour = passing(taken, at("PT60M"), on).at(-1)?.next as Escalation;
    const had = acknowledge(hour, site, hour.version, at("PT62M"), on).next;
    const move = recordCustody(
      had,
      { item: "detention_extended", hours: 2, doctor: "Dr A", authorisedAt: at("PT65M") },
      charge,
      at("PT70M"),
      on,
    );
    expect([whats(move), move.next.tier, dueOf(move.next, "custody_handover")]).toEqual([["custody_recorded"], 1, at("PT120M")]);
  });

  it("is asked one tier up, and no more, when the whole detention was over before anybody was asked", () => {
    const { next } = askedOn("handover_in_hospital", { answers: { arrived_at: NOW } }, on, at("PT25H"));
    expect(next.tier).toBe(1);
    expect(next.clocks.filter(({ missedAt }) => missedAt).map(({ limit }) => limit)).toEqual(
      expect.arrayContaining(["custody_handover", "detention_ends"]),
    );
  });
});
