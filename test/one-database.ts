import { execFileSync } from "node:child_process";
import type { Config } from "@jest/types";
import { type Database, startDatabase } from "../local/database.ts";
import { synthesised } from "../local/table.ts";

/**
 * One DynamoDB Local, in memory, for each worker of the suite, since two that write into one wait for each other; each test file has a
 * table of its own in it. The pages' sheet and script are built
 * and the table is synthesised first, once.
 */
export default async function start({ maxWorkers }: Config.GlobalConfig): Promise<void> {
  execFileSync(process.execPath, ["web/build.ts"], { env: { ...process.env, NODE_OPTIONS: "" } });
  process.env.JDK_JAVA_OPTIONS ??= "-XX:+UseSerialGC"; // a whole suite pays the second compiler back: a steady half of the database's work
  const databases = await Promise.all(Array.from({ length: maxWorkers }, () => startDatabase()));
  (globalThis as { databases?: Database[] }).databases = databases;
  process.env.DATABASES = databases.map(({ endpoint }) => endpoint).join(" ");
  process.env.TEMPLATE = JSON.stringify(await synthesised());
  process.env.LOG = "silent";
}
