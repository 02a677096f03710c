import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { boardOf } from "../../../core/measures/board.ts";
import type { Titles } from "../../../core/measures/breakdown.ts";
import { MEASURE_CODES, type MeasureCode } from "../../../core/measures/codes.ts";
import { type Cut, casesIn, monthsOf } from "../../../core/measures/cut.ts";
import { type Counted, centile, type Timed } from "../../../core/measures/figure.ts";
import { wilson } from "../../../core/measures/interval.ts";
import { type Figures, figuresOf, MEASURES } from "../../../core/measures/measures.ts";
import { type ShownCounted, type ShownTimed, shownFigures } from "../../../core/measures/shown.ts";
import type { Tally } from "../../../core/measures/tally.ts";
import { Monitoring } from "../../../core/partnership/monitoring.ts";
import { idOf, many, rows, SUBJECTS, tally } from "./tallies.ts";

const JANUARY: Cut = { from: "2026-01", months: 1, area: null };
const QUARTER: Cut = { from: "2026-01", months: 3, area: null };
const MIN = 60_000;

function counted({ figures }: Figures, code: MeasureCode): Counted {
  const figure = figures.find((one) => one.code === code);
  if (!figure || !("breakdowns" in figure)) throw new Error(`${code} counts nothing`);
  return figure;
}
function timed({ figures }: Figures, code: MeasureCode): Timed {
  const figure = figures.find((one) => one.code === code);
  if (!figure || "breakdowns" in figure) throw new Error(`${code} has no length`);
  return figure;
}
/** So many of so many in January, of rows that differ as a test says. */
function january(code: MeasureCode, ...all: readonly Partial<Tally>[]) {
  const { numerator, denominator } = counted(figuresOf(numbered(all), JANUARY), code);
  return [numerator, denominator];
}
const numbered = (all: readonly Partial<Tally>[]) => all.map((more, nth) => tally({ id: idOf(nth), ...more }));
const rowsOf = (figure: Counted, by: string) =>
  Object.fromEntries(
    figure.breakdowns
      .find((one) => one.by === by)
      ?.rows.map(({ code, numerator, denominator }) => [code, [numerator, denominator]]) ?? [],
  );

const answered = (more: Partial<NonNullable<Tally["answered"]>> = {}) => ({
  answered: {
    first: "decline_threshold_not_met",
    firstDeclined: true,
    last: "decline_threshold_not_met",
    lastDeclined: true,
    changes: 0,
    overturned: false,
    limbs: null,
    ...more,
  },
});
const kept = (how: "within" | "missed" | "not_owed" | "running", ms: number | null = null) => ({ how, ms });
const told = (answers: number, read: number, rung: number) => ({ told: { answers, read, rung, slowestMs: null } });
const handover = (more: Partial<NonNullable<Tally["handover"]>>) => ({
  handover: { place: "ed" as const, ms: null, late: false, left: false, vehicle: null, officersMs: null, ...more },
});

const response = (more: Partial<NonNullable<Tally["response"]>> = {}) => ({
  response: { code: "left_with_support", follows: true, detains: false, themselves: false, ...more },
});
const before = { detention: "before" as const };

