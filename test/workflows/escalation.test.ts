import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { aTown, type Town } from "../town.ts";

let town: Town;
beforeAll(async () => {
  town = await aTown();
});
beforeEach(() => town.anew());
afterAll(() => town.close());

const whats = async (id: string) => (await town.story(id)).map(({ what }) => what);

describe("one escalation", () => {
  it("reaches the inspector of the place, and nobody else", async () => {
    const raised = await town.raise();
    expect(raised).toMatchObject({ priority: "P1", area: { code: "central_south" }, tier: { number: 1 }, stage: "raised" });
    expect(town.told()).toEqual(["idris_vale"]);
    expect(town.subjects("idris_vale")[0]).toContain("your answer is needed");
  });

  it("climbs by itself, tier by tier, while nobody answers, and says so to the raiser", async () => {
    const { id } = await town.raise();
    await town.forward("PT5M");
    expect(town.subjects("omar_reed")[0]).toContain("your answer is needed");
    await town.forward("PT5M");
    expect(town.told()).toContain("petra_lang");
    await town.forward("PT5M");
    expect(town.told()).toContain("sol_marsh");
    await town.forward("PT5M");
    expect(town.subjects("amara_bell").at(-1)).toContain("NOBODY HAS ANSWERED");
    expect(await town.read("amara_bell", id)).toMatchObject({
      stage: "nobody_answered",
      controlRoom: expect.stringMatching(/^020 7946/),
    });
    const failures = await town.as("tess_quill", "GET", "serious-failures");
    expect(failures.body.items).toEqual([expect.objectContaining({ case: id, unanswered: "acknowledge" })]);
  });

  it("is acknowledged, decided, attended and closed, with every step in its story", async () => {
    const raised = await town.raise();
    const seen = await town.acknowledge("idris_vale", raised);
    expect(seen).toMatchObject({ status: 200, body: { owner: { by: { name: "Inspector Idris Vale" } } } });
    const decided = await town.decide("idris_vale", seen.body, "attend_immediate");
    expect(decided.body.nextLimit).toMatchObject({ limit: "arrive" });
    await town.as("idris_vale", "POST", `escalations/${raised.id}/arrival`, { callSign: "LX 21" });
    await town.as("amara_bell", "POST", `escalations/${raised.id}/outcome`, { code: "safe", seenBy: "police" });
    await town.move("amara_bell", raised, "answer-read");
    const { version } = await town.read("idris_vale", raised.id);
    const closed = await town.as("idris_vale", "POST", `escalations/${raised.id}/closure`, { seen: version });
    expect(closed).toMatchObject({ status: 200, body: { stage: "closed", nextLimit: null } });
    expect(await whats(raised.id)).toEqual([
      "raised",
      "tier_alerted",
      "acknowledged",
      "decided",
      "arrived",
      "outcome_recorded",
      "answer_read",
      "closed",
    ]);
    expect(town.subjects("amara_bell").map((subject) => subject.replace(/^P1: /, ""))).toEqual([
      "Inspector Idris Vale has it now",
      expect.stringMatching(/^decided: /),
      "arrived",
      "closed",
      "has closed: what do you think of it?",
    ]);
    await town.forward("PT25H");
    expect([...town.machine.workflow.executions.values()].map(({ status }) => status)).not.toContain("RUNNING");
  });

  it("pages nobody once answered, and stands the others down", async () => {
    const raised = await town.raise();
    await town.forward("PT5M");
    await town.acknowledge("omar_reed", await town.read("omar_reed", raised.id));
    const before = town.told().length;
    expect(town.subjects("idris_vale").at(-1)).toContain("you are no longer needed");
    await town.forward("PT4M");
    expect(town.told().slice(before)).toEqual([]);
  });

  it("gives one winner when two press at the same moment, and tells the other who was first", async () => {
    const { id } = await town.raise();
    await town.forward("PT5M");
    const seen = await town.read("idris_vale", id);
    const replies = await Promise.all([town.acknowledge("idris_vale", seen), town.acknowledge("omar_reed", seen)]);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
    const lost = replies.find(({ status }) => status === 409)?.body as unknown as {
      type: string;
      by: { name: string };
      at: string;
    };
    expect(lost.type).toBe("/problems/AlreadyAcknowledged");
    expect(lost.by.name).toBe((await town.read("idris_vale", id)).owner?.by.name);
  });
});
