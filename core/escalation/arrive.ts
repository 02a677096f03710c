import * as z from "zod";
import { invalid, Refusal } from "../refusal.ts";
import { safeText } from "../text.ts";
import { AnyInstant, type Instant } from "../time.ts";
import type { Who } from "./ask.ts";
import type { Duty } from "./climb.ts";
import { stopped } from "./clock.ts";
import type { Escalation } from "./escalation.ts";
import { hearing } from "./hearing.ts";
import { begin, changing, type Move, marking, recording, settle, standingDown, telling } from "./move.ts";
import { mustBeAllowed } from "./rules.ts";
import { hasUnread, isAsker } from "./standing.ts";

/** Whoever was sent is on scene. The time of record is ours; the time its teller claims is kept beside it. */
export const Arrival = z.strictObject({ callSign: safeText(20).optional(), claimedAt: AnyInstant.optional() });

/**
 * A person on scene stops the arrive clock, by their call sign or by the word of whoever asked; an assignment does not (3c). An answer that
 * is to be given anew is asked for all the same, and so is somebody to open the news that nobody who answers has. Throws NotYet when no
 * arrival was decided.
 */
export function arrive(current: Escalation, body: z.output<typeof Arrival>, by: Who, now: Instant, duty: Duty): Move {
  mustBeAllowed("arrive", current, by, duty);
  if (current.arrived) {
    const { by: first, at } = current.arrived;
    throw new Refusal("Conflict", `${first.name} has recorded the arrival already.`, { facts: { by: first, at } });
  }
  if (!body.callSign && !isAsker(current, by))
    throw invalid({ field: "callSign", reason: "give the call sign or the shoulder number of whoever is there" });
  if (body.claimedAt && body.claimedAt > now) throw invalid({ field: "claimedAt", reason: "must not lie ahead" });
  const callSign = body.callSign ?? null;
  const unread = hasUnread(current);
  const settles = current.reopened === null && !unread;
  const clocks = stopped(current.clocks, settles ? ["arrive", "acknowledge", "repeat"] : ["arrive"], now);
  const nobodyAnsweredAt = settles ? null : current.nobodyAnsweredAt;
  const there = changing(begin(current), {
    arrived: { by, at: now, callSign },
    stoodDownAt: null,
    clocks,
    nobodyAnsweredAt,
  });
  const about = { callSign, claimedAt: body.claimedAt ?? null, ...(unread ? { unread } : {}) };
  const recorded = recording(there, by, now, { what: "arrived", about });
  const free = settles ? standingDown(recorded, "arrived", [by.id]) : recorded;
  const told = telling(free, "update", hearing(current, by, duty, now), "arrived");
  return settle(current, marking(told, by, now, "arrived"), now);
}
