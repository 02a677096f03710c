import { describe, expect, it } from "@jest/globals";
import { CustodyItem, detentionEnds, NO_CUSTODY_YET } from "../../../core/escalation/custody.ts";
import { leaveWithoutHandover } from "../../../core/escalation/departure.ts";
import { Custody, type Escalation } from "../../../core/escalation/escalation.ts";
import type { Move } from "../../../core/escalation/move.ts";
import { viewOf } from "../../../core/escalation/view.ts";
import { type Instant, london, plus } from "../../../core/time.ts";
import { at, caseAfter, duty, dutyOfficer, hub, inspector, NOW, nurse, raised, socialWorker } from "../../builders.ts";
import {
  ack,
  chargeNurse,
  DEPUTY,
  decision,
  detained,
  dueOf,
  everyone,
  hear,
  item,
  lineOf,
  linked,
  naming,
  news,
  open,
  outcome,
  pass,
  passing,
  refusing,
  SETTLED,
  settledAt,
  shut,
  told,
  toldOf,
  wait,
  whats,
  withdrawn,
} from "./moves.ts";

/** Somebody was brought, and nobody has said yet when. */
const brought = () => detained({ answers: {} });
const left =
  (when = at("PT30M"), by = inspector, more: object = {}, on = everyone()) =>
  (current: Escalation): Move =>
    leaveWithoutHandover(current, { leftAt: when, told: "The nurse at the desk", ...more }, by, when, on);

describe("a detained person's clocks", () => {
  it("run from the arrival that the raiser gave, and not before somebody has said when it was", () => {
    const { next } = detained({ answers: { arrived_at: "2026-01-16T01:30:00+00:00" } });
    expect(next.custody?.arrivedAt).toBe("2026-01-16T01:30:00.000Z");
    expect(dueOf(next, "custody_handover")).toBe(at("PT30M"));
    expect(dueOf(next, "detention_ends")).toBe("2026-01-17T01:30:00.000Z");
    expect(dueOf(brought().next, "custody_handover")).toBeUndefined();
    expect(brought().next.custody).toMatchObject({ arrivedAt: null });
  });

  it("are kept for no type but those that say so", () => {
    expect(raised().next.custody).toBeNull();
    expect(() => item({ item: "tell_result", who: "His brother" })(raised().next)).toThrow(refusing("NotYet"));
  });

  it("start when the arrival is told later, as an item of the handing over", () => {
    const { next } = item({ item: "arrived_at", at: at("PT5M") }, nurse, at("PT6M"))(brought().next);
    expect(dueOf(next, "custody_handover")).toBe(at("PT65M"));
    expect(dueOf(next, "detention_ends")).toBe(at("PT1445M"));
  });

  it("start when the arrival is told later, as the answer to the question that was still open", () => {
    const { next } = news({ answers: { arrived_at: at("PT5M") } }, nurse, at("PT6M"))(brought().next);
    expect(viewOf(next).missing.map(({ code }) => code)).not.toContain("arrived_at");
    expect(next.custody?.arrivedAt).toBe(at("PT5M"));
    expect(dueOf(next, "custody_handover")).toBe(at("PT65M"));
  });

  it("move with an arrival that is put right", () => {
    const { next } = item({ item: "arrived_at", at: at("PT5M") }, inspector, at("PT10M"))(detained().next);
    expect(dueOf(next, "custody_handover")).toBe(at("PT65M"));
    expect(next.clocks.filter(({ limit }) => limit === "custody_handover")).toHaveLength(1);
  });

  it("remind before each of them", () => {
    const [warned] = passing(caseAfter(detained(), decision("remain_with_patient", { reviewAt: at("PT30H") })), at("PT45M"));
    expect(warned?.facts[0]).toMatchObject({ at: at("PT45M"), about: { limit: "custody_handover" } });
    const near = passing(caseAfter(detained(), decision("remain_with_patient", { reviewAt: at("PT30H") })), at("PT22H"));
    expect(near.at(-1)?.facts[0]).toMatchObject({ what: "limit_near", at: at("PT22H"), about: { limit: "detention_ends" } });
  });

  it("that had passed when the arrival was told are missed at once", () => {
    const start = detained({ answers: { arrived_at: "2026-01-16T00:50:00+00:00" }, ...DEPUTY }, everyone());
    expect(whats(start)).toEqual(["raised", "tier_alerted", "limit_missed"]);
    expect(lineOf(start, "limit_missed")).toMatchObject({ limit: "custody_handover", waker: "move" });
    expect(told(start)).toEqual(
      expect.arrayContaining(["paired site_manager", "paired charge_nurse", "update inspector", "update nurse"]),
    );
    const later = item({ item: "arrived_at", at: "2026-01-15T01:00:00.000Z" }, nurse, NOW, everyone())(brought().next);
    expect(later.facts.map((fact) => (fact.what === "limit_missed" ? fact.about.limit : fact.what))).toEqual([
      "custody_recorded",
      "custody_handover",
      "detention_ends",
      "tier_alerted",
    ]);
    expect(told(later)).toContain("page duty_officer");
  });
});

