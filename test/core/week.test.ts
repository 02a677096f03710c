import { describe, expect, it } from "@jest/globals";
import type { Entry } from "../../core/audit/entry.ts";
import { Looking, nextMonday, weekBefore } from "../../core/audit/week.ts";

const CASES = Array.from({ length: 60 }, (_, nth) => `7d7b8f0e-3c1a-4b52-9f00-0000000000${String(nth).padStart(2, "0")}`);
const entry = (person: string, more: Partial<Entry> = {}, agency = "RJ1"): Entry => ({
  ...{ at: "2026-01-14T12:00:00.000Z", who: { partnership: "london", person, agency, roles: ["raiser"] }, what: "read" },
  ...{ about: { kind: "case", id: CASES[0] ?? "" }, route: "GET /escalations/{id}", of: ["patient"], refusal: null },
  ...{ purpose: "case_work", membership: null, from: null, request: "r" },
  ...more,
});
type SpellsOf = ConstructorParameters<typeof Looking>[0];
const found = (
  entries: readonly Entry[],
  { spellsOf = () => undefined, shared = new Set() }: { spellsOf?: SpellsOf; shared?: Set<string> } = {},
) => {
  const looking = new Looking(spellsOf);
  for (const one of entries) looking.add(one);
  return looking.findings("RJ1", shared).map(({ what, person, count }) => `${what} ${person} ${count}`);
};
const looks = (person: string, cases: number) =>
  CASES.slice(0, cases).map((id) => entry(person, { about: { kind: "case", id } }));

describe("a week of looking", () => {
  it("is the whole one before a Monday, on London's clock, also when the clocks change", () => {
    expect(weekBefore("2026-01-19T07:00:00.000Z").days).toEqual({ from: "2026-01-12", to: "2026-01-18" });
    expect(weekBefore("2026-03-30T06:00:00.000Z")).toMatchObject({
      from: "2026-03-23T00:00:00.000Z",
      to: "2026-03-29T23:00:00.000Z",
    });
    expect(nextMonday("2026-01-16T02:00:00.000Z")).toBe("2026-01-19T07:00:00.000Z");
    expect(nextMonday("2026-01-19T07:00:00.000Z")).toBe("2026-01-26T07:00:00.000Z");
  });

  it("shows whoever bears the person's surname, opened a case of others, or was refused again and again", () => {
    const entries = [
      entry("amara", { sameSurname: true }),
      entry("bela", { what: "broke_glass" }),
      ...Array.from({ length: 10 }, () => entry("hana", { what: "refused", of: [], refusal: "NotFound" })),
      ...Array.from({ length: 9 }, () => entry("ines", { what: "refused", of: [], refusal: "NotFound" })),
    ];
    expect(found(entries)).toEqual(["same_surname amara 1", "broke_glass bela 1", "many_refused hana 10"]);
  });

  it("shows who of another agency has opened one of its own cases, and nothing else that others did", () => {
    const theirs = [entry("idris", { what: "broke_glass" }, "01"), entry("idris", { sameSurname: true }, "01")];
    expect(found(theirs)).toEqual([]);
    expect(found(theirs, { shared: new Set([CASES[0] ?? ""]) })).toEqual(["broke_glass idris 1"]);
  });

  it("shows who looked outside their shifts, an hour around them left out, and says nothing of whoever stands on no rota", () => {
    const spellsOf = (person: string) =>
      person === "amara" ? [{ person, from: "2026-01-14T13:00:00.000Z", to: "2026-01-14T20:00:00.000Z" }] : undefined;
    const at = (instant: string) => entry("amara", { at: instant });
    expect(found([at("2026-01-14T12:00:00.000Z"), at("2026-01-14T21:00:00.000Z"), entry("bela")], { spellsOf })).toEqual([]);
    expect(found([at("2026-01-14T11:59:00.000Z"), at("2026-01-14T21:01:00.000Z")], { spellsOf })).toEqual([
      "out_of_shift amara 2",
    ]);
  });

  it("shows who looked at unusually many cases: more than the most that is usual, and than three times the middle", () => {
    expect(found(looks("amara", 41))).toEqual([]);
    expect(found([...looks("amara", 41), ...looks("bela", 2), ...looks("hana", 1)])).toEqual(["many_cases amara 41"]);
    expect(found([...looks("amara", 40), ...looks("bela", 2), ...looks("hana", 1)])).toEqual([]);
    expect(found([...looks("amara", 50), ...looks("bela", 20), ...looks("hana", 20)])).toEqual([]);
  });
});
