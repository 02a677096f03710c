import { limitsOf } from "../../core/escalation/escalation.ts";
import type { Fact } from "../../core/escalation/fact.ts";
import { centile } from "../../core/measures/figure.ts";
import { wallOf } from "../../core/rota/wall.ts";
import { between, type Instant, plus } from "../../core/time.ts";
import type { KeptCase } from "../../history/history.ts";
import { moved } from "../../history/promise.ts";
import type { Storm } from "./asking.ts";

type Told = Pick<KeptCase, "escalation" | "facts">;

/** How long one referral waited, by its story alone: until somebody had it, until it had an answer; and how far up it was asked before anybody had it. */
export interface Wait {
  readonly priority: string;
  readonly raisedAt: Instant;
  /** Null where it ended, or the story does, before anybody had it, or answered. */
  readonly acknowledgedAt: Instant | null;
  readonly answeredAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly tier: number;
  readonly nobody: boolean;
}

export function waitOf({ escalation, facts }: Told): Wait {
  const first = (...whats: Fact["what"][]): Instant | null => facts.find(({ what }) => whats.includes(what))?.at ?? null;
  const acknowledgedAt = first("acknowledged");
  const before = facts.filter(({ at }) => acknowledgedAt === null || at < acknowledgedAt);
  return {
    priority: escalation.priority,
    raisedAt: escalation.raised.at,
    acknowledgedAt,
    answeredAt: first("decided"),
    endedAt: first("closed", "withdrawn"),
    tier: Math.max(0, ...before.flatMap(climbedTo)),
    nobody: before.some(({ what }) => what === "nobody_answered"),
  };
}

/** The tier that a limit has gone up to. One that is asked beside the first, because there may be a child, tells nothing of waiting. */
const climbedTo = (fact: Fact): number | [] =>
  fact.what === "tier_alerted" && fact.about.because !== "child_at_risk" ? fact.about.tier : [];

/** Half of the waits, nine in ten, ninety-nine in a hundred, and all of them are no longer than this, in milliseconds. */
export interface Spread {
  readonly median: number | null;
  readonly p90: number | null;
  readonly p99: number | null;
  readonly longest: number | null;
}

export function spreadOf(waits: readonly Wait[], until: "acknowledgedAt" | "answeredAt"): Spread {
  const sorted = waits
    .flatMap((wait) => (wait[until] === null ? [] : between(wait.raisedAt, wait[until])))
    .toSorted((one, other) => one - other);
  const [median, p90, p99, longest] = [0.5, 0.9, 0.99, 1].map((part) => centile(sorted, part)) as [null, null, null, null];
  return { median, p90, p99, longest };
}

/** So many wait from an instant on. */
export interface Depth {
  readonly at: Instant;
  readonly waiting: number;
}

/** How deep the queue was, from each change of it on. What ends and what begins in one millisecond were never there together. */
export function depthsOf(waits: readonly Wait[], until: "acknowledgedAt" | "answeredAt"): Depth[] {
  const changes = waits.flatMap((wait) => {
    const ended = wait[until] ?? wait.endedAt;
    return [{ at: wait.raisedAt, by: 1 }, ...(ended === null ? [] : [{ at: ended, by: -1 }])];
  });
  let waiting = 0;
  return changes
    .toSorted((one, other) => (one.at === other.at ? one.by - other.by : one.at < other.at ? -1 : 1))
    .map(({ at, by }) => {
      waiting += by;
      return { at, waiting };
    });
}

/** One hour of London's day: how many waited on the average, and at most. */
export interface Hour {
  readonly mean: number;
  readonly most: number;
}

const HOUR_MS = 3_600_000;

/** The queue by the hour of London's day. An hour that the clocks repeat counts twice. */
export function hoursOf(depths: readonly Depth[], from: Instant, to: Instant): Hour[] {
  const hours = Array.from({ length: 24 }, () => ({ sum: 0, ms: 0, most: 0 }));
  const [start, end] = [Date.parse(from), Date.parse(to)];
  let nth = 0;
  let waiting = 0;
  for (let at = start; at < end; at = next(at, end)) {
    const hour = hours[Number(wallOf(moved(from, at - start)).slice(11, 13))];
    const over = next(at, end);
    let since = at;
    const until = (then: number): void => {
      if (!hour) return;
      hour.sum += waiting * (then - since);
      if (then > since) hour.most = Math.max(hour.most, waiting);
      since = then;
    };
    for (let depth = depths[nth]; depth && Date.parse(depth.at) < over; depth = depths[nth]) {
      until(Math.max(since, Date.parse(depth.at)));
      waiting = depth.waiting;
      nth += 1;
    }
    until(over);
    if (hour) hour.ms += over - at;
  }
  return hours.map(({ sum, ms, most }) => ({ mean: ms > 0 ? sum / ms : 0, most }));
}
const next = (at: number, end: number): number => Math.min(end, (Math.floor(at / HOUR_MS) + 1) * HOUR_MS);

/** What one storm did: from its first minute until nobody waited to be taken, and until each of its referrals had an answer. */
export interface Stormed {
  readonly from: Instant;
  readonly waits: readonly Wait[];
  readonly most: number;
  readonly emptyAfterMs: number | null;
  readonly answeredAfterMs: number | null;
}

export function stormed({ from, to }: Storm, all: readonly Wait[], depths: readonly Depth[]): Stormed {
  const waits = all.filter(({ raisedAt }) => raisedAt >= from && raisedAt <= to);
  const atItsEnd = depths.findLastIndex(({ at }) => at <= to);
  const isEmpty = (depths[atItsEnd]?.waiting ?? 0) === 0;
  const empty = isEmpty ? to : (depths.slice(atItsEnd + 1).find(({ waiting }) => waiting === 0)?.at ?? null);
  const during = depths.filter(({ at }) => at >= from && (empty === null || at <= empty));
  const answers = waits.map(({ answeredAt, endedAt }) => answeredAt ?? endedAt);
  const last = answers.includes(null) ? null : answers.reduce((one, other) => ((one ?? "") > (other ?? "") ? one : other), from);
  return {
    ...{ from, waits },
    most: Math.max(0, ...during.map(({ waiting }) => waiting)),
    emptyAfterMs: empty === null ? null : between(from, empty),
    answeredAfterMs: last === null ? null : between(from, last),
  };
}

const PROMISED = "PT60S";

/** Has promise 1 been broken: nobody had it within its limit and a minute, and no tier above had been asked by then? */
export function isUnheeded({ escalation, facts }: Told): boolean {
  const by = plus(plus(escalation.raised.at, limitsOf(escalation).acknowledge.within), PROMISED);
  const heeds = (fact: Fact): boolean =>
    fact.what === "acknowledged" ||
    fact.what === "withdrawn" ||
    fact.what === "nobody_answered" ||
    (fact.what === "tier_alerted" && fact.about.tier > 0);
  return !facts.some((fact) => heeds(fact) && fact.at <= by) && facts.some(({ at }) => at > by);
}
