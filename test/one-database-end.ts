export default async function end(): Promise<void> {
  await (globalThis as { endDatabases?: () => Promise<void> }).endDatabases?.();
}
