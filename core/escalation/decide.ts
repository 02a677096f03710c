import * as z from "zod";
import { Code } from "../partnership/partnership.ts";
import { type FieldError, invalid } from "../refusal.ts";
import { safeText } from "../text.ts";
import { AnyInstant, type Instant, plus } from "../time.ts";
import { hearing, taking } from "./acknowledge.ts";
import type { Who } from "./ask.ts";
import type { Duty } from "./climb.ts";
import { running, stopped, until, wound } from "./clock.ts";
import { type Escalation, limitsOf } from "./escalation.ts";
import { begin, changing, type Move, marking, recording, settle, standingDown, telling } from "./move.ts";
import { mustAnswer, mustBeOpen, mustHaveSeen } from "./standing.ts";

/** An answer to what was asked, with the reason for it on what is known now. */
export const Decision = z.strictObject({
  code: Code,
  why: safeText(2000),
  arriveBy: AnyInstant.optional(),
  reviewAt: AnyInstant.optional(),
});
export type Decision = z.output<typeof Decision>;

/**
 * Somebody on duty decides. Whoever decides has the case from then on. A decision that leads to an arrival starts that clock; one that
 * is to be looked at again carries when. Deciding once more replaces the decision: the story keeps both, and the raiser hears again.
 */
export function decide(current: Escalation, body: Decision, by: Who, seen: number, now: Instant, duty: Duty): Move {
  const tier = mustAnswer(current, by, duty);
  mustBeOpen(current);
  mustHaveSeen(current, seen);
  const option = mustCarry(current, body, now);
  const waiting = running(current.clocks, "acknowledge") ?? running(current.clocks, "repeat");
  const has = current.owner?.by.id === by.id && !waiting;
  const mine = has ? begin(current) : taking(begin(current), by, tier, now);
  const [arriveBy, reviewAt] = [body.arriveBy ?? null, body.reviewAt ?? null];
  const free = stopped(mine.next.clocks, ["decide", "arrive", "review", "close"], now);
  const appointment = arriveBy ?? reviewAt;
  const clocks = appointment && option.leadsTo !== "close" ? wound(free, until(option.leadsTo, tier, now, appointment)) : free;
  const decision = { code: body.code, why: body.why, tier, by, at: now, arriveBy, reviewAt };
  const made = changing(mine, { decision, arrived: null, clocks });
  const recorded = recording(made, by, now, {
    what: "decided",
    about: { tier, code: body.code, why: body.why, arriveBy, reviewAt },
  });
  const told = telling(standingDown(recorded, "decided", [by.id]), "update", hearing(current, by), "decided");
  return settle(current, marking(told, by, now, "decided"), now);
}

/** A case whose only clock lies further ahead than this would in effect have stopped: a year was mistyped. */
const LONGEST_APPOINTMENT = "PT720H";

/** What must come with a decision, by what it leads to. Throws Invalid, naming each field that is missing or past. */
function mustCarry(current: Escalation, body: Decision, now: Instant) {
  const { terms } = current;
  const option = terms.decisions.find(({ code }) => code === body.code);
  if (!option) throw invalid({ field: "code", reason: `one of ${terms.decisions.map(({ code }) => code).join(", ")}` });
  const wrong: FieldError[] = [];
  const appointed = option.leadsTo === "arrive" && limitsOf(current).byAppointment;
  const rule = (field: "arriveBy" | "reviewAt", needed: boolean, why: string) => {
    const at = body[field];
    if (needed && at === undefined) wrong.push({ field, reason: why });
    if (at !== undefined && !needed) wrong.push({ field, reason: "does not go with this decision" });
    if (needed && at !== undefined && at <= now) wrong.push({ field, reason: "must lie ahead" });
    if (needed && at !== undefined && at > plus(now, LONGEST_APPOINTMENT)) wrong.push({ field, reason: "at most 30 days ahead" });
  };
  rule("arriveBy", appointed, "say when they will arrive: this priority is by appointment");
  rule("reviewAt", option.leadsTo === "review", "say when this will be looked at again");
  if (wrong.length > 0) throw invalid(...wrong);
  return option;
}
