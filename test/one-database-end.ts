export default async function end(): Promise<void> {
  await (globalThis as { endDatabase?: () => Promise<void> }).endDatabase?.();
}
