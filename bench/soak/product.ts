import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import * as z from "zod";
import { freePort } from "../../local/database.ts";
import { pause } from "./asking.ts";

const MIB = 2 ** 20;
/** The kernel counts processor time in hundredths of a second, whatever the machine. */
const TICKS_A_SECOND = 100;
const Running = z.object({ database: z.url(), table: z.string(), pid: z.int() });

/** What a process takes of the machine at one moment. */
export interface Taken {
  readonly residentMiB: number;
  readonly sockets: number;
  /** Processor time since its start. */
  readonly cpuSeconds: number;
}

/** The heap as the collector left it, when it had gone through all of it. */
export interface Collected {
  readonly at: number;
  readonly heapMiB: number;
}

/** The product as `npm start` starts it, in a process of its own with an empty data folder, and what can be seen of it from outside. */
export interface Product {
  readonly site: string;
  /** Where its database answers, and what its table is called there. */
  readonly database: string;
  readonly table: string;
  readonly pids: { readonly product: number; readonly database: number };
  readonly collections: readonly Collected[];
  readonly stop: () => Promise<void>;
}

/** A line of the collector about a whole collection: «Mark-Compact (reduce) 95.2 (130.1) -> 61.0 (98.3) MB». */
const WHOLE = /Mark-Compact.*?-> ([\d.]+) \(/;

/** The last that it says, when it has shown what it does. */
const HAS_SHOWN = "Ctrl-C ends it";

/** Starts it, and answers once it has shown what it does. `flags` are for Node.js, as for a profile. */
export async function startProduct(flags: readonly string[] = []): Promise<Product> {
  const folder = mkdtempSync(join(tmpdir(), "rightcall-soak-"));
  const port = await freePort();
  const site = `http://localhost:${port}`;
  const env = { ...process.env, PORT: String(port), RIGHTCALL_DATA: folder, LOG: "silent" };
  const args = [
    "--trace-gc",
    ...flags,
    "--disable-warning=TimeoutNegativeWarning",
    "--import",
    "./local/tsx.ts",
    "local/main.ts",
  ];
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "inherit"] });
  const end = () => void child.kill("SIGTERM");
  process.once("exit", end);
  const collections: Collected[] = [];
  let shown = false;
  createInterface({ input: child.stdout }).on("line", (line) => {
    const heapMiB = Number(WHOLE.exec(line)?.[1]);
    if (heapMiB > 0) collections.push({ at: Date.now(), heapMiB });
    shown ||= line.includes(HAS_SHOWN);
  });
  const running = join(folder, "running.json");
  while (!shown) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error("The product did not start.");
    await pause(100);
  }
  const { database, table, pid } = Running.parse(JSON.parse(readFileSync(running, "utf8")));
  return {
    site,
    database,
    table,
    pids: { product: pid, database: JSON.parse(readFileSync(join(folder, "data", "database.pid"), "utf8")).database },
    collections,
    stop: async () => {
      process.off("exit", end);
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What a process takes now, as the kernel counts it. */
export function takenBy(pid: number): Taken {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const [user = 0, system = 0] = stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .slice(11, 13)
    .map(Number);
  return {
    residentMiB: (Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024) / MIB,
    sockets: readdirSync(`/proc/${pid}/fd`).filter((fd) => isSocket(`/proc/${pid}/fd/${fd}`)).length,
    cpuSeconds: (user + system) / TICKS_A_SECOND,
  };
}

function isSocket(path: string): boolean {
  try {
    return readlinkSync(path).startsWith("socket:");
  } catch {
    return false; // it was closed while we looked
  }
}
