import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { dataFolder, isOurs, startDatabase } from "./database.ts";
import { auditBeside, ensureTables } from "./table.ts";
import { Trouble } from "./trouble.ts";

/**
 * Runs an operator's command on this machine's data, or with --aws on the table that TABLE names: `node local/operate.ts <command> …`.
 * Locally it speaks to the running machine's database, or starts one on the data folder for as long as it needs.
 */
const [command = "", ...rest] = process.argv.slice(2);
const RUNNING = join(dataFolder(), "running.json");
const commands: Readonly<Record<string, () => Promise<{ main: (args: string[]) => Promise<number> }>>> = {
  config: () => import("../operate/apply-config.ts"),
  people: () => import("../operate/apply-people.ts"),
  "verify-chain": () => import("../operate/verify-chain.ts"),
  probe: () => import("../operate/enrol-probe.ts"),
  "delete-anew": () => import("../operate/delete-anew.ts"),
  "went-back": () => import("../operate/went-back.ts"),
  figures: () => import("../operate/rebuild-figures.ts"),
};

/** The key by which a person is recognised in this machine's figures; none before its first start. */
const keyIn = (file: string): string =>
  existsSync(file) ? ((JSON.parse(readFileSync(file, "utf8")) as { subject?: string }).subject ?? "") : "";

async function run(): Promise<number> {
  const load = commands[command];
  if (!load) {
    console.error(`Say one of: ${Object.keys(commands).join(", ")}`);
    return 1;
  }
  const args = rest.filter((word) => word !== "--aws");
  if (rest.includes("--aws")) return (await load()).main(args);
  const told = existsSync(RUNNING) ? (JSON.parse(readFileSync(RUNNING, "utf8")) as { database: string; pid: number }) : undefined;
  const running = told && isOurs(told.pid) ? told : undefined; // else it was killed, and could not take that back
  const database = running ? undefined : await startDatabase(join(dataFolder(), "data"));
  const endpoint = running?.database ?? database?.endpoint ?? "";
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    AWS_REGION: "eu-west-2",
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    TABLE: "rightcall",
    AUDIT: auditBeside("rightcall"),
    SUBJECT_KEY: keyIn(join(dataFolder(), "secrets.json")),
  });
  try {
    await ensureTables("rightcall");
    return await (await load()).main(args);
  } finally {
    await database?.close();
  }
}

process.exitCode = await run().catch((error: unknown) => {
  if (!(error instanceof Trouble)) throw error;
  console.error(error.message);
  return 1;
});
