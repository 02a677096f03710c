import { describe, expect, it } from "@jest/globals";
import { drawn } from "../../bench/soak/graph.ts";
import { asleep, lostRuns, mayGrow, type Soaked, slope, verdicts } from "../../bench/soak/judge.ts";
import { runsAmong } from "../../bench/soak/night.ts";

const NOW = Date.parse("2026-01-16T02:15:00.000Z");
const at = (seconds: number) => new Date(NOW + seconds * 1000).toISOString();
/** Ten minutes in which memory stands still but for the collector's rhythm, and a board takes 40 ms. */
const moments = Array.from({ length: 121 }, (_, nth) => nth * 5);
const rhythm = (nth: number) => 8 * Math.sin(nth);
const QUIET: Soaked = {
  samples: moments.map((seconds, nth) => ({
    at: seconds,
    residentMiB: 500 + rhythm(nth),
    sockets: 80,
    executions: seconds * 5,
    boardMs: [39, 40, 41],
  })),
  heap: moments.map((seconds, nth) => ({ at: seconds, heapMiB: 90 + rhythm(nth) / 4 })),
  refused: [],
  lost: [],
  open: [],
  runs: [],
  rows: { openCases: 0, dueOfCases: 0, overdue: 0 },
  sockets: { before: 20, after: 22 },
  now: NOW,
  raisesAMinute: 300,
};
const fails = (changed: Partial<Soaked>): string[] =>
  verdicts({ ...QUIET, ...changed }).flatMap(({ what, holds }) => (holds === false ? [what] : []));
const growing = (aMinute: number) => ({
  samples: QUIET.samples.map((one) => ({ ...one, residentMiB: one.residentMiB + (aMinute * one.at) / 60 })),
});
const run = (wakesIn: number | null, raisedAgo: number, ended: boolean) => ({
  name: "a-v1",
  wakeAt: wakesIn === null ? null : at(wakesIn),
  of: { raisedAt: NOW - raisedAgo * 1000, ended },
});

describe("a slope", () => {
  it("is that of the nearest line, and not that of its ends", () => {
    const line = [0, 1, 2, 3].map((x) => [x, 7 + 2.5 * x] as const);
    expect(slope(line)).toBeCloseTo(2.5);
    const ends = (5 - 100) / 600;
    expect(slope([[0, 100], ...moments.slice(1).map((x) => [x, 5] as const)]) / ends).toBeLessThan(0.1);
  });

  it("is none of one moment", () => {
    expect(slope([[1, 1]])).toBeNaN();
  });
});

describe("the verdict on a soak", () => {
  it("is good when nothing was refused, lost or left over, and nothing grows", () => {
    expect(verdicts(QUIET).map(({ holds }) => holds)).toEqual(verdicts(QUIET).map(() => true));
  });

  it.each<[string, Partial<Soaked>]>([
    ["nothing was refused", { refused: ["503 for a raise"] }],
    ["no raise was lost", { lost: ["RC-1"] }],
    ["every case was ended", { open: ["RC-1"], rows: { openCases: 1, dueOfCases: 1, overdue: 0 } }],
    ["no run goes on that has nothing to wait for", { runs: [run(-90, 400, true)] }],
    ["no run goes on that has nothing to wait for", { runs: Array.from({ length: 100 }, () => run(600, 80, true)) }],
    ["no row is open or due that has nothing to wait for", { rows: { openCases: 1, dueOfCases: 0, overdue: 0 } }],
    ["no row is open or due that has nothing to wait for", { rows: { openCases: 0, dueOfCases: 1, overdue: 0 } }],
    ["no row is open or due that has nothing to wait for", { rows: { openCases: 0, dueOfCases: 0, overdue: 1 } }],
    ["sockets are as few as at the start", { sockets: { before: 20, after: 31 } }],
    ["resident memory does not grow", growing(8)],
    ["the heap does not grow", { heap: QUIET.heap.map((one) => ({ ...one, heapMiB: one.heapMiB + (4 * one.at) / 60 })) }],
    [
      "a board takes no longer than at the start",
      { samples: QUIET.samples.map((one) => (one.at > 300 ? { ...one, boardMs: [70] } : one)) },
    ],
  ])("is bad when it does not hold that %s", (what, changed) => {
    expect(fails(changed)).toEqual([what]);
  });

  it("forgives the first third of a run its growth", () => {
    const rising = QUIET.samples.map((one) => ({ ...one, residentMiB: one.residentMiB + Math.min(one.at, 200) }));
    expect(fails({ samples: rising })).toEqual([]);
  });

  it("says of a short run that its slope cannot be judged", () => {
    const short = verdicts({ ...QUIET, ...growing(40), samples: growing(40).samples.slice(0, 25) });
    expect(short.find(({ what }) => what.startsWith("resident"))).toMatchObject({ holds: undefined });
  });

  it("lets memory grow by what the laboratory keeps, and by less than a case for each raise", () => {
    expect(mayGrow(300, 0)).toBeCloseTo(300 / 1024);
    expect(mayGrow(300, 300)).toBeLessThan((300 * (1 + 8.1)) / 1024);
  });
});

