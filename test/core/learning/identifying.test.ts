import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import * as z from "zod";
import { addNote } from "../../../core/escalation/add-note.ts";
import { Ask, News } from "../../../core/escalation/ask.ts";
import { Escalation } from "../../../core/escalation/escalation.ts";
import { type Fact, Happening } from "../../../core/escalation/fact.ts";
import { identifying } from "../../../core/learning/identifying.ts";
import { at, duty, inspector, london, raised } from "../../builders.ts";

const ANN = {
  person: { knownAs: "Żółta Anné", familyName: "O’Quill-Bo", phone: "07700 900123", nhsNumber: "999 123 0009" },
  place: {
    borough: "Lambeth",
    address: "Flat 3, 14 Mallow Rd, Rosedene, near the old mill\nStation Lane",
    postcode: "SE1 7EH",
    what3words: "///filled.count.soap",
  },
  policeContact: { channel: "rang_101", cad: { number: "4471", date: "2026-01-15" }, handler: "1234 AS" },
  deputy: { name: "Sam West", phone: "020 7946 0107" },
  riskFacts: [
    {
      ...({ code: "goodbye_message", status: "told_by_family", obtainedAt: "2026-01-16T01:00:00.000Z" } as const),
      ...{ source: "Her sister Tamsin, and will (a friend)", words: "She texted «I’ll be gone before the naïve ones wake»" },
    },
  ],
  answers: { known_associates: "Perhaps with Idony Fairweather or Dr Quince", injured: "Nobody that we know of" },
};
const { next: ann, facts } = raised(ANN);
const story = facts.map((fact) => ({ ...fact, before: "", hash: "" }) as Fact);
const found = (words: string, of: Escalation = ann, of2: readonly Fact[] = story) =>
  identifying(words, of, of2).map(({ at, why }) => `${why}: ${at}`);

