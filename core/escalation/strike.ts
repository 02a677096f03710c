import type { Limit as LimitTerms } from "../partnership/partnership.ts";
import { type Instant, plus } from "../time.ts";
import { type Cause, causeOf } from "./cause.ts";
import { askAgain, climb, type Duty, reachableAt } from "./climb.ts";
import { type Clock, isDue, isNear, type Limit, started, wound } from "./clock.ts";
import { type Escalation, limitsOf } from "./escalation.ts";
import type { Waker } from "./fact.ts";
import { askers, deputyOf, peopleOf, raisingSide, standIns, tellingBeside } from "./hearing.ts";
import { begin, changing, type Move, recording, settle, telling } from "./move.ts";
import { ASKED_STILL, MOST_ASKED, type Notice } from "./notice.ts";
import { shiftEnded } from "./ownership.ts";
import { shiftEnd } from "./standing.ts";

/** A limit that the next tier hears of when it is missed. The others remind, tell those beside, or ask again. */
const CLIMBS: readonly Limit[] = [
  "acknowledge",
  "decide",
  "arrive",
  "accept_referral",
  "read_information",
  "review",
  "detention_ends",
];

/** Limits whose end is somebody's shift or another round: nobody kept or missed them. */
const SILENT: readonly Limit[] = ["repeat", "shift_end"];

/**
 * Hop for time: its own move, what came near or fell due by now. Undefined when nothing did, so a wake-up that is early, double or
 * months old changes nothing. However many limits were missed at once, the case climbs one tier. When the sweeper had to do it, the
 * case's run of the workflow has been lost, and a new one is asked for. `told` are the case's messages: with them, why a limit was missed
 * stands in the story.
 */
export function strike(current: Escalation, now: Instant, duty: Duty, waker: Waker, told?: readonly Notice[]): Move | undefined {
  const due = current.clocks.filter((clock) => isDue(clock, now));
  const near = current.clocks.filter((clock) => isNear(clock, now));
  if (due.length === 0 && near.length === 0) return undefined;
  const clocks = current.clocks.map((clock) => {
    if (due.includes(clock)) return { ...clock, missedAt: SILENT.includes(clock.limit) ? null : now, endedAt: now };
    return near.includes(clock) ? warned(clock, current, now) : clock;
  });
  let move = changing(begin(current), { clocks });
  for (const clock of near) {
    const { limit, tier, dueAt } = clock;
    move = remind(recording(move, "clock", now, { what: "limit_near", about: { limit, tier, dueAt, waker } }), clock, duty);
  }
  for (const clock of due) move = noting(move, clock, now, waker, told && causeOf(clock, current, told));
  const settled = settle(current, after(move, due, now, duty), now);
  return waker === "sweeper" ? changing(settled, { run: settled.next.version }) : settled;
}

/** A clock whose reminder goes out now: it has had its last, or is near again after a while, as its limit says. */
function warned(clock: Clock, of: Escalation, now: Instant): Clock {
  const terms: { readonly [limit in Limit]?: LimitTerms | undefined } = limitsOf(of);
  const every = terms[clock.limit]?.remindEvery;
  const again = every && plus(now, every);
  return again && again < clock.dueAt ? { ...clock, warnAt: again } : { ...clock, warnedAt: now };
}

function noting(move: Move, { limit, tier, dueAt, of }: Clock, now: Instant, waker: Waker, cause?: Cause): Move {
  if (SILENT.includes(limit)) return move;
  const about = { limit, tier, dueAt, waker, ...(of ? { of } : {}), ...(cause ? { cause } : {}) };
  return recording(move, "clock", now, { what: "limit_missed", about });
}

/**
 * What follows from the limits that were missed: who is told beside, whose shift ended, and then the next tier, or another round. A shift
 * that ended where nobody takes over has asked the next tier already: one tier at a time.
 */
function after(move: Move, due: readonly Clock[], now: Instant, duty: Duty): Move {
  const missed = due.map(({ limit }) => limit);
  const told = due.reduce((so, clock) => besides(so, clock, now, duty), move);
  const shifted = missed.includes("shift_end") ? shiftEnded(told, now, duty) : told;
  const climbs =
    missed.some((limit) => CLIMBS.includes(limit) && !(limit === "detention_ends" && shifted.next.custody?.accepted)) ||
    (missed.includes("custody_handover") && climbsByTheHour(shifted.next));
  if (climbs) return shifted.next.tier > move.next.tier ? shifted : climb(shifted, shifted.next.tier + 1, now, duty);
  return missed.includes("repeat") ? askAgain(shifted, now, duty) : shifted;
}

/** Officers wait for those who answer here, so each hour of their waiting goes one tier up; at the top it is said there again. */
const climbsByTheHour = ({ terms, tier }: Escalation): boolean => terms.police === "ask" && tier < terms.ladder.length - 1;

