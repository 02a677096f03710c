import { describe, expect, it } from "@jest/globals";
import * as z from "zod";
import { UNREAD, Who } from "../../../core/escalation/ask.ts";
import { Escalation } from "../../../core/escalation/escalation.ts";
import { Fact, Happening } from "../../../core/escalation/fact.ts";
import { isAboutChild } from "../../../core/escalation/known.ts";
import { addNews } from "../../../core/escalation/news.ts";
import { isWorded, joined, lineParted, OPEN, SEALED, stateParted } from "../../../core/escalation/sealed.ts";
import { Terms } from "../../../core/partnership/terms.ts";
import { at, duty, NOW, nurse, raised, terms } from "../../builders.ts";

/** Every field of a shape that may hold free text, by its path. Codes, choices, times and ids have shapes that hold none. */
function* texts(shape: z.core.$ZodType, path: string): Generator<string> {
  const { def } = shape._zod;
  if (shape === Who || shape === Terms) return; // staff sign with their names; nobody types the agreement's words
  switch (def.type) {
    case "object":
      for (const [name, inner] of Object.entries((def as z.core.$ZodObjectDef).shape)) yield* texts(inner, `${path}.${name}`);
      return;
    case "array":
      return yield* texts((def as z.core.$ZodArrayDef).element, `${path}.*`);
    case "record":
      return yield* texts((def as z.core.$ZodRecordDef).valueType, `${path}.*`);
    case "union":
      for (const inner of (def as z.core.$ZodUnionDef).options) yield* texts(inner, path);
      return;
    case "optional":
    case "nullable":
    case "default":
      return yield* texts((def as z.core.$ZodOptionalDef).innerType, path);
    case "pipe":
      return yield* texts((def as z.core.$ZodPipeDef).in, path);
    case "string":
      if (!isCoded(shape)) yield path;
  }
}

/** A string of one exact shape: a code, an agency, an instant, a day, an id. */
function isCoded(shape: z.core.$ZodType): boolean {
  const { format, checks = [] } = shape._zod.def as z.core.$ZodStringDef & { format?: string };
  const formats = [format, ...checks.map(({ _zod }) => (_zod.def as { format?: string }).format)];
  return formats.some((one) => one !== undefined && ["uuid", "datetime", "date", "regex"].includes(one));
}

/** What is declared for a path: a field itself, or something that holds it whole. */
const isDeclared = (fields: readonly string[], path: string): boolean =>
  fields.map((field) => field.replaceAll("?", "")).some((field) => path === field || path.startsWith(`${field}.`));
const found = (shape: z.core.$ZodType) => [...new Set(texts(shape, ""))].map((path) => path.slice(1));

describe("every field that may hold free text", () => {
  const { terms: _, sealed: __, ...state } = Escalation.shape;
  const inState = found(z.object(state));

  it.each(inState)("of a case is declared, to be sealed or to stay open: %s", (path) => {
    expect([isDeclared(SEALED.state, path), isDeclared(OPEN.state, path)]).toContain(true);
  });

  const lines = Happening.options.flatMap(({ shape: { what, about } }) =>
    found(about).map((path) => ({ what: what.value, path })),
  );

  it.each(lines)("of a line is declared too: $what $path", ({ what, path }) => {
    expect([isDeclared(SEALED.facts[what] ?? [], path), isDeclared(OPEN.facts[what] ?? [], path)]).toContain(true);
  });

  it("would be missed, if somebody added one and declared it nowhere", () => {
    expect(inState.length).toBeGreaterThan(50);
    expect(lines.length).toBeGreaterThan(60);
    expect(found(z.strictObject({ rumour: z.string().optional() }))).toEqual(["rumour"]);
    expect(isDeclared(SEALED.state, "rumour")).toBe(false);
  });

  it("is declared for something that is there", () => {
    for (const field of [...SEALED.state, ...OPEN.state]) {
      const path = field.replaceAll("?", "");
      expect([path, inState.some((one) => one === path || one.startsWith(`${path}.`))]).toEqual([path, true]);
    }
    for (const [what, fields = []] of Object.entries(SEALED.facts))
      for (const field of fields) {
        const path = field.replaceAll("?", "");
        expect([what, path, lines.some((one) => one.what === what && isDeclared([path], one.path))]).toEqual([what, path, true]);
      }
  });
});

const KNOWN = {
  person: { knownAs: "Kit", familyName: "Canary", dateOfBirth: "2011-03-04", nhsNumber: "9991230009", phone: "07700 900123" },
  place: { borough: "Lambeth", address: "1 Canary Street", postcode: "SE1 7EH", what3words: "///filled.count.soap" },
  riskFacts: [{ code: "weapon", words: "a canary", status: "seen_by_staff", source: "the canary", obtainedAt: NOW }],
  answers: { came_for: "a canary", intoxicated: "yes" },
  deputy: { name: "Canary", phone: "020 7946 0123", person: "somebody" },
  policeContact: { channel: "rang_101", handler: "1234AS", cad: { number: "12", date: "2026-01-16" } },
};

describe("a case, parted", () => {
  const move = raised(KNOWN as never);
  const { terms: promised, ...state } = move.next;
  const { open, texts: sealed } = stateParted(state, promised);

  it("has nothing that was typed in what stays open, and is itself again when it is joined", () => {
    expect(JSON.stringify(open)).not.toMatch(/canary|Kit|9991230009|900123|SE1 7EH|filled|1234AS|Lambeth"/i);
    expect(joined({ open, texts: sealed })).toEqual(state);
    expect(joined({ open: JSON.parse(JSON.stringify(open)), texts: JSON.parse(JSON.stringify(sealed)) })).toEqual(state);
  });

  it("keeps what time, boards and figures go by: codes, who stands in, and how old the person is", () => {
    expect(open.ask).toMatchObject({
      ...{ type: state.ask.type, whyNow: UNREAD, callBack: UNREAD, person: { age: 14 }, answers: { intoxicated: "yes" } },
      place: { borough: UNREAD, address: UNREAD },
      riskFacts: [{ code: "weapon", words: UNREAD, status: "seen_by_staff" }],
      deputy: { name: UNREAD, phone: UNREAD, person: "somebody" },
      policeContact: { cad: { number: "12" } },
    });
    expect(isAboutChild({ ...open, terms: promised })).toBe(true);
    expect(() => Escalation.parse({ ...open, terms: promised })).not.toThrow();
  });

  it("parts each line in the same way, and a line that is read without its words is a line", () => {
    const { deputy: _, policeContact: __, ...known } = KNOWN;
    const told = addNews(move.next, { words: "The canary was seen", ...known } as never, nurse, at("PT1M"), duty());
    for (const fact of [...move.facts, ...told.facts]) {
      const line = lineParted(fact, told.next);
      expect(JSON.stringify(line.open)).not.toMatch(/canary|Kit|9991230009/i);
      expect(joined(line)).toEqual(fact);
      expect(() => Fact.parse({ ...line.open, before: "", hash: "" })).not.toThrow();
      expect(isWorded(fact, told.next)).toBe(fact.what === "raised" || fact.what === "news_added");
    }
  });

  it("seals an answer to a question that the terms do not know", () => {
    const parted = stateParted({ ...state, ask: { ...state.ask, answers: { unheard_of: "yes" } } }, { ...terms, questions: [] });
    expect(parted.open.ask.answers).toEqual({});
    expect(parted.texts).toMatchObject({ "ask.answers.unheard_of": "yes" });
  });
});