describe("a measure of another channel", () => {
  it("counts advice that was asked before a detention, followed, and followed by one", () => {
    const all = [
      { ...before, ...response() },
      { ...before, ...response({ follows: false, detains: true }) },
      { ...before },
      { detention: "after" as const, ...response({ follows: null, detains: true }) },
      {},
    ];
    expect(january("asked_before_detention", ...all)).toEqual([3, 4]);
    expect(january("advice_followed", ...all)).toEqual([1, 2]);
    expect(january("detained_after_advice", ...all)).toEqual([1, 2]);
  });

  it("counts those who went after all, and no advice among them", () => {
    const went = response({ code: "police_go", follows: null, themselves: true });
    expect(january("went_themselves", went, response({ follows: null }), { ...before, ...response() }, {})).toEqual([1, 2]);
  });

  it("counts how the person was at each time", () => {
    const looked = { lookBacks: [{ code: "after_a_day", outcome: "safe" }] };
    const figure = counted(figuresOf(numbered([looked, looked, {}]), JANUARY), "looked_back");
    expect([figure.numerator, figure.denominator]).toEqual([2, 3]);
    expect(rowsOf(figure, "look_back")).toEqual({ after_a_day_safe: [2, 2] });
  });

  it("adds up the officer hours of a month, and tells the sites apart", () => {
    const waited = [2, 4, 7].map((hours, nth) => ({
      site: nth < 2 ? "st_thomas_ed" : "newham_ed",
      ...handover({ ms: 30 * MIN, officersMs: hours * 60 * MIN }),
    }));
    const figures = figuresOf(numbered(waited), JANUARY);
    expect(timed(figures, "officer_hours")).toMatchObject({ count: 3, totalMs: 13 * 60 * MIN });
    expect(rowsOf(counted(figures, "handover_within_60_minutes"), "site")).toEqual({ st_thomas_ed: [2, 2], newham_ed: [1, 1] });
    expect(timed(figures, "officer_hours").parts).toMatchObject([
      {
        by: "site",
        rows: [
          { code: "newham_ed", count: 1, medianMs: 7 * 60 * MIN, totalMs: 7 * 60 * MIN },
          { code: "st_thomas_ed", count: 2, medianMs: 2 * 60 * MIN, p90Ms: 4 * 60 * MIN, totalMs: 6 * 60 * MIN },
        ],
      },
    ]);
  });

  it("shows no sum of any site where one is of a few: all of them less the others would be theirs", () => {
    const at = (site: string | null, count: number) =>
      Array.from({ length: count }, () => ({ site, ...handover({ ms: MIN, officersMs: 60 * MIN }) }));
    const shown = (few: number, nowhere = 0) => {
      const { figures } = shownFigures(figuresOf(numbered([...at("one", 9), ...at("two", few), ...at(null, nowhere)]), JANUARY));
      return (figures.find(({ code }) => code === "officer_hours") as ShownTimed).parts[0]?.rows.map(({ count, totalMs }) => [
        count,
        totalMs,
      ]);
    };
    expect(shown(8)).toEqual([
      [10, 10 * 60 * MIN],
      [10, 10 * 60 * MIN],
    ]);
    expect(shown(3)).toEqual([
      [10, undefined],
      ["*", undefined],
    ]);
    expect(shown(8, 1)?.map(([, sum]) => sum)).toEqual([undefined, undefined]); // one at no site would be what is left
    expect(shown(8, 8)).toEqual(shown(8));
  });

  it("shows the sum to the nearest five hours, and not of a few", () => {
    const of = (count: number) => figuresOf(many(count, handover({ ms: MIN, officersMs: 7 * 60 * MIN })), JANUARY);
    const shown = (count: number) => shownFigures(of(count)).figures.find(({ code }) => code === "officer_hours") as ShownTimed;
    expect(shown(9).totalMs).toBe(65 * 60 * MIN);
    expect(shown(7).totalMs).toBe("*");
  });

  it("is left out of a board where nothing of it is there", () => {
    const codes = (all: Tally[]) => boardOf(all, JANUARY, {}).figures.map(({ code }) => code);
    expect(codes(many(9))).not.toContain("advice_followed");
    expect(codes(many(9, { ...before, ...response() }))).toContain("advice_followed");
  });
});

