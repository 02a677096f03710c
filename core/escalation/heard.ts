import * as z from "zod";
import { Refusal } from "../refusal.ts";
import { safeText } from "../text.ts";
import type { Instant } from "../time.ts";
import type { Who } from "./ask.ts";
import type { Duty } from "./climb.ts";
import type { Escalation } from "./escalation.ts";
import { hearers, hears, readBy } from "./hearing.ts";
import { begin, changing, type Move, recording, settle } from "./move.ts";
import { mustBeAllowed, mustHaveSeen } from "./rules.ts";

/** A call to the raising side about the answer: which of its numbers, and whether somebody answered. */
export const Call = z.strictObject({
  number: z.enum(["call_back", "deputy"]),
  answered: z.boolean(),
  words: safeText(1000).optional(),
});

/** «I have read the answer», for one's agency. Undefined when it had been read already. */
export function readAnswer(current: Escalation, by: Who, seen: number, now: Instant, duty: Duty): Move | undefined {
  mustBeAllowed("readAnswer", current, by, duty);
  mustHaveSeen(current, seen);
  if (!hearers(current).includes(by.agency))
    throw new Refusal("NotAllowed", "Only those who asked, and bodies that were told, read the answer here.");
  if (current.heard.some(({ agency }) => agency === by.agency)) return undefined;
  return settle(current, hears(begin(current), by, now), now);
}

/** Somebody rang the raising side. When it was answered, the answer has been heard. */
export function logCall(
  current: Escalation,
  { number, answered, words }: z.output<typeof Call>,
  by: Who,
  now: Instant,
  duty: Duty,
): Move {
  mustBeAllowed("logCall", current, by, duty);
  const clocks = answered ? readBy(current.clocks, current.raised.by.agency, now) : current.clocks;
  const rang = changing(begin(current), { calls: [...current.calls, { by, at: now, number, answered }], clocks });
  return settle(current, recording(rang, by, now, { what: "rang", about: { number, answered, words: words ?? null } }), now);
}
