import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { boardOf } from "../../../core/measures/board.ts";
import { besides, coarserThan } from "../../../core/measures/coarser.ts";
import { boundsOf, Cut, casesIn } from "../../../core/measures/cut.ts";
import { weeksIn } from "../../../core/measures/weeks.ts";
import { plus } from "../../../core/time.ts";
import { idOf, tally } from "./tallies.ts";

const QUARTER: Cut = { from: "2026-07", months: 3, area: null };
const HANDOVER = { place: "ed", ms: 3_600_000, late: true, left: false, vehicle: null } as const;
const cuts: fc.Arbitrary<Cut> = fc
  .record({
    year: fc.integer({ min: 2024, max: 2027 }),
    month: fc.integer({ min: 1, max: 12 }),
    months: fc.constantFrom(1 as const, 3 as const, 12 as const),
    area: fc.constantFrom(null, "central_south"),
  })
  .map(({ year, month, months, area }) => {
    const first = Math.floor((month - 1) / months) * months + 1;
    return { from: `${year}-${String(first).padStart(2, "0")}`, months, area };
  });

describe("the cuts that a cut lies in", () => {
  it("are its quarter, its year, and all areas", () => {
    const named = ({ from, months, area }: Cut) => `${from}/${months} ${area ?? "all"}`;
    expect(coarserThan({ from: "2026-08", months: 1, area: "city" }).map(named)).toEqual([
      "2026-08/1 all",
      "2026-07/3 city",
      "2026-07/3 all",
      "2026-01/12 city",
      "2026-01/12 all",
    ]);
    expect(coarserThan({ from: "2026-01", months: 12, area: null })).toEqual([]);
  });

  it("are cuts, hold it whole, and it is none of them", () => {
    fc.assert(
      fc.property(cuts, (cut) => {
        const { from, to } = boundsOf(cut);
        for (const wider of coarserThan(cut)) {
          expect(Cut.safeParse(wider).success).toBe(true);
          expect(wider).not.toEqual(cut);
          const bounds = boundsOf(wider);
          expect(bounds.from <= from && to <= bounds.to).toBe(true);
          expect(wider.area === null || wider.area === cut.area).toBe(true);
        }
      }),
    );
  });
});

describe("the cuts beside a cut", () => {
  it("make up the next longer period with it", () => {
    const beside = (cut: Cut) => besides(cut).map(({ from, months, area }) => `${from}/${months} ${area ?? "all"}`);
    expect(beside({ from: "2026-08", months: 1, area: "city" })).toEqual(["2026-07/1 city", "2026-09/1 city"]);
    expect(beside({ from: "2026-04", months: 3, area: null })).toEqual(["2026-01/3 all", "2026-07/3 all", "2026-10/3 all"]);
    expect(beside({ from: "2026-01", months: 12, area: null })).toEqual([]);
  });
});

describe("the weeks of a cut", () => {
  it("begin on Monday in London and leave out what is no whole week at either end", () => {
    const weeks = weeksIn(QUARTER);
    expect(weeks).toHaveLength(12);
    expect(weeks[0]).toEqual({ from: "2026-07-05T23:00:00.000Z", to: "2026-07-12T23:00:00.000Z", title: "Week of 6 Jul" });
  });

  it("follow one another without a gap, over a clock change too", () => {
    fc.assert(
      fc.property(cuts, (cut) => {
        const weeks = weeksIn(cut);
        weeks.slice(1).forEach(({ from }, nth) => {
          expect(from).toBe(weeks[nth]?.to);
        });
        for (const { from, to } of weeks) expect(from >= boundsOf(cut).from && to <= boundsOf(cut).to).toBe(true);
      }),
    );
  });
});

