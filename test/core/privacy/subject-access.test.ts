import { describe, expect, it } from "@jest/globals";
import { addNote } from "../../../core/escalation/add-note.ts";
import type { Escalation } from "../../../core/escalation/escalation.ts";
import type { Fact } from "../../../core/escalation/fact.ts";
import { type Extract, extractOf, isCutOf, letOut, type Regime, type Said } from "../../../core/privacy/subject-access.ts";
import { Refusal } from "../../../core/refusal.ts";
import { duty, NOW, nurse, raised } from "../../builders.ts";
import { decline } from "../escalation/moves.ts";

const OTHERS = {
  callBack: "020 7946 0188",
  deputy: { name: "Deputy Someone", phone: "020 7946 0177" },
  policeContact: { channel: "rang_101", handler: "1234EK", reason: "Call taker said no unit" },
  riskFacts: [
    {
      code: "suicidal_words_today",
      words: "Told her sister Rosa",
      status: "told_by_family",
      source: "Sister Rosa",
      obtainedAt: NOW,
    },
  ],
};
const person = {
  knownAs: "Marigold",
  nhsNumber: "999 123 0009",
  phone: "07700 900461",
  age: 34,
  description: "Red coat, with Rosa",
};
const first = raised({ ...OTHERS, person, whyNow: "Rosa rang us at noon" });
const answered = decline()(first.next);
const of: Escalation = answered.next;
const story = [...first.facts, ...answered.facts] as Fact[];
const general = () => "gdpr_health" as const;
const extract = (regime: Regime = "general", basisIn: Parameters<typeof extractOf>[2]["basisIn"] = general): Extract =>
  extractOf(of, story, { regime, basisIn });
const keepAll = (one: Extract): Map<string, Said> => new Map(one.passages.map(({ key }) => [key, { do: "keep" }]));

describe("what a person may have of a case", () => {
  it("is what was recorded of them, by agency and never by the name of staff", () => {
    const { plain, happened } = extract();
    expect(plain.map(({ title, value }) => `${title}: ${value}`)).toEqual(
      expect.arrayContaining(["Known as: Marigold", "NHS number: 999 123 0009", "Telephone: +447700900461", "Age: 34"]),
    );
    expect(happened.map(({ title }) => title)).toEqual(expect.arrayContaining(["Asked for"]));
    expect(JSON.stringify(letOut("general", [extract()], keepAll(extract())))).not.toMatch(
      /The nurse|The inspector|Deputy|0188|0177|1234EK|Sister Rosa|nurse|inspector"/,
    );
  });

  it("counts what is left out of it because it is somebody else's", () => {
    const { withheld } = extract();
    expect(withheld.filter((why) => why === "names_others").length).toBeGreaterThanOrEqual(5);
  });

  it("holds each text back until it was looked at", () => {
    const one = extract();
    expect(one.passages.map(({ words }) => words)).toEqual(
      expect.arrayContaining(["Rosa rang us at noon", "Told her sister Rosa", "Red coat, with Rosa", "Call taker said no unit"]),
    );
    try {
      letOut("general", [one], new Map());
      throw new Error("was let out");
    } catch (error) {
      expect((error as Refusal).errors.map(({ field }) => field)).toEqual(one.passages.map(({ key }) => key));
    }
  });

  it("is kept, cut or withheld with a reason, and what is not let out is counted by it", () => {
    const one = extract();
    const said = keepAll(one);
    const keyOf = (words: string) => one.passages.find((passage) => passage.words === words)?.key ?? "";
    said.set(keyOf("Rosa rang us at noon"), { do: "cut", out: "[…] rang us at noon", why: "other_person" });
    said.set(keyOf("Told her sister Rosa"), { do: "withhold", why: "other_person" });
    const given = letOut("general", [one], said);
    const words = given.cases[0]?.passages.map((passage) => passage.words);
    expect(words).toContain("[…] rang us at noon");
    expect(words).not.toContain("Told her sister Rosa");
    expect(given.withheld).toContainEqual({ why: "other_person", count: 2 });
    said.set(keyOf("Rosa rang us at noon"), { do: "cut", out: "Nobody rang us at noon", why: "other_person" });
    expect(() => letOut("general", [one], said)).toThrow(Refusal);
  });

  it("never mixes two laws: what was recorded under the other is counted, and stands in no line", () => {
    const police = (agency: string) => (agency === "01" ? ("le_part3" as const) : ("gdpr_health" as const));
    const [ours, theirs] = [extract("general", police), extract("law_enforcement", police)];
    expect(ours.withheld).toContain("another_law");
    expect(theirs.withheld).toContain("another_law");
    expect([...ours.plain, ...ours.happened, ...ours.passages].map(({ agency }) => agency)).not.toContain("01");
    expect([...theirs.plain, ...theirs.happened, ...theirs.passages].map(({ agency }) => agency)).not.toContain("RJ1");
    expect(theirs.passages.length).toBeGreaterThan(0);
  });

  it("says nothing of another case", () => {
    const said = {
      what: "related_said",
      about: { id: of.id, reference: "RC-234-567", same: false, because: "Two men called Bob" },
    };
    const line = { ...(addNote(of, { text: "x y" }, nurse, NOW, duty()).facts[0] as Fact), ...said } as Fact;
    const found = extractOf(of, [line], { regime: "general", basisIn: general });
    expect([found.passages, found.withheld]).toEqual([[], ["another_case"]]);
  });
});

describe("a cut", () => {
  it.each([
    ["She rang Rosa at noon", "She rang at noon", true],
    ["She rang Rosa at noon", "She rang […] at noon", true],
    ["She rang Rosa at noon", "She rang at noon Rosa", false],
    ["She rang Rosa at noon", "She did not ring", false],
    ["one two two", "two two", true],
    ["one two", "two two", false],
  ])("of «%s» may be «%s»: %s", (words, out, may) => {
    expect(isCutOf(out, words)).toBe(may);
  });
});