describe("the items of a handing over", () => {
  it.each<[string, CustodyItem, string]>([
    ["an arrival that lies ahead", { item: "arrived_at", at: at("PT1M") }, "at"],
    ["an arrival more than a week ago", { item: "arrived_at", at: "2026-01-09T01:00:00.000Z" }, "at"],
    [
      "an extension before anybody has said when it began",
      { item: "detention_extended", hours: 12, doctor: "Dr B. Example", authorisedAt: NOW },
      "item",
    ],
    ["no ambulance without why", { item: "conveyed", vehicle: "police_vehicle", asked: true }, "why"],
    [
      "the time of an ambulance that nobody asked for",
      { item: "conveyed", vehicle: "ambulance", asked: false, expectedAt: at("PT9M") },
      "asked",
    ],
  ])("refuses %s", (_, one, field) => {
    expect(() => item(one)(brought().next)).toThrow(naming(field));
  });

  it.each([
    ["the police level", "by the raising side", { item: "risk_by_police", level: "low" }, nurse],
    ["the health level", "by police", { item: "risk_by_health", level: "low" }, inspector],
    ["the acceptance", "by police", { item: "custody_accepted", clinician: "Dr A. Example" }, inspector],
    ["the police level", "by a body that was only told", { item: "risk_by_police", level: "low" }, hub],
    ["the health level", "by a body that was only told", { item: "risk_by_health", level: "low" }, hub],
  ] as const)("does not let %s be entered %s", (_, __, one, by) => {
    const shared = detained({ alsoTell: ["ambulance"] }).next;
    expect(() => item(one, by)(shared)).toThrow(naming("item"));
  });

  it.each(SETTLED)("keeps $item, signed, and says so in the story", (one, by) => {
    const move = item(one, by, at("PT5M"))(detained().next);
    expect(lineOf(move, "custody_recorded")).toMatchObject({ item: one.item });
    expect(JSON.stringify(move.next.custody)).toContain(JSON.stringify({ by, at: at("PT5M") }).slice(1, -1));
  });

  it("keeps in what they were brought, by when an ambulance was expected and why none took them, and how many officers wait", () => {
    const expectedAt = at("PT2H");
    const why = "The ambulance service said two hours";
    const by = { by: inspector, at: at("PT5M") };
    const brought = { item: "conveyed", vehicle: "police_vehicle", asked: true, expectedAt, why } as const;
    const of = caseAfter(
      detained(),
      item(brought, inspector, at("PT5M")),
      item({ item: "officers_waiting", officers: 2 }, inspector, at("PT5M")),
    );
    expect(of.custody?.conveyed).toEqual({ ...by, vehicle: "police_vehicle", asked: true, expectedAt, why });
    expect(of.custody?.officersWaiting).toEqual({ ...by, officers: 2 });
    const later = item({ item: "conveyed", vehicle: "mental_health_car", asked: true }, nurse, at("PT6M"))(of);
    expect(later.next.custody?.conveyed).toMatchObject({ vehicle: "mental_health_car", expectedAt: null, why: null });
    expect(CustodyItem.safeParse({ item: "officers_waiting", officers: 0 }).success).toBe(false);
  });

  it("reads a case that was kept before anybody could say so", () => {
    const { conveyed: _, officersWaiting: __, beganAt: ___, ...before } = detained().next.custody ?? NO_CUSTODY_YET;
    expect(Custody.parse(before)).toMatchObject({ conveyed: null, officersWaiting: null, beganAt: null });
    const extended = Custody.parse({ ...before, extended: { by: nurse, at: NOW, hours: 6, doctor: "Dr B. Example" } });
    expect([extended.extended?.authorisedAt, detentionEnds(extended)]).toEqual([null, at("PT30H")]);
  });

  it("lets each side change its own reading, and keeps the other's", () => {
    const both = caseAfter(detained(), ...settledAt(), item({ item: "risk_by_health", level: "high" }, chargeNurse, at("PT9M")));
    expect(both.custody).toMatchObject({ riskByPolice: { level: "low" }, riskByHealth: { level: "high", by: chargeNurse } });
  });

  it("lengthens a detention by the hours that a doctor gives, twelve at most", () => {
    const { next } = item(
      { item: "detention_extended", hours: 12, doctor: "Dr B. Example", authorisedAt: at("PT19H") },
      nurse,
      at("PT20H"),
    )(detained().next);
    expect(dueOf(next, "detention_ends")).toBe(at("PT36H"));
    expect(
      CustodyItem.safeParse({ item: "detention_extended", hours: 13, doctor: "Dr B. Example", authorisedAt: NOW }).success,
    ).toBe(false);
  });

  it("lengthens it, too, when its end had passed before anybody wrote it down", () => {
    const ended = caseAfter(
      detained(),
      decision("remain_with_patient", { reviewAt: at("PT30H") }),
      (one) => passing(one, at("PT24H")).at(-1),
      item({ item: "detention_extended", hours: 6, doctor: "Dr B. Example", authorisedAt: at("PT23H") }, nurse, at("PT25H")),
    );
    expect(dueOf(ended, "detention_ends")).toBe(at("PT30H"));
  });
});