describe("a board", () => {
  /** So many cases on each day of the quarter. */
  const days = (each: (day: number) => number) =>
    Array.from({ length: 92 }, (_, day) => day).flatMap((day) =>
      Array.from({ length: each(day) }, (_, nth) =>
        tally({ id: idOf(day * 100 + nth), raisedAt: plus("2026-07-01T10:00:00.000Z", `PT${day * 24 + 1}H`) }),
      ),
    );

  it("of all areas goes by weeks, with its figures after the small-number rule", () => {
    const board = boardOf(
      days(() => 3),
      QUARTER,
      {},
    );
    expect(board.step).toBe("week");
    const raised = board.charts.find(({ code }) => code === "raised");
    expect(raised?.points.map(({ value }) => value)).toEqual(Array(12).fill(20)); // 21, to the nearest 5
    expect(board.figures.find(({ code }) => code === "raised")).toMatchObject({ numerator: 275 }); // of 276
  });

  it("goes by months when a week would show a few people, or the days that are in no week would", () => {
    expect(
      boardOf(
        days((day) => (day === 10 ? 3 : day > 4 && day < 12 ? 0 : 3)),
        QUARTER,
        {},
      ).step,
    ).toBe("month");
    expect(
      boardOf(
        days((day) => (day < 5 ? 1 : day > 88 ? 0 : 3)),
        QUARTER,
        {},
      ).step,
    ).toBe("month");
  });

  it("goes by months when a month less its weeks would show a few people, also where the whole quarter would not", () => {
    const cases = days((day) => ([31, 32, 61].includes(day) ? 1 : 3)); // 1 and 2 August, 31 August
    expect(boardOf(cases, QUARTER, {}).step).toBe("month");
  });

  const placed = (area: string, month: string, count: number, from: number) =>
    Array.from({ length: count }, (_, nth) =>
      tally({ id: idOf(from + nth), area, raisedAt: `2026-${month}-15T10:00:00.000Z`, site: `${area}_ed` }),
    );
  const HELD = [
    ...placed("south", "07", 30, 0),
    ...placed("south", "08", 20, 100),
    ...placed("north", "08", 14, 200),
    ...placed("north", "09", 9, 300),
    ...placed("city", "09", 3, 400),
  ].map((one) => ({ ...one, handover: { ...HANDOVER, officersMs: 36_000_000 } }));

  it("has no number in the row of an area, or of its site, from which a few of another could be worked out", () => {
    const { figures } = boardOf(HELD, QUARTER, {});
    const raised = figures.find(({ code }) => code === "raised");
    const areas = raised && "breakdowns" in raised ? raised.breakdowns.find(({ by }) => by === "area")?.rows : [];
    expect(areas?.map(({ code, numerator, percent }) => [code, numerator, percent])).toEqual([
      ["city", "*", "*"],
      ["north", "*", "*"],
      ["south", 50, 67],
    ]);
    const hours = figures.find(({ code }) => code === "officer_hours");
    const sites = hours && "parts" in hours ? hours.parts[0]?.rows : [];
    expect(sites?.map(({ code, count, medianMs, totalMs }) => [code, count, medianMs, totalMs])).toEqual([
      ["city_ed", "*", "*", undefined],
      ["north_ed", "*", "*", undefined],
      ["south_ed", 50, 36_000_000, undefined],
    ]);
  });

  it("has no point of a month from which a few of another month could be worked out", () => {
    const { charts } = boardOf([...HELD, ...placed("south", "09", 4, 500)], { ...QUARTER, area: "south" }, {});
    expect(charts[0]?.points.map(({ value }) => value)).toEqual([null, null, null]);
  });

  it("says nothing of who came where no answer sends anybody, and of the outcomes all the same where one does", () => {
    const codes = (attended: boolean | null) => {
      const rows = Array.from({ length: 30 }, (_, nth) =>
        tally({ id: idOf(nth), raisedAt: "2026-08-12T12:00:00.000Z", outcome: "safe", harm: false, attended }),
      );
      const { figures } = boardOf(rows, QUARTER, {});
      const harm = figures.find(({ code }) => code === "harm");
      const parts = harm && "breakdowns" in harm ? harm.breakdowns.map(({ by }) => by) : [];
      return [...figures.map(({ code }) => code).filter((code) => code.startsWith("outcome_")), ...parts];
    };
    expect(codes(null)).toEqual([]);
    expect(codes(false)).toEqual(["outcome_attended", "outcome_not_attended", "attended"]);
  });

  it("of one area goes by months", () => {
    const cut = { ...QUARTER, area: "central_south" };
    const board = boardOf(
      days(() => 3).map((one) => ({ ...one, area: "central_south" })),
      cut,
      {},
    );
    expect([board.step, board.charts[0]?.points.map(({ title }) => title)]).toEqual([
      "month",
      ["July 2026", "August 2026", "September 2026"],
    ]);
  });

  it("shows no number that stands for 1 to 7, whatever there is", () => {
    const some = fc.integer({ min: 0, max: 2 });
    fc.assert(
      fc.property(fc.array(some, { minLength: 92, maxLength: 92 }), (counts) => {
        const rows = days((day) => counts[day] ?? 0);
        const { figures, charts } = boardOf(rows, QUARTER, {});
        const text = JSON.stringify([
          figures.map((figure) => ("numerator" in figure ? [figure.numerator, figure.denominator] : figure.count)),
          charts.map(({ points, unit }) => (unit === "count" ? points.map(({ value }) => value) : [])),
        ]);
        const shown = [...text.matchAll(/-?\d+/g)].map(Number);
        expect(shown.filter((value) => value % 5 !== 0)).toEqual([]);
        expect(casesIn(QUARTER, rows)).toHaveLength(rows.length);
      }),
      { numRuns: 30 },
    );
  });
});
