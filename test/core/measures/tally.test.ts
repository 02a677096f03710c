import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { addNote } from "../../../core/escalation/add-note.ts";
import { mergeInto } from "../../../core/escalation/close.ts";
import { leaveWithoutHandover } from "../../../core/escalation/departure.ts";
import { disagree } from "../../../core/escalation/disagree.ts";
import type { Escalation } from "../../../core/escalation/escalation.ts";
import { Fact } from "../../../core/escalation/fact.ts";
import { readEscalation } from "../../../core/escalation/migration.ts";
import { readTally, Tally, tallyOf } from "../../../core/measures/tally.ts";
import { at, duty, dutyOfficer, hub, inspector, NOW, nurse, raised, socialWorker } from "../../builders.ts";
import { ANSWERERS, answeredOn, askedOn, officer, onChannel } from "../escalation/channel-cases.ts";
import { FIRST, FIRST_STORIES } from "../escalation/first-shape.ts";
import { begin, PEOPLE, start, steps, take } from "../escalation/model.ts";
import {
  accepted,
  ack,
  call,
  decision,
  decline,
  declined,
  deferred,
  detained,
  disagreed,
  everyone,
  graded,
  hear,
  item,
  linked,
  news,
  open,
  outcome,
  passing,
  plan,
  shut,
  stoodDown,
  there,
  withdrawn,
} from "../escalation/moves.ts";
import { lived, talliedAfter } from "./tallies.ts";

const MIN = 60_000;
const passes =
  (elapsed: string, on = duty()) =>
  (of: Escalation) =>
    passing(of, at(elapsed), on);
const attend = (elapsed: string, who = inspector, more: object = {}) => decision("attend_immediate", more, who, at(elapsed));

describe("a tally of a case that has just been raised", () => {
  const fresh = talliedAfter(raised());

  it("says what, where, by whom and when by London’s wall clock", () => {
    expect(fresh).toMatchObject({
      pathway: "police_attendance",
      type: "walkout_healthcare",
      area: "central_south",
      raisedBy: "RJ1",
      asked: "01",
      answeredBy: null,
      priority: "P1",
      lastPriority: "P1",
      raisedAt: NOW,
      timeBand: "night",
      weekday: 5,
      hour: 2,
    });
    const summer = talliedAfter(raised({}, duty(), "2026-07-31T23:30:00.000Z"));
    expect(summer).toMatchObject({ timeBand: "night", weekday: 6, hour: 0 });
  });

  it.each([
    ["2026-01-16T05:59:00.000Z", "night"],
    ["2026-01-16T06:00:00.000Z", "morning"],
    ["2026-01-16T12:00:00.000Z", "afternoon"],
    ["2026-07-16T17:00:00.000Z", "evening"],
  ])("calls %s %s", (when, timeBand) => {
    expect(talliedAfter(raised({}, duty(), when)).timeBand).toBe(timeBand);
  });

  it("knows nothing yet of what is still owed", () => {
    const running = { how: "running", ms: null };
    expect(fresh).toMatchObject({ acknowledge: running, decide: running, arrive: { how: "not_owed", ms: null } });
    expect(fresh).toMatchObject({ closedAt: null, ended: null, answered: null, outcome: null, harm: null, attended: false });
    expect(fresh).toMatchObject({ highestTier: 1, missed: [], told: { answers: 0, read: 0, rung: 0, slowestMs: null } });
  });
});

describe("who answered", () => {
  it("is nobody where nobody did, though somebody was asked", () => {
    const on = duty({ empty: [1, 2, 3] });
    const alone = talliedAfter(raised({}, on), passes("PT5M", on), withdrawn("withdrawn_other", {}, nurse, at("PT9M")));
    expect(alone).toMatchObject({ nobodyAnswered: true, asked: "01", answeredBy: null });
  });

  it("is whoever gave the answer that stands, or else had the case", () => {
    expect(talliedAfter(raised(), ack())).toMatchObject({ asked: "01", answeredBy: inspector.agency });
    expect(talliedAfter(raised(), decline())).toMatchObject({ answeredBy: inspector.agency });
  });

  it("is read from older rows, which had whoever was asked in its place", () => {
    const { asked: _, ...row } = talliedAfter(raised(), ack());
    expect(readTally(row)).toMatchObject({ asked: "01", answeredBy: "01" });
    expect(readTally({ ...row, acknowledge: { how: "missed", ms: null } })).toMatchObject({ asked: "01", answeredBy: null });
    const today = talliedAfter(raised());
    expect(readTally(today)).toEqual(today);
  });
});

