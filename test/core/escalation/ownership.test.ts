import { describe, expect, it } from "@jest/globals";
import { acknowledge } from "../../../core/escalation/acknowledge.ts";
import type { Duty } from "../../../core/escalation/climb.ts";
import type { Limit } from "../../../core/escalation/clock.ts";
import type { Escalation } from "../../../core/escalation/escalation.ts";
import type { Move } from "../../../core/escalation/move.ts";
import { waitingFor } from "../../../core/escalation/move.ts";
import { offerHandover } from "../../../core/escalation/ownership.ts";
import { shiftOfOwnerEnds } from "../../../core/escalation/standing.ts";
import { strike } from "../../../core/escalation/strike.ts";
import { wording } from "../../../core/escalation/wording.ts";
import type { Instant } from "../../../core/time.ts";
import { at, caseAfter, duty, dutyOfficer, incoming, inspector, NOW, nurse, raised, superintendent } from "../../builders.ts";
import {
  ack,
  decision,
  decline,
  dueOf,
  everyone,
  lineOf,
  naming,
  offered,
  passing,
  refusing,
  there,
  told,
  toldOf,
  wait,
  whats,
} from "./moves.ts";

const DESK = "duty_inspector_central_south";
/** The ladder with these people at the first desk, each until a time. */
const desk = (people: readonly (readonly [string, Instant])[], on: Duty = everyone()): Duty => ({
  ...on,
  [DESK]: people.map(([person, until]) => ({ person, reachable: true, until })),
});
const ending = (until: Instant) => desk([[inspector.id, until]]);
const taken = (until: Instant) => caseAfter(raised({}, ending(until)), ack(inspector, NOW, ending(until)));

describe("offering a case to somebody else", () => {
  const both = desk([
    [inspector.id, at("PT8H")],
    [incoming.id, at("PT16H")],
  ]);
  const mine = () => caseAfter(raised({}, both), ack(inspector, NOW, both));
  const offer = (to = incoming.id) => offered(to, inspector, NOW, both)(mine());

  it("tells them, and leaves it where it is until they accept", () => {
    expect(toldOf(offer())).toEqual(["update incoming handover_offered"]);
    expect(offer().next).toMatchObject({ owner: { by: inspector }, offered: { by: inspector, to: incoming.id } });
    expect(offer().next.clocks).toEqual(mine().clocks);
  });

  it("is accepted by acknowledging: the new owner has it until their own shift ends, and everybody hears", () => {
    const move = ack(incoming, at("PT1M"), both)(offer().next);
    expect(move.next).toMatchObject({ owner: { by: incoming, until: at("PT16H") }, offered: null });
    expect(lineOf(move, "acknowledged")).toMatchObject({ offeredBy: inspector.id });
    expect(toldOf(move)).toEqual(["update inspector acknowledged", "update nurse acknowledged"]);
    expect(dueOf(move.next, "decide")).toBe(at("PT15M"));
    expect(dueOf(move.next, "shift_end")).toBe(at("PT16H"));
  });

  it("is open to nobody else, and does not stop the owner from deciding", () => {
    const climbed = caseAfter({ ...raised(), next: offer().next }, (one) => strike(one, at("PT15M"), both, "workflow"));
    expect(ack(dutyOfficer, at("PT16M"), both)(climbed).next).toMatchObject({ owner: { by: dutyOfficer }, offered: null });
    expect(() => ack(dutyOfficer, at("PT1M"), both)(offer().next)).toThrow(refusing("NotOnDuty"));
    expect(decision("attend_prompt", {}, inspector, at("PT1M"), both)(offer().next).next.decision).toMatchObject({
      by: inspector,
    });
  });

  it("goes to somebody else who is on duty for a desk that has been asked", () => {
    for (const to of [inspector.id, superintendent.id, nurse.id, "nobody_known"]) expect(() => offer(to)).toThrow(naming("to"));
    const climbed = caseAfter({ ...raised(), next: mine() }, (one) => strike(one, at("PT15M"), both, "workflow"));
    expect(offered(dutyOfficer.id, inspector, at("PT16M"), both)(climbed).next.offered).toMatchObject({ to: dutyOfficer.id });
  });

  it("goes to nobody whom the rota names, and whom nothing reaches: they may have left", () => {
    const on = { ...both, [DESK]: (both[DESK] ?? []).map((one) => ({ ...one, reachable: one.person === inspector.id })) };
    expect(() => offered(incoming.id, inspector, NOW, on)(mine())).toThrow(naming("to"));
  });

  it("is the owner's to make, on what they have seen", () => {
    expect(() => offered(inspector.id, incoming, NOW, both)(mine())).toThrow(refusing("NotAllowed"));
    const body = { to: incoming.id, words: "He was last seen at the bridge" };
    expect(() => offerHandover(mine(), body, inspector, 1, NOW, both)).toThrow(refusing("ChangedMeanwhile"));
  });

  it("lapses when they have gone home before they accept", () => {
    expect(() => ack(incoming, at("PT1M"), ending(at("PT8H")))(offer().next)).toThrow(refusing("NotOnDuty"));
  });
});