describe("a measure", () => {
  it("stands once, under its own code, with all its words", () => {
    const codes = MEASURES.map(({ code }) => code);
    expect(codes).toEqual([...new Set(codes)]);
    for (const { title, numerator, denominator, edges } of MEASURES)
      for (const words of [numerator, denominator, edges])
        expect([title, words]).toEqual([title, expect.stringMatching(/^\S.+\.$/)]);
  });

  it.each<readonly [MeasureCode, readonly Partial<Tally>[], readonly [number, number]]>([
    ["raised", [{}, {}, { merged: true }], [2, 2]],
    ["raised", [{}, { raisedAt: "2026-02-01T00:00:00.000Z" }], [1, 1]],
    ["merged", [{}, {}, { merged: true }], [1, 1]],
    ["closed", [{}, { ended: "closed" }, { ended: "withdrawn_other" }], [2, 3]],
    [
      "acknowledged_within_limit",
      [
        { acknowledge: kept("within", 1) },
        { acknowledge: kept("missed", 9) },
        { acknowledge: kept("missed") },
        { acknowledge: kept("not_owed") },
        { acknowledge: kept("running") },
      ],
      [1, 3],
    ],
    ["decided_within_limit", [{ decide: kept("within", 1) }, { decide: kept("running") }], [1, 1]],
    ["arrived_within_limit", [{ arrive: kept("missed", 1) }, { arrive: kept("not_owed") }], [0, 1]],
    ["tiers_reached", [{ highestTier: 1 }, { highestTier: 3 }], [2, 2]],
    ["nobody_answered", [{}, { nobodyAnswered: true }], [1, 2]],
    ["missed_limits", [{}, { missed: [missed("nobody_on_rota"), missed(null)] }], [2, 2]],
    ["deferred", [{}, { deferrals: 2 }], [1, 2]],
    ["overturned", [{}, answered(), answered({ overturned: true }), answered({ firstDeclined: false })], [1, 2]],
    ["decision_changed", [{}, answered(), answered({ changes: 2 })], [1, 2]],
    ["told_in_writing", [told(0, 0, 0), told(2, 2, 0), told(2, 1, 1), told(1, 0, 0)], [1, 3]],
    ["told", [told(0, 0, 0), told(2, 2, 0), told(2, 1, 1), told(1, 0, 0)], [2, 3]],
    [
      "referral_accepted_first_time",
      (["accepted", "declined", "no_answer", "running"] as const).map((answer) => ({ referral: { body: "ambulance", answer } })),
      [1, 3],
    ],
    [
      "handover_within_60_minutes",
      [
        handover({ ms: 60 * MIN }),
        handover({ ms: 60 * MIN + 1, late: true }),
        handover({ left: true }),
        handover({ left: true, ms: 40 * MIN }),
        handover({ late: true }),
        handover({}),
        {},
      ],
      [1, 5],
    ],
    [
      "conveyed_by_ambulance",
      [
        handover({ vehicle: "ambulance" }),
        handover({ vehicle: "mental_health_car" }),
        handover({ vehicle: "police_vehicle" }),
        handover({}),
        {},
      ],
      [2, 3],
    ],
    ["left_without_agreed_handover", [handover({ left: true }), handover({}), {}], [1, 2]],
    ["outcome_attended", [{ attended: true }, { attended: true, outcome: "safe" }, { outcome: "safe" }], [1, 3]],
    [
      "outcome_not_attended",
      [{ attended: true, outcome: "safe" }, { outcome: "died" }, { outcome: "safe" }, { outcome: "safe", attended: null }],
      [2, 3],
    ],
    ["harm", [{ harm: null }, { harm: false }, { harm: true, attended: true }], [1, 2]],
    ["harm_after_closing", [{}, { harmAfterClosing: true }], [1, 2]],
    ["disagreed", [{}, answered(), { ...answered(), disagreed: true }], [1, 2]],
    ["unresolved", [{}, { disagreed: true }, { disagreed: true, unresolved: true }], [1, 2]],
    ["themes", [{}, { themes: ["T01", "T05"] }], [1, 2]],
  ])("counts %s as its words say: %j", (code, all, expected) => {
    expect(january(code, ...all)).toEqual(expected);
  });

  it("has its figure, in the order of the table, also where there is no case", () => {
    const { figures } = figuresOf([], JANUARY);
    expect(figures.map(({ code }) => code)).toEqual(MEASURES.map(({ code }) => code));
  });
});

function missed(cause: Tally["missed"][number]["cause"]): Tally["missed"][number] {
  return { limit: "acknowledge", tier: 1, cause };
}