describe("the limit to acknowledge", () => {
  it("is kept by whoever takes the case in time", () => {
    expect(talliedAfter(raised(), ack(inspector, at("PT3M"))).acknowledge).toEqual({ how: "within", ms: 3 * MIN });
  });

  it("is missed when the story says so, and still has its length", () => {
    const late = talliedAfter(raised(), passes("PT6M"), ack(dutyOfficer, at("PT6M")));
    expect(late.acknowledge).toEqual({ how: "missed", ms: 6 * MIN });
    expect(late.missed).toEqual([{ limit: "acknowledge", tier: 1, cause: null }]);
    expect(late.highestTier).toBe(2);
  });

  it("is missed too when the waker came so late that nobody wrote it down", () => {
    const unseen = talliedAfter(raised(), ack(inspector, at("PT5M30S")));
    expect(unseen.acknowledge).toEqual({ how: "missed", ms: 5.5 * MIN });
    expect(unseen.missed).toEqual([{ limit: "acknowledge", tier: 1, cause: null }]);
    expect(talliedAfter(raised(), ack(inspector, at("PT5M"))).acknowledge).toEqual({ how: "within", ms: 5 * MIN });
  });

  it("is that of the first tier that was asked, where nobody stands on the one before", () => {
    const on = duty({ empty: [0] });
    const empty = talliedAfter(raised({}, on), ack(dutyOfficer, at("PT4M"), on));
    expect(empty.acknowledge).toEqual({ how: "within", ms: 4 * MIN });
    expect(empty.missed).toEqual([{ limit: "acknowledge", tier: 1, cause: "nobody_on_rota" }]);
  });

  it("is kept by a tier that was asked beside the first", () => {
    const child = talliedAfter(raised({ childAtRisk: "yes" }), ack(dutyOfficer, at("PT2M")));
    expect(child).toMatchObject({ acknowledge: { how: "within", ms: 2 * MIN }, highestTier: 2, aboutChild: true });
  });

  it("is missed on a ladder that nobody stands on", () => {
    const alone = raised({}, duty({ empty: [0, 1, 2, 3] }));
    expect(talliedAfter(alone)).toMatchObject({ acknowledge: { how: "missed", ms: null }, nobodyAnswered: true, highestTier: 4 });
    expect(talliedAfter(alone, ack(inspector, at("PT1M"))).acknowledge).toEqual({ how: "missed", ms: MIN });
  });

  it("was not owed where the case was taken back in time, and missed where that came too late", () => {
    const taken = talliedAfter(raised(), withdrawn("withdrawn_other", {}, nurse, at("PT2M")));
    expect(taken).toMatchObject({ acknowledge: { how: "not_owed", ms: null }, ended: "withdrawn_other", withdrawn: true });
    const late = talliedAfter(raised(), withdrawn("withdrawn_other", {}, nurse, at("PT5M1S")));
    expect(late.acknowledge.how).toBe("missed");
  });

  it("counts from the urgency that the case had when it was taken", () => {
    const calm = raised({ type: "conveyance", threshold: ["none_unsure"] });
    expect(talliedAfter(calm, ack(inspector, at("PT50M")))).toMatchObject({ priority: "P3", acknowledge: { how: "within" } });
    const graver = talliedAfter(calm, graded("P1", nurse, at("PT10M")), ack(inspector, at("PT20M")));
    expect(graver).toMatchObject({ priority: "P3", lastPriority: "P1", acknowledge: { how: "missed", ms: 20 * MIN } });
  });
});

