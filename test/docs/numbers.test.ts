import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";

/** The table of numbers in docs/architecture.md: each as it is written, and in which file. */
const rows = readFileSync("docs/architecture.md", "utf8")
  .split("\n")
  .flatMap((line) => {
    const [, written = "", file = ""] = /^\| `([^`]+)` \| `([^`]+\.\w+)` \|/.exec(line) ?? [];
    return written ? [{ written, file }] : [];
  });

describe("a number that the architecture page gives", () => {
  it("has a row in its table", () => {
    expect(rows.length).toBeGreaterThan(10);
  });

  it.each(rows)("is the one in the code: $written", ({ written, file }) => {
    expect(readFileSync(file, "utf8")).toContain(written);
  });
});