describe("words for a pack", () => {
  it.each([
    "Police came within 20 minutes and the ward was told in writing",
    "Raised at 14:30, answered at 14:52 (tier 2), 60 minutes late; P1 2nd call, then P1 1hr after",
    "Section 136: s136, s17 leave, s5(2), T16, PACE 17(1)(e); in 2019-20 and 2025 it was 12.5%",
    "The duty inspector Central South BCU rang the North West BCU; the Sister in charge rang back",
    "RC-234-567 was linked to RC-4TQ-9HK after 999, 101 and NHS 111 had been rung",
    "The nurse in charge and the inspector agreed; both thought that the record was right",
    "CAD was given within 5 minutes, LAS 120 minutes later; the log 24/7",
    "Her sister had said so, and the sister’s words were not passed on",
    "It will be looked at again, going west or not, and no name was given",
    "",
  ])("may say «%s»", (words) => {
    expect(found(words)).toEqual([]);
  });

  it.each([
    ["Zolta was known here", "name: Zolta"],
    ["We knew ŻÓŁTA’s story", "name: ŻÓŁTA’s"],
    ["it was anne who rang", "name: anne"],
    ["It was Anne\u0301, again", "name: Anne\u0301"],
    ["A\u200Bnné rang", "name: A\u200Bnné"],
    ["about o'quill and Bo", "name: o'quill"],
    ["OQuill left", "name: OQuill"],
    ["sam was not asked", "name: sam"],
    ["the inspector rang Tamsin’s", "name: Tamsin’s"],
    ["then Will left", "name: Will"],
    ["with idony? No: Idony", "name: Idony"],
    ["Quince saw", "name: Quince"],
    ["a Mr Brown came", "name: Mr Brown"],
    ["mrs thistle came", "name: mrs thistle"],
    ["Insp. J. Thistle-Moor of the North", "name: Insp. J. Thistle-Moor"],
    ["PC Thistle", "name: PC Thistle"],
  ])("may not name anybody: «%s»", (words, stretch) => {
    expect(found(words)).toContain(stretch);
  });

  it("knows a short name, and one that is an English word, by its capital", () => {
    expect(found("about Bo, going West")).toEqual(["name: Bo", "name: West"]);
    expect(found("about bo, going west")).toEqual([]);
  });

  it.each([
    ["999 123 0009", "number: 999 123 0009"],
    ["9991230000", "number: 9991230000"],
    ["99-91 23.00 09", "number: 99-91 23.00 09"],
    ["９９９１２３０００９", "number: ９９９１２３０００９"],
    ["ref12345b", "number: ref12345b"],
    ["CAD 12", "number: CAD 12"],
    ["cad no. 1234/22", "number: cad no. 1234/22"],
    ["LAS-4471 was", "number: LAS-4471"],
    ["it was 4471 again", "number: 4471"],
    ["1234-AS wrote", "number: 1234-AS"],
    ["crime ref 0123/26", "number: crime ref 0123/26"],
    ["PC 552 came", "number: PC 552"],
    ["7946 0123", "number: 7946 0123"],
    ["in AB12 CDE", "number: AB12 CDE"],
    ["in ab12cde", "number: ab12cde"],
    ["a123bcd", "number: a123bcd"],
    ["020 7946 0123", "contact: 020 7946 0123"],
    ["on +44 (0)7700 900-123 now", "contact: +44 (0)7700 900-123"],
    ["ann@example.org.", "contact: ann@example.org"],
    ["see https://example.org/a?b=c)", "contact: https://example.org/a?b=c"],
    ["at www.example.org", "contact: www.example.org"],
    ["at ann.example.co.uk/x", "contact: ann.example.co.uk/x"],
    ["SE1 7EH", "address: SE1 7EH"],
    ["e16bw too", "address: e16bw"],
    ["///filled.count.soap", "address: ///filled.count.soap"],
    ["filled, count soap", "address: filled, count soap"],
    ["born 12/03/1990", "date: 12/03/1990"],
    ["on 2026-01-16 she", "date: 2026-01-16"],
    ["the 3rd of March 1990", "date: 3rd of March 1990"],
    ["22NOV25", "date: 22NOV25"],
    ["March 3rd, 1990", "date: March 3rd, 1990"],
    ["12 03 1990", "date: 12 03 1990"],
  ])("may hold no number, date or address of any kind: «%s»", (words, stretch) => {
    expect(found(words)).toEqual([stretch]);
  });

  it.each([
    ["at 14 Mallow Road", "address: 14 Mallow Road"],
    ["in mallow rd.", "address: mallow rd"],
    ["in flat 3", "address: flat 3"],
    ["at rosedene", "address: rosedene"],
    ["on Station Ln", "address: Station Ln"],
  ])("may not say where it was: «%s»", (words, stretch) => {
    expect(found(words)).toEqual([stretch]);
  });

  it("may say the borough, and «the road»", () => {
    expect(found("In Lambeth, on the road near a station")).toEqual([]);
  });

  it("may not repeat five words in a row of anybody’s, whatever stands between them", () => {
    expect(found("They read: “I'll — be GONE before\nthe naive\u00AD ones” later")).toEqual([
      "verbatim: I'll — be GONE before\nthe naive\u00AD ones",
    ]);
    expect(found("gone before the naive")).toEqual([]);
  });

  it("may not repeat a note, which only the story has", () => {
    const words = "He keeps a spare key under the blue pot";
    const noted = addNote(ann, { text: words }, inspector, at("PT1M"), duty());
    const lines = noted.facts.map((fact) => ({ ...fact, before: "", hash: "" }) as Fact);
    expect(found(`So: ${words}.`, noted.next, [])).toEqual([]);
    expect(found(`So: ${words}.`, noted.next, lines)).toEqual([`verbatim: ${words}`]);
  });

  it("may not name whoever wrote a line of the story", () => {
    const by = { ...inspector, name: "Inspector Vale" };
    expect(found("as Vale said", ann, [...story, { ...story[0], by } as Fact])).toEqual(["name: Vale"]);
  });

  it("are told in their order, and each once for each reason", () => {
    expect(found("On 12/03/1990 Tamsin Żółta rang 07700 900123 from 14 Mallow Road, SE1 7EH")).toEqual([
      "date: 12/03/1990",
      "name: Tamsin Żółta",
      "contact: 07700 900123",
      "address: 14 Mallow Road",
      "address: SE1 7EH",
    ]);
  });

  it("hold what was found, letter by letter, in its order", () => {
    const piece = fc.constantFrom(
      "Anné",
      "14 Mallow Rd",
      "9991230009",
      "a@example.org",
      "\u200B",
      "\u0301",
      "ß",
      "😀",
      " ",
      "the",
      "\n",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ unit: "binary" })), { maxLength: 40 }), (pieces) => {
        const words = pieces.join("");
        identifying(words, ann, story).reduce((from, { at }) => {
          expect(words.indexOf(at, from)).toBeGreaterThanOrEqual(0);
          expect(at).not.toBe("");
          return words.indexOf(at, from);
        }, 0);
      }),
    );
  });
});

/** Six words that nothing but a repetition would find, short enough for every field. */
const SAID = "zinc otter velvet magma fjord plum";

