import { milliseconds } from "../core/time.ts";

/** How an endpoint of the laboratory behaves: towards everyone, and towards those for whom something else was ordered. */
export interface OnCommand<Fault extends string> {
  /** From now on, for everyone, or for one address only. `after`: how late whatever comes late comes. */
  readonly fail: (how: Fault, to?: string, after?: string) => void;
  readonly how: (to: string) => { readonly fault: Fault; readonly afterMs: number };
  /** Something that comes so many milliseconds later, unless the endpoint has closed by then; at once when that is 0. */
  readonly later: (ms: number, run: () => void) => void;
  readonly close: () => void;
}

/** Well after the time in which a delivery must be confirmed. */
const LATE = "PT90S";

export function onCommand<Fault extends string>(well: Fault): OnCommand<Fault> {
  const faults = new Map<string, { fault: Fault; afterMs: number }>();
  const timers = new Set<NodeJS.Timeout>();
  return {
    fail: (fault, to = "", after = LATE) => {
      if (to === "") faults.clear();
      faults.set(to, { fault, afterMs: milliseconds(after) });
    },
    how: (to) => faults.get(to) ?? faults.get("") ?? { fault: well, afterMs: 0 },
    later: (ms, run) => {
      if (ms === 0) return run();
      const timer = setTimeout(() => {
        timers.delete(timer);
        run();
      }, ms);
      timers.add(timer);
    },
    close: () => {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

/** Says yes so many times in any one second. */
export function aSecond(most: number): () => boolean {
  const taken: number[] = [];
  return () => {
    const now = Date.now();
    while ((taken[0] ?? now) <= now - 1000) taken.shift();
    if (taken.length >= most) return false;
    taken.push(now);
    return true;
  };
}
