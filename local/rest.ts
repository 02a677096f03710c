import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { ClientRequest } from "node:http";

/** A real pause, whatever clock the process shows: kept before the clock is replaced. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
/** Requests come in bursts with a few turns between them; after this many quiet turns a burst is over. */
const QUIET_TURNS = 20;
const WRITES = /\.(PutItem|UpdateItem|DeleteItem|TransactWriteItems|BatchWriteItem)$/;

/** Knows whether anything is still under way: what this process has asked of its endpoints, less what hangs by order. */
export interface Rest {
  /** Resolves when nothing has been under way for a while, and the stream has handed on all that was written. */
  readonly reached: () => Promise<void>;
  /** How many writes the table has been sent, to see whether anything can have changed. */
  readonly writes: () => number;
  /** One request hangs by order from here on, or has stopped hanging. */
  readonly hanging: (change: 1 | -1) => void;
  /** What must have come through before the stream is at rest. */
  readonly waitFor: (drained: () => Promise<void>) => void;
  readonly close: () => void;
}

/** Watches the requests of this process. */
export function watchRest(): Rest {
  let underWay = 0;
  let hung = 0;
  let writes = 0;
  let started = 0;
  let drained: (() => Promise<void>) | undefined;
  const onStart = (message: unknown) => {
    const { request } = message as { request: ClientRequest };
    underWay += 1;
    started += 1;
    if (WRITES.test(String(request.getHeader("x-amz-target") ?? ""))) writes += 1;
    request.once("close", () => {
      underWay -= 1;
    });
  };
  subscribe("http.client.request.start", onStart);
  const quiet = async () => {
    for (let turns = 0; turns < QUIET_TURNS; turns += 1) {
      const before = started;
      await turn();
      if (underWay > hung || started !== before) turns = -1;
    }
  };
  let drainedAt = -1;
  return {
    reached: async () => {
      await quiet();
      while (drained && drainedAt !== writes) {
        drainedAt = writes + 1; // draining writes one mark of its own
        await drained();
        await quiet();
      }
    },
    writes: () => writes,
    hanging: (change) => {
      hung += change;
    },
    waitFor: (wait) => {
      drained = wait;
    },
    close: () => unsubscribe("http.client.request.start", onStart),
  };
}
