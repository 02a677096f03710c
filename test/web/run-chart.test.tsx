import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { renderToStaticMarkup } from "react-dom/server";
import { Bars } from "../../web/bars.tsx";
import { scaleOf } from "../../web/chart-scale.ts";
import { RunChart } from "../../web/run-chart.tsx";
import type { RunChartView } from "../../web/run-words.ts";
import { HOSTILE, text } from "./showing.tsx";

const MONTHS = ["Sep 25", "Oct 25", "Nov 25", "Dec 25", "Jan 26", "Feb 26"];
const view = (values: (number | null)[], more: Partial<RunChartView> = {}): RunChartView => ({
  title: "Time to an answer",
  unit: "minutes",
  points: values.map((value, nth) => ({ label: MONTHS[nth] ?? `${nth}`, value })),
  ...{ centre: null, lower: null, upper: null, marked: [], ...more },
});
const drawn = (given: RunChartView) => renderToStaticMarkup(<RunChart {...given} />);
const paths = (markup: string, kind: string) =>
  [...markup.matchAll(new RegExp(`<path class="app-chart__${kind}" d="([^"]*)"`, "g"))].map(([, path = ""]) => path);
const isDiamond = (path: string) => path.includes("l8 10");
const rows = (markup: string) => [...markup.matchAll(/<tr>(.*?)<\/tr>/g)].map(([, row = ""]) => text(row).trim());

describe("a run chart", () => {
  const whole = drawn(
    view([30, 34.25, null, 44, 28, 31], {
      ...{ centre: 33, lower: 20, upper: 46, marked: [2, 3] },
      reference: { value: 60, label: "promised" },
    }),
  );

  it("tells in words where it begins and ends, between what it moves, and what stands out", () => {
    const words =
      "In minutes: 30 in Sep 25, 31 in Feb 26; the least 28 in Jan 26, the most 44 in Dec 25. " +
      "The centre is 33, the lower limit 20, the upper limit 46. promised: 60. Marked: 44 in Dec 25. " +
      "Not shown, because few cases are behind them: 1 of 6.";
    expect(whole).toContain(`>${words}</desc>`);
  });

  it("is an image with a name and a description", () => {
    const [, ids = ""] = whole.match(/<svg[^>]* role="img" aria-labelledby="([^"]*)"/) ?? [];
    const named = ids.split(" ").map((id) => whole.match(new RegExp(`<(title|desc) id="${id}">`))?.[1]);
    expect(named).toEqual(["title", "desc"]);
  });

  it("has every number in its table, with a word for what is marked or not shown", () => {
    expect(rows(whole)).toEqual([
      "When minutes Mark",
      "Sep 25 30 –",
      "Oct 25 34.3 –",
      "Nov 25 not shown: few cases –",
      "Dec 25 44 marked",
      "Jan 26 28 –",
      "Feb 26 31 –",
    ]);
  });

  it("leaves a gap where a number is not shown, and draws no point there", () => {
    expect(paths(whole, "run").join("").replace(/[^ML]/g, "")).toBe("MLMLL");
    expect(paths(whole, "point")).toHaveLength(5);
  });

  it("gives a marked point another shape, and nothing of one that is not shown", () => {
    expect(paths(whole, "point").map(isDiamond)).toEqual([false, false, true, false, false]);
  });

  it("draws the centre, both limits and what to compare with, each named", () => {
    expect(paths(whole, "centre")).toHaveLength(1);
    expect(paths(whole, "limit")).toHaveLength(2);
    expect(paths(whole, "reference")).toHaveLength(1);
    for (const name of ["centre", "upper", "lower", "promised"]) expect(whole).toContain(`>${name}</text>`);
    expect(drawn(view([1, 2]))).not.toMatch(/app-chart__(centre|limit|reference)/);
  });

  it("keeps the names of lines that lie close together apart", () => {
    const close = drawn(view([1, 100], { centre: 50, lower: 49.9, upper: 50.1 }));
    const places = [...close.matchAll(/y="([\d.]+)">(?:upper|centre|lower)</g)].map(([, y]) => Number(y));
    expect(places).toHaveLength(3);
    expect(places.every((y, nth) => nth === 0 || y - (places[nth - 1] ?? 0) >= 14)).toBe(true);
  });

  it.each([[[]], [[null, null]]])("says so when there is nothing to draw: %j", (values) => {
    const markup = drawn(view(values, { marked: [0] }));
    expect(markup).not.toContain("<svg");
    expect(text(markup)).toContain("There is no number that can be shown.");
  });

  it("shows people's words as words, and has no style and no script of its own", () => {
    const markup = drawn({
      ...view([1, 2], { title: HOSTILE, unit: HOSTILE, reference: { value: 1, label: HOSTILE } }),
      points: [{ label: HOSTILE, value: 1 }],
    });
    const tags = (markup.match(/<[a-z][^>]*>/gi) ?? []).map((tag) => tag.replace(/"[^"]*"/g, '""'));
    expect(tags.filter((tag) => /^<(script|img|style)|\sstyle=|\son\w+=/i.test(tag))).toEqual([]);
  });

  it("gives each id once, however many charts a page has", () => {
    const page = renderToStaticMarkup([1, 2].map((key) => <RunChart key={key} {...view([1, 2])} />));
    const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    expect(ids.length).toBeGreaterThan(4);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("writes no label over another, and keeps every point within the drawing", () => {
    /** A figure has three decimals at most. */
    const figure = fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((one) => Math.round(one * 1000) / 1000 + 0);
    const value = fc.option(figure);
    const line = fc.option(figure);
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 60 }), line, line, (values, centre, upper) => {
        const points = values.map((one, nth) => ({ label: `Week ${nth}`, value: one }));
        const markup = drawn({ ...view([]), points, centre, upper });
        expect(markup).not.toMatch(/NaN|Infinity|undefined/);
        const labels = [...markup.matchAll(/app-chart__label" x="([\d.]+)"/g)].map(([, x]) => Number(x));
        expect(labels.every((x, nth) => nth === 0 || x - (labels[nth - 1] ?? 0) >= 7 * 8)).toBe(true);
        for (const path of paths(markup, "point")) {
          const [x = -1, y = -1] = (path.match(/^M([\d.-]+) ([\d.-]+)/) ?? []).slice(1).map(Number);
          expect(x >= 50 && x <= 580 && y >= 20 && y <= 264).toBe(true);
        }
      }),
    );
  });
});

