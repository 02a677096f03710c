import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { boundsOf, Cut, casesIn, inWords, isIn, monthsOf } from "../../../core/measures/cut.ts";
import { rows, tally } from "./tallies.ts";

const cut = (from: string, months: 1 | 3 | 12 = 1, area: string | null = null): Cut => Cut.parse({ from, months, area });

describe("a cut", () => {
  it.each([
    ["2026-07", 1],
    ["2026-07", 3],
    ["2026-10", 3],
    ["2026-01", 12],
  ])("may be %s for %d months", (from, months) => {
    expect(Cut.safeParse({ from, months, area: null }).success).toBe(true);
  });

  it.each([
    ["a quarter that is none of the calendar’s", { from: "2026-08", months: 3, area: null }],
    ["a year that begins in April", { from: "2026-04", months: 12, area: null }],
    ["two months", { from: "2026-01", months: 2, area: null }],
    ["a thirteenth month", { from: "2026-13", months: 1, area: null }],
    ["a day", { from: "2026-07-01", months: 1, area: null }],
    ["a further filter", { from: "2026-07", months: 1, area: null, type: "walkout_healthcare" }],
    ["two areas", { from: "2026-07", months: 1, area: ["north", "south"] }],
  ])("is never %s", (_, wanted) => {
    expect(Cut.safeParse(wanted).success).toBe(false);
  });

  it("begins and ends when London’s wall clock says so", () => {
    expect(boundsOf(cut("2026-07"))).toEqual({ from: "2026-06-30T23:00:00.000Z", to: "2026-07-31T23:00:00.000Z" });
    expect(boundsOf(cut("2026-10", 3))).toEqual({ from: "2026-09-30T23:00:00.000Z", to: "2027-01-01T00:00:00.000Z" });
    expect(boundsOf(cut("2026-01", 12))).toEqual({ from: "2026-01-01T00:00:00.000Z", to: "2027-01-01T00:00:00.000Z" });
  });

  it("has its first instant in it and its last one out", () => {
    const july = cut("2026-07");
    expect(isIn(july, tally({ raisedAt: "2026-06-30T23:00:00.000Z" }))).toBe(true);
    expect(isIn(july, tally({ raisedAt: "2026-06-30T22:59:59.999Z" }))).toBe(false);
    expect(isIn(july, tally({ raisedAt: "2026-07-31T23:00:00.000Z" }))).toBe(false);
  });

  it("is of one area, or of all", () => {
    const of = tally({ area: "central_south" });
    expect(isIn(cut("2026-01", 1, "central_south"), of)).toBe(true);
    expect(isIn(cut("2026-01", 1, "central_north"), of)).toBe(false);
    expect(isIn(cut("2026-01"), of)).toBe(true);
  });

  it("is told in words", () => {
    const areas = [{ code: "central_south", title: "Central South BCU" }];
    expect(inWords(cut("2026-07"))).toBe("July 2026, every area");
    expect(inWords(cut("2026-07", 3, "central_south"), areas)).toBe("July to September 2026, Central South BCU");
    expect(inWords(cut("2026-01", 12, "north"), areas)).toBe("2026, north");
  });

  it("holds each of its cases in exactly one of its months", () => {
    fc.assert(
      fc.property(
        rows(500),
        fc.constantFrom(cut("2026-01", 3), cut("2026-01", 12), cut("2026-01", 12, "central_north")),
        (all, whole) => {
          const parts = monthsOf(whole).flatMap((month) => casesIn(month, all));
          expect(parts.map(({ id }) => id).sort()).toEqual(
            casesIn(whole, all)
              .map(({ id }) => id)
              .sort(),
          );
        },
      ),
    );
    expect(monthsOf(cut("2026-10", 3)).map(({ from }) => from)).toEqual(["2026-10", "2026-11", "2026-12"]);
  });
});
