import { execFileSync } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { DynamoDBStreamsClient, ListStreamsCommand } from "@aws-sdk/client-dynamodb-streams";
import type { Config } from "@jest/types";
import { type Database, startDatabase } from "../local/database.ts";
import { synthesised } from "../local/table.ts";

/**
 * One DynamoDB Local, in memory, for each worker of the suite, since two that write into one wait for each other; and a new one for each
 * file after one that had a stream: with the records of two streams in it each read and each write of the second takes several times as
 * long. The pages' sheet and script are built and the table is synthesised first, once.
 */
export default async function start({ maxWorkers }: Config.GlobalConfig): Promise<void> {
  execFileSync(process.execPath, ["web/build.ts"], { env: { ...process.env, NODE_OPTIONS: "" } });
  const databases = new Map<string, Database>();
  for (const database of await Promise.all(Array.from({ length: maxWorkers }, () => startDatabase())))
    databases.set(String(databases.size + 1), database);
  /** The endpoint for a worker that begins a file: nothing of the file before is needed any more. */
  const forFile = async (worker: string): Promise<string> => {
    const last = databases.get(worker);
    if (last && !(await hasHadStream(last))) return last.endpoint;
    const next = await startDatabase().catch(() => startDatabase()); // a port that was free is now and then taken before it is used
    databases.set(worker, next);
    await last?.close();
    return next.endpoint;
  };
  const keeper = createServer((request, response) => {
    response.setHeader("connection", "close"); // a file asks once, and a connection that is kept may close under the next one's question
    forFile(request.url?.slice(1) ?? "").then(
      (endpoint) => response.end(endpoint),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((listening) => keeper.listen(0, "127.0.0.1", listening));
  keeper.unref();
  Object.assign(globalThis, {
    endDatabases: async () => {
      keeper.close();
      await Promise.all([...databases.values()].map((database) => database.close()));
    },
  });
  process.env.DATABASES = `http://127.0.0.1:${(keeper.address() as AddressInfo).port}`;
  process.env.TEMPLATE = JSON.stringify(await synthesised());
  process.env.LOG = "silent";
}

async function hasHadStream({ endpoint }: Database): Promise<boolean> {
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const client = new DynamoDBStreamsClient({ endpoint, region: "eu-west-2", credentials });
  const { Streams = [] } = await client.send(new ListStreamsCommand({}));
  client.destroy();
  return Streams.length > 0;
}
