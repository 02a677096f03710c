import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ConfigRefused } from "../core/partnership/read-partnership.ts";
import { buildWeb } from "../web/build.ts";
import { type Database, dataFolder, mustBeFree, startDatabase } from "./database.ts";
import { type Machine, newSecrets, type Secrets, startMachine } from "./machine.ts";
import { askOtherServices, recordFirstAnswers, showMainJob } from "./main-job.ts";
import { synthesised } from "./table.ts";
import { Trouble } from "./trouble.ts";

/**
 * `npm start`, and `npm run lab`: everything on one machine, until Ctrl-C. The laboratory starts anew each time, at the present; with
 * `--from <instant>` it goes on with the last one's data, and its clock starts there.
 */
const { values } = parseArgs({ options: { fresh: { type: "boolean" }, lab: { type: "boolean" }, from: { type: "string" } } });
const PORT = Number(process.env.PORT ?? 8080);
const FOLDER = dataFolder();
const DATA = join(FOLDER, values.lab ? "lab" : "data");
const RUNNING = join(FOLDER, "running.json");
const TABLE = "rightcall";
const began = performance.now();

/** What is under way, so that whatever ends us leaves no process behind. */
const up: { database?: Database; machine?: Machine; isTold?: true } = {};
async function down(code: number): Promise<never> {
  await up.machine?.close().catch(() => undefined);
  await up.database?.close().catch(() => undefined);
  if (up.isTold) rmSync(RUNNING, { force: true });
  process.exit(code);
}
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => void down(0));

/** The machine's keys, kept with its data; one that an earlier version did not have yet is made. */
async function secretsIn(folder: string): Promise<Secrets> {
  const file = join(folder, "secrets.json");
  const secrets = { ...(await newSecrets()), ...keptIn(file) };
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 });
  return secrets;
}

function keptIn(file: string): Partial<Secrets> {
  if (!existsSync(file)) return {};
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Secrets;
  } catch {
    throw new Trouble(`${file} is broken. Start anew: npm start -- --fresh`);
  }
}

/** Nobody is told that it is up before a case could be raised. */
async function mustBeReady(site: string): Promise<void> {
  const reply = await fetch(`${site}/ready`);
  if (!reply.ok) throw new Trouble(((await reply.json()) as { detail: string }).detail);
}

async function start(): Promise<void> {
  for (const data of values.fresh ? ["data", "lab"].map((part) => join(FOLDER, part)) : [DATA]) mustBeFree(data);
  if (values.fresh) rmSync(FOLDER, { recursive: true, force: true });
  if (values.lab && !values.from) rmSync(DATA, { recursive: true, force: true });
  const first = !existsSync(DATA);
  const secrets = await secretsIn(FOLDER);
  const [database, template] = await Promise.all([startDatabase(DATA), first ? synthesised() : undefined, buildWeb()]);
  up.database = database;
  const clock = values.lab ? { clockFrom: values.from ? new Date(values.from) : new Date() } : {};
  up.machine = await startMachine({
    database: database.endpoint,
    table: TABLE,
    port: PORT,
    secrets,
    ...(template ? { template } : {}),
    ...clock,
  });
  const { site } = up.machine;
  await mustBeReady(site);
  if (!values.lab) {
    writeFileSync(RUNNING, JSON.stringify({ database: database.endpoint, table: TABLE, site, pid: process.pid }));
    up.isTold = true;
  }
  console.log(`
Rightcall is up, ${((performance.now() - began) / 1000).toFixed(1)} s after it was asked for. It is not an emergency line: 999 first.

  Pages         ${site}/            sign in as any of the demo people
  Laboratory    ${site}/lab         the inbox, faults, executions${values.lab ? ", and a clock you can move" : ""}
  API           ${site}/api/docs    and ${site}/api/openapi.json
`);
  if (first) {
    await showMainJob(up.machine);
    await recordFirstAnswers(up.machine);
    await askOtherServices(up.machine);
  } else console.log("  Your data from before is here. Start anew with: npm start -- --fresh\n");
  console.log("  Ctrl-C ends it.\n");
}

start().catch(async (error: unknown) => {
  console.error(error instanceof Trouble || error instanceof ConfigRefused ? `\n${error.message}\n` : error);
  await down(1);
});