describe("the limit to decide", () => {
  it("is kept by the first answer, whatever follows it", () => {
    const answered = talliedAfter(raised(), ack(), decline(at("PT14M")), attend("PT2H"));
    expect(answered.decide).toEqual({ how: "within", ms: 14 * MIN });
  });

  it("was missed when the answer was put off and then given in the new time", () => {
    const later = talliedAfter(raised(), ack(), deferred(at("PT40M"), inspector, at("PT5M")), decline(at("PT35M")));
    expect(later).toMatchObject({ decide: { how: "missed", ms: 35 * MIN }, deferrals: 1 });
    expect(later.missed).toEqual([{ limit: "decide", tier: 1, cause: "decided_late" }]);
  });

  it("was kept when it was put off and then given in the old time after all", () => {
    const sooner = talliedAfter(raised(), ack(), deferred(at("PT40M"), inspector, at("PT5M")), decline(at("PT12M")));
    expect(sooner.decide).toEqual({ how: "within", ms: 12 * MIN });
  });

  it("was missed where nobody on the ladder answered, though its clock was stopped before it fell due", () => {
    const on = duty({ empty: [2, 3] });
    const out = [raised({}, on), passes("PT5M", on), passes("PT10M", on)] as const;
    const never = talliedAfter(...out, withdrawn("withdrawn_found_safe", {}, nurse, at("PT30M")));
    expect(never).toMatchObject({ nobodyAnswered: true, decide: { how: "missed", ms: null } });
    expect(never.missed.filter(({ limit }) => limit === "decide")).toEqual([
      { limit: "decide", tier: 1, cause: "not_acknowledged" },
    ]);
    const inTime = talliedAfter(...out, ack(inspector, at("PT11M")), decline(at("PT14M")));
    expect(inTime.decide).toEqual({ how: "within", ms: 14 * MIN });
    expect(inTime.missed.filter(({ limit }) => limit === "decide")).toEqual([]);
  });

  it("says why it was missed", () => {
    const { of, facts } = lived(raised(), ack(), passes("PT16M"));
    const told = facts.map((fact) =>
      fact.what === "limit_missed" ? { ...fact, about: { ...fact.about, cause: "decided_late" as const } } : fact,
    );
    expect(tallyOf(of, told, { subject: null, themes: [] })).toMatchObject({
      decide: { how: "missed", ms: null },
      missed: [{ limit: "decide", tier: 1, cause: "decided_late" }],
    });
  });
});

describe("the limit to arrive", () => {
  it("counts from the first decision that sends somebody", () => {
    const came = talliedAfter(raised(), ack(), decline(at("PT5M")), attend("PT1H"), there(inspector, at("PT70M")));
    expect(came).toMatchObject({ arrive: { how: "within", ms: 10 * MIN }, attended: true });
  });

  it("is not owed by a sending that was called off in time; the next one counts", () => {
    const off = talliedAfter(raised(), attend("PT1M"), decline(at("PT6M")));
    expect(off.arrive).toEqual({ how: "not_owed", ms: null });
    const on = talliedAfter(raised(), attend("PT1M"), decline(at("PT6M")), attend("PT1H"), there(inspector, at("PT80M")));
    expect(on.arrive).toEqual({ how: "missed", ms: 20 * MIN });
  });

  it("is missed by a sending that was called off too late", () => {
    expect(talliedAfter(raised(), attend("PT1M"), decline(at("PT20M"))).arrive).toEqual({ how: "missed", ms: null });
  });

  it("has been missed once the story goes on beyond it, whoever looked", () => {
    const noted = (of: Escalation) => addNote(of, { text: "Still waiting" }, nurse, at("PT20M"), duty());
    expect(talliedAfter(raised(), ack(), attend("PT1M")).arrive).toEqual({ how: "running", ms: null });
    expect(talliedAfter(raised(), ack(), attend("PT1M"), noted).arrive).toEqual({ how: "missed", ms: null });
  });

  it("stays that of the first unit when it is replaced", () => {
    const replaced = talliedAfter(
      raised(),
      attend("PT1M"),
      stoodDown(inspector, at("PT10M")),
      attend("PT12M"),
      there(inspector, at("PT20M")),
    );
    expect(replaced).toMatchObject({ arrive: { how: "missed", ms: 19 * MIN }, told: { answers: 2 } });
  });

  it("is an appointment where one was given", () => {
    const calm = raised({ type: "conveyance", threshold: ["none_unsure"] });
    const promised = decision("attend_prompt", { arriveBy: at("PT10H") }, inspector, at("PT1H"));
    expect(talliedAfter(calm, promised, there(inspector, at("PT9H"))).arrive).toEqual({ how: "within", ms: 480 * MIN });
    expect(talliedAfter(calm, promised, there(inspector, at("PT10H1M"))).arrive.how).toBe("missed");
  });
});

