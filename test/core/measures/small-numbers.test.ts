import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { wilson } from "../../../core/measures/interval.ts";
import { shownCount, shownMs, shownPercent } from "../../../core/measures/small-numbers.ts";

describe("a count that people see", () => {
  it.each([
    [0, 0],
    [1, "*"],
    [7, "*"],
    [8, 10],
    [12, 10],
    [13, 15],
    [17, 15],
    [18, 20],
    [1002, 1000],
  ])("stands for %d as %s", (count, shown) => {
    expect(shownCount(count)).toBe(shown);
  });

  it("tells of nobody: whatever is shown stands for several counts, or for none at all", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), (count) => {
        const alike = [-4, -3, -2, -1, 1, 2, 3, 4].filter((by) => count + by > 0 && shownCount(count + by) === shownCount(count));
        expect(alike.length).toBeGreaterThanOrEqual(2);
      }),
    );
  });
});

describe("a share that people see", () => {
  it.each([
    ["of what is shown, not of what was counted", 12, 22, 50],
    ["hidden when its part is", 3, 40, "*"],
    ["hidden when its whole is", 0, 5, "*"],
    ["0 of many", 0, 40, 0],
    ["none of none", 0, 0, null],
    ["all of them", 8, 8, 100],
  ])("is %s", (_, numerator, denominator, shown) => {
    expect(shownPercent(numerator, denominator)).toBe(shown);
  });

  it("says no more than the two counts beside it, and never more than 100", () => {
    fc.assert(
      fc.property(fc.nat({ max: 500 }), fc.nat({ max: 500 }), (some, more) => {
        const [part, whole] = [shownCount(some), shownCount(some + more)];
        const percent = shownPercent(some, some + more);
        if (part === "*" || whole === "*") expect(percent).toBe("*");
        else expect(percent).toBe(whole === 0 ? null : Math.round((100 * part) / whole));
        expect(percent === "*" || percent === null || percent <= 100).toBe(true);
      }),
    );
  });
});

describe("a length of time that people see", () => {
  it("is of 8 or more, and nobody’s own to the second", () => {
    expect(shownMs(305_123, 7)).toBe("*");
    expect(shownMs(305_123, 8)).toBe(300_000);
    expect(shownMs(null, 0)).toBe(null);
  });
});

describe("the interval of a share", () => {
  it.each([
    [8, 10, 49.02, 94.33],
    [0, 10, 0, 27.75],
    [10, 10, 72.25, 100],
    [50, 100, 40.38, 59.62],
  ])("of %d in %d lies where Wilson’s formula puts it", (numerator, denominator, low, high) => {
    const interval = wilson(numerator, denominator);
    expect(interval?.low).toBeCloseTo(low, 1);
    expect(interval?.high).toBeCloseTo(high, 1);
  });

  it("is none of none", () => {
    expect(wilson(0, 0)).toBe(null);
  });
});
