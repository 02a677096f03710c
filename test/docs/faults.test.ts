import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { faultsDoc } from "../../docs/write-faults.ts";
import { FAULTS } from "../workflows/fault-matrix.ts";

const page = readFileSync("docs/faults.md", "utf8");
const faults = Object.values(FAULTS).flat();

describe("docs/faults.md", () => {
  it("has the faults as the suite is held to them (npm run faults writes it)", () => {
    expect(page).toBe(faultsDoc(page));
  });

  it.each(faults.map(({ fault, shown }) => ({ fault, shown })))("names tests that there are: $fault", ({ shown }) => {
    expect(shown.length).toBeGreaterThan(0);
    for (const { file, name } of shown) {
      const named = readFileSync(file, "utf8")
        .split("\n")
        .filter((line) => line.includes(`"${name}"`));
      expect([name, named.length > 0, named.some((line) => /\.(skip|todo)\b/.test(line))]).toEqual([name, true, false]);
    }
  });
});
