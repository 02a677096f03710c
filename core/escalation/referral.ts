import * as z from "zod";
import { AgencyReference } from "../agency-reference.ts";
import { invalid } from "../refusal.ts";
import { safeText } from "../text.ts";
import { AnyInstant, type Instant, since } from "../time.ts";
import type { Who } from "./ask.ts";
import type { Duty } from "./climb.ts";
import { started, stopped, wound } from "./clock.ts";
import { type Escalation, limitsOf } from "./escalation.ts";
import { hearing, hears } from "./hearing.ts";
import { begin, changing, type Move, marking, owed, recording, settle, standingDown, telling } from "./move.ts";
import { atMost, latestArrival } from "./must-carry.ts";
import { reopening } from "./news.ts";
import { mustBeAllowed, mustHaveSeen } from "./rules.ts";
import { hasUnread } from "./standing.ts";

/** What the other body says: we have it, with our reference and when to expect us; or we decline, because. */
export const ReferralAnswer = z.strictObject({
  accepts: z.boolean(),
  reference: AgencyReference.optional(),
  expectedAt: AnyInstant.optional(),
  why: safeText(1000).optional(),
});

/**
 * Until the other body has accepted, what was referred is still with whoever referred it. Accepted, it is theirs, and both sides hear
 * when to expect them. Declined, it comes back with the reason, to be decided anew.
 */
export function answerReferral(
  current: Escalation,
  { accepts, reference, expectedAt, why }: z.output<typeof ReferralAnswer>,
  by: Who,
  seen: number,
  now: Instant,
  duty: Duty,
): Move {
  mustBeAllowed("answerReferral", current, by, duty);
  mustHaveSeen(current, seen);
  const { referral } = current;
  if (!referral) return settle(current, begin(current), now);
  if (accepts && !reference) throw invalid({ field: "reference", reason: "give your own reference for it" });
  if (accepts && expectedAt) mustBeSoon(current, expectedAt, now);
  if (!accepts && !why) throw invalid({ field: "why", reason: "say why, so that somebody else can be found" });
  const answered = accepts
    ? { ...referral, accepted: { by, at: now, reference: reference ?? "", expectedAt: expectedAt ?? null } }
    : { ...referral, declined: { by, at: now, why: why ?? "" } };
  const unread = hasUnread(current);
  const settles = accepts && !current.reopened && !unread;
  const over = settles ? (["decide", "acknowledge", "repeat"] as const) : [];
  const clocks = stopped(current.clocks, ["accept_referral", ...over], now);
  const nobodyAnsweredAt = settles ? null : current.nobodyAnsweredAt;
  const said = hears(changing(begin(current), { referral: answered, clocks, nobodyAnsweredAt }), by, now);
  const watched = accepts && expectedAt ? watching(said, expectedAt, now) : said;
  const { body } = referral;
  const recorded = accepts
    ? recording(watched, by, now, {
        what: "referral_accepted",
        about: { body, reference: reference ?? "", expectedAt: expectedAt ?? null, ...(unread ? { unread } : {}) },
      })
    : reopening(
        recording(said, by, now, { what: "referral_declined", about: { body, why: why ?? "" } }),
        "referral_declined",
        by,
        now,
        duty,
      );
  const what = accepts ? "referral_accepted" : "referral_declined";
  const free = settles ? standingDown(recorded, what, [by.id]) : recorded;
  const told = telling(free, "update", hearing(current, by, duty, now), what);
  return settle(current, marking(told, by, now, what), now);
}

/** Whoever is expected may be there already, a moment ago; a time longer past, or further than the urgency allows, was mistyped. */
const LONGEST_SINCE = "PT15M";

function mustBeSoon(of: Escalation, expectedAt: Instant, now: Instant): void {
  if (expectedAt < since(now, LONGEST_SINCE)) throw invalid({ field: "expectedAt", reason: "must not have passed" });
  const latest = latestArrival(of, now);
  if (expectedAt > latest) throw invalid({ field: "expectedAt", reason: atMost(now, latest) });
}

/** What the other service promised is looked at when its time has come: whoever has the case, and whoever raised it, are asked what became of it. */
function watching(move: Move, expectedAt: Instant, now: Instant): Move {
  const { next } = move;
  const closes = started("close", next.tier, now, limitsOf(next).close);
  if (owed(next) !== "close" || expectedAt <= now || expectedAt >= closes.dueAt) return move;
  return changing(move, { clocks: wound(next.clocks, { ...closes, warnAt: expectedAt }) });
}
