import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";

const page = readFileSync("docs/threat-model.md", "utf8");

/** The lines of the tables, each under its boundary. */
const lines = page
  .split(/^## /m)
  .slice(1)
  .flatMap((part) =>
    part.split("\n").flatMap((row) => {
      const [, kind = "", threat = "", control = "", shown = ""] = row.split("|").map((cell) => cell.trim());
      return /^[STRIDE]$/.test(kind) ? [{ boundary: part.slice(0, part.indexOf("\n")), kind, threat, control, shown }] : [];
    }),
  );
const testsIn = (shown: string) =>
  [...shown.matchAll(/`(test\/[^`]+)` «([^»]+)»/g)].map(([, file = "", name = ""]) => ({ file, name }));

describe("the threat model", () => {
  it("looks at every boundary, and at every kind of threat", () => {
    expect(new Set(lines.map(({ boundary }) => boundary)).size).toBeGreaterThanOrEqual(10);
    expect(new Set(lines.map(({ kind }) => kind))).toEqual(new Set("STRIDE"));
    expect(lines.length).toBeGreaterThan(60);
  });

  it.each(lines)("says what stands against it, and what shows that, or why nothing does: $threat", ({ control, shown }) => {
    expect(control).not.toBe("");
    if (shown.startsWith("not covered: ")) return expect(shown.length).toBeGreaterThan(40);
    expect(testsIn(shown)).not.toEqual([]);
    expect(shown.replace(/`test\/[^`]+` «[^»]+»/g, "").replace(/[;\s]/g, "")).toBe("");
    for (const { file, name } of testsIn(shown)) {
      expect(existsSync(file) && file).toBe(file);
      const names = [...readFileSync(file, "utf8").matchAll(/\(\s*(?:"([^"\n]+)"|'([^'\n]+)'|`([^`\n]+)`),\s*(?:async\s*)?\(/g)];
      expect(names.map(([, one, other, third]) => one ?? other ?? third)).toContain(name);
    }
  });
});