/** Every field that would take these words, however deep, with the value that holds them there. */
function* takers(schema: unknown, path: string): Generator<[path: string, value: unknown]> {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault) {
    yield* takers(schema.unwrap(), path);
  } else if (schema instanceof z.ZodObject) {
    for (const [field, inner] of Object.entries(schema.shape)) {
      for (const [deeper, value] of takers(inner, `${path}.${field}`)) yield [deeper, { [field]: value }];
    }
  } else if (schema instanceof z.ZodArray) {
    for (const [deeper, value] of takers(schema.element, `${path}[]`)) yield [deeper, [value]];
  } else if (schema instanceof z.ZodRecord) {
    for (const [deeper, value] of takers(schema.valueType, `${path}{}`)) yield [deeper, { a_code: value }];
  } else if (schema instanceof z.ZodUnion) {
    for (const option of schema.options) yield* takers(option, path);
  } else if (schema instanceof z.ZodType && schema.safeParse(SAID).success) yield [path, SAID];
}

const KNOWN = [
  ...[".riskFacts[].words", ".riskFacts[].source", ".answers{}", ".alreadyDone[].details"],
  ...[".person.knownAs", ".person.familyName", ".person.sexAsRecorded", ".person.description"],
];
const PLACE = [".place.borough", ".place.address"];
const ASKED = [".ask", ...PLACE, ".whyNow", ...KNOWN, ".policeContact.reason", ".deputy.name", ".onPaper.by"];
const FIELDS = { ask: [...takers(Ask, "")], news: [...takers(News, "")] };
const PARTS = [...takers(Escalation.omit({ terms: true }), ""), ...takers(z.strictObject({ story: z.array(Happening) }), "")];

describe("what somebody wrote into any field", () => {
  it("is looked for by what these tests know: a field that is new is added here, and found below", () => {
    expect(FIELDS.ask.map(([path]) => path)).toEqual(ASKED);
    expect(FIELDS.news.map(([path]) => path)).toEqual([".words", ...KNOWN, ...PLACE]);
  });

  it.each(PARTS)("%s is not repeated in a pack", (_, part) => {
    const { story: lines = [], ...state } = part as { story?: Fact[] };
    const words = identifying(
      `They ${SAID} then`,
      { ...ann, ...state, ask: { ...ann.ask, ...("ask" in state ? Object(state.ask) : {}) } },
      lines,
    );
    expect(words.map(({ at }) => at)).toEqual([SAID]);
  });

  it.each(PARTS.filter(([path]) => /(name|knownAs|familyName|source|whoGets|clinician|doctor|onPaper\.by)$/.test(path)))(
    "%s is a name, word by word",
    (_, part) => {
      const { story: lines = [], ...state } = JSON.parse(JSON.stringify(part).replace(SAID, "Zinc Plum")) as { story?: Fact[] };
      const of = { ...ann, ...state, ask: { ...ann.ask, ...("ask" in state ? Object(state.ask) : {}) } };
      expect(found("with plum, they say", of, lines)).toEqual(["name: plum"]);
    },
  );
});

describe("the names of the partners’ own places", () => {
  it.each(london.areas.flatMap(({ title, places }) => [title, ...places.map((place) => place.title)]))(
    "%s may be said",
    (title) => {
      expect(found(`The inspector of ${title} answered; ${title} was told`)).toEqual([]);
    },
  );
});

describe("words that somebody chose to be slow", () => {
  const long = (unit: string, signs: number) => unit.repeat(Math.ceil(signs / unit.length));
  const lastOf = (words: string, of = ann) => identifying(`${words} Żółta`, of, story).at(-1)?.at;
  const UNITS = [
    ...["a", "1", "1 ", "a.", "a1", "A ", "@", "a@", ".", "-", "(", "'", "a'", "Mr ", "\u0301", "\u200B", "www.", "cad ", "9-"],
    ...["///", "SE1 ", "12/", "I’ll be gone ", "14 Mallow "],
  ];

  it.each(UNITS)("are looked through to their end: %j again and again", (unit) => {
    expect(lastOf(long(unit, 10_000))).toMatch(/Żółta$/);
  });

  it.each(["a", "1", "a."])("take no square of their length: %j again and again, for an hour if they did", (unit) => {
    expect(lastOf(long(unit, 400_000))).toMatch(/Żółta$/);
  });

  it("may be the case’s own as well", () => {
    const place = { ...ann.ask.place, address: long("14 Mallow Rd, ", 10_000) };
    const of = { ...ann, ask: { ...ann.ask, whyNow: long("gone again ", 10_000), place } };
    expect(lastOf(long("14 Mallow Rd gone again ", 10_000), of)).toBe("Żółta");
  });
});
