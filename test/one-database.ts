import { execFileSync } from "node:child_process";
import { type Database, startDatabase } from "../local/database.ts";

/** One DynamoDB Local, in memory, for the whole suite; each test file has a table of its own in it. The pages' sheet and script are built first. */
export default async function start(): Promise<void> {
  execFileSync(process.execPath, ["web/build.ts"], { env: { ...process.env, NODE_OPTIONS: "" } });
  const database = await startDatabase();
  (globalThis as { database?: Database }).database = database;
  process.env.AWS_ENDPOINT_URL_DYNAMODB = database.endpoint;
  process.env.LOG = "silent";
}