describe("a detention that began elsewhere, or otherwise", () => {
  const began = (when: Instant) => item({ item: "detention_began", beganAt: when }, inspector, at("PT10M"));

  it("ends 24 hours after the first place of safety, and no move makes it longer; the hour of the handover counts from here", () => {
    const { next } = began("2026-01-15T20:00:00.000Z")(detained().next);
    expect([dueOf(next, "detention_ends"), dueOf(next, "custody_handover")]).toEqual(["2026-01-16T20:00:00.000Z", at("PT60M")]);
    const put = item({ item: "arrived_at", at: at("PT5M") }, inspector, at("PT15M"))(next).next;
    expect([dueOf(put, "detention_ends"), dueOf(put, "custody_handover")]).toEqual(["2026-01-16T20:00:00.000Z", at("PT65M")]);
  });

  it("ends 24 hours after the decision to keep somebody who was here already, also when nobody has said when they came", () => {
    expect(dueOf(began(at("PT8M"))(detained().next).next, "detention_ends")).toBe(at("PT1448M"));
    expect(dueOf(began(at("PT8M"))(brought().next).next, "detention_ends")).toBe(at("PT1448M"));
  });

  it("is said in the request, or answered as its question, and asked for no more once there is an arrival", () => {
    const elsewhere = "2026-01-15T20:00:00.000Z";
    const asked = detained({ answers: { arrived_at: NOW, detention_began_at: elsewhere } }).next;
    const told = news({ answers: { detention_began_at: elsewhere } }, nurse, at("PT6M"))(detained().next).next;
    for (const one of [asked, told])
      expect([one.custody?.beganAt, dueOf(one, "detention_ends")]).toEqual([elsewhere, "2026-01-16T20:00:00.000Z"]);
    expect(viewOf(detained().next).missing.map(({ code }) => code)).not.toContain("detention_began_at");
    expect(viewOf(brought().next).missing.map(({ code }) => code)).toContain("detention_began_at");
    expect(() => detained({ answers: { detention_began_at: at("PT1M") } })).toThrow(naming("answers.detention_began_at"));
    expect(() => item({ item: "detention_began", beganAt: at("PT1M") })(brought().next)).toThrow(naming("beganAt"));
  });
});

