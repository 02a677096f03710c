import { DynamoDBClient, QueryCommand } from "@aws-sdk/client-dynamodb";
import { DUE_SHARDS } from "../core/keys.ts";
import type { Rest } from "./rest.ts";
import type { Stream } from "./stream.ts";

/** What the schedule is, on one machine: the sweeper, each minute. */
export interface Sweeper {
  on: boolean;
  readonly close: () => void;
}

const MINUTE_MS = 60_000;
const DEADLINES = DUE_SHARDS.map((shard) => `DUE#${shard}`);

/** Calls what a schedule calls at once, and each minute from then on, or as often as is said. `worthIt` lets the laboratory leave out the minutes in which nothing can be due. */
export function startSweeper(
  handler: () => Promise<unknown>,
  worthIt: () => Promise<boolean> = async () => true,
  everyMs = MINUTE_MS,
): Sweeper {
  const self = { on: true };
  const sweep = async () => {
    if (self.on && (await worthIt())) await handler();
  };
  const sweepSafely = () => void sweep().catch(() => undefined);
  sweepSafely();
  const timer = setInterval(sweepSafely, everyMs);
  return Object.assign(self, { close: () => clearInterval(timer) });
}

/** The sweeper looks again half a minute after it was called: what falls due after that is for the next call. */
const LOOKS_UNTIL_MS = 31_000;

/**
 * Whether anything falls due before the sweeper has looked for the second time. The stream tells what has come to be due, and the table is
 * asked when that is near, so that a long jump of the clock costs next to nothing; while the stream has not told all, after whatever was written.
 */
export function dueSoon(
  TableName: string,
  { writes, isThrough }: Pick<Rest, "writes" | "isThrough">,
  stream: Pick<Stream, "fault" | "dueIn">,
  partitions = DEADLINES,
): () => Promise<boolean> {
  const db = new DynamoDBClient({});
  let asked = -1;
  /** Nothing is due before. */
  let earliest = "";
  return async () => {
    const until = new Date(Date.now() + LOOKS_UNTIL_MS).toISOString();
    const [told = "~"] = partitions.map((duePk) => stream.dueIn(duePk) ?? "~").sort();
    const isNews = told < earliest;
    if (isNews) earliest = told;
    const written = writes();
    const isTold = stream.fault !== "off" && isThrough();
    if ((isNews || written !== asked) && (earliest <= until || !isTold)) {
      const firsts = await Promise.all(partitions.map((duePk) => first(db, TableName, duePk)));
      earliest = firsts.sort()[0] ?? "~";
      asked = written;
    }
    return earliest <= until;
  };
}

/** Whether what can be seen is another thing than when it was asked last: how much has been written, or what runs. */
export function changedSince(see: () => number | string): () => Promise<boolean> {
  let seen: number | string = "";
  return async () => {
    const now = see();
    const isNew = now !== seen;
    seen = now;
    return isNew;
  };
}

async function first(db: DynamoDBClient, TableName: string, duePk: string): Promise<string> {
  const { Items } = await db.send(
    new QueryCommand({
      TableName,
      IndexName: "due",
      KeyConditionExpression: "duePk = :pk",
      ExpressionAttributeValues: { ":pk": { S: duePk } },
      Limit: 1,
    }),
  );
  return Items?.[0]?.dueSk?.S ?? "~";
}
