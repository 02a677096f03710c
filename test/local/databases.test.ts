import { afterAll, expect, it } from "@jest/globals";
import { ensureTables } from "../../local/table.ts";
import { startDatabases } from "../databases.ts";
import { template } from "../town.ts";

Object.assign(process.env, { AWS_REGION: "eu-west-2", AWS_ACCESS_KEY_ID: "local", AWS_SECRET_ACCESS_KEY: "local" });
const databases = await startDatabases(1);
afterAll(databases.close);

const answers = (endpoint: string) =>
  fetch(endpoint).then(
    () => true,
    () => false,
  );

const withStream = async (endpoint: string) => {
  process.env.AWS_ENDPOINT_URL_DYNAMODB = endpoint;
  await ensureTables("cases", template);
};

it("a worker keeps its database, and is given a new one after a stream; none is left when the run ends, however often it asked at once", async () => {
  const first = await databases.forFile("1");
  expect(await databases.forFile("1")).toBe(first);
  await withStream(first);
  const asked = await Promise.all([databases.forFile("1"), databases.forFile("1")]); // it was ended while it asked, and asked anew
  expect([new Set([...asked, first]).size, await answers(first)]).toEqual([2, false]);
  await withStream(asked[0]);
  const late = databases.forFile("1");
  await databases.close();
  expect(await Promise.all([...asked, await late].map(answers))).toEqual([false, false, false]);
});