describe("a breakdown", () => {
  it("has the share of each part in its row, and rows that stand there whether anything counts or not", () => {
    const all = [
      { area: "central_south", hour: 3, weekday: 5, acknowledge: kept("within", 1) },
      { area: "central_south", hour: 4, weekday: 5, acknowledge: kept("missed", 9) },
      { area: "north", hour: 23, weekday: 7, acknowledge: kept("within", 1) },
    ];
    const titles: Titles = {
      areas: [
        { code: "north", title: "North BCU" },
        { code: "west", title: "West BCU" },
      ],
    };
    const figure = counted(figuresOf(numbered(all), JANUARY, titles), "acknowledged_within_limit");
    expect(rowsOf(figure, "area")).toEqual({ north: [1, 1], west: [0, 0], central_south: [1, 2] });
    expect(rowsOf(figure, "hour")).toEqual({
      from_00: [1, 1],
      from_04: [0, 1],
      from_08: [0, 0],
      from_12: [0, 0],
      from_16: [0, 0],
      from_20: [1, 1],
    });
    expect(rowsOf(figure, "weekday")).toMatchObject({ monday: [0, 0], friday: [1, 2], sunday: [1, 1] });
    expect(figure.breakdowns.find(({ by }) => by === "area")?.rows.map(({ title }) => title)).toEqual([
      "North BCU",
      "West BCU",
      "central south",
    ]);
  });

  it("has each part of a count in its row, of all of it", () => {
    const all = [{}, { missed: [missed("nobody_on_rota"), missed("nobody_on_rota"), missed(null)] }];
    const figure = counted(figuresOf(numbered(all), JANUARY), "missed_limits");
    expect(rowsOf(figure, "cause")).toMatchObject({ nobody_on_rota: [2, 3], not_told: [1, 3], decided_late: [0, 3] });
  });

  it("is by nothing that names an officer or a person", () => {
    const { figures } = figuresOf(many(3, { subject: SUBJECTS[0] ?? null }), JANUARY);
    const bys = new Set(figures.flatMap((figure) => ("breakdowns" in figure ? figure.breakdowns.map(({ by }) => by) : [])));
    expect([...bys].sort()).toEqual(
      "age area attended body cause ended hour limit look_back outcome place priority raised_by response site theme tier type weekday".split(
        " ",
      ),
    );
    expect(JSON.stringify(figures)).not.toContain(SUBJECTS[0]);
  });
});

describe("a length of time", () => {
  const minutes = (...all: number[]) => all.map((ms) => ({ acknowledge: kept("within", ms * MIN) }));

  it("is the median and the 90th centile by the nearest rank: always a time that somebody really waited", () => {
    const ten = figuresOf(numbered([...minutes(10, 9, 8, 7, 6, 5, 4, 3, 2, 1), { acknowledge: kept("running") }]), JANUARY);
    expect(timed(ten, "time_to_acknowledge")).toMatchObject({ count: 10, medianMs: 5 * MIN, p90Ms: 9 * MIN });
    expect(timed(figuresOf(numbered(minutes(7)), JANUARY), "time_to_acknowledge")).toMatchObject({
      medianMs: 7 * MIN,
      p90Ms: 7 * MIN,
    });
    expect(timed(figuresOf([], JANUARY), "time_to_acknowledge")).toMatchObject({ count: 0, medianMs: null, p90Ms: null });
  });

  it("has at least its part of all values at or below it, and fewer below", () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 50 }), { minLength: 1 }), fc.constantFrom(0.5, 0.9), (values, part) => {
        const value =
          centile(
            values.toSorted((a, b) => a - b),
            part,
          ) ?? Number.NaN;
        expect(values).toContain(value);
        expect(values.filter((one) => one <= value).length).toBeGreaterThanOrEqual(part * values.length);
        expect(values.filter((one) => one < value).length).toBeLessThan(part * values.length);
      }),
    );
  });

  it("from the first «no» is there where another answer followed it", () => {
    const [no, yes] = ["2026-01-10T10:00:00.000Z", "2026-01-10T11:00:00.000Z"];
    const all = [
      { firstNoAt: no, finalAnswerAt: yes },
      { firstNoAt: no, finalAnswerAt: no },
      { firstNoAt: no, finalAnswerAt: null },
      { firstNoAt: null, finalAnswerAt: yes },
      { firstNoAt: yes, finalAnswerAt: no },
    ];
    expect(timed(figuresOf(numbered(all), JANUARY), "first_no_to_final_answer")).toMatchObject({ count: 1, medianMs: 60 * MIN });
  });

  it("of a handover is that of people whom somebody accepted", () => {
    const all = [handover({ ms: 90 * MIN }), handover({ left: true }), {}];
    expect(timed(figuresOf(numbered(all), JANUARY), "handover_time")).toMatchObject({ count: 1, medianMs: 90 * MIN });
    const waited = [handover({ officersMs: 180 * MIN }), ...all];
    expect(timed(figuresOf(numbered(waited), JANUARY), "officer_hours")).toMatchObject({ count: 1, medianMs: 180 * MIN });
  });
});

