import * as z from "zod";
import { Cad } from "../cad.ts";
import { invalid } from "../refusal.ts";
import { safeText } from "../text.ts";
import type { Instant } from "../time.ts";
import type { Who } from "./ask.ts";
import type { Duty } from "./climb.ts";
import { Limit, stopped } from "./clock.ts";
import { type Escalation, isComing, SeenBy } from "./escalation.ts";
import { hearing, hears } from "./hearing.ts";
import { isAboutChild } from "./known.ts";
import { begin, changing, type Move, marking, recording, settle, standingDown, telling } from "./move.ts";
import { cannot, mustBeAllowed, mustHaveSeen } from "./rules.ts";

export const Closing = z.strictObject({ why: safeText(1000).optional() });
export const Withdrawal = z.strictObject({
  as: z.enum(["withdrawn_found_safe", "withdrawn_other", "superseded_by_999"]),
  why: safeText(1000),
  /** Who has seen the person, of one who was found safe. */
  seenBy: SeenBy.optional(),
  /** The 999 call that took its place. */
  cad: Cad.optional(),
});

/**
 * Ends a case in which nothing is owed any more: decided, whoever was to come has come, the other body has accepted, the raising side has
 * heard, and what happened to the person is known. Throws NotYet with what is missing.
 */
export function close(
  current: Escalation,
  body: z.output<typeof Closing>,
  by: Who,
  seen: number,
  now: Instant,
  duty: Duty,
): Move {
  const no = cannot("close", current, by, duty);
  if (no && no.name !== "NotYet") throw no;
  mustHaveSeen(current, seen);
  const heard = hears(begin(current), by, now);
  mustBeAllowed("close", heard.next, by, duty);
  const as = current.unresolvedAt ? "disagreement_unresolved" : "closed";
  const why = body.why ?? null;
  return end(recording(heard, by, now, { what: "closed", about: { why, as } }), current, { as, why }, by, now, duty);
}

/** A child, or somebody to whom a unit is on its way, is not called safe without a word on whose eyes that rests (3f). */
export const asksWhoSaw = (of: Escalation, as: z.output<typeof Withdrawal>["as"]): boolean =>
  as === "withdrawn_found_safe" && (isAboutChild(of) || isComing(of));

/** The raising side takes its request back. Everyone who was asked is stood down, whoever has it is told. */
export function withdraw(
  current: Escalation,
  { as, why, cad, seenBy }: z.output<typeof Withdrawal>,
  by: Who,
  seen: number,
  now: Instant,
  duty: Duty,
): Move {
  mustBeAllowed("withdraw", current, by, duty);
  mustHaveSeen(current, seen);
  if (as === "superseded_by_999" && !cad)
    throw invalid({ field: "cad", reason: "give the number and the date of the 999 call that took its place" });
  if (asksWhoSaw(current, as) && !seenBy)
    throw invalid({
      field: "seenBy",
      reason: "a child is concerned, or a unit is on its way: say who has seen them, or that nobody has",
    });
  const words = cad ? `${why} (CAD ${cad.number} of ${cad.date})` : why;
  const said = recording(begin(current), by, now, {
    what: "withdrawn",
    about: { as, why: words, ...(seenBy ? { seenBy } : {}) },
  });
  return end(said, current, { as, why: words }, by, now, duty);
}

/** The newer of two cases about the same person ends in the older, where its words are kept. */
export function mergeInto(current: Escalation, older: string, because: string, by: Who, now: Instant, duty: Duty): Move {
  const as = { as: "merged_duplicate", why: because, into: older } as const;
  return end(recording(begin(current), by, now, { what: "closed", about: as }), current, as, by, now, duty);
}

/** The move with the case ended: everyone who was asked is stood down, whoever hears of it is told, and no clock runs on. */
export function end(
  move: Move,
  was: Escalation,
  how: Omit<NonNullable<Escalation["closed"]>, "by" | "at">,
  by: Who,
  now: Instant,
  duty: Duty,
): Move {
  const { as } = how;
  const withdrawn = as === "withdrawn_found_safe" || as === "withdrawn_other" || as === "superseded_by_999";
  const about = withdrawn ? "withdrawn" : as === "merged_duplicate" ? "merged_duplicate" : "closed";
  const over = changing(move, {
    closed: { ...how, by, at: now },
    reopened: null,
    offered: null,
    clocks: stopped(move.next.clocks, Limit.options, now),
    nobodyAnsweredAt: null,
  });
  const told = telling(standingDown(over, about, [by.id]), "update", hearing(was, by, duty, now), about);
  return settle(was, marking(told, by, now, about), now);
}
