import { describe, expect, it } from "@jest/globals";
import { Entry } from "../../../core/audit/entry.ts";
import { deletionsIn, looksFrom, wasHeldAt } from "../../../core/privacy/anew.ts";
import type { Gone, Hold } from "../../../core/privacy/record.ts";

const at = (minute: number) => `2026-11-20T02:${String(minute).padStart(2, "0")}:00.000Z`;
const who = (id: string) => ({ id, name: id, agency: "RJ1" });
const ID = "19cd1653-a742-4601-bd27-af11ad948b70";
const entry = (what: Entry["what"], minute: number, more: Partial<Entry> = {}): Entry =>
  Entry.parse({
    ...{ at: at(minute), who: { partnership: "london", person: "gwen_thorn", agency: "RJ1", roles: [] }, what },
    ...{
      about: { kind: "case", id: ID },
      route: "a test",
      of: [],
      refusal: null,
      membership: null,
      from: null,
      request: `${minute}`,
    },
    ...more,
  });
const held = (minute: number, liftedAt?: number): Hold => ({
  ...{ by: who("gwen_thorn"), at: at(minute), number: 1, reason: "inquest", words: "An inquest", reference: null },
  ...{ reviewOn: "2026-12-01", lifted: liftedAt === undefined ? null : { by: who("gwen_thorn"), at: at(liftedAt), why: "Over" } },
});

describe("what was held at a moment", () => {
  it.each([
    ["nobody has held it", [], [], false],
    ["its record has a hold", [held(1)], [], true],
    ["its record has a hold that was lifted before", [held(1, 5)], [], false],
    ["its record has a hold that was lifted after", [held(1, 15)], [], true],
    ["its record has a hold that was placed after", [held(11)], [], false],
    ["the audit alone has the hold", [], [entry("held", 5)], true],
    ["the audit alone has a hold that was placed after", [], [entry("held", 11)], false],
    ["the audit alone has the lifting", [held(1)], [entry("hold_lifted", 5)], false],
    ["both have the hold, and the audit alone its lifting", [held(1)], [entry("held", 1), entry("hold_lifted", 5)], false],
    ["both have both", [held(1, 5)], [entry("held", 1), entry("hold_lifted", 5)], false],
    ["it is held by two, and one has lifted", [held(1)], [entry("held", 2), entry("hold_lifted", 5)], true],
  ])("%s", (_, holds, entries, expected) => {
    expect(wasHeldAt(holds, entries, at(10))).toBe(expected);
  });
});

describe("the deletions that the audit tells of", () => {
  const gone = (minute: number): Gone => ({
    ...{ at: at(minute), proposedBy: who("gwen_thorn"), confirmedBy: who("iris_wade"), class: "health", rule: "A rule" },
  });
  const month = { kind: "first_answers", id: "01_2020-01" } as const;

  it("are those of cases and months, the oldest first, each once though it was made anew", () => {
    const entries = [
      entry("deleted", 40, { gone: gone(10) }), // made anew
      entry("deleted", 30, { about: month, gone: gone(30) }),
      entry("deleted", 20, { about: month, gone: gone(20) }),
      entry("deleted", 10, { gone: gone(10) }),
      entry("deletion_dropped", 5),
      entry("held", 4),
    ];
    expect(deletionsIn(entries).map(({ kind, at: when }) => [kind, when])).toEqual([
      ["case", at(10)],
      ["first_answers", at(20)],
      ["first_answers", at(30)],
    ]);
  });

  it("are named without a rule where their entry has none", () => {
    expect(deletionsIn([entry("deleted", 10)])).toMatchObject([{ id: ID, at: at(10), gone: undefined }]);
  });

  it("are looked for from before the moment, as a run writes when it began", () => {
    expect(looksFrom("2026-11-20T02:00:00.000Z") < "2026-11-20T01:55:00.000Z").toBe(true);
  });
});
