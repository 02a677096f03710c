import { describe, expect, it } from "@jest/globals";
import { turnsAfter } from "../../../core/partnership/coming.ts";
import type { Partnership, Pathway } from "../../../core/partnership/partnership.ts";
import { readPartnership } from "../../../core/partnership/read-partnership.ts";
import { pathwayCounting } from "../../../core/partnership/terms.ts";
import { londonWith } from "./files.ts";

const NOW = "2026-01-16T02:00:00.000Z";
const [SPRING, SUMMER] = ["2026-03-01T00:00:00.000Z", "2026-06-01T00:00:00.000Z"];
const whole = readPartnership(londonWith());
const [police] = whole.pathways as [Pathway];
const london: Partnership = { ...whole, pathways: [police] };

const version = (number: number, effectiveFrom: string): Pathway => ({ ...police, version: number, effectiveFrom });
const agreement = (number: number, effectiveFrom: string, ...pathways: Pathway[]): Partnership => ({
  ...london,
  ...{ version: number, effectiveFrom, pathways },
});
const turns = (...agreements: Partnership[]) =>
  turnsAfter(agreements, NOW).map(({ at, code, before, after }) => [at, code, before?.version, after?.version]);

describe("what is to come of a pathway", () => {
  it("is nothing while one version is agreed", () => {
    expect(turns(london)).toEqual([]);
  });

  it("is a version that stands beside the one in force, from its own date", () => {
    expect(turns(agreement(3, NOW, police, version(3, SPRING)))).toEqual([[SPRING, police.code, 2, 3]]);
  });

  it("is a version that comes with another agreement, from the later of both dates", () => {
    expect(turns(london, agreement(4, SPRING, version(3, NOW)))).toEqual([[SPRING, police.code, 2, 3]]);
    expect(turns(london, agreement(4, SPRING, police, version(3, SUMMER)))).toEqual([[SUMMER, police.code, 2, 3]]);
  });

  it("is a version for some areas in those alone", () => {
    const north = { ...version(3, SPRING), areas: ["north", "south"] };
    const [turn, ...more] = turnsAfter([agreement(3, NOW, police, north)], NOW);
    expect([turn?.areas, more]).toEqual([["south", "north"], []]);
  });

  it("is told of what has been too, from the first version on", () => {
    const past = turnsAfter([london, agreement(6, SPRING, version(3, SPRING))], "");
    expect(past.map(({ before, after }) => [before?.version, after?.version])).toEqual([
      [undefined, 2],
      [2, 3],
    ]);
  });

  it("is not a version that an agreement to come has dropped before it would begin", () => {
    expect(turns(agreement(3, NOW, police, version(3, SUMMER)), agreement(4, SPRING, police))).toEqual([]);
  });

  it("says when a pathway begins, and when none takes its place", () => {
    const other = { ...version(1, SPRING), code: "fire_attendance" };
    expect(turns(london, agreement(4, SUMMER, other))).toEqual([
      [SUMMER, police.code, 2, undefined],
      [SUMMER, "fire_attendance", undefined, 1],
    ]);
  });

  it("is what cases will be held to: the version that counts at that instant", () => {
    const agreements = [london, agreement(4, SPRING, version(3, SPRING), version(4, SUMMER))];
    for (const { at, code, after } of turnsAfter(agreements, NOW))
      expect(pathwayCounting(agreements[1] as Partnership, code, "north", at)?.version).toBe(after?.version);
  });
});
