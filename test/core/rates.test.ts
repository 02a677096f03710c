import { describe, expect, it } from "@jest/globals";
import { Counted, countedIn, MAY_WAIT, mustBeUsual, type Passed, passedBy, rulesFor } from "../../core/rates/rates.ts";
import { passedInWords } from "../../web/flagged.tsx";
import { NOW } from "../builders.ts";

const NURSE = { id: "amara_bell", site: "st_thomas", agency: "RJ1" };
const MEDIC = { id: "medic", site: null, agency: "RRU" };
const most = (rules: ReturnType<typeof rulesFor>) => rules.map(({ of, code, most: { hour, day } }) => [of, code, hour, day]);

describe("how often is usual", () => {
  it.each(Counted.options)("is said for %s, for a person at least", (what) => {
    expect(rulesFor({}, what, NURSE).map(({ of }) => of)).toContain("person");
  });

  it("is counted of a person and of their site; of their agency, where they have no site", () => {
    expect(most(rulesFor({}, "raise", NURSE))).toEqual([
      ["person", "amara_bell", 5, 20],
      ["site", "st_thomas", 10, 60],
    ]);
    expect(most(rulesFor({}, "raise", MEDIC))).toEqual([
      ["person", "medic", 5, 20],
      ["agency", "RRU", 40, 400],
    ]);
  });

  it("are of nobody's own raises who raises for others in a control room, and of all else that they do", () => {
    const operator = { ...MEDIC, roles: ["raiser" as const, "control_room" as const] };
    expect(rulesFor({}, "raise", operator).map(({ of }) => of)).toEqual(["agency"]);
    expect(rulesFor({}, "lookup", operator).map(({ of }) => of)).toEqual(["person"]);
  });

  it("is what the partners have agreed, and ours where they have not", () => {
    const rates = { raise: { site: { hour: 2, day: 9 } } };
    expect(most(rulesFor({ rates }, "raise", NURSE))).toEqual([
      ["person", "amara_bell", 5, 20],
      ["site", "st_thomas", 2, 9],
    ]);
  });

  const rule = { of: "site", most: { hour: 5, day: 20 } } as const;
  it.each<[number, number, Passed[]]>([
    [1, 1, []],
    [5, 20, []],
    [6, 6, [{ of: "site", within: "hour", nth: 6, most: 5 }]],
    [1, 21, [{ of: "site", within: "day", nth: 21, most: 20 }]],
    [
      7,
      22,
      [
        { of: "site", within: "hour", nth: 7, most: 5 },
        { of: "site", within: "day", nth: 22, most: 20 },
      ],
    ],
  ])("is passed by one more, not before: %s in the hour, %s on the day", (hour, day, expected) => {
    expect(passedBy(rule, { hour, day })).toEqual(expected);
  });

  it.each([
    ["2026-01-16T02:59:59.999Z", "2026-01-16", "02"],
    ["2026-06-30T23:30:00.000Z", "2026-07-01", "00"],
    ["2026-10-25T00:30:00.000Z", "2026-10-25", "01"],
    ["2026-10-25T01:30:00.000Z", "2026-10-25", "01"],
  ])("is counted by London's wall clock: %s", (at, day, hour) => {
    expect(countedIn(at)).toEqual({ day, hour });
  });
});

describe("what was done too often", () => {
  const passed = (within: "hour" | "day"): Passed[] => [{ of: "person", within, nth: 9, most: 8 }];

  it.each(Counted.options.filter((what) => !MAY_WAIT.includes(what)))(
    "is not refused when somebody may come to harm: %s",
    (what) => {
      expect(() => mustBeUsual(what, passed("hour"), NOW)).not.toThrow();
    },
  );

  it.each(MAY_WAIT)("is refused where it may wait, and says when to ask again: %s", (what) => {
    expect(() => mustBeUsual(what, [], NOW)).not.toThrow();
    const at = "2026-01-16T02:50:00.000Z";
    expect(() => mustBeUsual(what, passed("hour"), at)).toThrow(
      expect.objectContaining({ name: "TooMany", facts: { retryAfter: 600 } }),
    );
    expect(() => mustBeUsual(what, passed("day"), at)).toThrow(
      expect.objectContaining({ name: "TooMany", facts: { retryAfter: 21 * 3600 + 600 } }),
    );
  });

  it.each<[Passed, string]>([
    [{ of: "site", within: "hour", nth: 6, most: 5 }, "The 6th request from this site since 02:00"],
    [{ of: "person", within: "day", nth: 21, most: 20 }, "The 21st request by the same member of staff today"],
    [{ of: "agency", within: "hour", nth: 43, most: 40 }, "The 43rd request from this agency since 02:00"],
    [{ of: "agency", within: "hour", nth: 112, most: 40 }, "The 112th request from this agency since 02:00"],
  ])("is said in calm words", (one, words) => {
    expect(passedInWords({ what: "raise", at: NOW }, one)).toBe(words);
  });
});
