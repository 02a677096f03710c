import { describe, expect, it } from "@jest/globals";
import { nextDueAt } from "../../../core/escalation/clock.ts";
import type { Escalation } from "../../../core/escalation/escalation.ts";
import { endExercise, isExerciseOver } from "../../../core/escalation/exercise.ts";
import { at, duty, raised } from "../../builders.ts";

const practised = (more: Parameters<typeof raised>[0] = {}): Escalation => ({
  ...raised(more).next,
  partnership: "london_practice",
});

describe("a case of practice", () => {
  it("is over two hours after it was raised, and a real one never", () => {
    const of = practised();
    expect([at("PT1H59M"), at("PT2H")].map((now) => isExerciseOver(of, now))).toEqual([false, true]);
    expect(isExerciseOver(raised({}).next, at("PT9000H"))).toBe(false);
  });

  it.each(["walkout_healthcare", "s136_handover"])("ends whatever is still owed on it: %s", (type) => {
    const { next, facts, notices } = endExercise(practised({ type }), at("PT2H"), duty());
    expect(nextDueAt(next.clocks)).toBeNull();
    expect([next.closed?.as, next.asked]).toEqual(["withdrawn_other", []]);
    expect(facts.map(({ what }) => what)).toEqual(["withdrawn"]);
    expect(notices.every(({ kind }) => kind !== "page")).toBe(true);
    expect(isExerciseOver(next, at("PT3H"))).toBe(false);
  });
});
