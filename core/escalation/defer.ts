import * as z from "zod";
import { invalid } from "../refusal.ts";
import { safeText } from "../text.ts";
import { AnyInstant, between, type Instant, inWords, milliseconds } from "../time.ts";
import type { Who } from "./ask.ts";
import { climb, type Duty } from "./climb.ts";
import { stopped, until, wound } from "./clock.ts";
import { type Escalation, limitsOf } from "./escalation.ts";
import { hearing } from "./hearing.ts";
import { begin, changing, type Move, marking, owed, recording, settle, telling } from "./move.ts";
import { mustBeAllowed, mustHaveSeen } from "./rules.ts";

/** Why an answer or an arrival is put off, and until when. */
export const Deferral = z.strictObject({
  reason: z.enum(["no_units", "awaiting_call_back", "other"]),
  why: safeText(1000),
  until: AnyInstant,
});

/** Nobody puts an answer off at one time for longer than four times what its urgency allows. */
const MOST_TIMES = 4;

/**
 * The owner puts off what is owed, with a reason and a new time, at most as often as the terms allow. One more is not applied: it is
 * written down, and the next tier is asked (fourteen silent deferrals, 2015: case 11 of the field). Nobody puts off an answer that a tier above owes.
 */
export function defer(
  current: Escalation,
  { reason, why, until: later }: z.output<typeof Deferral>,
  by: Who,
  seen: number,
  now: Instant,
  duty: Duty,
): Move {
  mustBeAllowed("defer", current, by, duty);
  mustHaveSeen(current, seen);
  const limit = owed(current) === "arrive" ? ("arrive" as const) : ("decide" as const);
  const longest = MOST_TIMES * milliseconds(limitsOf(current)[limit].within);
  if (later <= now || between(now, later) > longest)
    throw invalid({ field: "until", reason: `a time within the next ${inWords(longest)}` });
  const count = current.deferrals.length + 1;
  if (count > current.terms.mostDeferrals) {
    const about = { limit, reason, why, until: later, count };
    const noted = recording(begin(current), by, now, { what: "deferral_not_allowed", about });
    return settle(current, climb(noted, noted.next.tier + 1, now, duty, "deferral"), now);
  }
  const clocks = wound(stopped(current.clocks, [limit], now), until(limit, current.owner?.tier ?? current.tier, now, later));
  const put = changing(begin(current), { clocks, deferrals: [...current.deferrals, { by, at: now, until: later }] });
  const recorded = recording(put, by, now, { what: "deferred", about: { limit, reason, why, until: later, count } });
  return settle(
    current,
    marking(telling(recorded, "update", hearing(current, by, duty, now), "deferred"), by, now, "deferred"),
    now,
  );
}
