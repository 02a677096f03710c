import type { Database } from "../local/database.ts";

export default async function end(): Promise<void> {
  const { databases = [] } = globalThis as { databases?: Database[] };
  await Promise.all(databases.map((database) => database.close()));
}
