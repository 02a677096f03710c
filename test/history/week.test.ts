import { describe, expect, it } from "@jest/globals";
import { hashOf } from "../../functions/chain.ts";
import { check } from "../../history/check.ts";
import { type Simulation, simulate } from "../../history/simulate.ts";
import { summaryOf, together } from "../../history/summary.ts";
import { london } from "../builders.ts";

/** A week of London, with everything that goes wrong in it. The same seed is the same week: another number here is another week. */
const week = (from: string): Simulation => ({ seed: 1, from, days: 7, casesPerDay: 14, officersPerDay: 8, agreed: london });
const WEEKS = [
  ["in which the clocks go back", week("2026-10-22")],
  ["in which the clocks go forward, over Easter", week("2027-03-24")],
] as const;
const told = WEEKS.map(([says, simulation]) => ({ says, simulation, history: simulate(simulation) }));

/** How a reader tells that week again. */
const again = ({ seed, from, days, casesPerDay, officersPerDay }: Simulation): string =>
  `simulate(${JSON.stringify({ seed, from, days, casesPerDay, officersPerDay })}) of history/simulate.ts`;

describe("a week", () => {
  it.each(told)("$says breaks no promise", ({ simulation, history }) => {
    const breaches = check(history);
    expect({ again: again(simulation), breaches }).toEqual({ again: again(simulation), breaches: [] });
  });

  it("has in it what goes wrong", () => {
    const refused = new Set(told.flatMap(({ history }) => history.operations.flatMap(({ refusal }) => refusal ?? [])));
    expect([...refused]).toEqual(expect.arrayContaining(["AlreadyAcknowledged", "ChangedMeanwhile", "NotOnDuty"]));
    const summary = together(told.map(({ history }) => summaryOf(history)));
    const wrong = ["unheard", "byWorkflow", "bySweeper", "again", "suppressed", "failed", "outages"] as const;
    expect(wrong.filter((name) => summary[name] === 0)).toEqual([]);
    expect(summary.cases).toBeGreaterThan(180);
  });

  it("has cases of every pathway in it, and of each some that have closed", () => {
    const cases = told.flatMap(({ history }) => history.cases.map(({ escalation }) => escalation));
    const closed = new Set(cases.flatMap(({ terms, closed: end }) => (end ? [terms.pathway] : [])));
    expect([...closed].sort()).toEqual(london.pathways.map(({ code }) => code).sort());
  });

  it("has people on duty through both changes of the clocks, for as long as their shifts last in truth", () => {
    const nights = told.flatMap(({ history }) =>
      history.duty.filter(({ from, to }) => /T2[23]:00/.test(from) && /T0[67]:00/.test(to)),
    );
    const lengths = new Set(nights.map(({ from, to }) => (Date.parse(to) - Date.parse(from)) / 3_600_000));
    expect([...lengths].sort()).toEqual([7, 8, 9]);
  });
});

describe("a simulation", () => {
  const short: Simulation = { ...week("2026-10-24"), days: 1, casesPerDay: 25 };

  it("is the same for the same seed, and another for another", () => {
    const [one, same, other] = [1, 1, 2].map((seed) => {
      const { cases, operations, sent, outages } = simulate({ ...short, seed });
      return hashOf({ operations, sent, outages, cases: cases.map(({ escalation, notices }) => [escalation.chain, notices]) });
    });
    expect(same).toBe(one);
    expect(other).not.toBe(one);
  });

  it("breaks nothing where nothing is to break, and strikes every limit by its first waker", () => {
    const whole = simulate({ ...short, outages: false });
    expect(whole.outages).toEqual([]);
    const struck = whole.cases.flatMap(({ facts }) => facts.flatMap((fact) => (fact.what === "limit_missed" ? [fact] : [])));
    const by = (who: string) => struck.filter(({ about }) => about.waker === who);
    const late = by("sweeper").filter(({ at, about }) => Date.parse(at) - Date.parse(about.dueAt) > 1000); // else a race: it looked in that very second
    expect({ some: by("workflow").length > 0, late }).toEqual({ some: true, late: [] });
  });
});
