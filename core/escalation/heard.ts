import * as z from "zod";
import { AgencyCode } from "../partnership/partnership.ts";
import { invalid, Refusal } from "../refusal.ts";
import { safeText } from "../text.ts";
import type { Instant } from "../time.ts";
import type { Who } from "./ask.ts";
import type { Duty } from "./climb.ts";
import { type Escalation, Rung } from "./escalation.ts";
import { hearers, hears, readBy } from "./hearing.ts";
import { begin, changing, type Move, recording, settle } from "./move.ts";
import { mustBeAllowed, mustHaveSeen } from "./rules.ts";

/** A call about the answer: which number, whose desk when it is not the raising side's, and whether somebody answered. */
export const Call = z.strictObject({
  number: Rung,
  agency: AgencyCode.optional(),
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

/** Somebody rang those who must know the answer. When it was answered, the answer has been heard there. Throws Invalid. */
export function logCall(
  current: Escalation,
  { number, agency, answered, words }: z.output<typeof Call>,
  by: Who,
  now: Instant,
  duty: Duty,
): Move {
  mustBeAllowed("logCall", current, by, duty);
  const raising = current.raised.by.agency;
  const others = hearers(current).filter((one) => one !== raising);
  if (number === "desk" ? !agency || !others.includes(agency) : agency !== undefined)
    throw invalid({
      field: "agency",
      reason: others.length > 0 ? `with «desk», one of ${others.join(", ")}` : "goes with «desk»",
    });
  const clocks = answered ? readBy(current.clocks, agency ?? raising, now) : current.clocks;
  const call = { number, answered, ...(agency ? { agency } : {}) };
  const rang = changing(begin(current), { calls: [...current.calls, { by, at: now, ...call }], clocks });
  return settle(current, recording(rang, by, now, { what: "rang", about: { ...call, words: words ?? null } }), now);
}
