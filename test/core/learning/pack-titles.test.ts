import { describe, expect, it } from "@jest/globals";
import { packTitles } from "../../../core/learning/pack-titles.ts";
import { london, NOW } from "../../builders.ts";

describe("what a pack calls its codes", () => {
  const { typeOf, answerOf, outcomeOf, areaOf, agencyOf } = packTitles(london, NOW);

  it("is what the pathway of the case does, where another uses the same code for something else", () => {
    expect(typeOf("concern_for_welfare", "police_attendance")).toBe("Concern for welfare");
    expect(typeOf("concern_for_welfare", "crisis_referral")).toBe("A concern for welfare that is theirs to meet");
    expect(typeOf("s136_handover", "police_attendance")).toBe("Section 136 handover");
  });

  it("is right for every code of every pathway that has begun", () => {
    const begun = london.pathways.filter(({ effectiveFrom }) => effectiveFrom <= NOW);
    for (const { code: pathway, types, decisions, outcomes } of begun) {
      for (const { code, title } of types) expect(typeOf(code, pathway)).toBe(title);
      for (const { code, title } of decisions) expect(answerOf(code, pathway)).toBe(title);
      for (const { code, title } of outcomes) expect(outcomeOf(code, pathway)).toBe(title);
    }
  });

  it("is the code in words where a card of before names no pathway and pathways differ, or nobody has a name for it", () => {
    expect(typeOf("concern_for_welfare", null)).toBe("concern for welfare");
    expect(typeOf("walkout_healthcare", null)).toBe("Walkout from healthcare, not detained");
    expect([typeOf("long_gone", "police_attendance"), areaOf("no_area"), agencyOf("ZZ9")]).toEqual([
      ...["long gone", "no area", "ZZ9"],
    ]);
  });
});