describe("the scale of a chart", () => {
  it.each([
    [
      [0, 100],
      [0, 50, 100],
    ],
    [
      [28, 46],
      [25, 30, 35, 40, 45, 50],
    ],
    [
      [0.1, 0.3],
      [0.1, 0.15, 0.2, 0.25, 0.3],
    ],
    [[5], [4, 6]],
    [[0], [0, 0.5]],
    [
      [-3, 3],
      [-4, -2, 0, 2, 4],
    ],
  ])("holds %j in steps that people can read", (values, ticks) => {
    expect(scaleOf(values).ticks).toEqual(ticks);
  });
});

describe("a distribution", () => {
  const markup = renderToStaticMarkup(
    <Bars
      title="The highest tier that was asked"
      unit="cases"
      bars={[
        { label: "Tier 1", value: 1200 },
        { label: "Tier 2", value: 300 },
        { label: "Tier 3", value: null },
        { label: "Tier 4", value: 0 },
      ]}
    />,
  );

  it("has its numbers in figures, and says which are not shown", () => {
    expect(rows(markup)).toEqual(["Tier 1 1,200", "Tier 2 300", "Tier 3 not shown: few cases", "Tier 4 0"]);
  });

  it("draws what it shows in proportion, and nothing of what it does not", () => {
    expect([...markup.matchAll(/<rect width="([\d.]+)"/g)].map(([, width]) => Number(width))).toEqual([100, 25, 0]);
  });
});
