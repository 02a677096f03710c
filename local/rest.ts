import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { ClientRequest } from "node:http";
import { OF_STREAMS, type Stream } from "./stream.ts";

/** A real pause, whatever clock the process shows: kept before the clock is replaced. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
/** Requests come in bursts with a few turns between them; after this many quiet turns a burst is over. */
const QUIET_TURNS = 50;
/** Entries of the audit are no part of what is true: nothing follows from them. */
const OF_THE_AUDIT = /\baudit\b/;
/** What becomes of a message is written so, and hardly ever sets anything off: it is read with the next, or when all else rests. */
const UPDATE = /\.UpdateItem$/;
const WRITES = /\.(PutItem|UpdateItem|DeleteItem|TransactWriteItems|BatchWriteItem)$/;

/** Knows whether anything is still under way: what this process has asked of its endpoints, less what hangs by order. */
export interface Rest {
  /** Resolves when nothing has been under way for a while, and the stream has handed on all that was written. */
  readonly reached: () => Promise<void>;
  /** How many writes the table has been sent, to see whether anything can have changed. */
  readonly writes: () => number;
  /** Whether all that was written has come through the stream, as far as is known. */
  readonly isThrough: () => boolean;
  /** Counts a piece of work as under way until it is over: between two of its requests nothing else shows that it goes on. */
  readonly during: <T>(work: Promise<T>) => Promise<T>;
  /** One request hangs by order from here on, or has stopped hanging. */
  readonly hanging: (change: 1 | -1) => void;
  /** The stream: what must have come through before all is at rest, and who looks at once after each write of this process. */
  readonly waitFor: (stream: Pick<Stream, "drained" | "isThrough" | "look">) => void;
  readonly close: () => void;
}

/** Watches the requests of this process. */
export function watchRest(): Rest {
  let underWay = 0;
  let hanging = 0;
  let onHang: (() => void) | undefined;
  let writes = 0;
  let started = 0;
  let through: Pick<Stream, "drained" | "isThrough"> | undefined;
  let written = (_: "soon" | "at rest") => {};
  const onStart = (message: unknown) => {
    const { request } = message as { request: ClientRequest };
    const told = (header: string) => String(request.getHeader(header) ?? "");
    const target = told("x-amz-target");
    if (target.startsWith(OF_STREAMS)) return; // it looks whether anything is under way, and is nothing itself
    underWay += 1;
    started += 1;
    const isWrite = WRITES.test(target) && !OF_THE_AUDIT.test(told("user-agent"));
    if (isWrite) writes += 1;
    request.once("close", () => {
      underWay -= 1;
      if (isWrite) written(UPDATE.test(target) ? "at rest" : "soon");
      over();
    });
  };
  subscribe("http.client.request.start", onStart);
  let settled = () => {};
  /** Something has ended, or hangs by order: what waits for the rest looks again. */
  const over = () => {
    if (underWay <= hanging) settled();
  };
  const quiet = async () => {
    for (let turns = 0; turns < QUIET_TURNS; turns += 1) {
      const before = started;
      if (underWay > hanging)
        await new Promise<void>((resolve) => {
          settled = resolve;
        });
      else await turn();
      if (underWay > hanging || started !== before) turns = -1;
    }
  };
  /** While a request hangs by order, its handler does, and the stream behind it: only the clock can end that. */
  const hung = (): Promise<void> =>
    new Promise((resolve) => {
      onHang = resolve;
    });
  let drainedAt = -1;
  const rested = async () => {
    await quiet();
    while (through && hanging === 0 && !(drainedAt === writes && through.isThrough())) {
      const before = writes;
      await Promise.race([through.drained(), hung()]);
      await quiet();
      if (hanging === 0 && writes === before) drainedAt = writes;
    }
  };
  // One at a time: only one is told that something has ended.
  let turnstile: Promise<void> = Promise.resolve();
  return {
    reached: () => {
      turnstile = turnstile.then(rested);
      return turnstile;
    },
    writes: () => writes,
    isThrough: () => drainedAt === writes,
    during: async (work) => {
      underWay += 1;
      started += 1;
      try {
        return await work;
      } finally {
        underWay -= 1;
        over();
      }
    },
    hanging: (change) => {
      hanging += change;
      if (change === 1) onHang?.();
      over();
    },
    waitFor: (stream) => {
      through = stream;
      written = stream.look;
    },
    close: () => unsubscribe("http.client.request.start", onStart),
  };
}
