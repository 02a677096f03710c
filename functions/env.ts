/** A setting that a function cannot work without. A missing one stops it at once, with its name, rather than later, without. */
export function env(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set.`);
  return value;
}
