import { describe, expect, it } from "@jest/globals";
import * as z from "zod";
import { addNote } from "../../../core/escalation/add-note.ts";
import { Who } from "../../../core/escalation/ask.ts";
import type { Escalation } from "../../../core/escalation/escalation.ts";
import { type Fact, Happening } from "../../../core/escalation/fact.ts";
import { SEALED } from "../../../core/escalation/sealed.ts";
import { FirstAnswer } from "../../../core/first-answers/first-answer.ts";
import { CODED, COUNTED, FIRST_ANSWER_CODED, NOT_THEIRS } from "../../../core/privacy/coded.ts";
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

/** Every field of a shape that holds a value of its own, by its path. Whoever signs is one field. */
function* fieldsIn(shape: z.core.$ZodType, path: readonly string[] = []): Generator<string> {
  const { def } = shape._zod;
  if (shape === Who) return yield path.join(".");
  switch (def.type) {
    case "object":
      for (const [name, inner] of Object.entries((def as z.core.$ZodObjectDef).shape)) yield* fieldsIn(inner, [...path, name]);
      return;
    case "array":
      return yield* fieldsIn((def as z.core.$ZodArrayDef).element, [...path, "*"]);
    case "record":
      return yield* fieldsIn((def as z.core.$ZodRecordDef).valueType, [...path, "*"]);
    case "union":
      for (const inner of (def as z.core.$ZodUnionDef).options) yield* fieldsIn(inner, path);
      return;
    case "optional":
    case "nullable":
    case "default":
      return yield* fieldsIn((def as z.core.$ZodOptionalDef).innerType, path);
    case "pipe":
      return yield* fieldsIn((def as z.core.$ZodPipeDef).in, path);
    default:
      yield path.join(".");
  }
}