describe("an extension of a detention", () => {
  const extending = (authorisedAt: Instant, when: Instant, by = nurse) =>
    item({ item: "detention_extended", hours: 12, doctor: "Dr B. Example", authorisedAt }, by, when);
  const held = () => caseAfter(detained(), decision("remain_with_patient", { reviewAt: at("PT35H") }));

  it.each([
    ["after the 24 hours have ended", at("PT24H"), at("PT30H")],
    ["before the detention began", plus(NOW, "PT0S").replace("T02", "T01"), at("PT1H")],
    ["ahead", at("PT2H"), at("PT1H")],
  ])("is not authorised %s", (_, authorisedAt, when) => {
    expect(() => extending(authorisedAt, when)(held())).toThrow(naming("authorisedAt"));
  });

  it("that the doctor authorised in time is written down later too, by staff of the place or by officers who were told", () => {
    for (const by of [nurse, inspector])
      expect(dueOf(extending(at("PT23H"), at("PT30H"), by)(held()).next, "detention_ends")).toBe(at("PT36H"));
    expect(() => extending(at("PT1H"), at("PT2H"), hub)(detained({ alsoTell: ["ambulance"] }).next)).toThrow(naming("item"));
  });

  it("counts no more when the detention turns out to have begun so early that it was authorised too late", () => {
    const { next } = extending(at("PT20H"), at("PT20H"))(held());
    const early = item(
      { item: "detention_began", beganAt: plus(NOW, "PT0S").replace("16T02", "15T20") },
      inspector,
      at("PT21H"),
    )(next);
    expect(detentionEnds(early.next.custody ?? NO_CUSTODY_YET)).toBe("2026-01-16T20:00:00.000Z");
  });
});

describe("a named clinician who has accepted the person", () => {
  const accepted = item({ item: "custody_accepted", clinician: "Dr A. Example" }, nurse, at("PT40M"));

  it("ends the hour of the handover, and everyone hears", () => {
    const move = accepted(caseAfter(detained(), ack()));
    expect(dueOf(move.next, "custody_handover")).toBeUndefined();
    expect(dueOf(move.next, "detention_ends")).toBe(at("PT24H"));
    expect(toldOf(move)).toEqual(["update inspector custody_accepted"]);
  });

  it("wakes no further tier when the detention ends: whoever has it is told beside, and it goes on", () => {
    const over = caseAfter(
      detained(),
      decision("remain_with_patient", { reviewAt: at("PT30H") }),
      accepted,
      pass(at("PT24H"), everyone()),
    );
    expect(over.clocks.find(({ limit }) => limit === "detention_ends")?.missedAt).toBe(at("PT24H"));
    expect(over.tier).toBe(0);
  });

  it("is not waited for again when the arrival is put right afterwards", () => {
    const { next } = item({ item: "arrived_at", at: at("PT30M") }, nurse, at("PT45M"))(accepted(detained().next).next);
    expect(dueOf(next, "custody_handover")).toBeUndefined();
  });

  it("lets nobody say any more that officers left without an agreed handover", () => {
    expect(() => left(at("PT50M"))(accepted(detained().next).next)).toThrow(refusing("NotYet"));
  });
});

