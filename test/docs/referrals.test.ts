import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";

const page = readFileSync("docs/referrals.md", "utf8");
const command = readFileSync("bench/referrals.ts", "utf8");
const performance = readFileSync("docs/performance.md", "utf8");

describe("docs/referrals.md", () => {
  it("is of the month that the command plays when nothing else is said", () => {
    const [, said = ""] = /`npm run referrals -- (.*) --write`/.exec(page) ?? [];
    const options = [...said.matchAll(/--([a-z-]+) (\S+)/g)];
    expect(options.length).toBeGreaterThan(5);
    for (const [, name = "", value] of options)
      expect(command).toMatch(new RegExp(`"?${name}"?: \\{ type: "string", default: "${value}" \\}`));
  });

  it("has the figures that docs/performance.md gives of it", () => {
    const rows = performance.split("\n").filter((line) => /^\| \d+ \/ \d+ \/ \d+/.test(line));
    expect(rows).toHaveLength(4);
    const figures = rows.flatMap((line) => line.split("|").slice(2, 6));
    expect(figures.filter((figure) => !page.includes(figure))).toEqual([]);
  });

  it("tells of no breach", () => {
    expect(page).toContain("The checker finds that every rule holds");
  });
});
