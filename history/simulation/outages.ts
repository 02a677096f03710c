import type { Chance } from "../../bench/quarter/chance.ts";
import type { Outage } from "../history.ts";
import { iso } from "./timeline.ts";

export type Part = Outage["part"];

/** Which part is there when: what was drawn before, and what breaks by itself while nothing else is broken. */
export interface Outages {
  readonly isDown: (part: Part, now: number) => boolean;
  /** When the part is there again; now, if it is there. */
  readonly backAt: (part: Part, now: number) => number;
  /** Loses one thing of a part's for a moment, where every part has been whole for a while and stays so. False when that would be a second thing at once. */
  readonly breaks: (part: Part, from: number, to: number) => boolean;
  readonly all: () => Outage[];
}

/** How often which part is out. All ours: what is drawn is worse than any year. */
const PARTS = { workflow: 4, stream: 5, sweeper: 4, mail: 4, text: 3, keys: 2 } as const satisfies Partial<Record<Part, number>>;
/** From one to the next, and how long one lasts: half of them less. */
const BETWEEN_MS = 36 * 3_600_000;
const LASTS_MS = 25 * 60_000;
const LONGEST_MS = 8 * 3_600_000;
/** How often a second part is out meanwhile, where that is drawn at all. */
const SECOND = 0.25;

/** What broke has been mended for so long before anything else breaks: what waited for it has had its turn. */
const APART_MS = 5 * 60_000;

interface Span {
  readonly part: Part;
  readonly from: number;
  readonly to: number;
  /** Only one run, one record, one message or one look was lost: the part is there for everything else. */
  readonly once: boolean;
}

const HOUR_MS = 3_600_000;
const hourOf = (ms: number): number => Math.floor(ms / HOUR_MS);

/** Outages between two instants: none, one part at a time, or now and then two. */
export function outagesIn(chance: Chance, from: number, to: number, drawn: boolean | "two"): Outages {
  const all: Span[] = [];
  const byHour = new Map<number, Span[]>();
  const keep = (span: Span): void => {
    all.push(span);
    for (let hour = hourOf(span.from - APART_MS); hour <= hourOf(span.to + APART_MS); hour += 1)
      byHour.set(hour, [...(byHour.get(hour) ?? []), span]);
  };
  const at = (part: Part, now: number): Span | undefined =>
    byHour.get(hourOf(now))?.find((one) => one.part === part && !one.once && one.from <= now && now < one.to);
  const isWhole = (since: number, until: number): boolean => {
    for (let hour = hourOf(since); hour <= hourOf(until); hour += 1)
      if (byHour.get(hour)?.some((one) => one.from < until + APART_MS && since - APART_MS < one.to)) return false;
    return true;
  };
  if (drawn) for (const span of plannedIn(chance, from, to, drawn === "two")) keep(span);
  return {
    isDown: (part, now) => at(part, now) !== undefined,
    backAt: (part, now) => at(part, now)?.to ?? now,
    breaks: (part, since, until) => {
      if (!drawn || !isWhole(since, until)) return false;
      keep({ part, from: since, to: until, once: true });
      return true;
    },
    all: () => all.toSorted((a, b) => a.from - b.from).map((one) => ({ part: one.part, from: iso(one.from), to: iso(one.to) })),
  };
}

function* plannedIn(chance: Chance, from: number, to: number, two: boolean): Generator<Span> {
  const between = (): number => Math.round(chance.around(BETWEEN_MS, 0.8));
  const lasts = (): number => Math.round(Math.min(chance.around(LASTS_MS, 1), LONGEST_MS));
  for (let at = from + Math.round(between() / 3); at < to; at += between()) {
    const one = { part: chance.by(PARTS), from: at, to: at + lasts(), once: false };
    yield one;
    if (two && chance.is(SECOND)) {
      const { [one.part]: _, ...others } = PARTS;
      const start = Math.round(at + (one.to - at) * chance.share());
      yield { part: chance.by<keyof typeof PARTS>(others), from: start, to: start + lasts(), once: false };
    }
    at = one.to + APART_MS;
  }
}
