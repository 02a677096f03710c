import { createHash } from "node:crypto";
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type Shard,
  type _Record as StreamRecord,
} from "@aws-sdk/client-dynamodb-streams";
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from "aws-lambda";
import type { Lane } from "../infra/lanes.ts";
import { passes } from "./event-filter.ts";

export type StreamFault = "on" | "off" | "duplicate" | "reorder";
/** What AWS's event source mappings are, on one machine: the table's real stream, read, filtered and handed on in batches, lane by lane. */
export interface Stream {
  fault: StreamFault;
  /** Resolves when all that was written before has been handed on, found out by a mark; at once, and false, when the stream is off. */
  readonly drained: () => Promise<boolean>;
  /** Something has been written: looks at once. What another process has written is found a little later. */
  readonly look: () => void;
  /** The earliest that has come to stand in a partition of the deadlines since this was asked last; undefined when nothing has. */
  readonly dueIn: (duePk: string) => string | undefined;
  readonly close: () => Promise<void>;
}
type Handler = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>;

/** Real pauses, kept before the laboratory replaces the clock: the stream flows in real time whatever the clock says. */
const realTimeout = globalThis.setTimeout;
const pause = (ms: number): Promise<void> => new Promise((resolve) => realTimeout(resolve, ms));
/** How long an empty stream is left alone: briefly after something has been written, longer while nothing comes, so that an idle machine stays cool. */
const IDLE_MS = { least: 8, most: 250 } as const;
/** As the deployed mappings: a record that fails so often is left to the sweeper. */
const TRIES = 10;
/** The engine shows what was written a little later: whoever asks at once is told of nothing, and asks again. */
const SHOWS_MS = 20;
/** As many records as one question is answered with. */
const AT_ONCE = 1000;
const MARK = "LOCAL#MARK";
const markOf = ({ dynamodb }: StreamRecord): number =>
  dynamodb?.Keys?.pk?.S === MARK ? Number(dynamodb.NewImage?.mark?.N ?? 0) : 0;

