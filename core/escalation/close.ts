import * as z from "zod";
import { Refusal } from "../refusal.ts";
import { safeText } from "../text.ts";
import type { Instant } from "../time.ts";
import { hearing } from "./acknowledge.ts";
import type { Who } from "./ask.ts";
import { Limit, stopped } from "./clock.ts";
import type { Escalation } from "./escalation.ts";
import { begin, changing, type Move, marking, owed, recording, standingDown, telling } from "./move.ts";
import { mustBeOpen, mustHaveSeen, mustShare } from "./standing.ts";

export const Closing = z.strictObject({ why: safeText(1000).optional() });
export const Withdrawal = z.strictObject({ as: z.enum(["found_safe", "no_longer_needed"]), why: safeText(1000) });

/** Ends a case in which nothing is owed any more: it has been decided, whoever was to come has come, and what happened to the person is known. */
export function close(current: Escalation, body: z.output<typeof Closing>, by: Who, seen: number, now: Instant): Move {
  mustShare(current, by);
  mustBeOpen(current);
  mustHaveSeen(current, seen);
  const debt = owed(current);
  if (debt !== "close" && debt !== "review")
    throw new Refusal("NotYet", debt === "arrive" ? "Somebody is still to arrive." : "Nothing has been decided yet.");
  if (!current.outcome) throw new Refusal("NotYet", "First say what has happened to the person, and who has seen them.");
  const why = body.why ?? null;
  return end(recording(begin(current), by, now, { what: "closed", about: { why } }), current, { as: "closed", why }, by, now);
}

/** The raising side takes its request back. Everyone who was asked is stood down, whoever has it is told. */
export function withdraw(current: Escalation, body: z.output<typeof Withdrawal>, by: Who, seen: number, now: Instant): Move {
  mustShare(current, by);
  mustBeOpen(current);
  mustHaveSeen(current, seen);
  if (by.agency !== current.raised.by.agency)
    throw new Refusal("NotAllowed", "Only the agency that raised this can withdraw it.");
  return end(recording(begin(current), by, now, { what: "withdrawn", about: body }), current, body, by, now);
}

function end(
  move: Move,
  was: Escalation,
  ending: { as: "closed" | "found_safe" | "no_longer_needed"; why: string | null },
  by: Who,
  now: Instant,
): Move {
  const about = ending.as === "closed" ? "closed" : "withdrawn";
  const over = changing(move, {
    closed: { ...ending, by, at: now },
    clocks: stopped(was.clocks, Limit.options, now),
    nobodyAnsweredAt: null,
  });
  return marking(telling(standingDown(over, about, [by.id]), "update", hearing(was, by), about), by, now, about);
}