describe("the end of a shift", () => {
  it("is remembered to its owner before it comes", () => {
    const [warned] = passing(caseAfter({ ...raised(), next: taken(at("PT14M")) }), at("PT7M"), ending(at("PT14M")));
    expect(told(warned)).toEqual(["reminder inspector"]);
    expect(warned?.notices[0]).toMatchObject({ limit: "shift_end" });
  });

  it("is not remembered to somebody who is on the rota beyond it", () => {
    const [first] = passing(taken(at("PT9M")), at("PT5M"), ending(at("PT8H")));
    expect(first?.facts[0]).toMatchObject({ what: "limit_near", about: { limit: "shift_end" } });
    expect(first?.notices).toEqual([]);
  });

  it("changes nothing for somebody whose shift has become longer", () => {
    const move = strike(taken(at("PT10M")), at("PT10M"), ending(at("PT8H")), "workflow");
    expect(whats(move)).toContain("still_on_duty");
    expect(move?.next.owner).toMatchObject({ by: inspector, until: at("PT8H") });
    expect(dueOf(move?.next as Escalation, "shift_end")).toBe(at("PT8H"));
    expect(move?.next.tier).toBe(0);
  });

  it("is not in sight where the rota was followed as far as it is and had them still, and is when it was looked for again", () => {
    expect(shiftOfOwnerEnds(taken(at("PT8H")))).toBe(at("PT8H"));
    const longer = taken(at("PT72H"));
    expect(shiftOfOwnerEnds(longer)).toBeNull();
    const lookedAt = (until: Instant) => strike(longer, at("PT72H"), ending(until), "workflow")?.next as Escalation;
    expect(shiftOfOwnerEnds(lookedAt(at("PT80H")))).toBe(at("PT80H"));
    expect(shiftOfOwnerEnds(lookedAt(at("PT144H")))).toBeNull();
    expect(shiftOfOwnerEnds(raised().next)).toBeNull();
  });

  it("ends their having it when the rota has them no longer than now", () => {
    const move = strike(taken(at("PT10M")), at("PT10M"), ending(at("PT10M")), "workflow");
    expect(whats(move)).toContain("ownership_lapsed");
  });

  const lapsed = (on = desk([[incoming.id, at("PT8H")]])) => strike(taken(at("PT10M")), at("PT10M"), on, "workflow");

  it("gives it to those who came on duty at that tier, with a fresh limit to acknowledge and every other as it was", () => {
    const move = lapsed();
    expect(move?.next).toMatchObject({ owner: null, acknowledged: null, offered: null, tier: 0 });
    expect(toldOf(move)).toEqual(expect.arrayContaining(["page incoming ownership_lapsed", "update nurse ownership_lapsed"]));
    expect(dueOf(move?.next as Escalation, "acknowledge")).toBe(at("PT15M"));
    expect(dueOf(move?.next as Escalation, "decide")).toBe(at("PT15M"));
    expect(lineOf(move, "ownership_lapsed")).toEqual({ from: inspector.id, tier: 0, late: [] });
  });

  it.each<[Limit, () => Escalation]>([
    [
      "acknowledge",
      () =>
        caseAfter(
          raised({}, ending(at("PT40M"))),
          wait("PT5M", ending(at("PT40M"))),
          ack(inspector, at("PT6M"), ending(at("PT40M"))),
        ),
    ],
    ["decide", () => caseAfter({ ...raised(), next: taken(at("PT40M")) }, wait("PT15M", ending(at("PT40M"))))],
    [
      "arrive",
      () =>
        caseAfter(
          raised({}, ending(at("PT40M"))),
          decision("attend_immediate", {}, inspector, NOW, ending(at("PT40M"))),
          wait("PT15M", ending(at("PT40M"))),
        ),
    ],
    [
      "review",
      () =>
        caseAfter(
          raised({}, ending(at("PT40M"))),
          decline(NOW, inspector, { reviewAt: at("PT20M") }, ending(at("PT40M"))),
          wait("PT20M", ending(at("PT40M"))),
        ),
    ],
  ])("names what is inherited late: %s", (limit, of) => {
    const move = strike(of(), at("PT40M"), desk([[incoming.id, at("PT8H")]]), "workflow");
    expect((lineOf(move, "ownership_lapsed") as { late: string[] }).late).toContain(limit);
  });

  it("tells whoever looks at an older picture", () => {
    const { next } = lapsed() ?? {};
    expect(() => acknowledge(next as Escalation, incoming, 2, at("PT11M"), desk([[incoming.id, at("PT8H")]]))).toThrow(
      refusing("ChangedMeanwhile"),
    );
  });

  it("goes to the next tier when nobody came on duty there", () => {
    const move = lapsed(everyone({ empty: [0] }));
    expect(whats(move)).toEqual(expect.arrayContaining(["ownership_lapsed", "tier_skipped", "tier_alerted"]));
    expect(told(move)).toEqual(expect.arrayContaining(["rota_gap rota_manager_met", "page duty_officer", "update nurse"]));
    expect(move?.next).toMatchObject({ owner: null, tier: 1 });
  });

  it("is told to the raiser, too, when nobody came on duty there and the tier above is being asked already", () => {
    const asked = caseAfter({ ...raised(), next: taken(at("PT17M")) }, (one) =>
      strike(one, at("PT15M"), ending(at("PT17M")), "workflow"),
    );
    expect(asked.tier).toBe(1);
    const move = strike(asked, at("PT17M"), everyone({ empty: [0] }), "workflow");
    expect(move?.next.owner).toBeNull();
    expect(told(move)).toContain("update nurse");
  });

  it("leaves an arrival that is awaited as it is", () => {
    const sent = caseAfter(
      raised({}, ending(at("PT10M"))),
      decision("attend_immediate", {}, inspector, NOW, ending(at("PT10M"))),
    );
    const move = strike(sent, at("PT10M"), desk([[incoming.id, at("PT8H")]]), "workflow");
    expect(dueOf(move?.next as Escalation, "arrive")).toBe(at("PT15M"));
    expect(told(move)).toContain("page incoming");
  });

  it("is only shown to the desk when nothing but the closing is owed, and wakes nobody further up", () => {
    const done = caseAfter(
      raised({}, ending(at("PT10M"))),
      decision("attend_immediate", {}, inspector, NOW, ending(at("PT10M"))),
      there(),
    );
    const move = strike(done, at("PT10M"), desk([[incoming.id, at("PT8H")]]), "workflow");
    expect(toldOf(move)).toEqual(["reminder incoming ownership_lapsed"]);
    expect(move?.next).toMatchObject({ owner: null, tier: 0 });
    const nobody = strike(done, at("PT10M"), everyone({ empty: [0] }), "workflow");
    expect(nobody?.notices).toEqual([]);
    expect(nobody?.next.tier).toBe(0);
  });

  it("takes back an offer that nobody accepted", () => {
    const on = desk([
      [inspector.id, at("PT10M")],
      [incoming.id, at("PT8H")],
    ]);
    const open = caseAfter(raised({}, on), ack(inspector, NOW, on), offered(incoming.id, inspector, NOW, on));
    const move = strike(open, at("PT10M"), desk([[incoming.id, at("PT8H")]]), "workflow");
    expect(move?.next).toMatchObject({ owner: null, offered: null });
    expect(told(move)).toContain("page incoming");
  });

  it("goes on being kept when it falls on the moment at which a limit is missed: the desk and the next tier are both asked", () => {
    const move = strike(taken(at("PT15M")), at("PT15M"), desk([[incoming.id, at("PT8H")]]), "workflow");
    expect(whats(move)).toEqual(expect.arrayContaining(["limit_missed", "ownership_lapsed", "tier_alerted"]));
    expect(told(move)).toEqual(expect.arrayContaining(["page incoming", "page duty_officer"]));
    expect(move?.next).toMatchObject({ owner: null, tier: 1 });
  });
});

