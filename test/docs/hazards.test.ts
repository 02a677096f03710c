import { spawnSync } from "node:child_process";
import { existsSync, globSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, it } from "@jest/globals";
import {
  evidenceOf,
  type Hazard,
  Hazard as HazardShape,
  Likelihood,
  MATRIX,
  readHazards,
  riskOf,
  Severity,
  UNSIGNED,
} from "../../docs/clinical-safety/hazard.ts";
import { hazardsDoc } from "../../docs/write-hazards.ts";
import HazardsReporter, { isWhole, notShown } from "../hazards-reporter.ts";

const { hazards } = readHazards();
const FOLDER = "docs/clinical-safety";
const pages = globSync(`${FOLDER}/*.md`).sort();

describe("the hazard log", () => {
  it("has ids without a gap, so that none was taken out", () => {
    expect(hazards.map(({ id }) => id)).toEqual(hazards.map((_, nth) => `H-${String(nth + 1).padStart(2, "0")}`));
    expect(hazards.length).toBeGreaterThanOrEqual(15);
  });

  it("takes no hazard that lacks a field, or says something in a field of its own", () => {
    const [first] = hazards;
    for (const field of Object.keys(HazardShape.shape)) {
      const { [field as keyof Hazard]: _, ...rest } = first as Hazard;
      expect(HazardShape.safeParse(rest).success && field).toBe(false);
    }
    expect(HazardShape.safeParse({ ...first, risk: 1 }).success).toBe(false);
    expect(HazardShape.safeParse({ ...first, causes: [] }).success).toBe(false);
  });

  it.each(hazards)("$id is no worse after its controls than before, and says why what is left is left", (hazard) => {
    const { initial, residual, note } = hazard;
    expect(riskOf(residual)).toBeLessThanOrEqual(riskOf(initial));
    expect(riskOf(residual)).toBeLessThan(4);
    expect(note.length).toBeGreaterThan(20);
  });

  it.each(hazards)("$id rests on tests that are in their files, by these names", (hazard) => {
    for (const { file, name } of evidenceOf(hazard)) {
      expect(existsSync(file) && file).toBe(file);
      expect(name.filter((title) => !titlesIn(file).includes(title))).toEqual([]);
    }
  });

  it("is on its page as it is kept (npm run hazards writes it)", () => {
    expect(readFileSync(`${FOLDER}/hazard-log.md`, "utf8")).toBe(hazardsDoc());
  });
});