describe("what was answered", () => {
  const upheld = [decline(at("PT5M")), decline(at("PT2H"))] as const;

  it("is overturned when it declined first and sends somebody later", () => {
    const turned = talliedAfter(raised(), decline(at("PT5M")), disagreed(nurse, at("PT8M")), attend("PT12M", dutyOfficer));
    expect(turned.answered).toMatchObject({
      first: "decline_threshold_not_met",
      firstDeclined: true,
      last: "attend_immediate",
      lastDeclined: false,
      changes: 1,
      overturned: true,
      limbs: null,
    });
    expect(turned).toMatchObject({ disagreed: true, unresolved: false });
  });

  it.each([
    ["handover_in_hospital", "officers_stay", "take_on_at"],
    ["crisis_referral", "decline", "accept_call"],
    ["s136_advice", "no_mental_health_need", "place_of_safety"],
  ] as const)("is overturned where police ask when a later answer does not decline: %s", (channel, no, yes) => {
    const on = onChannel(channel);
    const [, second] = ANSWERERS[channel];
    const says = (code: string, after: string) => answeredOn(code, second, at(after), on);
    const disputes = (of: Escalation) =>
      disagree(of, { reason: "facts_misread", why: "He is worse than it was read" }, officer, of.version, at("PT4M"), on);
    const first = answeredOn(no, ANSWERERS[channel][0], at("PT2M"), on);
    expect(talliedAfter(askedOn(channel), first, disputes, says(yes, "PT9M")).answered).toMatchObject({ overturned: true });
    expect(talliedAfter(askedOn(channel), first, disputes, says(no, "PT9M")).answered).toMatchObject({ overturned: false });
  });

  it.each([
    ["s136_advice", null],
    ["handover_in_hospital", null],
    ["ambulance_referral", false],
    ["crisis_referral", false],
  ] as const)("has nobody who came or did not where no answer sends anybody: %s, %s", (channel, attended) => {
    expect(talliedAfter(askedOn(channel)).attended).toBe(attended);
  });

  it("is not overturned when it sends first, or is never changed", () => {
    const wavering = talliedAfter(raised(), attend("PT1M"), decline(at("PT5M")), attend("PT9M"));
    expect(wavering.answered).toMatchObject({ overturned: false, changes: 2 });
    expect(talliedAfter(raised(), ...upheld).answered).toMatchObject({ overturned: false, changes: 0 });
  });

  it("has the two limbs as the last answer reads them", () => {
    expect(talliedAfter(raised(), ...upheld).answered?.limbs).toEqual({ limb_a: "not_met", limb_b: "not_met" });
  });

  it("is final from when it was first given, and later only when the case was opened again between", () => {
    expect(talliedAfter(raised(), ...upheld)).toMatchObject({ firstNoAt: at("PT5M"), finalAnswerAt: at("PT5M") });
    const grave = [news({ bearsOnRisk: true }, nurse, at("PT1H")), open(inspector, at("PT1H"))] as const;
    const again = talliedAfter(raised(), decline(at("PT5M")), ...grave, decline(at("PT2H")));
    expect(again).toMatchObject({ firstNoAt: at("PT5M"), finalAnswerAt: at("PT2H"), answered: { changes: 0 } });
  });

  it("is no new answer when a detail is added to a unit on its way", () => {
    const cad = { cad: { number: "1234", date: "2026-01-16" } };
    const detailed = talliedAfter(raised(), attend("PT1M"), attend("PT4M", inspector, cad));
    expect(detailed).toMatchObject({ told: { answers: 1 }, answered: { changes: 0 }, finalAnswerAt: at("PT1M") });
  });

  it("counts the first «no» from before the raise, where the caller gave its time", () => {
    const contact = (more: object) => raised({ policeContact: { channel: "rang_999", answer: "will_not_attend", ...more } });
    const before = "2026-01-16T01:10:00.000Z";
    expect(talliedAfter(contact({ at: before }), attend("PT10M"))).toMatchObject({
      firstNoAt: before,
      finalAnswerAt: at("PT10M"),
      answered: { firstDeclined: false },
    });
    expect(talliedAfter(contact({}), attend("PT10M")).firstNoAt).toBe(null);
    expect(talliedAfter(contact({ at: before, answer: "will_review" }), attend("PT10M")).firstNoAt).toBe(null);
  });

  it("counts no «no» that was told on paper: how long the sheet lay is no time of those who answer", () => {
    const onPaper = { at: "2025-12-13T14:20:00.000Z", by: "The night nurse" };
    const policeContact = { channel: "rang_999", answer: "will_not_attend", at: "2025-12-13T14:10:00.000Z" };
    const { firstNoAt, finalAnswerAt } = talliedAfter(raised({ onPaper, policeContact }), attend("PT10M"));
    expect([firstNoAt, finalAnswerAt]).toEqual([null, at("PT10M")]);
    expect(talliedAfter(raised({ onPaper, policeContact }), ...upheld).firstNoAt).toBe(at("PT5M"));
  });

  it("stands unresolved after a disagreement at the top, until somebody answers again", () => {
    const on = duty({ empty: [1, 2, 3] });
    const { of, facts } = lived(raised({}, on), decline(at("PT5M")));
    const apart = { ...facts[0], what: "disagreement_unresolved", about: { theirs: "", ours: "", plan: null } } as Fact;
    expect(tallyOf(of, [...facts, apart], { subject: null, themes: [] }).unresolved).toBe(true);
    const again = facts.filter(({ what }) => what === "decided");
    expect(tallyOf(of, [...facts, apart, ...again], { subject: null, themes: [] }).unresolved).toBe(false);
  });
});