/** Who hears of one missed limit beside the ladder. */
function besides(move: Move, { limit, of }: Clock, now: Instant, duty: Duty): Move {
  const { next } = move;
  const here = reachableAt(next, 0, duty);
  const owner = ownerOnDuty(next, duty);
  switch (limit) {
    case "review":
      return tellingBeside(move, limit, duty);
    case "detention_ends": {
      const people = [...owner, ...raisingSide(next, duty, now)];
      return telling(tellingBeside(move, limit, duty), "update", people, "detention_over");
    }
    case "accept_referral":
      return telling(
        tellingBeside(move, limit, duty),
        "update",
        [...owner, ...here, ...askers(next).map(({ id }) => id)],
        "referral_missed",
      );
    case "read_answer": {
      const told = telling(move, "update", owner.length > 0 ? owner : here, "answer_not_read");
      if (of === next.raised.by.agency) return tellingBeside(told, limit, duty);
      return telling(told, "paired", peopleOf(next, of, duty), limit);
    }
    case "custody_handover": {
      const people = [...new Set([...owner, ...reachableAt(next, next.tier, duty)])];
      const told = telling(tellingBeside(move, limit, duty), "update", [...people, next.raised.by.id], "handover_late");
      if (next.terms.police !== "ask") return told;
      const tier = climbsByTheHour(next) ? next.tier + 1 : next.tier; // beside the one that was missed: that stays so
      const hour = started("custody_handover", tier, now, next.terms.custodyHandover);
      return changing(told, { clocks: wound(told.next.clocks, hour) });
    }
    case "respond":
    case "look_back":
      return remind(tellingBeside(move, limit, duty), { limit, of, tier: 0 }, duty);
    case "plan_review":
      return telling(tellingBeside(move, limit, duty), "reminder", [next.raised.by.id], "plan_review_due");
    case "close":
      return remindedToClose(move, now, duty);
    default:
      return move;
  }
}

/** Limits that cannot be kept count as missed at once: nobody is on duty who could, no message reaches them, or they were over when they became known. One tier hears, however many they are. */
export function missedNow(move: Move, over: readonly Clock[], now: Instant, duty: Duty, cause?: Cause): Move {
  const noted = over.reduce((so, clock) => {
    const { limit, tier, dueAt } = clock;
    const clocks = wound(so.next.clocks, { ...clock, missedAt: now, endedAt: now });
    const about = { limit, tier, dueAt, waker: "move" as const, ...(cause ? { cause } : {}) };
    return recording(changing(so, { clocks }), "clock", now, { what: "limit_missed", about });
  }, move);
  return over.length > 0 ? after(noted, over, now, duty) : noted;
}

/** Whoever has the case is on the rota beyond the shift that is ending, so there is nothing to hand over. */
const goesOn = (of: Escalation, duty: Duty): boolean => {
  const { owner } = of;
  return owner !== null && (shiftEnd(of, owner.tier, owner.by.id, duty) ?? owner.until) > owner.until;
};

const ownerOnDuty = ({ owner }: Escalation, duty: Duty): string[] => {
  const here = Object.values(duty).some((team) => team.some(({ person, reachable }) => reachable && person === owner?.by.id));
  return owner && here ? [owner.by.id] : [];
};

/**
 * Reminds whoever owes it: the one who has the case while they are on duty, or else those on duty at the tier that is being asked; for
 * the closing the raiser too; for a plan or an answer to read, the raising side.
 */
function remind(move: Move, { limit, of, tier }: Pick<Clock, "limit" | "of" | "tier">, duty: Duty): Move {
  const { next } = move;
  if (limit === "acknowledge")
    return telling(move, "page", reachableAt(next, tier, duty).slice(0, MOST_ASKED), ASKED_STILL, limit, tier);
  const owner = ownerOnDuty(next, duty);
  if (limit === "shift_end") return goesOn(next, duty) ? move : telling(move, "reminder", owner, "shift_end_near", limit);
  const has = owner.length > 0 ? owner : reachableAt(next, next.tier, duty);
  const raising = next.raised.by.system ? standIns(next, duty) : [next.raised.by.id, ...deputyOf(next)];
  if (limit === "read_answer")
    return telling(move, "reminder", of === next.raised.by.agency ? raising : peopleOf(next, of, duty), `${limit}_near`, limit);
  if (limit === "plan_review" || limit === "respond") return telling(move, "reminder", raising, `${limit}_near`, limit);
  if (limit === "look_back") return telling(move, "reminder", reachableAt(next, 0, duty), `${limit}_near`, limit);
  return telling(move, "reminder", limit === "close" ? [...has, next.raised.by.id] : has, `${limit}_near`, limit);
}

/** Nothing else is owed, and it has not been closed: said again, and once more after as long. */
function remindedToClose(move: Move, now: Instant, duty: Duty): Move {
  const { next } = move;
  const again = started("close", next.tier, now, limitsOf(next).close);
  return remind(changing(move, { clocks: wound(next.clocks, again) }), again, duty);
}
