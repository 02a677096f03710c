import { execFileSync } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Config } from "@jest/types";
import { synthesised } from "../local/table.ts";
import { startDatabases } from "./databases.ts";

/** Before the suite, once: the pages' sheet and script are built, the table is synthesised, and whoever begins a file can ask for its database. */
export default async function start({ maxWorkers }: Config.GlobalConfig): Promise<void> {
  execFileSync(process.execPath, ["web/build.ts"], { env: { ...process.env, NODE_OPTIONS: "" } });
  const databases = await startDatabases(maxWorkers);
  const keeper = createServer((request, response) => {
    response.setHeader("connection", "close"); // a file asks once, and a connection that is kept may close under the next one's question
    databases.forFile(request.url?.slice(1) ?? "").then(
      (endpoint) => response.end(endpoint),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((listening) => keeper.listen(0, "127.0.0.1", listening));
  keeper.unref();
  Object.assign(globalThis, {
    endDatabases: async () => {
      keeper.close();
      await databases.close();
    },
  });
  process.env.DATABASES = `http://127.0.0.1:${(keeper.address() as AddressInfo).port}`;
  process.env.TEMPLATE = JSON.stringify(await synthesised());
  process.env.LOG = "silent";
}
