import { describe, expect, it } from "@jest/globals";
import { Limit, nextDueAt, running } from "../../../core/escalation/clock.ts";
import type { Escalation } from "../../../core/escalation/escalation.ts";
import { waitingFor } from "../../../core/escalation/move.ts";
import { strike } from "../../../core/escalation/strike.ts";
import { plus } from "../../../core/time.ts";
import { at, caseAfter, duty, dutyOfficer, inspector, NOW, raised, superintendent } from "../../builders.ts";
import { ANSWERERS, answeredOn, askedOn, onChannel, responded } from "./channel-cases.ts";
import {
  ack,
  DEPUTY,
  decision,
  decline,
  detained,
  dueOf,
  everyone,
  news,
  passing,
  plan,
  there,
  told,
  wait,
  whats,
  withdrawn,
} from "./moves.ts";

/** A desk whose people came on duty after the case was raised. */
const relief = (current: Escalation, person = "next_shift") => {
  const [team = ""] = current.terms.ladder[0]?.teams ?? [];
  return { ...duty(), [team]: [{ person, reachable: true, until: at("PT9000H") }] };
};

describe("time", () => {
  it("changes nothing when it wakes early, twice, or months after the end", () => {
    const current = raised().next;
    expect(strike(current, at("PT2M59S"), duty(), "workflow")).toBeUndefined();
    const struck = caseAfter(raised(), wait("PT5M"));
    expect(strike(struck, at("PT5M"), duty(), "workflow")).toBeUndefined();
    expect(strike(caseAfter(raised(), withdrawn()), at("PT2000H"), duty(), "sweeper")).toBeUndefined();
  });

  it("pages again before the limit, again and again until it is missed, and no more once it is acknowledged", () => {
    let current = raised().next;
    const paged: string[] = [];
    for (let second = 0; second < 300; second += 15) {
      const move = strike(current, at(`PT${second + 1}S`), duty(), "workflow");
      if (move) paged.push(`${second + 1} ${told(move).join()}`);
      current = move?.next ?? current;
    }
    expect(paged).toEqual(["181 page inspector", "241 page inspector"]);
    const taken = caseAfter(raised(), wait("PT3M"), ack(inspector, at("PT3M30S")));
    expect(strike(taken, at("PT4M"), duty(), "workflow")).toBeUndefined();
  });

  it("reminds of another limit before it, once", () => {
    const taken = caseAfter(raised(), ack(inspector, at("PT1M")));
    const warned = strike(taken, at("PT10M"), duty(), "workflow");
    expect(told(warned)).toEqual(["reminder inspector"]);
    expect(strike(warned?.next as Escalation, at("PT12M"), duty(), "workflow")).toBeUndefined();
  });

  it("climbs one tier, however many limits were missed at the same moment", () => {
    const third = caseAfter(raised(), wait("PT5M"), wait("PT10M"), wait("PT15M"));
    expect(third.tier).toBe(3);
    expect(third.clocks.filter(({ missedAt }) => missedAt === at("PT15M")).map(({ limit }) => limit)).toEqual([
      "decide",
      "acknowledge",
    ]);
    expect(dueOf(third, "decide")).toBe(at("PT30M"));
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
    expect(dueOf(late?.next as Escalation, "arrive")).toBe(at("PT30M"));
  });

  it("asks for a new run of the workflow when the next deadline came nearer, and whenever the sweeper had to strike", () => {
    const far = decline(NOW, inspector, { reviewAt: at("PT6H") });
    expect(caseAfter(raised(), far).run).toBe(1);
    const sooner = caseAfter(raised(), far, decision("attend_immediate", {}, inspector, at("PT1M")));
    expect(sooner.run).toBe(sooner.version);
    expect(strike(raised().next, at("PT5M"), duty(), "workflow")?.next.run).toBe(1);
    expect(strike(raised().next, at("PT5M"), duty(), "sweeper")?.next.run).toBe(2);
  });
});

