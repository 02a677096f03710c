import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { MEASURES } from "../../core/measures/measures.ts";
import { Tally } from "../../core/measures/tally.ts";
import { measures } from "../../docs/write-measures.ts";

const page = readFileSync("docs/measures.md", "utf8");

describe("docs/measures.md", () => {
  it("is what the writer makes of the table (npm run measures writes it)", () => {
    expect(page).toBe(measures());
  });

  it("has a section for each measure, in their order, and no other", () => {
    const [, section = ""] = /\n## Each measure\n([\s\S]*?)\n## /.exec(page) ?? [];
    const named = [...section.matchAll(/^### .+\n\n`(\w+)`, /gm)].map(([, code]) => code);
    expect(named).toEqual(MEASURES.map(({ code }) => code));
    expect(section.match(/^### /gm)?.length).toBe(MEASURES.length);
  });

  it("says of each field of a tally where it comes from", () => {
    const fields = [...page.matchAll(/^\| `(\w+)` \| [a-z ’]+ \| .+\. \|$/gm)].map(([, field]) => field);
    expect(fields).toEqual(Object.keys(Tally.shape));
  });
});
