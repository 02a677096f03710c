import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { METRICS } from "../../core/metrics.ts";
import { SLOW } from "../../infra/constructs/alarms.ts";

const page = readFileSync("docs/slo.md", "utf8");
const alarms = readFileSync("infra/constructs/alarms.ts", "utf8");
const rows = page.split("\n").filter((line) => /^\| \d \|/.test(line) && line.split("|").length === 8);
const cells = (line: string) => line.split("|").map((cell) => cell.trim());
const names = (cell = "") => [...cell.matchAll(/`([A-Z]\w+)`/g)].map(([, name]) => name);

describe("what we promise", () => {
  it("is measured by what the functions count, each promise by something", () => {
    expect(rows).toHaveLength(4);
    const counted = rows.flatMap((row) => names(cells(row)[4]));
    expect(counted.length).toBeGreaterThan(4);
    expect(counted.filter((name = "") => !(name in METRICS))).toEqual([]);
    for (const row of rows) expect(cells(row)[4]).not.toBe("");
  });

  it("rings, by alarms that there are", () => {
    const ringing = rows.flatMap((row) => names(cells(row)[6]));
    for (const name of ringing) expect(alarms).toMatch(new RegExp(`"${name}"`));
    for (const row of rows) expect(names(cells(row)[6])).not.toEqual([]);
  });

  it("says of everything that is mended by itself what is counted, what rings and what shows it", () => {
    const mended = page.split("\n").filter((line) => /^\| I\d \|/.test(line));
    expect(mended.map((row) => cells(row)[1])).toEqual(["I1", "I2", "I3", "I4", "I5", "I6", "I7", "I8"]);
    for (const row of mended) {
      const [, , , , counted, rings, shown = ""] = cells(row);
      expect(names(counted).filter((name = "") => !(name in METRICS))).toEqual([]);
      for (const name of names(rings)) expect(alarms).toMatch(new RegExp(`"${name}"`));
      expect([names(counted).length, names(rings).length > 0, shown.includes("test/")]).toEqual([1, true, true]);
    }
  });

  it("has the same limits as the alarms", () => {
    expect([SLOW.firstDelivery, SLOW.lateness]).toEqual([2 * 60_000, 60_000]);
    expect(page).toContain(`PR(:${SLOW.firstDelivery})`);
    expect(page).toContain("above 60 000 ms");
  });

  it("adds up: 99.9 % of a month is all but 43 minutes", () => {
    expect(Math.floor(30 * 24 * 60 * 0.001)).toBe(43);
  });

  it("names no file that there is not", () => {
    const files = [...page.matchAll(/`((?:docs|test|core)\/[\w./-]+)`/g)].map(([, file = ""]) => file);
    expect(files.length).toBeGreaterThan(5);
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
  });
});