/** Each limit: a case on which it runs, and what its miss writes down and tells whom. */
const MISSED: Readonly<Record<Limit, readonly [of: () => Escalation, story: string[], notices: string[]]>> = {
  acknowledge: [
    () => raised({}, everyone()).next,
    ["limit_missed", "tier_alerted"],
    ["page duty_officer", "paired site_manager", "update nurse"],
  ],
  decide: [
    () => caseAfter(raised(), ack()),
    ["limit_missed", "tier_alerted"],
    ["page duty_officer", "paired site_manager", "update nurse"],
  ],
  arrive: [
    () => caseAfter(raised(), decision("attend_prompt")),
    ["limit_missed", "tier_alerted"],
    ["page duty_officer", "paired site_manager", "update nurse"],
  ],
  accept_referral: [
    () => caseAfter(raised(DEPUTY), decision("refer_to", {}, inspector, NOW, everyone())),
    ["limit_missed", "tier_alerted"],
    [
      "paired manager_on_call",
      "paired charge_nurse",
      "update inspector",
      "update nurse",
      "page duty_officer",
      "paired site_manager",
      "update nurse",
    ],
  ],
  read_answer: [
    () => caseAfter(raised(DEPUTY), decline(), decision("attend_prompt")),
    ["limit_missed"],
    ["update inspector", "paired site_manager", "paired charge_nurse"],
  ],
  read_information: [
    () => caseAfter(raised(), ack(), news()),
    ["limit_missed", "tier_alerted"],
    ["page duty_officer", "paired site_manager", "update nurse"],
  ],
  review: [
    () => caseAfter(raised(DEPUTY), decline()),
    ["limit_missed", "tier_alerted"],
    ["paired manager_on_call", "paired charge_nurse", "page duty_officer", "paired site_manager", "update nurse"],
  ],
  close: [
    () => caseAfter(raised(), decision("attend_prompt"), there()),
    ["limit_missed"],
    ["reminder inspector", "reminder nurse"],
  ],
  repeat: [
    () => raised({}, {}).next,
    ["asked_again"],
    ["page inspector", "page duty_officer", "page superintendent", "page chief"],
  ],
  shift_end: [
    () => caseAfter(raised(), ack(inspector, NOW, duty({ until: { 0: at("PT4M") } }))),
    ["ownership_lapsed", "tier_alerted"],
    ["page next_shift", "update nurse"],
  ],
  custody_handover: [
    () => caseAfter(detained(DEPUTY), decision("remain_with_patient", { reviewAt: at("PT3H") })),
    ["limit_missed"],
    ["paired site_manager", "paired charge_nurse", "update inspector", "update nurse"],
  ],
  detention_ends: [
    () => caseAfter(detained(DEPUTY), decision("remain_with_patient", { reviewAt: at("PT30H") })),
    ["limit_missed", "tier_alerted"],
    [
      "paired manager_on_call",
      "paired charge_nurse",
      "update inspector",
      "update nurse",
      "page duty_officer",
      "paired site_manager",
      "update nurse",
    ],
  ],
  respond: [
    () =>
      caseAfter(askedOn("s136_advice"), answeredOn("community_support", ANSWERERS.s136_advice[0], NOW, onChannel("s136_advice"))),
    ["limit_missed"],
    ["paired bcu_inspector", "reminder officer"],
  ],
  look_back: [
    () => {
      const on = onChannel("s136_advice");
      return caseAfter(
        askedOn("s136_advice"),
        answeredOn("community_support", ANSWERERS.s136_advice[0], NOW, on),
        responded("left_with_support", NOW, on),
      );
    },
    ["limit_missed"],
    ["reminder clinician"],
  ],
  plan_review: [
    () => caseAfter(raised(DEPUTY), decline(), plan()),
    ["limit_missed"],
    ["paired site_manager", "paired charge_nurse", "reminder nurse"],
  ],
};

