import { describe, expect, it } from "@jest/globals";
import { running } from "../../../core/escalation/clock.ts";
import { at, duty, inspector, NOW, raised, terms } from "../../builders.ts";

const whats = (move: ReturnType<typeof raised>) => move.facts.map(({ what }) => what);
const told = (move: ReturnType<typeof raised>) => move.notices.map(({ kind, to }) => `${kind} ${to}`);

describe("raising", () => {
  it("pages whoever is on duty on the first rung, in the same move", () => {
    const move = raised();
    expect(told(move)).toEqual([`page ${inspector.id}`]);
    expect(whats(move)).toEqual(["raised", "tier_alerted"]);
    expect(move.next).toMatchObject({
      version: 1,
      tier: 0,
      story: 2,
      asked: [inspector.id],
      owner: null,
      decision: null,
      outcome: null,
    });
  });

  it.each([
    ["P1", ["risk_to_life_now"], "PT5M", "PT15M"],
    ["P2", ["none_unsure"], "PT15M", "PT30M"],
  ])("starts both clocks of %s from the raise", (priority, threshold, acknowledge, decide) => {
    const { next } = raised({ threshold: threshold as never });
    expect(next.priority).toBe(priority);
    expect(running(next.clocks, "acknowledge")?.dueAt).toBe(at(acknowledge));
    expect(running(next.clocks, "decide")?.dueAt).toBe(at(decide));
  });

  it("lets the raiser ask for more urgency, and never for less", () => {
    expect(raised({ threshold: ["none_unsure"] as never, priority: "P1" }).next.priority).toBe("P1");
    expect(raised({ priority: "P3" }).next.priority).toBe("P1");
  });

  it("skips an empty tier at once, says why, and tells the rota's owner", () => {
    const move = raised({}, duty({ empty: [0] }));
    expect(whats(move)).toEqual(["raised", "tier_skipped", "tier_alerted"]);
    expect(move.facts[1]).toMatchObject({ about: { tier: 0, reason: "nobody_on_duty" } });
    expect(told(move)).toEqual(["rota_gap rota_manager_met", "page duty_officer"]);
    expect(move.next.tier).toBe(1);
  });

  it("skips a tier that no message can reach", () => {
    const move = raised({}, duty({ unreachable: [0] }));
    expect(move.facts[1]).toMatchObject({ what: "tier_skipped", about: { reason: "nobody_reachable" } });
    expect(move.next.asked).toEqual(["duty_officer"]);
  });

  it("keeps a case that nobody at all can answer, names it, and goes on asking", () => {
    const move = raised({}, {});
    expect(move.next.nobodyAnsweredAt).toBe(NOW);
    expect(whats(move)).toEqual([
      "raised",
      "tier_skipped",
      "tier_skipped",
      "tier_skipped",
      "tier_skipped",
      "nobody_answered",
      "asked_again",
    ]);
    expect(running(move.next.clocks, "repeat")?.dueAt).toBe(at("PT5M"));
    expect(told(move)).toContain("update nurse");
  });

  it.each([
    ["type", { type: "welfare_check" }],
    ["threshold", { threshold: ["very_worried"] }],
    ["priority", { priority: "P0" }],
  ])("refuses an unknown %s, naming the field and what may stand there", (field, more) => {
    expect(() => raised(more as never)).toThrow(
      expect.objectContaining({ name: "Invalid", errors: [{ field, reason: expect.stringContaining("one of") }] }),
    );
  });

  it("freezes the ladder of the day into the case", () => {
    expect(raised().next.terms).toEqual(terms);
  });
});
