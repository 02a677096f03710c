import { globSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { describe, expect, it } from "@jest/globals";

const decisions = globSync("docs/adr/*.md")
  .sort()
  .map((file) => ({ file, number: basename(file).slice(0, 4), text: readFileSync(file, "utf8") }));
const numbers = decisions.map(({ number }) => number);

describe("the decisions", () => {
  it("are numbered without gaps", () => {
    expect(numbers.length).toBeGreaterThan(0);
    expect(numbers).toEqual(numbers.map((_, nth) => String(nth + 1).padStart(4, "0")));
  });

  it.each(decisions)("are told under four headings, and refer to one another truly: $file", ({ number, text }) => {
    expect(text).toMatch(new RegExp(`^# ${number} \\S`));
    expect(text.match(/^## .+$/gm)).toEqual(["## What", "## Why", "## Consequences", "## Notes"]);
    expect([...text.matchAll(/\((\d{4})\)/g)].map(([, other = ""]) => other).filter((other) => !numbers.includes(other))).toEqual(
      [],
    );
  });
});
