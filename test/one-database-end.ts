import type { Database } from "../local/database.ts";

export default async function end(): Promise<void> {
  await (globalThis as { database?: Database }).database?.close();
}
