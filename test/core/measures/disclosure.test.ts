import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { besideStart } from "../../../core/measures/before-and-after.ts";
import { besides, coarserThan } from "../../../core/measures/coarser.ts";
import type { Cut } from "../../../core/measures/cut.ts";
import { casesIn, casesWithin, stretchOf } from "../../../core/measures/cut.ts";
import { isolating, keptBackIn, smallPiece } from "../../../core/measures/disclosure.ts";
import { figuresOf } from "../../../core/measures/measures.ts";
import { shownFigures } from "../../../core/measures/shown.ts";
import { isSmall } from "../../../core/measures/small-numbers.ts";
import type { Tally } from "../../../core/measures/tally.ts";
import { cutsOf, leftOver, pieced, shownOfAll } from "./shown-beside.ts";
import { idOf, many, rows, tally } from "./tallies.ts";

const JULY: Cut = { from: "2026-07", months: 1, area: null };
const QUARTER: Cut = { from: "2026-07", months: 3, area: null };
const in_ = (month: string, count: number, from: number, area = "central_south") =>
  many(count + from, { raisedAt: `2026-${month}-10T12:00:00.000Z`, area }).slice(from);
const SUMMER = [...in_("07", 40, 0), ...in_("08", 3, 100), ...in_("09", 1, 200)];

describe("a release", () => {
  it("is held against a quarter of which all but four cases lie in a month that was released", () => {
    expect(isolating(QUARTER, [JULY], SUMMER)).toEqual(JULY);
    expect(isolating(JULY, [QUARTER], SUMMER)).toEqual(QUARTER);
  });

  it("is free when eight or more lie between the two, and when none does", () => {
    expect(isolating(QUARTER, [JULY], [...SUMMER, ...in_("08", 4, 300)])).toBe(undefined);
    expect(isolating(QUARTER, [JULY], in_("07", 40, 0))).toBe(undefined);
  });

  it("is held against all London when all but three cases came from one area", () => {
    const area: Cut = { ...JULY, area: "central_south" };
    expect(isolating(JULY, [area], [...SUMMER, ...in_("07", 3, 400, "city_of_london")])).toEqual(area);
  });

  it("may be made again", () => {
    expect(isolating(JULY, [JULY], in_("07", 3, 0))).toBe(undefined);
  });

  it("is free beside a month with which it has no case in common, however few both have", () => {
    expect(isolating({ ...JULY, from: "2026-08" }, [{ ...JULY, from: "2026-09" }], SUMMER)).toBe(undefined);
  });

  it("does not count merged duplicates, which stand in no figure", () => {
    const merged = in_("08", 3, 500).map((one) => ({ ...one, merged: true }));
    expect(isolating(QUARTER, [JULY], [...in_("07", 40, 0), ...merged])).toBe(undefined);
  });

  it("names the release that a search through every pair of cases finds", () => {
    const cuts: fc.Arbitrary<Cut> = fc
      .record({
        month: fc.constantFrom("2026-01", "2026-02", "2026-03", "2026-04"),
        months: fc.constantFrom(1 as const, 3 as const, 12 as const),
        area: fc.constantFrom(null, "central_south", "central_north"),
      })
      .map(({ month, months, area }) => ({
        from: months === 12 ? "2026-01" : months === 3 && month < "2026-04" ? "2026-01" : month,
        months,
        area,
      }));
    fc.assert(
      fc.property(rows(180, 60), cuts, fc.array(cuts, { maxLength: 4 }), (all, cut, released) => {
        const isolates = (earlier: Cut) => {
          const inBoth = (one: Cut, id: string) => casesIn(one, all).some((tally) => tally.id === id);
          const ids = all.map(({ id }) => id);
          const apart = ids.filter((id) => inBoth(cut, id) !== inBoth(earlier, id)).length;
          const common = ids.filter((id) => inBoth(cut, id) && inBoth(earlier, id)).length;
          return common > 0 && apart >= 1 && apart <= 7;
        };
        expect(isolating(cut, released, all)).toEqual(released.find(isolates));
      }),
      { numRuns: 60 },
    );
  });
});

