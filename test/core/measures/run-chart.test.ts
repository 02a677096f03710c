import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { runChart } from "../../../core/measures/run-chart.ts";

const chart = (values: readonly (number | null)[], unit = "count") =>
  runChart(
    values.map((value, nth) => ({ title: `point ${nth + 1}`, value })),
    unit,
  );
const flagged = (values: readonly (number | null)[], flag: "outside_limits" | "long_run") =>
  chart(values).points.flatMap(({ flags }, nth) => (flags.includes(flag) ? [nth] : []));

describe("a run chart", () => {
  it("has its centre at the mean, and limits 2.66 mean moving ranges from it", () => {
    const { centre, lower, upper } = chart([50, 52, 48, 51, 49, 50, 53, 47]);
    const ranges = [2, 4, 3, 2, 1, 3, 6];
    const reach = 2.66 * (ranges.reduce((sum, one) => sum + one, 0) / ranges.length);
    expect(centre).toBe(50);
    expect(lower).toBeCloseTo(50 - reach);
    expect(upper).toBeCloseTo(50 + reach);
  });

  it("has no limits and no flags below 8 points", () => {
    const { centre, lower, upper, points } = chart([10, 10, 10, 10, 10, 10, 90]);
    expect({ lower, upper }).toEqual({ lower: null, upper: null });
    expect(centre).toBeCloseTo(150 / 7);
    expect(points.flatMap(({ flags }) => flags)).toEqual([]);
  });

  it("has nothing at all of nothing", () => {
    expect(chart([null, null])).toMatchObject({ centre: null, lower: null, upper: null });
  });

  it("never has a limit below 0, nor of a share above 100", () => {
    const swinging = [0, 100, 0, 100, 0, 100, 0, 100];
    expect(chart(swinging, "percent")).toMatchObject({ lower: 0, upper: 100 });
    expect(chart(swinging).upper).toBeGreaterThan(100);
  });

  it("flags a point outside the limits, and no other", () => {
    expect(flagged([10, 11, 10, 11, 10, 11, 10, 40, 10, 11, 10, 11], "outside_limits")).toEqual([7]);
  });

  it("flags 8 in a row on one side of the centre, and not 7", () => {
    expect(flagged([1, 1, 1, 1, 1, 1, 1, 1, 9, 9, 9, 9, 9, 9, 9], "long_run")).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(flagged([1, 1, 1, 1, 1, 1, 1, 9, 9, 9, 9, 9, 9, 9], "long_run")).toEqual([]);
  });

  it("takes a point on the centre for the end of a run", () => {
    expect(flagged([1, 1, 1, 1, 5, 1, 1, 1, 1, 9, 9, 9, 9, 9, 9, 9, 9], "long_run")).toEqual([9, 10, 11, 12, 13, 14, 15, 16]);
  });

  it("flags none of points that are all alike", () => {
    expect(flagged([4, 4, 4, 4, 4, 4, 4, 4, 4], "long_run")).toEqual([]);
    expect(flagged([4, 4, 4, 4, 4, 4, 4, 4, 4], "outside_limits")).toEqual([]);
  });

  it("passes over points without a value, and keeps their places", () => {
    const gaps = [1, 1, null, 1, 1, 1, 1, 1, 1, null, 9, 9, 9, 9, 9, 9, 9];
    expect(flagged(gaps, "long_run")).toEqual([0, 1, 3, 4, 5, 6, 7, 8]);
    expect(chart(gaps).points.map(({ value }) => value)).toEqual(gaps);
  });

  it("flags exactly the points that a count by hand finds", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 8, maxLength: 30 }), (values) => {
        const centre = values.reduce((sum, value) => sum + value, 0) / values.length;
        const inRun = new Set<number>();
        for (let from = 0; from + 8 <= values.length; from += 1) {
          const eight = values.slice(from, from + 8);
          if (eight.every((value) => value > centre) || eight.every((value) => value < centre))
            for (let nth = from; nth < from + 8; nth += 1) inRun.add(nth);
        }
        expect(flagged(values, "long_run")).toEqual([...inRun].sort((a, b) => a - b));
      }),
    );
  });
});