describe("officers who leave without an agreed handover", () => {
  const had = () => caseAfter(detained(DEPUTY), ack());

  it("are named in the record; the next tier, the manager on call, the deputy and the raiser hear at once", () => {
    const move = left()(had());
    expect(lineOf(move, "left_without_agreed_handover")).toEqual({ leftAt: at("PT30M"), told: "The nurse at the desk" });
    expect(toldOf(move)).toEqual(
      expect.arrayContaining([
        "update nurse left_without_agreed_handover",
        "paired manager_on_call left_without_agreed_handover",
        "paired charge_nurse left_without_agreed_handover",
        "page duty_officer departure",
      ]),
    );
    expect(move.next.tier).toBe(1);
    expect(move.next.owner).toMatchObject({ by: inspector });
  });

  it("make an answer be given anew that was given while they were there", () => {
    const stay = decision("remain_with_patient", { reviewAt: at("PT5H") }, inspector, at("PT10M"));
    const move = left()(caseAfter(detained(), ack(), stay));
    expect(move.next).toMatchObject({ reopened: { why: "departure" }, decision: { code: "remain_with_patient" } });
    expect([dueOf(move.next, "review"), dueOf(move.next, "decide")]).toEqual([undefined, at("PT60M")]);
  });

  it("may be named by either side, at a time that does not lie ahead, once", () => {
    expect(left(at("PT30M"), nurse)(had()).next.custody?.left).toMatchObject({ by: nurse });
    expect(() => leaveWithoutHandover(had(), { leftAt: at("PT31M"), told: "Nobody" }, nurse, at("PT30M"), duty())).toThrow(
      naming("leftAt"),
    );
    expect(() => left()(left()(had()).next)).toThrow(refusing("NotYet"));
    expect(() => left()(raised().next)).toThrow(refusing("NotYet"));
  });

  it("end the hour of the handover, which is not waited for again, while the detention goes on", () => {
    const gone = left()(had()).next;
    expect(dueOf(gone, "custody_handover")).toBeUndefined();
    const { next } = item(
      { item: "detention_extended", hours: 3, doctor: "Dr B. Example", authorisedAt: at("PT34M") },
      nurse,
      at("PT35M"),
    )(gone);
    expect(dueOf(next, "custody_handover")).toBeUndefined();
    expect(dueOf(next, "detention_ends")).toBe(at("PT27H"));
  });

  it("ask the top once more when the case is there", () => {
    const top = caseAfter(detained(), (one) => passing(one, at("PT46M")).at(-1));
    expect(top.tier).toBe(3);
    expect(told(left(at("PT50M"))(top))).toContain("page chief");
  });

  it("do not keep the case from being closed once the rest is settled", () => {
    const over = caseAfter(
      { ...detained(), next: left()(had()).next },
      decision("remain_with_patient", {}, inspector, at("PT31M")),
      ...settledAt(at("PT32M")).filter((_, nth) => SETTLED[nth]?.[0].item !== "custody_accepted"),
      hear(nurse, at("PT33M")),
      outcome("admitted", nurse, at("PT34M")),
    );
    expect(shut(inspector, at("PT35M"))(over).next.closed).not.toBeNull();
  });
});

