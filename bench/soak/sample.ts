import type { Asked, Tally } from "./asking.ts";
import type { Seen } from "./judge.ts";
import { type Product, takenBy } from "./product.ts";
import type { Standing } from "./rows.ts";

/** A run of a workflow, as the laboratory shows it. */
export interface Execution {
  readonly name: string;
  readonly status: string;
  readonly wakeAt: string | null;
}

/** What was seen of the product at one moment, and of the seconds before it. */
export interface Sample extends Seen, Standing {
  readonly databaseMiB: number;
  /** Cores that were busy: the product's, its database's, and our own. */
  readonly cores: { readonly product: number; readonly database: number; readonly load: number };
  /** Runs of workflows that go on. */
  readonly running: number;
  readonly raiseMs: readonly number[];
}

/** The runs of workflows that go on, and how many there have been. */
export async function runsOf(site: string): Promise<{ readonly running: Execution[]; readonly all: number }> {
  const runs = (await (await fetch(`${site}/lab/executions`)).json()) as Execution[];
  return { running: runs.filter(({ status }) => status === "RUNNING"), all: runs.length };
}

/** Times of what has been asked since this was last called. */
function since({ took }: Asked): () => number[] {
  let told = took.length;
  return () => {
    const more = took.slice(told).map(({ ms }) => ms);
    told = took.length;
    return more;
  };
}

/** Takes samples, one after another. The inbox is emptied each time: the laboratory keeps each letter for its page, as no mail service does. */
export function sampling({ site, pids }: Product, { raises, boards }: Tally, rows: () => Promise<Standing>) {
  const start = performance.now();
  const clock = () => {
    const { user, system } = process.cpuUsage();
    const [product, database] = [takenBy(pids.product), takenBy(pids.database)];
    return { at: performance.now(), product, database, load: (user + system) / 1e6 };
  };
  const [raiseMs, boardMs] = [since(raises), since(boards)];
  let before = clock();
  return async (): Promise<Sample> => {
    const { running, all } = await runsOf(site);
    await Promise.all(["mail", "texts"].map((box) => fetch(`${site}/lab/${box}`, { method: "DELETE" })));
    const standing = await rows();
    const now = clock();
    const busy = (seconds: number) => seconds / ((now.at - before.at) / 1000);
    const cores = {
      product: busy(now.product.cpuSeconds - before.product.cpuSeconds),
      database: busy(now.database.cpuSeconds - before.database.cpuSeconds),
      load: busy(now.load - before.load),
    };
    before = now;
    const { residentMiB, sockets } = now.product;
    return {
      ...standing,
      ...{ at: (now.at - start) / 1000, residentMiB, sockets, databaseMiB: now.database.residentMiB, cores },
      ...{ running: running.length, executions: all, raiseMs: raiseMs(), boardMs: boardMs() },
    };
  };
}