describe("the same person again", () => {
  const [one = "", other = ""] = SUBJECTS;
  const on = (raisedAt: string, subject: string | null = one, more: Partial<Tally> = {}) => ({ raisedAt, subject, ...more });

  it.each([
    ["seven days to the millisecond before", [on("2026-01-03T12:00:00.000Z"), on("2026-01-10T12:00:00.000Z")], [1, 2]],
    ["a millisecond more", [on("2026-01-03T11:59:59.999Z"), on("2026-01-10T12:00:00.000Z")], [0, 2]],
    ["before the month", [on("2025-12-31T12:00:00.000Z"), on("2026-01-01T12:00:00.000Z")], [1, 1]],
    ["in another area", [on("2026-01-03T12:00:00.000Z", one, { area: "north" }), on("2026-01-04T12:00:00.000Z")], [1, 2]],
    ["about somebody else", [on("2026-01-03T12:00:00.000Z", other), on("2026-01-04T12:00:00.000Z")], [0, 2]],
    [
      "a duplicate that was merged",
      [on("2026-01-03T12:00:00.000Z", one, { merged: true }), on("2026-01-04T12:00:00.000Z")],
      [0, 1],
    ],
    ["at the same moment", [on("2026-01-04T12:00:00.000Z"), on("2026-01-04T12:00:00.000Z")], [0, 2]],
    ["nobody who is known", [on("2026-01-03T12:00:00.000Z", null), on("2026-01-04T12:00:00.000Z", null)], [0, 0]],
  ])("is counted when the case before it lies %s, or is not", (_, all, expected) => {
    expect(january("repeat_within_7_days", ...all)).toEqual(expected);
  });
});

describe("the figures of a cut", () => {
  it("do not depend on the order of the rows", () => {
    fc.assert(
      fc.property(
        rows().chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([all, shuffled]) => {
          expect(figuresOf(shuffled, QUARTER)).toEqual(figuresOf(all, QUARTER));
        },
      ),
    );
  });

  it("count in a quarter what its months count together, in every row", () => {
    const shares = MEASURES.flatMap(({ code, unit }): MeasureCode[] => (unit === "percent" ? [code] : []));
    const sums = (all: readonly Figures[]): Record<string, number> => {
      const total: Record<string, number> = {};
      const add = (name: string, count: number) => {
        if (count > 0) total[name] = (total[name] ?? 0) + count;
      };
      for (const { figures } of all)
        for (const figure of figures) {
          if (!("breakdowns" in figure)) {
            add(`${figure.code} count`, figure.count);
            continue;
          }
          add(`${figure.code} numerator`, figure.numerator);
          add(`${figure.code} denominator`, figure.denominator);
          for (const { by, rows } of figure.breakdowns)
            for (const { code, numerator, denominator } of rows) {
              add(`${figure.code} ${by} ${code} numerator`, numerator);
              // The row of a count is of the whole count, which is added up above.
              if (shares.includes(figure.code)) add(`${figure.code} ${by} ${code} denominator`, denominator);
            }
        }
      return total;
    };
    fc.assert(
      fc.property(rows(), fc.constantFrom(null, "central_north"), (all, area) => {
        const whole = { ...QUARTER, area };
        const parts = monthsOf(whole).map((month) => figuresOf(all, month));
        expect(sums(parts)).toEqual(sums([figuresOf(all, whole)]));
      }),
    );
  });

  it("count merged duplicates in nothing but their own count", () => {
    fc.assert(
      fc.property(rows(), (all) => {
        const but = ({ figures }: Figures) => figures.filter(({ code }) => code !== "merged");
        expect(but(figuresOf(all, QUARTER))).toEqual(
          but(
            figuresOf(
              all.filter(({ merged }) => !merged),
              QUARTER,
            ),
          ),
        );
        const [cases, merged] = [casesIn(QUARTER, all).length, counted(figuresOf(all, QUARTER), "merged").numerator];
        expect(cases + merged).toBe(all.filter(({ raisedAt }) => raisedAt >= "2026-01-01" && raisedAt < "2026-03-31T23").length);
      }),
    );
  });

  it("have the interval of the overturn rate, and of no other", () => {
    const all = [answered({ overturned: true }), answered(), answered()];
    const figures = figuresOf(numbered(all), JANUARY);
    expect(counted(figures, "overturned").interval).toEqual(wilson(1, 3));
    expect(counted(figures, "decision_changed").interval).toBe(null);
  });
});

