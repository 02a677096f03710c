import { randomUUID } from "node:crypto";
import { expect, it } from "@jest/globals";
import { drill, isWell } from "../../local/restore-drill.ts";
import { template } from "../town.ts";

it("restores all that the backup has, strikes what fell due meanwhile, and sends nothing twice that had left before it", async () => {
  const found = await drill({
    database: process.env.AWS_ENDPOINT_URL_DYNAMODB ?? "",
    table: `drill-${randomUUID()}`,
    template,
    cases: 10,
    say: () => {},
  });
  expect(found).toMatchObject({ struck: 2, twice: 0, lost: [expect.stringMatching(/^RC-/)] });
  expect(found.again).toBeGreaterThan(0); // the page that waited when the table was saved
  expect(found.chains.stories).toBeGreaterThanOrEqual(14);
  expect(found.figures.rows).toBeGreaterThan(5);
  expect(isWell(found)).toBe(true);
});
