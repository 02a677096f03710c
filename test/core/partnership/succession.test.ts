import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { Partnership } from "../../../core/partnership/partnership.ts";
import { readPartnership } from "../../../core/partnership/read-partnership.ts";
import { countingAt, followers, type Kept, successionFaults } from "../../../core/partnership/succession.ts";
import { londonWith, POLICE, question } from "./files.ts";

const NOW = "2026-11-22T02:00:00.000Z";
const PAST = "2023-11-01T00:00:00.000Z";
const SOON = "2026-12-01T00:00:00.000Z";
const LATER = "2027-04-01T00:00:00.000Z";

const version = (number: number, effectiveFrom: string, more: object = {}): Partnership => ({
  ...readPartnership(londonWith()),
  version: number,
  effectiveFrom,
  ...more,
});
const kept = (number: number, effectiveFrom: string, more: object = {}): Kept => ({
  version: number,
  effectiveFrom,
  agreed: version(number, effectiveFrom, more),
});

describe("a new version of an agreement", () => {
  it.each<[string, Partnership, Kept[]]>([
    ["the first, though it begins in the past", version(1, PAST), []],
    ["the next, from the same instant on", version(2, PAST), [kept(1, PAST)]],
    ["the next, from a later day on", version(2, SOON), [kept(1, PAST)]],
    ["one that counts until another that is kept takes over", version(3, SOON), [kept(1, PAST), kept(2, LATER)]],
    ["one that begins before another which has not begun", version(3, NOW), [kept(1, PAST), kept(2, SOON)]],
    ["the first to begin where another waits", version(2, PAST), [kept(1, SOON)]],
    [
      "one beside an early one whose shape nobody writes any more",
      version(2, NOW),
      [{ ...kept(1, PAST), agreed: { version: 1 } }],
    ],
  ])("may be %s", (_, next, before) => {
    expect(successionFaults(next, before, NOW)).toEqual([]);
  });

  it.each<[string, Partnership, Kept[], { field: string; reason: string }]>([
    [
      "has the number of one that is kept",
      version(2, PAST, { owner: "Somebody else" }),
      [kept(2, PAST)],
      {
        field: "version",
        reason:
          'must be higher than 2, the newest that is kept; changed owner: "Chair of the London partnership (role, to be named)" is now "Somebody else"',
      },
    ],
    [
      "has a lower number than the newest, even when that one has not begun",
      version(2, SOON),
      [kept(1, PAST), kept(3, LATER)],
      { field: "version", reason: "must be higher than 3, the newest that is kept" },
    ],
    [
      "would never count",
      version(3, PAST),
      [kept(1, PAST), kept(2, "2024-11-01T00:00:00.000Z")],
      {
        field: "effectiveFrom",
        reason:
          "version 2 has counted since 2024-11-01T00:00:00.000Z (00:00 GMT, Fri 1 Nov), so this one never would: let it begin at that instant or later",
      },
    ],
  ])("is refused when it %s", (_, next, before, why) => {
    expect(successionFaults(next, before, NOW)).toEqual([{ file: "partnership.json", ...why }]);
  });

  it("may hold a pathway whose earlier version had a shape that nobody writes any more", () => {
    const [pathway] = version(2, NOW).pathways;
    const early = {
      ...kept(1, PAST),
      agreed: { ...version(1, PAST), pathways: [{ code: pathway?.code, version: 1, ladder: [] }] },
    };
    expect(successionFaults(version(2, NOW), [early], NOW)).toEqual([]);
  });

  it("may hold a pathway beside one of another name that has the same numbers", () => {
    const pathways = version(1, PAST).pathways.map((one) => ({ ...one, code: "another_pathway", confirmWithin: "PT90S" }));
    expect(successionFaults(version(2, NOW), [kept(1, PAST, { pathways })], NOW)).toEqual([]);
  });

  it("is refused when a pathway says something else under a version that was ever kept", () => {
    const { pathways } = readPartnership(londonWith((files) => Object.assign(files[POLICE], { confirmWithin: "PT90S" })));
    const early = kept(1, PAST);
    const since = kept(2, PAST, { pathways: [] });
    expect(successionFaults(version(3, NOW, { pathways }), [early, since], NOW)).toEqual([
      {
        file: "pathways/",
        field: "police_attendance.version",
        reason: 'version 2 is kept already and says something else, raise it; changed confirmWithin: "PT60S" is now "PT90S"',
      },
    ]);
  });

  it("is refused when it asks something else under a version of the questions that was ever kept", () => {
    const asking = (words: string, set: number) =>
      readPartnership(
        londonWith((files) => {
          files[POLICE].version = 3;
          files[POLICE].questionSet.version = set;
          question(files, "officers").title = words;
        }),
      ).pathways;
    const title = "Which officers are with them (shoulder numbers)?";
    expect(successionFaults(version(3, NOW, { pathways: asking("Which officers?", 1) }), [kept(2, PAST)], NOW)).toEqual([
      {
        file: "pathways/",
        field: "police_attendance.questionSet.version",
        reason: `version 1 is kept already and asks something else, raise it; changed questions.officers.title: "${title}" is now "Which officers?"`,
      },
    ]);
    expect(successionFaults(version(3, NOW, { pathways: asking("Which officers?", 2) }), [kept(2, PAST)], NOW)).toEqual([]);
    expect(successionFaults(version(3, NOW, { pathways: asking(title, 1) }), [kept(2, PAST)], NOW)).toEqual([]);
  });
});

describe("the versions that are kept", () => {
  const three = [kept(1, PAST), kept(2, LATER), kept(3, SOON)];

  it.each([
    ["2023-10-31T23:59:59.999Z", undefined],
    [NOW, 1],
    [SOON, 3],
    [LATER, 2],
  ])("count one at a time: at %s it is %s", (at, number) => {
    expect(countingAt(three, at)?.version).toBe(number);
  });

  it("count by their number when they begin together", () => {
    expect(countingAt([kept(2, PAST), kept(1, PAST)], NOW)?.version).toBe(2);
  });

  it("name those that take over from a new one and do not hold what is new in it", () => {
    expect(followers(version(4, NOW), three).map((one) => one.version)).toEqual([2, 3]);
    expect(followers(version(4, LATER), three)).toEqual([]);
  });

  it("have every new version count at some instant, when it is not refused", () => {
    const instants = fc.constantFrom(PAST, "2025-01-01T00:00:00.000Z", NOW, SOON, LATER);
    const agreed = version(1, PAST);
    fc.assert(
      fc.property(fc.array(instants, { maxLength: 5 }), instants, (starts, effectiveFrom) => {
        const before = starts.map((from, nth): Kept => ({ version: nth + 1, effectiveFrom: from, agreed }));
        const next = { ...agreed, version: starts.length + 1, effectiveFrom };
        const counts = [effectiveFrom, NOW].some(
          (at) => at >= NOW && countingAt([...before, { ...next, agreed: next }], at)?.version === next.version,
        );
        expect(successionFaults(next, before, NOW).length === 0).toBe(counts);
      }),
    );
  });
});