describe("everything that a line can say", () => {
  /** A field that is gone through as a text, and is no code as well. */
  const isText = (what: Fact["what"], path: string) =>
    !path.includes("answers.") &&
    (SEALED.facts[what] ?? [])
      .map((field) => field.replaceAll("?", ""))
      .some((field) => path === field || path.startsWith(`${field}.`));
  /** The fields of a kind that the table names, by themselves or below another; one that is left out may be named whole. */
  const toldBy = (table: (typeof CODED)[Fact["what"]]) =>
    Object.entries(table).flatMap(([path, how]) => {
      if (typeof how === "string") return [{ path, isWhole: true }];
      return (how.of ?? [""]).map((below) => ({ path: [path, below].filter(Boolean).join("."), isWhole: false }));
    });
  const toldOf = (what: Fact["what"]) => toldBy(CODED[what]);
  /** What somebody wrote of a first answer: looked at as a text, or the name of one of the staff. */
  const isTextOfFirst = (path: string) =>
    /^(place\.(?!confidence)|caller$|callBack$|limbs\..*\.facts$|handler$|reviewedBy$)/.test(path);
  const isIn = (path: string, told: { readonly path: string; readonly isWhole: boolean }) =>
    path === told.path || (told.isWhole && path.startsWith(`${told.path}.`));
  const kinds = Happening.options.map(({ shape: { what, about } }) => ({
    what: what.value,
    fields: [...new Set(fieldsIn(about))],
  }));
  const coded = kinds.flatMap(({ what, fields }) => fields.filter((path) => !isText(what, path)).map((path) => ({ what, path })));

  it.each(coded)("is given, or left out for a reason that is named: $what $path", ({ what, path }) => {
    expect(toldOf(what).filter((told) => isIn(path, told))).toHaveLength(1);
  });

  it("is there: no line can say what the table names and the shape does not have", () => {
    expect(kinds.map(({ what }) => what).toSorted()).toEqual(Object.keys(CODED).toSorted());
    for (const { what, fields } of kinds)
      for (const told of toldOf(what)) expect([what, told, fields.some((path) => isIn(path, told))]).toEqual([what, told, true]);
    const reasons = Object.values(CODED).flatMap((fields) => Object.values(fields).filter((how) => typeof how === "string"));
    for (const why of reasons) expect([...Object.keys(NOT_THEIRS), ...COUNTED]).toContain(why);
  });

  it.each([...fieldsIn(FirstAnswer)].filter((path) => !isTextOfFirst(path)))(
    "of a first answer is given, or left out for a reason that is named: %s",
    (path) => {
      expect(toldBy(FIRST_ANSWER_CODED).filter((told) => isIn(path, told))).toHaveLength(1);
    },
  );

  it("would be missed, if somebody added a field and declared it nowhere", () => {
    expect(coded.length).toBeGreaterThan(150);
    expect([...fieldsIn(z.strictObject({ rumour: z.array(z.strictObject({ grade: z.enum(["high"]) })) }))]).toEqual([
      "rumour.*.grade",
    ]);
    expect(toldOf("raised").filter((told) => isIn("rumour.*.grade", told))).toEqual([]);
  });

  const asked = { regime: "general", agency: nurse.agency, basisIn: general } as const;
  const line = (what: Fact["what"], about: object) =>
    ({ ...(addNote(of, { text: "x y" }, nurse, NOW, duty()).facts[0] as Fact), what, about }) as Fact;
  const linesOf = (facts: readonly Fact[], by: Asked = asked) =>
    extractOf(of, facts, by).plain.map(({ title, value }) => `${title}: ${value}`);

  it("of a request is given in words: whether they are under 18, whether a child is at risk, and what was chosen", () => {
    const { facts } = raised({
      ...{ under18: "yes", childAtRisk: "unknown", legalStatus: "s17_leave", hazards: ["locked_door"] },
      ...{ capacity: { assessed: "not_assessed" }, alreadyDone: [{ code: "neighbours_asked" }], answers: { intoxicated: "yes" } },
    } as never);
    const lines = linesOf(facts as Fact[]);
    for (const said of [
      ...["Under 18: yes", "A child at risk: unknown", "Legal status: s17 leave", "Hazard: locked door"],
      ...["Capacity: not assessed", "What had been tried: neighbours asked"],
    ])
      expect(lines).toContain(said);
    expect(lines.some((one) => one.startsWith("Which part of the threshold: "))).toBe(true);
  });

  it("of a handover is given in words, with what was done and how it ended", () => {
    const lines = linesOf([
      line("custody_recorded", { item: "arrived_at", at: NOW }),
      line("custody_recorded", { item: "risk_by_police", level: "high" }),
      line("custody_recorded", { item: "conveyed", vehicle: "police_vehicle", asked: true, words: "None came" }),
      line("custody_recorded", { item: "officers_waiting", officers: 2 }),
      line("custody_recorded", { item: "detention_extended", hours: 12, words: "Dr Somebody", at: NOW }),
      line("responded", { code: "went_ourselves", why: null, follows: false }),
      line("closed", { why: null, as: "closed" }),
    ]);
    expect(lines).toEqual([
      expect.stringMatching(/^Arrived at the place of safety: \d\d:\d\d .+ 20\d\d$/),
      "The risk, as police saw it: high",
      "How they were brought: police vehicle, an ambulance was asked for: yes",
      "Officers who waited: 2",
      expect.stringMatching(/^Detention extended: authorised \d\d:\d\d .+ 20\d\d, by 12 hours$/),
      expect.stringMatching(/^What the raising side did: /),
      "That follows the answer: no",
      "How it ended: closed",
    ]);
  });

  it("is counted where its line is left out as a whole, and where it says who else spoke or names another case", () => {
    const handover = line("custody_recorded", { item: "risk_by_police", level: "high" });
    const { withheld, plain } = extractOf(of, [handover], { ...asked, basisIn: () => "le_part3" });
    expect([plain, withheld]).toEqual([[], ["another_law", "another_law"]]); // what it says, and that it was recorded
    const linked = line("closed", { why: null, into: "RC-234-567" });
    expect(extractOf(of, [linked], asked).withheld).toEqual(["another_case"]);
    const alike = { ...line("related_found", { id: of.id, reference: "RC-234-567", on: ["phone"] }), by: "clock" } as Fact;
    expect(extractOf(of, [alike], asked).withheld).toEqual(["another_case"]);
    const news = line("news_added", { number: 1, news: { words: "He rang", from: "family_or_friend" } });
    expect(extractOf(of, [news], asked).withheld).toEqual(["names_others"]);
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