describe("whether the raising side heard", () => {
  it("counts what it read, what it was told by telephone, and how long the slowest took", () => {
    const both = talliedAfter(
      raised(),
      decline(at("PT5M")),
      hear(nurse, at("PT7M")),
      call("deputy", true, inspector, at("PT8M")),
      attend("PT20M"),
      call("call_back", false, inspector, at("PT22M")),
      call("call_back", true, inspector, at("PT30M")),
    );
    expect(both.told).toEqual({ answers: 2, read: 1, rung: 1, slowestMs: 10 * MIN });
  });

  it("does not take the reading of another agency for its own", () => {
    const joined = [linked(socialWorker, at("PT1M")), open(inspector, at("PT2M")), decline(at("PT5M"))] as const;
    const unread = talliedAfter(raised(), ...joined, hear(socialWorker, at("PT7M")));
    expect(unread.told).toEqual({ answers: 1, read: 0, rung: 0, slowestMs: null });
  });
});

describe("a referral", () => {
  const refer = decision("refer_to", { referTo: "ambulance" }, inspector, at("PT2M"), everyone());
  const body = "ambulance";

  it("waits for the first body, and has its answer", () => {
    expect(talliedAfter(raised(), refer).referral).toEqual({ body, answer: "running" });
    expect(talliedAfter(raised(), refer, accepted(hub, at("PT4M"))).referral).toEqual({ body, answer: "accepted" });
    expect(talliedAfter(raised(), refer, declined(hub, at("PT4M"))).referral).toEqual({ body, answer: "declined" });
    expect(talliedAfter(raised(), decline()).referral).toBe(null);
  });

  it("was not answered when its limit passed, or the case was decided anew; a late answer is one", () => {
    const late = passes("PT8M", everyone());
    expect(talliedAfter(raised(), refer, late).referral?.answer).toBe("no_answer");
    expect(talliedAfter(raised(), refer, attend("PT4M")).referral?.answer).toBe("no_answer");
    expect(talliedAfter(raised(), refer, late, accepted(hub, at("PT9M"))).referral?.answer).toBe("accepted");
  });
});

