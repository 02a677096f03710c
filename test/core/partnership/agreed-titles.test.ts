import { describe, expect, it } from "@jest/globals";
import { agreedTitles } from "../../../core/partnership/agreed-titles.ts";
import { london, NOW } from "../../builders.ts";

describe("what the partners call a code", () => {
  const { typeOf, answerOf, outcomeOf, areaOf, agencyOf } = agreedTitles(london, NOW);

  it("is what the pathway in question does, where another uses the same code for something else", () => {
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

  it("is the code in words where no pathway is named and they differ, or nobody has a name for it", () => {
    expect(typeOf("concern_for_welfare", null)).toBe("concern for welfare");
    expect(typeOf("walkout_healthcare", null)).toBe("Walkout from healthcare, not detained");
    expect([typeOf("long_gone", "police_attendance"), areaOf("no_area"), agencyOf("ZZ9")]).toEqual([
      ...["long gone", "no area", "ZZ9"],
    ]);
  });
});
