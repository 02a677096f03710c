import { createHash } from "node:crypto";
import { type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import type { AttributeValue, DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import type { Lane } from "../infra/lanes.ts";
import { passes } from "./event-filter.ts";

export type StreamFault = "on" | "off" | "duplicate" | "reorder";
/** What AWS's event source mappings are, on one machine: the table's real stream, read, filtered and handed on in batches, lane by lane. */
export interface Stream {
  fault: StreamFault;
  /** Resolves when all that was written before has been handed on: the engine shows what it has taken at once. At once when the stream is off. */
  readonly drained: () => Promise<void>;
  /** Something has been written: looks at once, or when somebody waits for all of it. What another process has written is found a little later. */
  readonly look: (when: "soon" | "at rest") => void;
  /** Whether there is nothing to wait for: all that is known to have been written has been handed on, or the stream is off. */
  readonly isThrough: () => boolean;
  /** Tells of each item that has changed, in order: its key, and what it is now; nothing when it is gone. */
  readonly tells: (hear: (key: Told, image: Told | undefined) => void) => void;
  readonly close: () => Promise<void>;
}
/** An item, or its key, as the stream has it. */
export type Told = Readonly<Record<string, AttributeValue>>;
type Handler = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>;

/** Real pauses, kept before the laboratory replaces the clock: the stream flows in real time whatever the clock says. */
const realTimeout = globalThis.setTimeout;
const pause = (ms: number): Promise<void> => new Promise((resolve) => realTimeout(resolve, ms));
/** How long the stream is left alone when nobody has said that something was written: as late may be what another process writes, or what came of a message. */
const IDLE_MS = 250;
/** The same after it could not be read. */
const FAILED_MS = 8;
/** As the deployed mappings: a record that fails so often is left to the sweeper. */
const TRIES = 10;
/** What is written within so long of one another is read together. */
const GATHERS_MS = 3;
/** As many records as one question is answered with. */
const AT_ONCE = 1000;

/** Reads the stream from now on. What was written before the start, and not handed on, is the sweeper's. */
export async function startStream(StreamArn: string, handler: Handler, lanes: readonly Lane[]): Promise<Stream> {
  const iterators = new Map<string, string>();
  const known = new Set<string>();
  let closed = false;
  /** How often we were told that something had been written; and of how much of that all has been read. */
  let looks = 0;
  let readAll = -1;
  let waiting: { readonly looks: number; readonly done: () => void }[] = [];
  let wake = () => {};
  let unread = false;
  const stream: { fault: StreamFault } = { fault: "on" };
  const hearers: ((key: Told, image: Told | undefined) => void)[] = [];

  const follow = async (type: "LATEST" | "TRIM_HORIZON") => {
    const { StreamDescription } = await ask<Described>("DescribeStream", { StreamArn });
    for (const { ShardId } of StreamDescription.Shards) {
      if (known.has(ShardId)) continue;
      known.add(ShardId);
      const { ShardIterator } = await ask<Pointed>("GetShardIterator", { StreamArn, ShardId, ShardIteratorType: type });
      if (ShardIterator) iterators.set(ShardId, ShardIterator);
    }
  };

  const isDone = (of: number) => closed || stream.fault === "off" || (of <= readAll && !queues.some((queue) => queue.isBusy()));
  const passed = () => {
    for (const one of waiting) if (isDone(one.looks)) one.done();
    waiting = waiting.filter((one) => !isDone(one.looks));
  };
  const isThrough = () => isDone(looks);
  const ways = lanes.map((lane) => ({
    ...lane,
    queues: Array.from({ length: lane.abreast }, () => queueOf(lane.batch, handler, () => stream.fault, passed)),
  }));
  const queues = ways.flatMap((lane) => lane.queues);
  const add = (record: DynamoDBRecord): void => {
    for (const { patterns, queues } of ways)
      if (patterns.some((pattern) => passes(record, pattern)))
        queues[wayOf(record.dynamodb?.Keys?.pk?.S ?? "", queues.length)]?.add(record);
  };

  const once = async (): Promise<number> => {
    let found = 0;
    for (const [shard, ShardIterator] of iterators) {
      const { Records: shown, NextShardIterator } = await ask<Recorded>("GetRecords", { ShardIterator, Limit: AT_ONCE });
      const Records = shown.map(withEmptyMaps);
      for (const { dynamodb } of Records) for (const hear of hearers) hear(dynamodb?.Keys ?? {}, dynamodb?.NewImage);
      for (const record of Records) add(record);
      for (const queue of queues) queue.serve();
      found += Records.length;
      if (NextShardIterator) iterators.set(shard, NextShardIterator);
      else {
        iterators.delete(shard);
        await follow("TRIM_HORIZON");
      }
    }
    return found;
  };

  await follow("LATEST");
  const isAwaited = () => waiting.some((one) => one.looks > readAll);
  const reading = (async () => {
    while (!closed) {
      unread = false;
      const before = looks;
      const found = stream.fault === "off" ? undefined : await once().catch(() => undefined);
      if (found === undefined) readAll = -1;
      else if (found < AT_ONCE) readAll = before;
      passed();
      if (found === AT_ONCE) continue;
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      if (!unread && !isAwaited()) await Promise.race([pause(IDLE_MS), woken]);
      else if (found === undefined) await pause(FAILED_MS);
      if (waiting.length === 0 || queues.some((queue) => queue.isBusy())) await pause(GATHERS_MS);
    }
  })();

  const look: Stream["look"] = (when) => {
    looks += 1;
    if (when === "at rest") return;
    unread = true;
    wake();
  };
  return Object.assign(stream, {
    look,
    isThrough,
    tells: (hear: (typeof hearers)[number]) => void hearers.push(hear),
    drained: async () => {
      if (isThrough()) return;
      const through = new Promise<void>((done) => waiting.push({ looks, done }));
      if (isAwaited()) wake();
      await through;
    },
    close: async () => {
      closed = true;
      await reading;
      await Promise.all(queues.map((queue) => queue.end()));
    },
  });
}

interface Described {
  readonly StreamDescription: { readonly Shards: readonly { readonly ShardId: string }[] };
}
interface Pointed {
  readonly ShardIterator?: string;
}
interface Recorded {
  readonly Records: DynamoDBRecord[];
  readonly NextShardIterator?: string;
}

/** The engine shows an empty map as nothing at all, where DynamoDB shows an empty map. */
function withEmptyMaps<V>(value: V): V {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(withEmptyMaps) as V;
  const inner = Object.entries(value).map(([name, one]) => [name, isNothing(one) ? { M: {} } : withEmptyMaps(one)] as const);
  return Object.fromEntries(inner) as V;
}
const isNothing = (value: unknown): boolean =>
  typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;

/** What a request to the engine's streams is known by. */
export const OF_STREAMS = "DynamoDBStreams_20120810.";

/** Asks the engine's streams. A record comes as Lambda hands it on; the engine wants to know whose tables are meant, and looks at no signature. */
async function ask<A>(operation: string, question: object): Promise<A> {
  const whose = `${process.env.AWS_ACCESS_KEY_ID}/20270101/${process.env.AWS_REGION}/dynamodb/aws4_request`;
  const headers = {
    "content-type": "application/x-amz-json-1.0",
    "x-amz-target": `${OF_STREAMS}${operation}`,
    authorization: `AWS4-HMAC-SHA256 Credential=${whose}, SignedHeaders=host, Signature=none`,
  };
  const reply = await new Promise<IncomingMessage>((resolve, reject) =>
    request(process.env.AWS_ENDPOINT_URL_DYNAMODB ?? "", { method: "POST", headers }, resolve)
      .once("error", reject)
      .end(JSON.stringify(question)),
  );
  const said = await text(reply);
  if (reply.statusCode !== 200) throw new Error(`${operation}: ${said}`);
  return JSON.parse(said) as A;
}

/** What lies under one key always goes the same way through a lane, so that it stays in order. */
const wayOf = (key: string, ways: number): number => createHash("sha256").update(key).digest().readUInt32BE(0) % ways;

/** One of the ways beside one another through a lane: what it has been given and has not yet handed on, in order. */
function queueOf(batch: number, handler: Handler, fault: () => StreamFault, passed: () => void) {
  const queue: DynamoDBRecord[] = [];
  let serving = Promise.resolve();
  let busy = false;

  const hand = async (records: DynamoDBRecord[]) => {
    const ordered = fault() === "reorder" ? records.toReversed() : records;
    let left = fault() === "duplicate" ? [...ordered, ...ordered] : ordered;
    for (let tries = 0; left.length > 0 && tries < TRIES; tries += 1) {
      if (tries > 0) await pause(Math.min(1000, 50 * 2 ** tries));
      const reply = await handler({ Records: left }).catch(() => undefined);
      const failed = reply && new Set(reply.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
      left = left.filter((record) => !failed || failed.has(record.dynamodb?.SequenceNumber ?? ""));
    }
  };
  const handAll = async () => {
    while (queue.length > 0) await hand(queue.splice(0, batch));
    busy = false;
    passed();
  };
  return {
    isBusy: () => busy,
    /** Ends after what is in hand; what still waits is the sweeper's. */
    end: () => {
      queue.length = 0;
      return serving;
    },
    add: (record: DynamoDBRecord) => void queue.push(record),
    /** Hands on what has been added, if it is not at it. */
    serve: () => {
      if (busy || queue.length === 0) return;
      busy = true;
      serving = handAll();
    },
  };
}