describe("a detained person’s handover", () => {
  const here = detained({ answers: { arrived_at: NOW, place_of_safety: "ed" } });
  const taken = (elapsed: string) => item({ item: "custody_accepted", clinician: "Dr A. Example" }, nurse, at(elapsed));
  const gone = (of: Escalation) =>
    leaveWithoutHandover(of, { leftAt: at("PT30M"), told: "The nurse in charge" }, inspector, at("PT30M"), duty());

  it("has its place, and its time from the arrival to the named acceptance", () => {
    expect(talliedAfter(here).handover).toEqual({
      place: "ed",
      ms: null,
      late: false,
      left: false,
      vehicle: null,
      officersMs: null,
    });
    expect(talliedAfter(here, taken("PT40M")).handover).toEqual({
      place: "ed",
      ms: 40 * MIN,
      late: false,
      left: false,
      vehicle: null,
      officersMs: null,
    });
  });

  it("is late when its limit was missed, and says when officers left without one", () => {
    expect(talliedAfter(here, ack(), passes("PT61M")).handover).toMatchObject({ late: true, ms: null });
    expect(talliedAfter(here, ack(), gone, taken("PT50M")).handover).toMatchObject({ left: true, ms: 50 * MIN });
  });

  it("has no time without an arrival, nor any place that nobody has named", () => {
    const unknown = talliedAfter(detained({ answers: {} }), taken("PT40M"));
    expect(unknown.handover).toEqual({ place: "unknown", ms: null, late: false, left: false, vehicle: null, officersMs: null });
  });

  describe("of whom it was written on paper first", () => {
    const onPaper = { at: at("-PT3H"), by: "The night nurse" };
    const asked = { arrived_at: at("-PT3H"), place_of_safety: "ed" };
    const waiting = item({ item: "officers_waiting", officers: 2 }, inspector, at("PT5M"));
    const later = (answers: object = asked) => detained({ onPaper, answers });

    it("has no hour, and is late for none, where they had arrived before it was entered", () => {
      const tally = talliedAfter(later(), ack(), waiting, taken("PT10M"));
      expect(tally.handover).toMatchObject({ place: "ed", ms: null, late: false, officersMs: null });
      expect(tally.missed).toEqual([]);
      expect(tally.acknowledge).toEqual({ how: "within", ms: 0 });
      expect(talliedAfter(later(), ack(), gone).handover).toMatchObject({ ms: null, left: true });
    });

    it("has its hour where they arrive after it was entered, as has whoever was never on paper", () => {
      const arrives = { ...asked, arrived_at: NOW };
      const here = talliedAfter(later(arrives), ack(), waiting, taken("PT10M"));
      expect(here.handover).toMatchObject({ ms: 10 * MIN, officersMs: 20 * MIN });
      const ever = talliedAfter(detained({ answers: asked }), ack(), taken("PT10M"));
      expect(ever.handover).toMatchObject({ ms: 190 * MIN, late: true });
      expect(ever.missed.map(({ limit }) => limit)).toEqual(["custody_handover"]);
    });
  });

  it("says in what they were brought, and counts the officers who waited until somebody accepted or they left", () => {
    const waiting = item({ item: "officers_waiting", officers: 2 }, inspector, at("PT5M"));
    const brought = item({ item: "conveyed", vehicle: "ambulance", asked: true }, inspector, at("PT5M"));
    expect(talliedAfter(here, waiting).handover).toMatchObject({ officersMs: null, vehicle: null });
    expect(talliedAfter(here, ack(), brought, waiting, taken("PT40M")).handover).toMatchObject({
      ...{ officersMs: 80 * MIN, vehicle: "ambulance" },
    });
    expect(talliedAfter(here, ack(), waiting, gone, taken("PT50M")).handover).toMatchObject({ officersMs: 60 * MIN });
    const moved = outcome("moved_elsewhere", nurse, at("PT20M"));
    expect(talliedAfter(here, waiting, moved).handover).toMatchObject({ ms: null, officersMs: 40 * MIN });
    expect(talliedAfter(detained({ answers: {} }), waiting, taken("PT40M")).handover).toMatchObject({ officersMs: null });
  });

  it("counts them to the end as the case stands, not to one that was taken back, and no longer for what is learned later", () => {
    const waiting = item({ item: "officers_waiting", officers: 2 }, inspector, at("PT5M"));
    const moved = outcome("moved_elsewhere", nurse, at("PT20M"));
    const unknown = outcome("unknown", nurse, at("PT25M"));
    expect(talliedAfter(here, waiting, moved, unknown).handover).toMatchObject({ officersMs: null });
    expect(talliedAfter(here, waiting, moved, unknown, taken("PT40M")).handover).toMatchObject({ officersMs: 80 * MIN });
    expect(talliedAfter(here, waiting, moved, outcome("safe", nurse, at("PT30H"))).handover).toMatchObject({
      officersMs: 40 * MIN,
    });
  });

  it("is none of a case that is about nobody detained", () => {
    expect(talliedAfter(raised(), ack()).handover).toBe(null);
  });
});

