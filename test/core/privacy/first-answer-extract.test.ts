import { describe, expect, it } from "@jest/globals";
import type { FirstAnswer } from "../../../core/first-answers/first-answer.ts";
import { ofFirstAnswer } from "../../../core/privacy/coded.ts";
import { extractOfFirstAnswer } from "../../../core/privacy/first-answer-extract.ts";
import type { Asked } from "../../../core/privacy/subject-access.ts";
import { inspector, NOW, nurse, pathway } from "../../builders.ts";

const first: FirstAnswer = {
  ...{ schema: 1, partnership: "london", id: "7d7b8f0e-3c1a-4b52-9f00-0123456789ab", reference: "FA-234-567", version: 1 },
  ...{ recorded: { by: inspector, at: NOW }, givenAt: NOW, pathway: { code: pathway.code, version: 1 } },
  ...{ type: "walkout_healthcare", area: "central_south", agency: nurse.agency, caller: "Rosa, her sister" },
  ...{ callBack: "+447700900461", channel: "rang_999", answer: "will_not_attend", understood: "yes", readBack: false },
  place: { borough: "Lambeth", address: "12 Example Street", confidence: "likely" },
  limbs: { limb_a: { reading: "not_met", facts: "No crime" }, limb_b: { reading: "met", facts: "Rosa heard her weep" } },
  ...{ toldOthers: [pathway.bodies[0]?.code ?? ""], handler: "4471AS", reviewedBy: "77MP", disputed: null },
};
const codes = ofFirstAnswer({
  ...{ types: pathway.types, bodies: pathway.bodies as never, area: { code: "central_south", title: "Central South" } },
});
const extract = (more: Partial<Asked> = {}) =>
  extractOfFirstAnswer(first, codes, { regime: "general", agency: nurse.agency, basisIn: () => "gdpr_vital_interests", ...more });

describe("what a person may have of a first answer", () => {
  it("is its codes in words, by the force and never by the name of staff", () => {
    const { plain, happened } = extract();
    expect(plain.map(({ title, value }) => `${title}: ${value}`)).toEqual([
      expect.stringMatching(/^What the control room had answered: rang 999, will not attend, .*understood: yes, read back: no$/),
      expect.stringMatching(/^What it was about: Walkout/),
      "Area: Central South",
      "How the two limbs of the threshold were read: not met; met",
      expect.stringMatching(/^Who was told of that answer: [A-Z]/),
      "How sure the place was: likely",
    ]);
    expect(happened.map(({ title, agency }) => [title, agency])).toEqual([
      ["Asked the control room", "RJ1"],
      ["The control room answered", "01"],
    ]);
    expect(JSON.stringify(extract())).not.toMatch(/4471AS|77MP|The inspector/);
  });

  it("has each text held back until it was looked at: who rang, and from where, among them", () => {
    const { passages, withheld } = extract();
    expect(passages.map(({ title, words }) => `${title}: ${words}`)).toEqual([
      ...["Borough: Lambeth", "Address: 12 Example Street", "Who rang: Rosa, her sister", "Number to call back: +447700900461"],
      ...["How the threshold was read: No crime", "How the threshold was read: Rosa heard her weep"],
    ]);
    expect(withheld).toEqual(["names_others", "names_others"]);
  });

  it("is counted, and stands in no line, where it was recorded under the other law", () => {
    const { plain, happened, passages, withheld } = extract({ basisIn: () => "le_part3" });
    expect([plain, happened, passages, new Set(withheld)]).toEqual([[], [], [], new Set(["another_law"])]);
    expect(withheld).toHaveLength(6 + 2 + 6 + 2);
  });

  it("is let out for law enforcement by the force that recorded it, and by no other agency", () => {
    const asked = { regime: "law_enforcement", basisIn: () => "le_part3" as const } as const;
    expect(new Set(extract(asked).withheld)).toEqual(new Set(["other_controller"]));
    expect(extract({ ...asked, agency: "01" }).passages).toHaveLength(6);
  });
});
