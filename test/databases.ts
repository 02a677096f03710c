import { DynamoDBStreamsClient, ListStreamsCommand } from "@aws-sdk/client-dynamodb-streams";
import { type Database, startDatabase } from "../local/database.ts";

/** The databases of a run of the suite: one for each worker, whose places are "1", "2" and so on. */
export interface Databases {
  /** The endpoint for a worker that begins a file. Rejects when no database could be started. */
  readonly forFile: (worker: string) => Promise<string>;
  /** Ends every database that was started, also one that is being started now. */
  readonly close: () => Promise<void>;
}

/**
 * One DynamoDB Local, in memory, for each worker, since two that write into one wait for each other; and a new one for each file after one
 * that had a stream: with the records of two streams in it each read and each write of the second takes several times as long.
 */
export async function startDatabases(workers: number): Promise<Databases> {
  const places = Array.from({ length: workers }, (_, nth) => String(nth + 1));
  /** What each worker has, or is being given. One question of a worker waits for the one before: it may be ended and begun anew between. */
  const given = new Map(places.map((place) => [place, begun()]));
  const close = async () => {
    await Promise.all(
      [...given.values()].map((database) =>
        database.then(
          (one) => one.close(),
          () => undefined,
        ),
      ),
    );
  };
  await Promise.all(given.values()).catch((error: unknown) => close().then(() => Promise.reject(error)));
  const afterLast = async (last: Promise<Database> | undefined): Promise<Database> => {
    const database = await last?.catch(() => undefined);
    if (database && !(await hasHadStream(database).catch(() => true))) return database;
    await database?.close();
    return begun();
  };
  return {
    forFile: async (worker) => {
      const next = afterLast(given.get(worker));
      given.set(worker, next);
      return (await next).endpoint;
    },
    close,
  };
}

/** A port that was free is now and then taken before it is used. */
const begun = (): Promise<Database> => startDatabase().catch(() => startDatabase());

async function hasHadStream({ endpoint }: Database): Promise<boolean> {
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const client = new DynamoDBStreamsClient({ endpoint, region: "eu-west-2", credentials });
  const { Streams = [] } = await client.send(new ListStreamsCommand({})).finally(() => client.destroy());
  return Streams.length > 0;
}