describe("what had happened to the person", () => {
  const done = [decline(at("PT5M")), hear(nurse, at("PT6M")), plan(at("PT6M"))] as const;
  const closed = [...done, outcome("safe", inspector, at("PT7M")), shut(inspector, at("PT8M"))] as const;

  it("is the last that was recorded, with whether that is harm", () => {
    expect(talliedAfter(raised(), ...closed)).toMatchObject({
      outcome: "safe",
      harm: false,
      harmAfterClosing: false,
      ended: "closed",
      closedAt: at("PT8M"),
      withdrawn: false,
    });
    expect(talliedAfter(raised(), outcome("died"))).toMatchObject({ harm: true, harmAfterClosing: false });
    const died = talliedAfter(raised(), ...closed, outcome("died", nurse, at("PT48H")));
    expect(died).toMatchObject({ outcome: "died", harm: true, harmAfterClosing: true, closedAt: at("PT8M") });
  });

  it("stays a harm when it is said after it where the person went, and is none once they are said to be safe, or not known", () => {
    const told = (...codes: string[]) => talliedAfter(raised(), ...codes.map((code) => outcome(code)));
    for (const code of ["admitted", "detained", "discharged", "moved_elsewhere"])
      expect(told("found_injured", code)).toMatchObject({ outcome: code, harm: true });
    expect(told("found_injured", "safe")).toMatchObject({ outcome: "safe", harm: false });
    expect(told("found_injured", "unknown")).toMatchObject({ outcome: "unknown", harm: null });
    expect(told("safe", "admitted")).toMatchObject({ outcome: "admitted", harm: false });
  });

  it("says nothing of harm where nobody knows how the person is", () => {
    for (const code of ["still_missing", "unknown"])
      expect(talliedAfter(raised(), outcome(code))).toMatchObject({ outcome: code, harm: null });
  });

  it("is not unsaid by news that opens the case again", () => {
    const opened = talliedAfter(raised(), ...closed, news({}, nurse, at("PT2H")));
    expect(opened).toMatchObject({ outcome: "safe", harm: false, closedAt: null, ended: null });
  });
});

describe("who the person is, as far as figures need it", () => {
  it.each([
    ["an age", { person: { age: 17 } }, "under_18"],
    ["a first age of a band", { person: { age: 25 } }, "25_44"],
    ["an old age", { person: { age: 65 } }, "65_over"],
    ["a date of birth on the birthday itself", { person: { dateOfBirth: "2008-01-16" } }, "18_24"],
    ["a date of birth on the day before it", { person: { dateOfBirth: "2008-01-17" } }, "under_18"],
    ["nothing but that they are under 18", { under18: "yes" }, "under_18"],
    ["nothing but that they are not", { under18: "no" }, "unknown"],
    ["nothing", {}, "unknown"],
  ])("is a band, by %s", (_, said, band) => {
    expect(talliedAfter(raised(said)).ageBand).toBe(band);
  });

  it("follows what was told last, and so does what the case is about", () => {
    const later = news({ person: { age: 70 }, type: "concern_for_welfare" }, nurse, at("PT3M"));
    const told = talliedAfter(raised({ person: { age: 20 } }), later, news({}, nurse, at("PT4M")));
    expect(told).toMatchObject({ ageBand: "65_over", type: "concern_for_welfare" });
  });

  it("keeps another caller’s type out of it", () => {
    expect(talliedAfter(raised(), linked(socialWorker, at("PT1M"), duty(), { type: "other" })).type).toBe("walkout_healthcare");
  });

  it("is a mark that looks like no name and no number", () => {
    for (const subject of ["9991230009", "+447700900123", "Somebody Smith of Example Road", "a".repeat(19)])
      expect(Tally.shape.subject.safeParse(subject).success).toBe(false);
    const { of, facts } = lived(raised());
    expect(tallyOf(of, facts, { subject: "k3".repeat(20), themes: [] }).subject).toBe("k3".repeat(20));
  });
});

