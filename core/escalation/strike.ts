import type { Instant } from "../time.ts";
import { askAgain, climb, type Duty, reachableAt } from "./climb.ts";
import { isDue, isNear, type Limit, started, wound } from "./clock.ts";
import { type Escalation, limitsOf } from "./escalation.ts";
import type { Waker } from "./fact.ts";
import { begin, changing, type Move, recording, settle, telling } from "./move.ts";

/** A limit that the next tier hears of when it is missed. The others remind, or ask again. */
const CLIMBS: readonly Limit[] = ["acknowledge", "decide", "arrive", "review"];

/**
 * Hop for time: its own move, what came near or fell due by now. Undefined when nothing did, so a wake-up that is early, double or
 * months old changes nothing. However many limits were missed at once, the case climbs one tier. When the sweeper had to do it, the
 * case's run of the workflow has been lost, and a new one is asked for.
 */
export function strike(current: Escalation, now: Instant, duty: Duty, waker: Waker): Move | undefined {
  const due = current.clocks.filter((clock) => isDue(clock, now));
  const near = current.clocks.filter((clock) => isNear(clock, now));
  if (due.length === 0 && near.length === 0) return undefined;
  const clocks = current.clocks.map((clock) => {
    if (due.includes(clock)) return { ...clock, missedAt: now, endedAt: now };
    return near.includes(clock) ? { ...clock, warnedAt: now } : clock;
  });
  let move = changing(begin(current), { clocks });
  for (const { limit, tier, dueAt } of near) {
    move = remind(recording(move, "clock", now, { what: "limit_near", about: { limit, tier, dueAt, waker } }), limit, duty);
  }
  for (const { limit, tier, dueAt } of due) {
    if (limit !== "repeat") move = recording(move, "clock", now, { what: "limit_missed", about: { limit, tier, dueAt, waker } });
  }
  const missed = due.map(({ limit }) => limit);
  const settled = settle(current, after(move, missed, now, duty), now);
  return waker === "sweeper" ? changing(settled, { run: settled.next.version }) : settled;
}

/** What follows from the limits that were missed: the next tier, another round, or a reminder that the case waits to be closed. */
function after(move: Move, missed: Limit[], now: Instant, duty: Duty): Move {
  if (missed.some((limit) => CLIMBS.includes(limit))) return climb(move, move.next.tier + 1, now, duty);
  if (missed.includes("repeat")) return askAgain(move, now, duty);
  if (!missed.includes("close")) return move;
  const again = started("close", move.next.tier, now, limitsOf(move.next).close);
  return remind(changing(move, { clocks: wound(move.next.clocks, again) }), "close", duty);
}

/**
 * Reminds whoever owes it: the one who has the case while they are on duty, or else those on duty at the tier that is being asked; for
 * the closing, the raiser too.
 */
function remind(move: Move, limit: Limit, duty: Duty): Move {
  const { next } = move;
  const owner = next.owner?.by.id;
  const here = Object.values(duty).some((team) => team.some(({ person, reachable }) => reachable && person === owner));
  const has = owner && here && limit !== "acknowledge" ? [owner] : reachableAt(next, next.tier, duty);
  return telling(move, "reminder", limit === "close" ? [...has, next.raised.by.id] : has, `${limit}_near`, limit);
}
