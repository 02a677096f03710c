/** Chance that can be told again: the same seed draws the same, on every machine. */
export interface Chance {
  /** At least 0 and less than 1, evenly. */
  readonly share: () => number;
  readonly is: (probability: number) => boolean;
  /** A whole number, both ends among them. */
  readonly whole: (least: number, most: number) => number;
  readonly one: <T>(list: readonly T[]) => T;
  /** Some of a list, each at most once, in no order. */
  readonly some: <T>(list: readonly T[], least: number, most: number) => T[];
  /** One key, each as often as its weight says. */
  readonly by: <K extends string>(weights: Readonly<Partial<Record<K, number>>>) => K;
  /** Half of all draws lie below the middle, few far above it: how long people take. */
  readonly around: (middle: number, spread?: number) => number;
  readonly bytes: (count: number) => Uint8Array;
}

/** The 32-bit FNV-1a hash of a text: one seed from whatever names it. */
function seedOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < name.length; at += 1) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** A stream of chance by its name. Streams of different names have nothing to do with each other, so one more draw in one shifts no other. */
export function chanceOf(name: string): Chance {
  let state = seedOf(name);
  /** Mulberry32: one word of state, and even enough for a made-up quarter. It keeps no secret. */
  const share = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (least: number, most: number): number => least + Math.floor(share() * (most - least + 1));
  const one = <T>(list: readonly T[]): T => {
    if (list.length === 0) throw new RangeError("there is nothing to draw from");
    return list[whole(0, list.length - 1)] as T;
  };
  const some = <T>(list: readonly T[], least: number, most: number): T[] => {
    const rest = [...list];
    const count = Math.min(rest.length, whole(least, most));
    return Array.from({ length: count }, () => rest.splice(whole(0, rest.length - 1), 1)[0] as T);
  };
  const by = <K extends string>(weights: Readonly<Partial<Record<K, number>>>): K => {
    const keys = Object.keys(weights) as K[];
    let sum = 0;
    for (const key of keys) sum += weights[key] ?? 0;
    let left = share() * sum;
    for (const key of keys) {
      left -= weights[key] ?? 0;
      if (left < 0) return key;
    }
    return one(keys);
  };
  const around = (middle: number, spread = 0.6): number => {
    const normal = Math.sqrt(-2 * Math.log(1 - share())) * Math.cos(2 * Math.PI * share());
    return middle * Math.exp(spread * normal);
  };
  return {
    ...{ share, whole, one, some, by, around },
    is: (probability) => share() < probability,
    bytes: (count) => Uint8Array.from({ length: count }, () => whole(0, 255)),
  };
}