const read = new Map<string, string[]>();
/** Every title that a file of tests gives, as its source has it. */
function titlesIn(file: string): string[] {
  const known = read.get(file);
  if (known) return known;
  const found = [...readFileSync(file, "utf8").matchAll(/\(\s*(?:"([^"\n]+)"|'([^'\n]+)'|`([^`\n]+)`),\s*(?:async\s*)?\(/g)];
  const titles = found.map(([, one, other, third]) => one ?? other ?? third ?? "");
  read.set(file, titles);
  return titles;
}

describe("the matrix", () => {
  it.each([
    ["very_high", [3, 4, 4, 5, 5]],
    ["high", [2, 3, 3, 4, 5]],
    ["medium", [2, 2, 3, 3, 4]],
    ["low", [1, 2, 2, 3, 4]],
    ["very_low", [1, 1, 2, 2, 3]],
  ] as const)("reads %s, from minor to catastrophic, as the template does", (likelihood, risks) => {
    expect(Severity.options.map((severity) => riskOf({ severity, likelihood }))).toEqual(risks);
  });

  it("has all of its 25 places, and never falls where the harm or its likelihood grows", () => {
    const rows = Likelihood.options.map((likelihood) => Severity.options.map((severity) => MATRIX[likelihood][severity]));
    expect(rows.flat()).toHaveLength(25);
    for (const [nth, row] of rows.entries()) {
      expect(row).toEqual(row.toSorted());
      for (const [place, risk] of row.entries()) expect(risk).toBeLessThanOrEqual(rows[nth - 1]?.[place] ?? 5);
    }
  });
});

describe("a run of the whole suite", () => {
  const name = ["a page", "is kept: %s"];
  const [first] = hazards as [Hazard];
  const hazard: Hazard = {
    ...first,
    controls: { ...first.controls, design: [{ says: "It is kept", shownBy: [{ file: "test/a.test.ts", name }] }], test: [] },
  };
  const ran = (status: string, title = "is kept: by day", file = "test/a.test.ts") => ({ file, name: ["a page", title], status });
  const missing = ["H-01: test/a.test.ts «a page › is kept: %s» was not run"];
  const failed = ["H-01: test/a.test.ts «a page › is kept: %s» has not passed"];

  it.each([
    ["when every row of it has passed", [ran("passed"), ran("passed", "is kept: by night")], []],
    ["not when one row has failed", [ran("passed"), ran("failed", "is kept: by night")], failed],
    ["not when it was skipped", [ran("pending")], failed],
    ["not when it is called something else by now", [ran("passed", "stays: by day")], missing],
    ["not when it stands in another file", [ran("passed", "is kept: by day", "test/b.test.ts")], missing],
    ["not when nothing ran", [], missing],
  ])("shows what a hazard rests on %s", (_, all, lines) => {
    expect(notShown([hazard], all, true)).toEqual(lines);
  });

  it("says nothing of a hazard that is deprecated, and blames no machine that has no browser", () => {
    expect(notShown([{ ...hazard, status: "deprecated" }], [], true)).toEqual([]);
    expect(notShown([hazard], [ran("pending")], false)).toEqual([]);
    expect(notShown([hazard], [], false)).toEqual(missing);
  });

  const whole = { testPathPatterns: { patterns: [] }, onlyChanged: false, onlyFailures: false, findRelatedTests: false };

  it.each([
    [true, whole],
    [false, { ...whole, testPathPatterns: { patterns: ["test/docs"] } }],
    [false, { ...whole, testNamePattern: "a page" }],
    [false, { ...whole, onlyChanged: true }],
    [false, { ...whole, onlyFailures: true }],
    [false, { ...whole, findRelatedTests: true }],
    [false, { ...whole, shard: {} }],
  ])("is told from a part of it: %s", (is, asked) => {
    expect(isWhole(asked)).toBe(is);
  });

  it("says nothing at the end of a part, or of a run that was stopped", async () => {
    const part = new HazardsReporter({ ...whole, rootDir: ".", testNamePattern: "a page" });
    await part.onRunComplete(undefined, { wasInterrupted: false, testResults: [] });
    const stopped = new HazardsReporter({ ...whole, rootDir: "." });
    await stopped.onRunComplete(undefined, { wasInterrupted: true, testResults: [] });
    expect([part.getLastError(), stopped.getLastError()]).toEqual([undefined, undefined]);
  });
});

describe("jest, with the reporter", () => {
  const folder = mkdtempSync(join(tmpdir(), "hazards-"));
  const reporters = ["default", resolve("test/hazards-reporter.ts")];
  writeFileSync(join(folder, "one.test.js"), 'test("is well", () => {});');
  const run = (...more: string[]) => {
    const config = JSON.stringify({ rootDir: folder, testEnvironment: "node", transform: {}, reporters });
    const { status, stderr } = spawnSync(process.execPath, ["node_modules/jest/bin/jest.js", "--config", config, ...more], {
      encoding: "utf8",
    });
    return { status, missing: stderr.split("\n").filter((line) => /^H-\d\d: /.test(line)).length };
  };

  it("fails a whole run in which all is well but the tests that the log names, and names each of them", () => {
    expect(run()).toEqual({ status: 1, missing: hazards.flatMap(evidenceOf).length });
  });

  it("lets a part of it be well", () => {
    expect(run("-t", "is well")).toEqual({ status: 0, missing: 0 });
  });
});

describe("each page of clinical safety", () => {
  it("is one of those that DCB0129 asks for", () => {
    expect(pages.map((page) => page.slice(FOLDER.length + 1))).toEqual([
      "README.md",
      "hazard-log.md",
      "incident-and-change.md",
      "management-plan.md",
      "safety-case-report.md",
    ]);
  });

  it.each(pages)("says first that nobody has signed it: %s", (page) => {
    const text = readFileSync(page, "utf8");
    expect(text.indexOf(UNSIGNED)).toBeGreaterThan(0);
    expect(text.indexOf(UNSIGNED)).toBeLessThan(120);
  });

  it.each(pages)("claims of no standard that it is met: %s", (page) => {
    expect(readFileSync(page, "utf8")).not.toMatch(/\b(fully )?compliant|complies with|certified|assured\b/i);
  });
});
