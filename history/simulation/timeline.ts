import type { Instant } from "../../core/time.ts";

/** What is to happen, in the order of time; at one instant, in the order in which it was arranged. Nothing else makes time pass. */
export interface Timeline {
  /** Milliseconds since 1970, as the world's own clock has it. */
  readonly now: () => number;
  readonly at: (time: number, happens: () => void) => void;
  readonly after: (ms: number, happens: () => void) => void;
  /** Everything that is to happen before an instant. */
  readonly runTo: (end: number) => void;
}

export const iso = (ms: number): Instant => new Date(ms).toISOString();

interface Entry {
  readonly time: number;
  readonly nth: number;
  readonly happens: () => void;
}
const isFirst = (one: Entry, other: Entry): boolean => one.time < other.time || (one.time === other.time && one.nth < other.nth);

/** Time that begins at an instant, with nothing arranged yet. */
export function timelineFrom(start: number): Timeline {
  const heap = heapOf(isFirst);
  let [now, count] = [start, 0];
  const at: Timeline["at"] = (time, happens) => {
    count += 1;
    heap.push({ time: Math.max(time, now), nth: count, happens });
  };
  return {
    at,
    now: () => now,
    after: (ms, happens) => at(now + ms, happens),
    runTo: (end) => {
      for (let next = heap.first(); next && next.time < end; next = heap.first()) {
        heap.pop();
        now = next.time;
        next.happens();
      }
      now = Math.max(now, end);
    },
  };
}

/** A heap: the first by its order is at hand, whatever came when. */
export interface Heap<T> {
  readonly push: (entry: T) => void;
  readonly first: () => T | undefined;
  readonly pop: () => T | undefined;
}

export function heapOf<T>(isBefore: (one: T, other: T) => boolean): Heap<T> {
  const all: T[] = [];
  const sink = (moved: T): void => {
    let at = 0;
    for (;;) {
      const [left, right] = [all[2 * at + 1], all[2 * at + 2]];
      if (left === undefined) break;
      const down = right !== undefined && isBefore(right, left) ? right : left;
      if (!isBefore(down, moved)) break;
      all[at] = down;
      at = down === left ? 2 * at + 1 : 2 * at + 2;
    }
    all[at] = moved;
  };
  return {
    first: () => all[0],
    push: (entry) => {
      let at = all.length;
      all.push(entry);
      while (at > 0) {
        const above = all[(at - 1) >> 1] as T;
        if (!isBefore(entry, above)) break;
        all[at] = above;
        at = (at - 1) >> 1;
      }
      all[at] = entry;
    },
    pop: () => {
      const [top, last] = [all[0], all.pop()];
      if (last !== undefined && all.length > 0) sink(last);
      return top;
    },
  };
}
