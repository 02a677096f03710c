import { execFileSync } from "node:child_process";
import { JAVA, startDatabase } from "../local/database.ts";
import { synthesised } from "../local/table.ts";

/**
 * Before the suite, once: the pages' sheet and script are built, the table is synthesised, and one DynamoDB Local is started for all files.
 * Each has an access key of its own there (test/own-database.ts); the engine has compiled itself for all of them.
 */
export default async function start(): Promise<void> {
  execFileSync(process.execPath, ["web/build.ts"], { env: { ...process.env, NODE_OPTIONS: "" } });
  const own = process.env.JDK_JAVA_OPTIONS;
  process.env.JDK_JAVA_OPTIONS = own ?? JAVA.lasting;
  const database = await startDatabase();
  process.env.JDK_JAVA_OPTIONS = own ?? JAVA.brief; // what a test starts by itself is soon over
  Object.assign(globalThis, { endDatabase: database.close });
  process.env.DATABASE = database.endpoint;
  process.env.TEMPLATE = JSON.stringify(await synthesised());
  process.env.LOG = "silent";
}