describe("an hour's handover on the night on which the clocks go back (23:05 BST)", () => {
  const ARRIVED: Instant = "2025-10-25T22:05:00.000Z";
  const on = everyone();
  const start = detained({ answers: { arrived_at: "2025-10-25T23:05:00+01:00" } }, on, "2025-10-25T22:20:00.000Z");
  const had = caseAfter(
    start,
    ack(inspector, "2025-10-25T22:25:00.000Z", on),
    decision("remain_with_patient", { reviewAt: "2025-10-26T03:00:00.000Z" }, inspector, "2025-10-25T22:30:00.000Z", on),
  );
  const due = passing(had, "2025-10-25T23:05:00.000Z", on);
  const late = due.at(-1);
  const assaulted = news(
    {
      riskFacts: [
        { code: "staff_assaulted", status: "seen_by_staff", source: "The nurse", obtainedAt: "2025-10-25T23:04:00.000Z" },
      ],
    },
    chargeNurse,
    "2025-10-25T23:06:00.000Z",
    on,
  )(late?.next as Escalation);

  it("counts the hour from 23:05 BST, and tells the site manager and the duty inspector at 00:05 BST", () => {
    expect(start.next.custody?.arrivedAt).toBe(ARRIVED);
    expect(late?.facts[0]).toMatchObject({ at: "2025-10-25T23:05:00.000Z", about: { limit: "custody_handover" } });
    expect(london(late?.facts[0]?.at ?? "")).toBe("00:05 BST, Sun 26 Oct");
    expect(told(late)).toEqual(expect.arrayContaining(["paired site_manager", "update inspector", "update nurse"]));
  });

  it("is P2 when the nurse in charge reports that staff were assaulted", () => {
    expect(assaulted.next.priority).toBe("P2");
    expect(assaulted.next.reopened).toMatchObject({ why: "new_information" });
  });

  it("ends the detention after 24 elapsed hours: at 22:05 GMT, not 23:05", () => {
    const { detentionEndsAt } = viewOf(had).custody ?? {};
    expect(detentionEndsAt).toBe("2025-10-26T22:05:00.000Z");
    expect(dueOf(had, "detention_ends")).toBe(detentionEndsAt);
    expect(london(detentionEndsAt ?? "")).toBe("22:05 GMT, Sun 26 Oct");
  });

  it("shows the empty item of the next of kin", () => {
    expect(viewOf(had).custody?.nextOfKin).toBeNull();
  });

  it("records no release until both sides have entered the risk and a named clinician has accepted", () => {
    const when = "2025-10-25T23:10:00.000Z";
    const opened = caseAfter({ ...start, next: assaulted.next }, open(inspector, when, on));
    const release = decision("agree_release_officers", {}, inspector, when, on);
    expect(() => release(opened)).toThrow(naming("code"));
    expect(release(caseAfter({ ...start, next: opened }, ...settledAt(when, on))).next.decision).toMatchObject({
      code: "agree_release_officers",
    });
  });

  it("says so when officers leave anyway, and asks tier 2 and the manager on call at once", () => {
    const move = left("2025-10-25T23:30:00.000Z", nurse, {}, on)(assaulted.next);
    expect(toldOf(move)).toEqual(
      expect.arrayContaining(["page duty_officer departure", "paired manager_on_call left_without_agreed_handover"]),
    );
    expect(move.next.tier).toBe(1);
  });
});