describe("a limit that is missed", () => {
  it.each(Limit.options)("%s: what is written down, and who hears", (limit) => {
    const [of, story, notices] = MISSED[limit];
    const current = of();
    const clock = running(current.clocks, limit);
    expect(clock).toBeDefined();
    const advised = current.terms.pathway === "s136_advice" && onChannel("s136_advice");
    const on = limit === "shift_end" ? relief(current) : advised || everyone();
    const moves = passing(current, clock?.dueAt ?? NOW, on);
    const last = moves.at(-1);
    expect(whats(last)).toEqual(story);
    expect(told(last)).toEqual(notices);
    expect(last?.facts[0]).toMatchObject({ at: clock?.dueAt });
    expect(nextDueAt(last?.next.clocks ?? [])).not.toBeNull();
  });

  it("climbs one tier when a shift ends at that very moment and nobody comes after it", () => {
    const on = duty({ until: { 0: at("PT15M") } });
    const of = caseAfter(raised({ priority: "P1" }, on), decision("attend_immediate", {}, inspector, NOW, on));
    expect([dueOf(of, "arrive"), dueOf(of, "shift_end")]).toEqual([at("PT15M"), at("PT15M")]);
    const struck = strike(of, at("PT15M"), duty({ empty: [0] }), "workflow");
    expect(struck?.next.tier).toBe(1);
    expect(told(struck).filter((one) => one.startsWith("page"))).toEqual(["page duty_officer"]);
  });

  it("only reminds when a decided case waits to be closed, and goes on reminding", () => {
    const done = caseAfter(raised(), ack(), decision("attend_immediate"), there());
    expect(waitingFor(done)).toBe("close");
    const due = nextDueAt(done.clocks) ?? "";
    const reminded = strike(done, due, duty(), "workflow");
    expect(reminded?.next.tier).toBe(0);
    expect(told(reminded)).toEqual(["reminder inspector", "reminder nurse"]);
    expect((nextDueAt(reminded?.next.clocks ?? []) ?? "") > due).toBe(true);
  });

  it("is told again for the closing as long as nobody closes", () => {
    const moves = passing(caseAfter(raised(), decision("attend_prompt"), there()), at("PT100H"));
    const missed = moves.filter((move) => whats(move).includes("limit_missed"));
    expect(missed.length).toBeGreaterThanOrEqual(4);
    expect(missed.every(({ next }) => next.tier === 0)).toBe(true);
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
    expect(dueOf(next, "repeat")).toBeUndefined();
    expect(waitingFor(next)).toBe("arrive");
  });

  it("asks each round those who are on duty then, and never more than fit into one move", () => {
    let current = nobodyDecided();
    for (let round = 1; round <= 60; round += 1) {
      const crowd = Object.fromEntries(
        current.terms.ladder.flatMap(({ teams }) =>
          teams.map((team) => [
            team,
            Array.from({ length: 30 }, (_, nth) => ({
              person: `p_${round}_${team}_${nth}`,
              reachable: true,
              until: at("PT9000H"),
            })),
          ]),
        ),
      );
      const move = strike(current, nextDueAt(current.clocks) ?? "", crowd, "workflow");
      expect((move?.notices.length ?? 0) + (move?.facts.length ?? 0)).toBeLessThan(90);
      current = move?.next ?? current;
    }
    expect(current.asked.length).toBe(24);
    const answered = ack(dutyOfficer, at("PT600H"))(current);
    expect(answered.notices.length).toBeLessThan(90);
  });

  it("says in the story who on duty was not asked, when a desk is crowded", () => {
    const [team = ""] = raised().next.terms.ladder[0]?.teams ?? [];
    const people = Array.from({ length: 11 }, (_, nth) => ({ person: `p_${nth}`, reachable: true, until: at("PT9000H") }));
    const crowd = { ...duty(), [team]: people };
    const alert = raised({}, crowd).facts.find(({ what }) => what === "tier_alerted");
    expect(alert).toMatchObject({ about: { unasked: ["p_6", "p_7", "p_8", "p_9", "p_10"] } });
    expect(raised({}, crowd).notices).toHaveLength(6);
  });
});

describe("an appointment", () => {
  it("is remembered to whoever has it before it passes, a quarter of an hour or half-way", () => {
    const look = caseAfter(raised(), decline(NOW, inspector, { reviewAt: at("PT2H") }));
    const warned = strike(look, at("PT1H45M"), duty(), "workflow");
    expect(told(warned)).toEqual(["reminder inspector"]);
    const near = caseAfter(raised(), decline(NOW, inspector, { reviewAt: at("PT10M") }));
    expect(nextDueAt(near.clocks)).toBe(at("PT5M"));
  });

  it("reminds those on duty when whoever has it has gone home", () => {
    const taken = caseAfter(raised(), ack());
    expect(told(strike(taken, at("PT10M"), relief(taken), "workflow"))).toEqual(["reminder next_shift"]);
  });

  it("reminds those who raised it of what they have to read and to look at, and their deputy", () => {
    const changed = caseAfter(raised(DEPUTY), decline(), decision("attend_prompt"));
    expect(told(strike(changed, plus(NOW, "PT3M"), duty(), "workflow"))).toEqual(["reminder nurse", "reminder charge_nurse"]);
    const planned = caseAfter(raised(DEPUTY), decline(), plan());
    expect(told(strike(planned, plus(NOW, "PT15M"), duty(), "workflow"))).toEqual(["reminder nurse", "reminder charge_nurse"]);
  });
});
