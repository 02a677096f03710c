import { isDeepStrictEqual } from "node:util";
import { describe, expect, it } from "@jest/globals";
import { figuresOf } from "../../bench/referrals/figures.ts";
import { pageOf } from "../../bench/referrals/page.ts";
import { type Month, play } from "../../bench/referrals/play.ts";
import { depthsOf, hoursOf, isUnheeded, spreadOf, stormed, type Wait, waitOf } from "../../bench/referrals/queue.ts";
import { acknowledge } from "../../core/escalation/acknowledge.ts";
import { Ask } from "../../core/escalation/ask.ts";
import type { Escalation } from "../../core/escalation/escalation.ts";
import type { Fact } from "../../core/escalation/fact.ts";
import type { Move } from "../../core/escalation/move.ts";
import { strike } from "../../core/escalation/strike.ts";
import { hashOf } from "../../functions/chain.ts";
import { check } from "../../history/check.ts";
import { at, london } from "../builders.ts";
import { ANSWERERS, answeredOn, askedOn, onChannel } from "../core/escalation/channel-cases.ts";

/** The day on which the clocks go back, with a storm in it. */
const DAY: Month = {
  ...{ seed: 1, from: "2027-10-31", days: 1, aDay: 250, storms: 1 },
  ...{ clinicians: { day: 4, evening: 5, night: 3 }, agreed: london },
};
const played = play(DAY);
const { cases, operations } = played.history;
const figures = figuresOf(played);
const [storm] = figures.storms;
const { became } = figures;
const hub = (person: string): boolean => person.startsWith("hub_");

describe("a day of referrals", () => {
  it("is the same for the same seed, and another for another", () => {
    const told = (month: Month): string => {
      const { history } = play(month);
      return hashOf({ operations: history.operations, cases: history.cases.map(({ escalation }) => escalation.chain) });
    };
    const short = { ...DAY, aDay: 80 };
    expect(told(short)).toBe(told(short));
    expect(told({ ...short, seed: 2 })).not.toBe(told(short));
  });

  it("has as many as were asked for, and a storm of sixty within ten minutes among them", () => {
    expect(cases).toHaveLength(250);
    expect(storm?.waits.length).toBeGreaterThanOrEqual(60);
    expect(cases.filter(({ escalation: { raised } }) => raised.at < played.from || raised.at >= played.to)).toEqual([]);
  });

  it("asks what the form would have taken", () => {
    const wrong = cases.filter(({ escalation: { ask } }) => !isDeepStrictEqual(Ask.safeParse(ask).data, ask));
    expect(wrong.map(({ escalation }) => escalation.ask)).toEqual([]);
  });

  it("loses no referral: each that was raised is there, and comes to its end", () => {
    expect(operations.filter(({ move }) => move === "raise").map((one) => one.case)).toEqual(
      cases.map(({ escalation }) => escalation.id),
    );
    expect(cases.filter(({ escalation }) => !escalation.closed).map(({ escalation }) => escalation.reference)).toEqual([]);
  });

  it("leaves nobody unheeded: somebody has it within its limit, or the next tier has been asked", () => {
    expect(cases.filter(isUnheeded)).toEqual([]);
    expect(figures.all.toManager.count).toBeGreaterThan(10);
  });

  it("breaks no rule, and the checker can tell", () => {
    expect(figures.breaches).toEqual([]);
    const [first, ...rest] = cases;
    const facts = first?.facts.filter(({ what }) => what !== "acknowledged") ?? [];
    const forgotten = first ? [{ ...first, facts }, ...rest] : [];
    expect(check({ ...played.history, cases: forgotten }).length).toBeGreaterThan(0);
    const offDuty = played.history.duty.filter(({ person }) => !hub(person));
    expect(check({ ...played.history, duty: offDuty }).map(({ rule }) => rule)).toContain("only those on duty are paged");
  });

  it("has each clinician work on one referral at a time", () => {
    const spells = cases.flatMap(({ facts }) => {
      const acknowledged = facts.find(({ what }) => what === "acknowledged");
      const decided = facts.find(({ what }) => what === "decided");
      const by = acknowledged?.by;
      if (!acknowledged || !decided || typeof by !== "object" || !hub(by.id) || !isDeepStrictEqual(decided.by, by)) return [];
      return [{ person: by.id, from: acknowledged.at, to: decided.at }];
    });
    const overlaps = spells.filter(({ person, from, to }) =>
      spells.some((other) => other.person === person && other.from > from && other.from < to),
    );
    expect(spells.length).toBeGreaterThan(200);
    expect(overlaps).toEqual([]);
  });

  it("takes the more urgent first in the storm", () => {
    const median = (priority: string) =>
      spreadOf(storm?.waits.filter((wait) => wait.priority === priority) ?? [], "acknowledgedAt").median ?? 0;
    expect(median("P1")).toBeLessThan(median("P2"));
    expect(median("P2")).toBeLessThan(median("P3"));
  });

  it("has them wait longer with fewer clinicians", () => {
    const few = figuresOf(play({ ...DAY, clinicians: { day: 2, evening: 2, night: 1 } }));
    expect(few.breaches).toEqual([]);
    expect(few.all.acknowledged.p90).toBeGreaterThan(figures.all.acknowledged.p90 ?? Number.POSITIVE_INFINITY);
    expect(few.all.toDirector.count).toBeGreaterThan(figures.all.toDirector.count);
  });

  it("leaves none of a storm to the next tier where somebody says of each at once that the hub has it", () => {
    const read = figuresOf(play({ ...DAY, clinicians: { ...DAY.clinicians, reader: true } }));
    expect(read.breaches).toEqual([]);
    expect(read.storms[0]?.waits.filter(({ priority, tier }) => priority !== "P1" && tier > 0)).toEqual([]);
    expect(read.all.toManager.count).toBeLessThan(figures.all.toManager.count / 4);
  });

  it("has in it all that can become of one", () => {
    const never = Object.entries(became).filter(([, { count }]) => count === 0);
    expect(never.map(([what]) => what)).toEqual([
      "nobody had it, and no tier above was asked, within its limit and 60 s",
      "still open two days after the last",
      "of those: nobody owes anything",
    ]);
  });

  it("is printed whole", () => {
    const page = pageOf({ figures, clinicians: DAY.clinicians }, []).join("\n");
    expect(page).toContain("| all | 250 |");
    expect(page).not.toMatch(/NaN|undefined|Infinity|null|not known/);
  });
});