describe("the figures that people see", () => {
  const isShown = (count: unknown) => count === "*" || (typeof count === "number" && count % 5 === 0);

  it("have no count of 1 to 7 in them, and none to the last case", () => {
    const isLine = ({ numerator, denominator, percent }: Pick<ShownCounted, "numerator" | "denominator" | "percent">) =>
      isShown(numerator) &&
      isShown(denominator) &&
      (percent === "*") === (denominator !== 0 && [numerator, denominator].includes("*"));
    const isLength = ({ count, medianMs, p90Ms }: ShownTimed) =>
      isShown(count) &&
      [medianMs, p90Ms].every((ms) => (count === "*" ? ms === "*" : ms === null || (typeof ms === "number" && ms % MIN === 0)));
    fc.assert(
      fc.property(rows(150, 80), (all) => {
        const { figures } = shownFigures(figuresOf(all, QUARTER));
        const told = figures.filter((figure) =>
          "breakdowns" in figure
            ? !isLine(figure) || figure.breakdowns.some(({ rows }) => !rows.every(isLine))
            : !isLength(figure),
        );
        expect(told).toEqual([]);
      }),
    );
  });

  it("have totals that were counted first and rounded then", () => {
    const all = [...many(4, { area: "north" }), ...many(4, { area: "south" })].map((one, nth) => ({ ...one, id: idOf(nth) }));
    const raised = shownFigures(figuresOf(all, JANUARY)).figures.find(({ code }) => code === "raised") as ShownCounted;
    expect(raised.numerator).toBe(10);
    expect(raised.breakdowns.find(({ by }) => by === "area")?.rows.map(({ numerator }) => numerator)).toEqual(["*", "*"]);
  });

  it("have an interval of what is shown, and none where that is hidden", () => {
    const shown = (overturned: number, upheld: number) => {
      const all = [...Array(overturned).fill(answered({ overturned: true })), ...Array(upheld).fill(answered())];
      return shownFigures(figuresOf(numbered(all), JANUARY)).figures.find(({ code }) => code === "overturned") as ShownCounted;
    };
    const { low, high } = wilson(10, 40) ?? { low: 0, high: 0 };
    expect(shown(11, 30)).toMatchObject({ percent: 25, interval: { low: Math.round(low), high: Math.round(high) } });
    expect(shown(3, 30)).toMatchObject({ percent: "*", interval: null });
  });

  it("are called in code what a partnership may call them", () => {
    expect(MEASURES.map(({ code }) => code)).toEqual(MEASURE_CODES);
  });

  it("name each measure and its unit", () => {
    const shown = shownFigures(figuresOf(many(9), JANUARY));
    expect(shown.cut).toEqual(JANUARY);
    expect(shown.figures.map(({ code, title, unit }) => ({ code, title, unit }))).toEqual(
      MEASURES.map(({ code, title, unit }) => ({ code, title, unit })),
    );
    expect(shown.figures.find(({ code }) => code === "handover_time") as ShownTimed).toMatchObject({ count: 0, medianMs: null });
  });
});

describe("what others have published of London", () => {
  const { published } = Monitoring.parse(JSON.parse(readFileSync("config/london/monitoring.json", "utf8")));
  it.each(published)("$code says who says so and when, and what it does not say", ({ source, published: when, caveat }) => {
    expect(source).toMatch(/news page/);
    expect(when).toMatch(/^[A-Z][a-z]+ 20\d\d$/);
    expect(caveat).toMatch(/\.$/);
  });
});
