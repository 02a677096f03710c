import { readFileSync } from "node:fs";
import { expect, it } from "@jest/globals";

it("docs/access.md is what the writer makes of the rows (npm run access writes it)", async () => {
  process.env.TABLE ??= "none"; // the rows name the functions behind them, which name their tables
  process.env.AUDIT ??= "none";
  const { accessPage } = await import("../../docs/write-access.ts");
  expect(readFileSync("docs/access.md", "utf8")).toBe(accessPage());
});