describe("a tally", () => {
  it("has the themes of notes and of reviews, each once", () => {
    const noted = (of: Escalation) => addNote(of, { text: "A word", theme: "T12" }, nurse, at("PT1M"), duty());
    const { of, facts } = lived(raised(), noted, noted);
    expect(tallyOf(of, facts, { subject: null, themes: ["T03", "T12"] }).themes).toEqual(["T03", "T12"]);
  });

  it("says that a duplicate was merged", () => {
    const merging = (of: Escalation) => mergeInto(of, "RC-765-432", "the same man", nurse, at("PT3M"), duty());
    const merged = talliedAfter(raised(), merging);
    expect(merged).toMatchObject({ merged: true, withdrawn: false, ended: "merged_duplicate", acknowledge: { how: "not_owed" } });
  });

  it.each(Object.keys(FIRST_STORIES) as (keyof typeof FIRST_STORIES)[])("is made of a story of the first shape: %s", (name) => {
    const facts = FIRST_STORIES[name].map((line) => Fact.parse(line));
    const old = Tally.parse(tallyOf(readEscalation(FIRST[name]), facts, { subject: null, themes: [] }));
    expect(old).toMatchObject({ type: "walkout_healthcare", priority: "P1", raisedAt: NOW, closedAt: facts.at(-1)?.at });
    expect(old).toMatchObject(FIRST_TALLIES[name]);
  });

  it("takes the limits of such a story from the case, where no line says that they were missed", () => {
    const silent = FIRST_STORIES.closed.filter(({ what }) => what !== "limit_missed" && what !== "nobody_answered");
    const facts = silent.map((line) => Fact.parse(line));
    const old = tallyOf(readEscalation(FIRST.closed), facts, { subject: null, themes: [] });
    expect(old).toMatchObject({ acknowledge: { how: "missed" }, decide: { how: "missed" }, arrive: { how: "within" } });
  });

  it("is made of a case whose story has been lost", () => {
    const alone = Tally.parse(tallyOf(raised().next, [], { subject: null, themes: [] }));
    expect(alone).toMatchObject({ type: "walkout_healthcare", priority: "P1", highestTier: 1, answered: null, ended: null });
  });
});

/** What the first version’s stories come to. Their lines carry no clocks, so the limits are those that the case still holds. */
const FIRST_TALLIES = {
  closed: {
    ended: "closed",
    acknowledge: { how: "missed", ms: 16 * MIN },
    decide: { how: "missed", ms: 18 * MIN },
    arrive: { how: "within", ms: 7 * MIN },
    highestTier: 4,
    nobodyAnswered: true,
    answered: { first: "attend_immediate", firstDeclined: false, overturned: false },
    outcome: "safe",
    harm: false,
    attended: true,
    missed: [
      { limit: "acknowledge", tier: 1, cause: "nobody_on_rota" },
      { limit: "acknowledge", tier: 2, cause: null },
      { limit: "acknowledge", tier: 3, cause: null },
      { limit: "decide", tier: 1, cause: null },
      { limit: "acknowledge", tier: 4, cause: null },
    ],
  },
  withdrawn: { ended: "withdrawn_found_safe", withdrawn: true, highestTier: 1 },
  unneeded: { ended: "withdrawn_other", withdrawn: true, decide: { how: "not_owed", ms: null } },
};

describe("every story, whatever happens in it", () => {
  it("comes to a tally that agrees with the case, and holds nothing that anybody typed and nobody’s name", () => {
    fc.assert(
      fc.property(start, steps, (how, all) => {
        const world = begin(how, () => undefined);
        for (const one of all) take(world, one);
        const { current, story } = world;
        const made = Tally.parse(tallyOf(current, story, { subject: null, themes: [] }));
        agrees(made, current);
        const text = JSON.stringify(made);
        expect(text).not.toMatch(/typed words|Example|Lambeth|"LAS|\+44|020 7946|07700 9/);
        expect(text).not.toMatch(/"(inspector|incoming|duty_officer|superintendent|chief|nurse|deputy|manager|hub|stranger)"/);
        expect(PEOPLE.filter(({ name }) => text.includes(name))).toEqual([]);
      }),
      { numRuns: Number(process.env.RUNS ?? 80), seed: Number(process.env.SEED ?? 7) },
    );
  });
});

/** What the case itself says must be what its story comes to. */
function agrees(made: Tally, { closed, priority, tier, decision, unresolvedAt, outcome: last, arrived }: Escalation): void {
  expect([made.closedAt, made.ended]).toEqual([closed?.at ?? null, closed?.as ?? null]);
  expect([made.lastPriority, made.highestTier]).toEqual([priority, tier + 1]);
  expect([made.answered?.last, made.unresolved]).toEqual([decision?.code, unresolvedAt !== null]);
  if (last) expect(made.outcome).toBe(last.code);
  if (arrived) expect(made.attended).not.toBe(false);
  for (const limit of ["acknowledge", "decide", "arrive"] as const)
    if (made[limit].how === "missed") expect(made.missed.map((one) => one.limit)).toContain(limit);
  for (const { how, ms } of [made.acknowledge, made.decide, made.arrive])
    if (how === "within" || ms !== null) expect([how, ms]).toEqual([expect.stringMatching(/within|missed/), expect.any(Number)]);
}