describe("a wait with a detained person that ends without a clinician", () => {
  const had = () => caseAfter(detained(), ack());
  const ENDS = ["died", "discharged", "moved_elsewhere", "arrested", "still_missing"];

  it.each(ENDS)("ends its limits when the person has %s, and police hear it", (code) => {
    const move = outcome(code, nurse, at("PT30M"))(had());
    expect([dueOf(move.next, "custody_handover"), dueOf(move.next, "detention_ends")]).toEqual([undefined, undefined]);
    expect(toldOf(move)).toEqual([`update inspector ${code === "died" ? "harm_recorded" : "wait_ended"}`]);
    expect(passing(move.next, at("PT26H")).flatMap(({ facts }) => facts)).not.toContainEqual(
      expect.objectContaining({ about: expect.objectContaining({ limit: "custody_handover" }) }),
    );
  });

  it("is ended truly: nobody has to accept a person who is not here, to close it or to take it back", () => {
    const stay = decision("remain_with_patient", {}, inspector, at("PT10M"));
    const rest = settledAt(at("PT20M")).filter((_, nth) => SETTLED[nth]?.[0].item !== "custody_accepted");
    const moved = outcome("moved_elsewhere", nurse, at("PT34M"));
    const over = caseAfter(detained(), ack(), stay, ...rest, hear(nurse, at("PT33M")), moved);
    expect(shut(inspector, at("PT35M"))(over).next.closed?.as).toBe("closed");
    expect(withdrawn("withdrawn_other")(moved(had()).next).next.closed?.as).toBe("withdrawn_other");
    expect(() => withdrawn("withdrawn_other")(outcome("admitted")(had()).next)).toThrow(refusing("NotYet"));
    expect(() => left(at("PT40M"))(over)).toThrow(refusing("NotYet"));
  });

  it("is not begun again by what is learned later: nothing was late, and it can be closed", () => {
    const found = outcome("safe", nurse, at("PT30H"))(caseAfter(detained(), ack(), outcome("still_missing", nurse, at("PT20M"))));
    expect(whats(found)).toEqual(["outcome_recorded"]);
    expect([dueOf(found.next, "custody_handover"), dueOf(found.next, "detention_ends")]).toEqual([undefined, undefined]);
    expect(withdrawn("withdrawn_other")(found.next).next.closed?.as).toBe("withdrawn_other");
  });

  it("goes on when they are brought again after it, and not when the first arrival is put right", () => {
    const gone = caseAfter(detained(), ack(), outcome("still_missing", nurse, at("PT20M")));
    const back = item({ item: "arrived_at", at: at("PT40M") }, inspector, at("PT45M"))(gone).next;
    expect([back.outcome, dueOf(back, "custody_handover"), dueOf(back, "detention_ends")]).toEqual([
      null,
      at("PT100M"),
      at("PT1480M"),
    ]);
    const put = item({ item: "arrived_at", at: at("PT5M") }, inspector, at("PT45M"))(gone).next;
    expect([put.outcome?.code, dueOf(put, "custody_handover")]).toEqual(["still_missing", undefined]);
  });

  it.each([
    ["nothing was decided", () => outcome("still_missing", nurse, at("PT5M"))(raised().next).next],
    ["it was decided", () => caseAfter(raised(), decision("attend_prompt"), outcome("still_missing", nurse, at("PT5M")))],
  ])("is not over before it began: somebody who was missing is found and detained, and %s", (_, missing) => {
    const told = { type: "s136_handover", answers: { arrived_at: at("PT10M") } };
    for (const detains of [news(told, nurse, at("PT15M")), linked(socialWorker, at("PT15M"), duty(), told)]) {
      const { next } = detains(missing());
      expect([next.outcome, dueOf(next, "custody_handover"), dueOf(next, "detention_ends")]).toEqual([
        null,
        at("PT70M"),
        at("PT1450M"),
      ]);
    }
  });

  it("reads a case that was kept before its end was kept as one in which they wait", () => {
    const { ended: _, ...before } = detained().next.custody ?? NO_CUSTODY_YET;
    expect(Custody.parse(before).ended).toBeNull();
  });

  it("goes on when that is put right, or asked anew", () => {
    const gone = () => caseAfter(detained(), ack(), outcome("still_missing", nurse, at("PT30M")));
    for (const again of [outcome("unknown", nurse, at("PT40M")), news({ bearsOnRisk: true }, nurse, at("PT40M"))]) {
      const { next } = again(gone());
      expect([dueOf(next, "custody_handover"), dueOf(next, "detention_ends")]).toEqual([at("PT60M"), at("PT24H")]);
    }
  });
});

describe("an hour's handover that nobody has kept", () => {
  it("asks no next tier by itself, and is told once", () => {
    const sent = caseAfter(
      detained({}, everyone()),
      decision("remain_with_patient", { reviewAt: at("PT3H") }, inspector, NOW, everyone()),
    );
    const moves = passing(sent, at("PT2H"), everyone());
    expect(moves.filter((move) => whats(move).includes("limit_missed"))).toHaveLength(1);
    expect(moves.at(-1)?.next.tier).toBe(0);
    expect(wait("PT2H", duty())(moves.at(-1)?.next as Escalation)).toBeUndefined();
  });

  it("is told to whoever is asked at that time when nobody has the case", () => {
    const moves = passing(detained({}, everyone()).next, at("PT60M"), everyone());
    const late = moves.find((move) => toldOf(move).some((one) => one.endsWith("handover_late")));
    expect(told(late)).toEqual(expect.arrayContaining(["paired site_manager", "update nurse"]));
    expect(told(late).some((one) => one === `update ${dutyOfficer.id}` || one === "update chief")).toBe(true);
  });

  it("is not walked round by taking the request back, once somebody has been brought", () => {
    expect(() => withdrawn("withdrawn_other")(detained().next)).toThrow(refusing("NotYet"));
    expect(withdrawn("withdrawn_other")(detained({ answers: {} }).next).next.closed).not.toBeNull();
  });
});