describe("what all boards of a year show together", () => {
  const AREAS = ["central_south", "central_north", "city_of_london"];
  const CUTS = cutsOf(2026, AREAS);
  /** So many cases of each area in each month, spread over its days. */
  const yearOf = (counts: readonly number[], spread: number): Tally[] => {
    const where = counts.flatMap((count, nth) => Array<number>(count).fill(nth));
    return where.map((nth, id) => {
      const at = Date.UTC(2026, Math.floor(nth / AREAS.length), 1 + ((id * spread) % 28), 12);
      return tally({ id: idOf(id), area: AREAS[nth % AREAS.length] ?? "", raisedAt: new Date(at).toISOString() });
    });
  };
  const mostly = (least: number) =>
    fc.oneof(
      { weight: 1, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.integer({ min: 1, max: 9 }) },
      { weight: 6, arbitrary: fc.integer({ min: least, max: least + 15 }) },
    );
  const few = fc.oneof(
    { weight: 3, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 9 }) },
    { weight: 3, arbitrary: fc.integer({ min: 8, max: 20 }) },
  );
  const years = fc
    .tuple(
      fc.oneof(...[few, mostly(8), mostly(14)].map((one) => fc.array(one, { minLength: 36, maxLength: 36 }))),
      fc.constantFrom(1, 5, 9, 11, 13),
    )
    .map(([counts, spread]) => yearOf(counts, spread));

  it("is of nobody whose figures would be refused, and less any parts that are shown it is nobody or enough", () => {
    fc.assert(
      fc.property(years, (all) => {
        const keptBackOf = keptBackIn(all);
        const shown = shownOfAll(all, CUTS);
        expect(shown.cuts.filter(keptBackOf)).toEqual([]);
        const refused = CUTS.filter((cut) => keptBackOf(cut) && casesIn(cut, all).length > 0);
        const {
          shown: sets,
          others,
          sizes,
        } = pieced(all, AREAS, [...shown.cuts.map(stretchOf), ...shown.weeks], refused.map(stretchOf));
        const sought = new Set(others.filter((set) => !sets.includes(set)));
        for (const whole of new Set(sets)) expect(leftOver(whole, sets, sizes, sought)).toBe(undefined);
      }),
      { numRuns: 10, endOnFailure: true },
    );
  });

  it("leaves out a cut that is few, all but a few of a wider one, or beside one that is few", () => {
    fc.assert(
      fc.property(years, fc.constantFrom(...CUTS), (all, cut) => {
        const size = (of: Cut) => casesIn(of, all).length;
        if (isSmall(size(cut)) || isolating(cut, coarserThan(cut), all) || besides(cut).some((other) => isSmall(size(other))))
          expect(keptBackIn(all)(cut)).not.toBe(undefined);
      }),
    );
  });

  const each = (of: Record<string, number>) =>
    yearOf(
      AREAS.flatMap((area) => of[area] ?? 0),
      5,
    );
  const JANUARY: Cut = { from: "2026-01", months: 1, area: null };
  const keptBack = (all: Tally[]) => AREAS.filter((area) => keptBackIn(all)({ ...JANUARY, area }));

  it("keeps back with a small area the next one, since every area less all others would be it, and no third", () => {
    expect(keptBack(each({ central_south: 40, central_north: 20, city_of_london: 3 }))).toEqual([
      "central_north",
      "city_of_london",
    ]);
    expect(keptBack(each({ central_south: 40, central_north: 20, city_of_london: 8 }))).toEqual([]);
    expect(keptBack(each({ central_south: 40, central_north: 20 }))).toEqual([]);
  });

  it("keeps back the months and areas of what is kept back itself, which they would add up to", () => {
    const quarters = yearOf(
      [2, ...Array<number>(5).fill(0), 1, ...Array<number>(29).fill(0)].map((count, nth) => (nth > 8 ? 10 : count)),
      5,
    );
    expect(keptBackIn(quarters)({ ...JANUARY, from: "2026-05", area: "central_south" })).toEqual({ ...JANUARY, months: 3 });
  });
});

describe("weeks that the agreement gives", () => {
  const AREA = "central_south";
  const AFTER = { from: "2026-08-01T23:00:00.000Z", to: "2026-08-29T23:00:00.000Z", area: AREA };
  const day = (on: string, count: number, from: number, area = AREA) =>
    many(count + from, { raisedAt: `2026-08-${on}T12:00:00.000Z`, area }).slice(from);

  it("are free when every piece beside the months has nobody or enough", () => {
    expect(smallPiece([AFTER], [], day("10", 30, 0))).toBe(undefined);
    expect(smallPiece([AFTER], [], [...day("01", 8, 100), ...day("10", 30, 0)])).toBe(undefined);
  });

  it("are held back when a few days of a month are left with a few cases, here or in all other areas", () => {
    const first = { from: "2026-07-31T23:00:00.000Z", to: AFTER.from, area: AREA };
    expect(smallPiece([AFTER], [], [...day("01", 3, 100), ...day("10", 30, 0)])).toEqual(first);
    expect(smallPiece([AFTER], [], [...day("01", 3, 100, "south"), ...day("10", 30, 0)])).toEqual(first);
  });

  it("are held back when the weeks of another version cut a few cases out of them", () => {
    const other = { from: "2026-08-20T23:00:00.000Z", to: "2026-09-17T23:00:00.000Z", area: AREA };
    const all = [...day("10", 30, 0), ...day("25", 4, 100)];
    expect(smallPiece([AFTER], [], all)).toBe(undefined);
    expect(smallPiece([AFTER], [other], all)).toMatchObject({ from: other.from });
  });

  const less = (one: ReadonlySet<string>, other: ReadonlySet<string>) => [...one].filter((id) => !other.has(id)).length;

  it("leave 1 to 7 cases by no adding and subtracting of them and of months", () => {
    const start = fc.integer({ min: 30, max: 70 }).map((days) => new Date(Date.UTC(2025, 11, days)).toISOString());
    fc.assert(
      fc.property(rows(120, 60), start, fc.constantFrom(null, AREA), (all, begins, area) => {
        const { before, after } = besideStart(begins, area);
        fc.pre(smallPiece([before, after], [], all) === undefined);
        const months = ["2025-11", "2025-12", "2026-01", "2026-02", "2026-03", "2026-04"].map((from) => ({
          from,
          months: 1 as const,
          area,
        }));
        const inside = months.map(stretchOf).filter(({ from, to }) => from < after.to && to > before.from);
        const sets = [before, after, ...inside].map((one) => new Set(casesWithin(one, all).map(({ id }) => id)));
        for (const one of sets)
          for (const other of sets) {
            expect(isSmall(less(one, other))).toBe(false);
            expect(isSmall(less(one, other) + less(other, one))).toBe(false);
          }
      }),
      { numRuns: 60 },
    );
  });
});

describe("what a subtraction finds", () => {
  it("is a count of 1 to 7 that the rounding lets through, which is why such a release is held", () => {
    const raisedIn = (cut: Cut) => {
      const figure = shownFigures(figuresOf(SUMMER, cut)).figures.find(({ code }) => code === "raised");
      return figure && "numerator" in figure ? figure.numerator : undefined;
    };
    expect([raisedIn(QUARTER), raisedIn(JULY)]).toEqual([45, 40]);
  });
});