/** Reads the stream from now on. What was written before the start, and not handed on, is the sweeper's. */
export async function startStream(
  StreamArn: string,
  TableName: string,
  handler: Handler,
  lanes: readonly Lane[],
): Promise<Stream> {
  const streams = new DynamoDBStreamsClient({ endpoint: process.env.AWS_ENDPOINT_URL_DYNAMODB ?? "" });
  const db = new DynamoDBClient({});
  // The clients' own log copies each answer, for a logger that nobody has set.
  for (const client of [streams, db]) client.middlewareStack.remove("loggerMiddleware");
  const iterators = new Map<string, string>();
  const known = new Set<string>();
  let closed = false;
  let mark = 0;
  let read = 0;
  const waiting: { mark: number; done: () => void }[] = [];
  let wake = () => {};
  let unread = false;
  const stream: { fault: StreamFault } = { fault: "on" };
  const earliest = new Map<string, string>();
  const noteDue = ({ dynamodb }: StreamRecord) => {
    const { duePk, dueSk } = dynamodb?.NewImage ?? {};
    if (duePk?.S && dueSk?.S && dueSk.S < (earliest.get(duePk.S) ?? "~")) earliest.set(duePk.S, dueSk.S);
  };

  const follow = async (type: "LATEST" | "TRIM_HORIZON") => {
    const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
    for (const { ShardId } of (StreamDescription?.Shards ?? []) as Shard[]) {
      if (!ShardId || known.has(ShardId)) continue;
      known.add(ShardId);
      const { ShardIterator } = await streams.send(new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: type }));
      if (ShardIterator) iterators.set(ShardId, ShardIterator);
    }
  };

  /** When every lane has come past a mark, all that was written before it has been handed on. */
  const passed = () => {
    const seen = Math.min(...queues.map((queue) => queue.seen()));
    for (const one of waiting.filter((wait) => wait.mark <= seen)) one.done();
    waiting.splice(0, waiting.length, ...waiting.filter((wait) => wait.mark > seen));
  };
  const queues = lanes.flatMap((lane) =>
    Array.from({ length: lane.abreast }, (_, nth) => queueOf(lane, nth, handler, () => stream.fault, passed)),
  );

  const once = async (): Promise<number> => {
    let found = 0;
    for (const [shard, ShardIterator] of iterators) {
      const { Records = [], NextShardIterator } = await streams.send(new GetRecordsCommand({ ShardIterator, Limit: AT_ONCE }));
      const whole = Records.map(withEmptyMaps);
      whole.forEach(noteDue);
      for (const queue of queues) queue.add(whole);
      read = Math.max(read, ...whole.map(markOf));
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
  let idle: number = IDLE_MS.least;
  const reading = (async () => {
    while (!closed) {
      unread = false;
      const found = stream.fault === "off" ? 0 : await once().catch(() => 0);
      idle = found > 0 || read < mark ? IDLE_MS.least : Math.min(IDLE_MS.most, idle * 2);
      if (found === AT_ONCE) continue;
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      if (!unread) await Promise.race([pause(idle), woken]);
      await pause(SHOWS_MS);
    }
  })();

  const look = () => {
    idle = IDLE_MS.least;
    unread = true;
    wake();
  };
  return Object.assign(stream, {
    look,
    dueIn: (duePk: string) => {
      const found = earliest.get(duePk);
      earliest.delete(duePk);
      return found;
    },
    drained: async () => {
      if (stream.fault === "off" || closed) return false;
      mark += 1;
      const mine = mark;
      const through = new Promise<void>((resolve) => waiting.push({ mark: mine, done: resolve }));
      await db.send(new PutItemCommand({ TableName, Item: { pk: { S: MARK }, sk: { S: "MARK" }, mark: { N: String(mine) } } }));
      look();
      await through;
      return true;
    },
    close: async () => {
      closed = true;
      await reading;
      await Promise.all(queues.map((queue) => queue.end()));
      streams.destroy();
      db.destroy();
    },
  });
}

/** The client of streams reads an empty map as nothing at all, where Lambda is handed an empty map. */
function withEmptyMaps<V>(value: V): V {
  if (typeof value !== "object" || value === null || value instanceof Date || value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return value.map(withEmptyMaps) as V;
  const inner = Object.entries(value).map(([name, one]) => [name, isNothing(one) ? { M: {} } : withEmptyMaps(one)] as const);
  return Object.fromEntries(inner) as V;
}
const isNothing = (value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  Object.getPrototypeOf(value) === Object.prototype &&
  Object.keys(value).length === 0;

/** What lies under one key always goes the same way through a lane, so that it stays in order. */
const wayOf = (key: string, ways: number): number => createHash("sha256").update(key).digest().readUInt32BE(0) % ways;

/** One of the ways beside one another through a lane: what it has been given and has not yet handed on, in order; and the newest mark that it has come past. */
function queueOf(
  { patterns, batch, abreast }: Lane,
  nth: number,
  handler: Handler,
  fault: () => StreamFault,
  passed: () => void,
) {
  const queue: StreamRecord[] = [];
  let seen = 0;
  let serving = Promise.resolve();
  let busy = false;

  const hand = async (records: StreamRecord[]) => {
    const ordered = fault() === "reorder" ? records.toReversed() : records;
    let left = fault() === "duplicate" ? [...ordered, ...ordered] : ordered;
    for (let tries = 0; left.length > 0 && tries < TRIES; tries += 1) {
      if (tries > 0) await pause(Math.min(1000, 50 * 2 ** tries));
      const reply = await handler({ Records: left } as unknown as DynamoDBStreamEvent).catch(() => undefined);
      const failed = reply && new Set(reply.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
      left = left.filter((record) => !failed || failed.has(record.dynamodb?.SequenceNumber ?? ""));
    }
  };
  const serve = async () => {
    while (queue.length > 0) {
      const records = queue.splice(0, batch);
      const ours = records.filter((record) => markOf(record) === 0);
      if (ours.length > 0) await hand(ours);
      seen = Math.max(seen, ...records.map(markOf));
      passed();
    }
    busy = false;
  };
  const isOurs = (record: StreamRecord) =>
    patterns.some((pattern) => passes(record, pattern)) && wayOf(record.dynamodb?.Keys?.pk?.S ?? "", abreast) === nth;
  return {
    seen: () => seen,
    /** Ends after what is in hand; what still waits is the sweeper's. */
    end: () => {
      queue.length = 0;
      return serving;
    },
    add: (records: readonly StreamRecord[]) => {
      queue.push(...records.filter((record) => markOf(record) > 0 || isOurs(record)));
      if (busy) return;
      busy = true;
      serving = serve();
    },
  };
}