describe("a run that goes on", () => {
  it.each<[string, number | null, number, boolean, string]>([
    ["asleep until a limit of a case that is open", 600, 900, false, "is right"],
    ["of a case that has ended, asleep until its first look", 100, 80, true, "is right"],
    ["of a case that has ended, asleep beyond it", 600, 80, true, "sleeps"],
    ["that should have woken", -90, 300, false, "is lost"],
    ["that never looked", null, 300, false, "is lost"],
  ])("%s", (_, wakesIn, raisedAgo, ended, said) => {
    const runs = [run(wakesIn, raisedAgo, ended)];
    expect(lostRuns(runs, NOW).length > 0 ? "is lost" : asleep(runs).length > 0 ? "sleeps" : "is right").toBe(said);
  });

  it("is lost when nobody knows of its case", () => {
    expect(lostRuns([{ name: "x-v1", wakeAt: at(100), of: undefined }], NOW)).toHaveLength(1);
  });
});

describe("a graph", () => {
  const svg = drawn({
    title: "Memory & more",
    measures: "MiB",
    lines: [
      {
        name: "resident",
        points: [
          [0, 480],
          [10, 520],
        ],
      },
      {
        name: "heap",
        points: [
          [0, 90],
          [10, 95],
        ],
      },
    ],
  });

  it("names its axes with their units, and its lines beside their ends", () => {
    for (const words of ["Memory &#38; more", ">MiB<", "minutes since the first raise", ">resident<", ">heap<"])
      expect(svg).toContain(words);
  });

  it("tells its lines apart by their strokes", () => {
    const strokes = [...svg.matchAll(/<polyline [^>]*stroke-dasharray="([^"]*)"/g)].map(([, stroke]) => stroke);
    expect(new Set(strokes).size).toBe(2);
  });

  it("stays within its field", () => {
    const ys = [...svg.matchAll(/points="([^"]*)"/g)].flatMap(([, points = ""]) =>
      points.split(" ").map((one) => Number(one.split(",")[1])),
    );
    expect(ys.every((y) => y >= 44 && y <= 290)).toBe(true);
  });
});

describe("the runs that are judged", () => {
  const id = "7d7b8f0e-3c1a-4b52-9f00-0123456789ac";
  const kept = [{ id, at: 5, closed: true }];

  it.each([`${id}-v1`, `${id}-v3-again-29341234`])("are those of cases, each beside its own: %s", (name) => {
    expect(runsAmong([{ name, wakeAt: null }], kept)).toEqual([{ name, wakeAt: null, of: { raisedAt: 5, ended: true } }]);
  });

  it("have one of a case that nobody was told of, and none of a partners' call", () => {
    const unknown = { name: "00000000-3c1a-4b52-9f00-0123456789ac-v1", wakeAt: null };
    const call = { name: "london_daily_2026_11_27-v1", wakeAt: null };
    expect(runsAmong([unknown, call], kept)).toEqual([{ ...unknown, of: undefined }]);
  });
});
