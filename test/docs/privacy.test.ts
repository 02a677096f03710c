import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { Basis } from "../../core/partnership/retention.ts";
import { privacyDoc } from "../../docs/write-privacy.ts";

const page = readFileSync("docs/privacy.md", "utf8");

describe("docs/privacy.md", () => {
  it("has the schedule that is configured (npm run privacy writes it)", () => {
    expect(page).toBe(privacyDoc(page));
    for (const basis of Basis.options) expect(page).toContain(basis);
  });

  it("has a draft of the assessment, in the order of the ICO, and nobody has signed it", () => {
    const steps = [...page.matchAll(/^### Step (\d): (.+)$/gm)].map(([, number, title]) => `${number} ${title}`);
    expect(steps).toEqual([
      "1 identify the need",
      "2 describe the processing",
      "3 consider consultation",
      "4 assess necessity and proportionality",
      "5 identify and assess risks",
      "6 identify measures to reduce them",
      "7 sign off and record outcomes",
    ]);
    expect(page).toMatch(/draft/i);
    const [, signed = ""] = page.split("### Step 7");
    expect(signed).not.toMatch(/\| [^|]+ \| [^|]+ \| \d{4}-/);
  });

  it("claims of no law, policy or certificate that it is met", () => {
    expect(page).not.toMatch(/\b(fully )?compliant|complies with|certified|is anonymous\b/i);
  });
});
