import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { emptyRota, type Rota } from "../../core/rota/rota.ts";
import { wallOf } from "../../core/rota/wall.ts";
import { plus } from "../../core/time.ts";
import { aTown, type Town } from "../town.ts";

const LADDER = [
  "duty_inspector_central_south",
  "control_room_duty_officer_met",
  "on_call_superintendent_met",
  "on_call_chief_officer_met",
] as const;
const [FIRST, SECOND, THIRD, TOP] = LADDER;

let town: Town;
beforeAll(async () => {
  town = await aTown();
});
beforeEach(() => town.anew());
afterAll(() => town.close());

const now = () => new Date().toISOString();
const beginning = (person: string, day: string) => (rota: Rota) => ({
  ...rota,
  rotations: [{ code: "later", title: "Later", people: [person], on: 1, from: "07:00", to: "07:00", starts: day, ends: null }],
});
const nobody = (team: string) => town.rota(team, () => emptyRota(team));
const unreachable = (team: string) => town.rota(team, beginning("no_address", "2024-01-01"));

/** What happened to a case that was raised now, and who was paged at once. */
async function raised() {
  const { id } = await town.raise();
  await town.settled();
  const [state, story] = await Promise.all([town.read("amara_bell", id), town.story(id)]);
  const skipped = story.flatMap((fact) => (fact.what === "tier_skipped" ? [`${fact.about.tier} ${fact.about.reason}`] : []));
  const pagedFirst = ["idris_vale", "omar_reed", "petra_lang", "sol_marsh"].filter((person) =>
    town.subjects(person).some((subject) => subject.includes("your answer is needed")),
  );
  return { id, state, skipped, pagedFirst };
}
const ownerHeard = () => town.subjects("ada_penn").filter((subject) => subject.includes("please mend its rota"));

describe("a ladder that is not as it should be", () => {
  it("with an empty rota at its first tier asks the second at once, says so, and tells the rota's owner", async () => {
    await nobody(FIRST);
    const { state, skipped, pagedFirst } = await raised();
    expect([skipped, pagedFirst, state.tier.number]).toEqual([["0 nobody_on_duty"], ["omar_reed"], 2]);
    expect(ownerHeard()).toHaveLength(1);
  });

  it("with people at its first tier whom no message reaches does the same, by another name", async () => {
    await unreachable(FIRST);
    const { skipped, pagedFirst } = await raised();
    expect([skipped, pagedFirst]).toEqual([["0 nobody_reachable"], ["omar_reed"]]);
    expect(ownerHeard()).toHaveLength(1);
  });

  it("with people at its first tier who may not answer any more does so too: no page waits for somebody who would be refused", async () => {
    await town.enrol(() => ({ roles: ["raiser"] }), "idris_vale");
    const { skipped, pagedFirst } = await raised();
    expect([skipped, pagedFirst]).toEqual([["0 nobody_reachable"], ["omar_reed"]]);
    expect(ownerHeard()).toHaveLength(1);
  });

  it("whose first rota begins tomorrow counts as empty today, and not any more tomorrow", async () => {
    const tomorrow = wallOf(plus(now(), "PT24H")).slice(0, 10);
    await town.rota(FIRST, beginning("idris_vale", tomorrow));
    const { id, pagedFirst } = await raised();
    expect(pagedFirst).toEqual(["omar_reed"]);
    await town.move("amara_bell", { id }, "withdrawal", { as: "withdrawn_found_safe", why: "Back on the ward" });
    await town.to(plus(now(), "PT36H"));
    expect((await raised()).pagedFirst).toContain("idris_vale");
  });

  it("with a hole in its middle passes over it when the tier below has been missed", async () => {
    await nobody(SECOND);
    const { id, skipped, pagedFirst } = await raised();
    expect([skipped, pagedFirst]).toEqual([[], ["idris_vale"]]);
    await town.forward("PT6M");
    const story = await town.story(id);
    expect(story.filter(({ what }) => what === "tier_skipped")).toMatchObject([{ about: { tier: 1, reason: "nobody_on_duty" } }]);
    expect((await town.read("amara_bell", id)).tier.number).toBe(3);
    expect(town.subjects("petra_lang")).not.toEqual([]);
    expect(ownerHeard()).toHaveLength(1);
  });

  it("that is mixed, one tier empty, one unreachable, one good, reaches the good one at once", async () => {
    await nobody(FIRST);
    await unreachable(SECOND);
    const { state, skipped, pagedFirst } = await raised();
    expect([skipped, pagedFirst]).toEqual([["0 nobody_on_duty", "1 nobody_reachable"], ["petra_lang"]]);
    expect(state).toMatchObject({ stage: "raised", tier: { number: 3 } });
    expect(ownerHeard()).toHaveLength(2);
  });

  it("with nobody at all is a case that nobody answered, and its raiser is told whom to ring", async () => {
    for (const team of [FIRST, SECOND, THIRD, TOP]) await nobody(team);
    const { state, skipped, pagedFirst } = await raised();
    expect([skipped.length, pagedFirst, state.stage]).toEqual([4, [], "nobody_answered"]);
    expect(town.subjects("amara_bell").some((subject) => /nobody/i.test(subject))).toBe(true);
    expect(ownerHeard().length).toBeGreaterThan(0);
    const failures = await town.as("tess_quill", "GET", "serious-failures");
    expect(failures.body).toMatchObject({ items: [{ reference: state.reference }] });
  });
});
