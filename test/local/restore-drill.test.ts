import { randomUUID } from "node:crypto";
import { expect, it } from "@jest/globals";
import { drill, isWell } from "../../local/restore-drill.ts";
import { template } from "../town.ts";

it("restores all that the backup has, deletes anew what had been deleted after it, strikes what fell due meanwhile, and sends nothing twice that had left before it", async () => {
  const found = await drill({
    database: process.env.AWS_ENDPOINT_URL_DYNAMODB ?? "",
    table: `drill-${randomUUID()}`,
    template,
    cases: 10,
    say: () => {},
  });
  expect(found).toMatchObject({
    deletions: { back: 1, left: 0 },
    struck: 2,
    twice: 0,
    silent: [],
    oldViewTaken: false,
    lost: [expect.stringMatching(/^RC-/)],
  });
  expect(found.again).toBeGreaterThan(0); // the page that waited when the table was saved
  expect(found.chains.stories).toBeGreaterThanOrEqual(15);
  expect(found.figures.rows).toBeGreaterThan(5);
  expect(isWell(found)).toBe(true);
  expect(isWell({ ...found, deletions: { back: 1, left: 1 } })).toBe(false);
  expect(isWell({ ...found, oldViewTaken: true })).toBe(false);
  expect(isWell({ ...found, silent: ["RC-234-567"] })).toBe(false);
});
