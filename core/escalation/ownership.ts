import * as z from "zod";
import { Code } from "../partnership/partnership.ts";
import { invalid } from "../refusal.ts";
import { safeText } from "../text.ts";
import type { Instant } from "../time.ts";
import type { Who } from "./ask.ts";
import { alert, type Duty, reachableAt } from "./climb.ts";
import { type Limit, running, started, stopped, until, wound } from "./clock.ts";
import { type Escalation, limitsOf } from "./escalation.ts";
import { raisingSide } from "./hearing.ts";
import { unreadBy } from "./known.ts";
import { begin, changing, type Move, marking, owed, recording, settle, telling } from "./move.ts";
import { mustBeAllowed, mustHaveSeen } from "./rules.ts";
import { colleaguesOf, shiftEnd, tierOf } from "./standing.ts";

/** Somebody else on duty for this case, who is asked to take it over. */
export const Handover = z.strictObject({ to: Code, words: safeText(1000) });

/** The move with the case taken by this person until their shift ends: nobody is waited for any more, and they have it now. */
export function taking(move: Move, by: Who, tier: number, now: Instant, duty: Duty): Move {
  const { offered } = move.next;
  const ends = shiftEnd(move.next, tier, by.id, duty) ?? now;
  const clocks = stopped(move.next.clocks, ["acknowledge", "repeat", "shift_end"], now);
  const taken = changing(move, {
    acknowledged: { by, at: now, tier },
    owner: { by, at: now, tier, until: ends },
    offered: null,
    clocks: wound(clocks, until("shift_end", tier, now, ends)),
    nobodyAnsweredAt: null,
  });
  const accepts = offered?.to === by.id ? { offeredBy: offered.by.id } : {};
  return recording(reading(taken, by, tier, now), by, now, { what: "acknowledged", about: { tier, until: ends, ...accepts } });
}

/** News that whoever takes the case has not opened is theirs to read from now on, under a clock. */
function reading(move: Move, by: Who, tier: number, now: Instant): Move {
  const { next } = move;
  if (running(next.clocks, "read_information") || unreadBy(next, by.id).length === 0) return move;
  return changing(move, { clocks: wound(next.clocks, started("read_information", tier, now, limitsOf(next).read_information)) });
}

/** The owner asks somebody else who is on duty for this case to take it over. They have it when they accept; until then it stays where it is. */
export function offerHandover(
  current: Escalation,
  { to, words }: z.output<typeof Handover>,
  by: Who,
  seen: number,
  now: Instant,
  duty: Duty,
): Move {
  mustBeAllowed("offerHandover", current, by, duty);
  mustHaveSeen(current, seen);
  if (!colleaguesOf(current, by, duty).includes(to))
    throw invalid({ field: "to", reason: "somebody else who is on duty for a desk that has been asked, and within reach" });
  const offered = changing(begin(current), { offered: { by, at: now, to } });
  const recorded = recording(offered, by, now, { what: "handover_offered", about: { to, words } });
  return settle(current, telling(recorded, "update", [to], "handover_offered"), now);
}

/**
 * The owner's shift has ended. Whoever is on duty there still keeps the case; from anybody else it lapses to those who have come on duty
 * at that tier, with a fresh acknowledge clock and every other limit as it was: inherited, and perhaps late already.
 */
export function shiftEnded(move: Move, now: Instant, duty: Duty): Move {
  const { owner } = move.next;
  if (!owner || move.next.closed) return move;
  const still = tierOf(move.next, owner.by, duty);
  const ends = still === undefined ? undefined : shiftEnd(move.next, still, owner.by.id, duty);
  if (still === undefined || ends === undefined || ends <= now) return lapsing(move, now, duty);
  const clocks = wound(stopped(move.next.clocks, ["shift_end"], now), until("shift_end", still, now, ends));
  const kept = changing(move, { owner: { ...owner, tier: still, until: ends }, clocks });
  return recording(kept, "clock", now, { what: "still_on_duty", about: { until: ends } });
}

/** The rota has changed: whoever has the case has it until their shift ends now, or no longer. Undefined when that is as it was. */
export function shiftMoved(current: Escalation, now: Instant, duty: Duty): Move | undefined {
  const { owner, closed } = current;
  if (!owner || closed) return undefined;
  const still = tierOf(current, owner.by, duty);
  if (still !== undefined && shiftEnd(current, still, owner.by.id, duty) === owner.until) return undefined;
  return settle(current, shiftEnded(begin(current), now, duty), now);
}

/**
 * Nobody has a case off shift: it goes to the incoming desk, and the raiser hears whose it is now. A case that only waits to be closed,
 * for what the raising side did or for another look at the person is shown to that desk, and wakes nobody further up.
 */
function lapsing(move: Move, now: Instant, duty: Duty): Move {
  const { owner, clocks } = move.next;
  if (!owner) return move;
  const late = [...new Set(clocks.filter(isLate(now)).map(({ limit }) => limit))];
  const free = changing(move, {
    owner: null,
    acknowledged: null,
    offered: null,
    clocks: stopped(clocks, ["shift_end"], now),
  });
  const about = { from: owner.by.id, tier: owner.tier, late };
  const recorded = recording(free, "clock", now, { what: "ownership_lapsed", about });
  const debt = owed(move.next);
  if (debt === "close" || debt === "respond" || debt === "look_back") {
    const incoming = reachableAt(move.next, owner.tier, duty);
    return marking(
      telling(recorded, "reminder", incoming, "ownership_lapsed", debt, owner.tier),
      "clock",
      now,
      "ownership_lapsed",
    );
  }
  const asked = alert(recorded, owner.tier, now, duty, "ownership_lapsed");
  return marking(
    telling(asked, "update", raisingSide(asked.next, duty, now), "ownership_lapsed"),
    "clock",
    now,
    "ownership_lapsed",
  );
}

const OWN: readonly Limit[] = ["acknowledge", "decide", "arrive", "review", "accept_referral", "read_information"];
const isLate =
  (now: Instant) =>
  ({ limit, missedAt, dueAt, endedAt }: Escalation["clocks"][number]): boolean =>
    OWN.includes(limit) && (missedAt !== null || (endedAt === null && dueAt <= now));

/** The owner goes on having a case that is answered anew, while they are on duty; or else it is asked for at their tier. */
export function revived(move: Move, tier: number, now: Instant, duty: Duty): Move {
  const { owner } = move.next;
  const still = owner ? tierOf(move.next, owner.by, duty) : undefined;
  if (!owner) return alert(move, tier, now, duty, "reopened");
  if (still === undefined) return lapsing(move, now, duty);
  const ends = shiftEnd(move.next, still, owner.by.id, duty) ?? owner.until;
  const clocks = wound(stopped(move.next.clocks, ["shift_end"], now), until("shift_end", still, now, ends));
  return changing(move, { owner: { ...owner, tier: still, until: ends }, clocks });
}
