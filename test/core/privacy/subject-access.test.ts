import { describe, expect, it } from "@jest/globals";
import { addNote } from "../../../core/escalation/add-note.ts";
import type { Escalation } from "../../../core/escalation/escalation.ts";
import type { Fact } from "../../../core/escalation/fact.ts";
import {
  type Asked,
  type Extract,
  extractOf,
  isCutOf,
  letOut,
  type Regime,
  type Said,
} from "../../../core/privacy/subject-access.ts";
import { Refusal } from "../../../core/refusal.ts";
import { duty, inspector, NOW, nurse, raised } from "../../builders.ts";
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
const extract = (regime: Regime = "general", basisIn: Asked["basisIn"] = general, agency = nurse.agency): Extract =>
  extractOf(of, story, { regime, agency, basisIn });
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
      expect((error as Refusal).errors.map(({ field }) => field)).toEqual(one.passages.map(({ key }) => `do_${key}`));
    }
  });

  it("is kept, cut or withheld with a reason, and what is not let out is counted by it", () => {
    const one = extract();
    const said = keepAll(one);
    const keyOf = (words: string) => one.passages.find((passage) => passage.words === words)?.key ?? "";
    said.set(keyOf("Rosa rang us at noon"), { do: "cut", out: "[…] rang us at noon", why: "other_person" });
    said.set(keyOf("Told her sister Rosa"), { do: "withhold", why: "other_person" });
    const { given, leftOut } = letOut("general", [one], said);
    const words = given.cases[0]?.passages.map((passage) => passage.words);
    expect(words).toContain("[…] rang us at noon");
    expect(words).not.toContain("Told her sister Rosa");
    expect(leftOut).toContainEqual({ why: "other_person", count: 2 });
    expect(given.withheld).toBe(one.withheld.length + 2);
    said.set(keyOf("Rosa rang us at noon"), { do: "cut", out: "Nobody rang us at noon", why: "other_person" });
    expect(() => letOut("general", [one], said)).toThrow(Refusal);
  });

  it("never mixes two laws: what was recorded under the other is counted, and stands in no line", () => {
    const police = (agency: string) => (agency === "01" ? ("le_part3" as const) : ("gdpr_health" as const));
    const [ours, theirs] = [extract("general", police), extract("law_enforcement", police, "01")];
    expect(ours.withheld).toContain("another_law");
    expect(theirs.withheld).toContain("another_law");
    expect([...ours.plain, ...ours.happened, ...ours.passages].map(({ agency }) => agency)).not.toContain("01");
    expect([...theirs.plain, ...theirs.happened, ...theirs.passages].map(({ agency }) => agency)).not.toContain("RJ1");
    expect(theirs.passages.length).toBeGreaterThan(0);
  });

  it("tells the person how much is withheld, and no reason for it", () => {
    const police = (agency: string) => (agency === "01" ? ("le_part3" as const) : ("gdpr_health" as const));
    const one = extract("general", police);
    const said = new Map<string, Said>(one.passages.map(({ key }) => [key, { do: "withhold", why: "investigation" }]));
    const { given } = letOut("general", [one], said);
    expect(JSON.stringify(given)).not.toMatch(/investigation|another_law|law_enforcement/);
    expect(given.withheld).toBe(one.withheld.length + one.passages.length);
  });

  it("is let out for law enforcement by the agency that recorded it, and by no other", () => {
    const both = () => "le_part3" as const;
    const ours = extract("law_enforcement", both, "01");
    expect(ours.withheld).toContain("other_controller");
    expect(new Set([...ours.plain, ...ours.happened, ...ours.passages].map(({ agency }) => agency))).toEqual(new Set(["01"]));
  });

  it.each([
    ["its own agency alone", inspector, true, []],
    ["everybody who shares the case", inspector, false, ["Rosa said more"]],
    ["the agency that asks", nurse, true, ["Rosa said more"]],
  ])("has a note for %s in it, or counts it", (_, by, own, words) => {
    const { facts } = addNote(of, { text: "Rosa said more", own }, by, NOW, duty());
    const found = extractOf(of, facts as Fact[], { regime: "general", agency: nurse.agency, basisIn: general });
    expect(found.passages.map((one) => one.words)).toEqual(words);
    expect(found.withheld).toEqual(words.length > 0 ? [] : ["other_controller"]);
  });

  it("says nothing of another case", () => {
    const said = {
      what: "related_said",
      about: { id: of.id, reference: "RC-234-567", same: false, because: "Two men called Bob" },
    };
    const line = { ...(addNote(of, { text: "x y" }, nurse, NOW, duty()).facts[0] as Fact), ...said } as Fact;
    const found = extractOf(of, [line], { regime: "general", agency: nurse.agency, basisIn: general });
    expect([found.passages, found.withheld]).toEqual([[], ["another_case"]]);
  });
});

describe("what is said of a text", () => {
  const words = "She rang Rosa at noon";
  const why = "other_person";
  const one: Extract = {
    ...{ id: of.id, reference: of.reference, plain: [], happened: [], withheld: [] },
    passages: [{ at: NOW, agency: "RJ1", key: "k", title: "Why now", words }],
  };
  it.each<[string, Said | undefined, string | undefined]>([
    ["nothing", undefined, "do_k"],
    ["as it is", { do: "keep" }, undefined],
    ["as it is, with all of it in the box", { do: "keep", out: "She rang\n Rosa at noon" }, undefined],
    ["as it is, with a name cut in the box", { do: "keep", out: "She rang at noon" }, "do_k"],
    ["as it is, with more in the box", { do: "keep", out: `${words} today` }, "do_k"],
    ["cut, with a name gone", { do: "cut", out: "She rang at noon", why }, undefined],
    ["cut, with a name marked as gone", { do: "cut", out: "She rang […] at noon", why }, undefined],
    ["cut, with nothing gone", { do: "cut", out: words, why }, "out_k"],
    ["cut, with a mark and nothing gone", { do: "cut", out: "She rang […] Rosa at noon", why }, "out_k"],
    ["cut, with a word changed", { do: "cut", out: "She saw Rosa at noon", why }, "out_k"],
    ["not let out", { do: "withhold", why }, undefined],
  ])("is taken, or is wrong at its field: %s", (_, said, field) => {
    const run = () => letOut("general", [one], new Map(said ? [["k", said]] : []));
    if (field === undefined) expect(run).not.toThrow();
    else expect(run).toThrow(expect.objectContaining({ name: "Invalid", errors: [expect.objectContaining({ field })] }));
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