describe("what a queue is measured by", () => {
  const clock = (time: string): string => `2027-01-10T${time}:00.000Z`;
  const waiting = (raised: string, taken: string | null, answered: string | null = taken, priority = "P2"): Wait => ({
    ...{ priority, raisedAt: clock(raised), tier: 0, nobody: false, endedAt: null },
    acknowledgedAt: taken === null ? null : clock(taken),
    answeredAt: answered === null ? null : clock(answered),
  });
  const MINUTE = 60_000;

  it("is the time from the raise, as somebody really waited it", () => {
    const waits = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((minutes) => waiting("10:00", `10:0${minutes}`));
    const open = waiting("10:00", null);
    expect(spreadOf([...waits, open], "acknowledgedAt")).toEqual({
      ...{ median: 5 * MINUTE, p90: 9 * MINUTE },
      ...{ p99: 9 * MINUTE, longest: 9 * MINUTE },
    });
    expect(spreadOf([open], "acknowledgedAt").longest).toBeNull();
  });

  it("is how many wait, on the average of an hour and at most", () => {
    const depths = depthsOf([waiting("10:50", "11:10"), waiting("10:55", "11:05"), waiting("11:10", "11:10")], "acknowledgedAt");
    const hours = hoursOf(depths, clock("10:00"), clock("12:00"));
    expect(hours[10]).toEqual({ mean: 0.25, most: 2 });
    expect(hours[11]).toEqual({ mean: 0.25, most: 2 });
    expect(hours[9]).toEqual({ mean: 0, most: 0 });
  });

  it("counts nobody beside somebody who was taken in the millisecond in which they came", () => {
    const depths = depthsOf([waiting("10:05", "10:20"), waiting("10:00", "10:05")], "acknowledgedAt");
    expect(depths.map((depth) => depth.waiting)).toEqual([1, 0, 1, 0]);
  });

  it("is the same hour twice when the clocks go back", () => {
    const wait = { ...waiting("00:00", null), raisedAt: "2027-10-31T00:30:00.000Z", acknowledgedAt: "2027-10-31T01:30:00.000Z" };
    const hours = hoursOf(depthsOf([wait], "acknowledgedAt"), "2027-10-31T00:00:00.000Z", "2027-10-31T02:00:00.000Z");
    expect(hours[1]).toEqual({ mean: 0.5, most: 1 });
    expect(hours[2]).toEqual({ mean: 0, most: 0 });
  });

  it("is the time until nobody waits any more, whoever came after the storm among them", () => {
    const waits = [waiting("10:00", "10:20"), waiting("10:05", "10:40", "10:50"), waiting("10:15", "10:45", "11:30")];
    const depths = depthsOf(waits, "acknowledgedAt");
    const found = stormed({ from: clock("10:00"), to: clock("10:10") }, waits, depths);
    expect({ ...found, waits: found.waits.length }).toEqual({
      ...{ from: clock("10:00"), waits: 2, most: 3 },
      ...{ emptyAfterMs: 45 * MINUTE, answeredAfterMs: 50 * MINUTE },
    });
  });

  it("is told by the story of a case", () => {
    const on = onChannel("ambulance_referral");
    const [, manager] = ANSWERERS.ambulance_referral;
    const moves: Move[] = [askedOn("ambulance_referral")];
    const then = (makes: (of: Escalation) => Move | undefined): void => {
      const made = makes((moves.at(-1) as Move).next);
      if (made) moves.push(made);
    };
    for (const due of ["PT5M", "PT7M", "PT9M", "PT10M"]) then((of) => strike(of, at(due), on, "workflow"));
    then((of) => acknowledge(of, manager, of.version, at("PT12M"), on));
    then(answeredOn("accept_ambulance", manager, at("PT15M"), on));
    const escalation = (moves.at(-1) as Move).next;
    const facts = moves.flatMap((move) => move.facts) as Fact[];
    expect(waitOf({ escalation, facts })).toEqual({
      ...{ priority: "P2", raisedAt: at("PT0M"), endedAt: null, tier: 1, nobody: false },
      ...{ acknowledgedAt: at("PT12M"), answeredAt: at("PT15M") },
    });
    expect(isUnheeded({ escalation, facts })).toBe(false);
    const unstruck = facts.filter(({ what }) => what !== "tier_alerted");
    expect(isUnheeded({ escalation, facts: unstruck })).toBe(true);
  });
});
