import { describe, expect, it } from "@jest/globals";
import { coverageOf, type Fit, isCovered } from "../../../core/rota/coverage.ts";
import { coverageLines } from "../../../core/rota/words.ts";
import { plus } from "../../../core/time.ts";
import { DAY_AND_NIGHT, rotaOf, rotation } from "./rotas.ts";

const NOW = "2026-02-02T12:00:00.000Z";
const everybody: Fit = { isReachable: () => true, mayAnswer: () => true };

describe("the coming 14 days of a desk", () => {
  it("are in order when somebody is there all the time, and can be reached", () => {
    const coverage = coverageOf(DAY_AND_NIGHT, everybody, NOW);
    expect(coverage).toEqual({ nobodyAtAll: false, gaps: [], unreachable: [], mayNotAnswer: [] });
    expect(isCovered(coverage)).toBe(true);
  });

  it("are one gap when the rota is wholly empty, and when it begins later", () => {
    const whole = { from: NOW, to: plus(NOW, "PT336H"), people: [] };
    expect(coverageOf(rotaOf(), everybody, NOW)).toEqual({ nobodyAtAll: true, gaps: [whole], unreachable: [], mayNotAnswer: [] });
    const tomorrow = coverageOf(rotaOf({ rotations: [rotation({ starts: "2026-02-03" })] }), everybody, NOW);
    expect(tomorrow).toMatchObject({ nobodyAtAll: false, gaps: [{ from: NOW, to: "2026-02-03T07:00:00.000Z" }] });
    const nextMonth = coverageOf(rotaOf({ rotations: [rotation({ starts: "2026-03-03" })] }), everybody, NOW);
    expect(nextMonth).toMatchObject({ nobodyAtAll: true, gaps: [whole] });
  });

  it("are not troubled by an empty desk that need not be open", () => {
    expect(isCovered(coverageOf(rotaOf({ minimum: 0 }), everybody, NOW))).toBe(true);
  });

  it("name each time that has fewer than the minimum", () => {
    const rota = rotaOf({ rotations: [rotation({ from: "07:00", to: "19:00" })] });
    const { gaps } = coverageOf(rota, everybody, NOW);
    expect(gaps).toHaveLength(14);
    expect(gaps[0]).toEqual({ from: "2026-02-02T19:00:00.000Z", to: "2026-02-03T07:00:00.000Z", people: [] });
    expect(coverageOf({ ...DAY_AND_NIGHT, minimum: 2 }, everybody, NOW).gaps[0]?.people).toHaveLength(1);
  });

  it("name whoever is on duty then and cannot be reached, and nobody who is not", () => {
    const coverage = coverageOf(DAY_AND_NIGHT, { ...everybody, isReachable: (person) => person !== "eve" }, NOW);
    expect(coverage.unreachable).toEqual(["eve"]);
    expect(isCovered(coverage)).toBe(false);
    expect(coverageOf(DAY_AND_NIGHT, { ...everybody, isReachable: (person) => person !== "zoe" }, NOW).unreachable).toEqual([]);
  });

  it("name whoever is on duty then and may not answer", () => {
    const coverage = coverageOf(DAY_AND_NIGHT, { ...everybody, mayAnswer: (person) => person !== "eve" }, NOW);
    expect([coverage.mayNotAnswer, coverage.unreachable, isCovered(coverage)]).toEqual([["eve"], [], false]);
    expect(coverageLines("Desk", { ...coverage, nobodyAtAll: false }, (person) => person)).toEqual([
      "Desk: on the rota, and may not answer: eve.",
    ]);
  });
});
