import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { AskedBy } from "../../functions/web/door.ts";
import { NOW } from "../builders.ts";

/** A table, and a keeper of keys, that take every question and answer none. */
const table = createServer(() => {});
let drafts: typeof import("../../functions/web/drafts.ts");
beforeAll(async () => {
  await new Promise<void>((listening) => table.listen(0, "127.0.0.1", listening));
  Object.assign(process.env, {
    PATIENCE: "1",
    TABLE: "table",
    FIELD_KEY: "key",
    SITE: "https://example.org",
    SESSION_KEY: Buffer.alloc(32, 7).toString("base64url"),
    AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${(table.address() as AddressInfo).port}`,
    AWS_ENDPOINT_URL_KMS: `http://127.0.0.1:${(table.address() as AddressInfo).port}`,
  });
  drafts = await import("../../functions/web/drafts.ts");
});
afterAll(() => {
  table.closeAllConnections();
  table.close();
});

it("a draft keeps nobody waiting for their reference, nor for the form, when the table does not answer", async () => {
  const actor = { partnership: "london", id: "amara_bell", roles: ["raiser"] };
  const asked = {
    actor,
    now: NOW,
    form: new URLSearchParams({ draft: "00000000-0000-4000-8000-00000000000d", whyNow: "She has left" }),
  } as never as AskedBy;
  const begun = performance.now();
  await Promise.all([drafts.endSafely(asked), drafts.keepSafely(asked), drafts.draftsOf(asked)]);
  expect(performance.now() - begun).toBeLessThan(8000);
});