describe("acknowledged, then nobody (13:20 to 14:15)", () => {
  const RAISED: Instant = "2026-01-16T13:20:00.000Z";
  const when = (time: string): Instant => `2026-01-16T${time}:00.000Z`;
  const before = desk([[inspector.id, when("14:00")]]);
  const after = desk([[incoming.id, when("22:00")]]);
  const start = raised({ threshold: ["none_unsure"] }, before, RAISED);
  const had = ack(inspector, when("13:31"), before)(start.next);
  const missed = passing(had.next, when("13:59"), before);
  const breach = missed.find((move) => whats(move).includes("limit_missed"));
  const [lapse] = passing(missed.at(-1)?.next ?? had.next, when("14:00"), after);

  it("lets the decide limit run on from the raise, whatever was acknowledged", () => {
    expect(start.next.priority).toBe("P2");
    expect(dueOf(had.next, "decide")).toBe(when("13:50"));
  });

  it("tells tier 2 and the site manager at 13:50 that nobody has decided", () => {
    expect(breach?.facts[0]).toMatchObject({ at: when("13:50"), about: { limit: "decide" } });
    expect(told(breach)).toEqual(["page duty_officer", "paired site_manager", "update nurse"]);
    expect(breach?.next.owner).toMatchObject({ by: inspector });
  });

  it("lapses at 14:00 to the incoming inspector, who has 15 minutes and sees that it is inherited, and already late", () => {
    expect(lineOf(lapse, "ownership_lapsed")).toMatchObject({ from: inspector.id, late: ["decide"] });
    expect(toldOf(lapse)).toContain("page incoming ownership_lapsed");
    const clock = lapse?.next.clocks.find(({ limit, tier, endedAt }) => limit === "acknowledge" && tier === 0 && !endedAt);
    expect(clock?.dueAt).toBe(when("14:15"));
    const page = lapse?.notices.find(({ to }) => to === incoming.id);
    const words = page && wording({ ...page, id: "000007-00", attempts: 1 }, (lapse as Move).next, "https://rightcall.example");
    expect(words?.subject).toContain("inherited at the change of shift, already late");
  });

  it("tells the raiser the new desk, and shows the one who went home no longer as having it", () => {
    expect(lapse?.next).toMatchObject({ owner: null, acknowledged: null });
    const update = lapse?.notices.find(({ to }) => to === nurse.id);
    const words =
      update && wording({ ...update, id: "000007-01", attempts: 1 }, (lapse as Move).next, "https://rightcall.example");
    expect(words?.subject).toContain("now with the Duty inspector");
    expect(() => ack(inspector, when("14:01"), after)(lapse?.next as Escalation)).toThrow(refusing("NotOnDuty"));
  });

  it("lets the incoming one take it, and the decision is still owed as late as it was", () => {
    const { next } = ack(incoming, when("14:05"), after)(lapse?.next as Escalation);
    expect(next.owner).toMatchObject({ by: incoming, until: when("22:00") });
    expect(waitingFor(next)).toBe("decide");
    expect(dueOf(next, "decide")).toBe(when("14:20"));
  });

  it("goes up again when the incoming one does not take it in time", () => {
    const struck = passing(lapse?.next as Escalation, when("14:15"), after).at(-1);
    expect(struck?.next.tier).toBe(2);
  });
});

describe("nobody on the ladder when a shift ends", () => {
  it("names it, and goes on asking", () => {
    const move = strike(taken(at("PT10M")), at("PT10M"), {}, "workflow");
    expect(whats(move)).toEqual(expect.arrayContaining(["ownership_lapsed", "nobody_answered", "asked_again"]));
    expect(told(move)).toContain("update nurse");
    expect(waitingFor(move?.next as Escalation)).toBe("repeat");
  });

  it("is over as soon as somebody takes it", () => {
    const nobody = strike(taken(at("PT10M")), at("PT10M"), {}, "workflow")?.next as Escalation;
    const { next } = ack(dutyOfficer, at("PT20M"))(nobody);
    expect(next).toMatchObject({ owner: { by: dutyOfficer }, nobodyAnsweredAt: null });
    expect(wait("PT21M", duty())(next)).toBeUndefined();
  });
});
