import * as z from "zod";
import { Code } from "../partnership/partnership.ts";
import { invalid } from "../refusal.ts";
import type { Instant } from "../time.ts";
import type { Who } from "./ask.ts";
import type { Duty } from "./climb.ts";
import { stopped } from "./clock.ts";
import { askingNoMore, custodyAfter, endsWait, waitingAgain } from "./custody.ts";
import { type Escalation, hasEndedWait, SeenBy } from "./escalation.ts";
import { hearing } from "./hearing.ts";
import { lookBackNow } from "./look-back.ts";
import { begin, changing, type Move, marking, recording, settle, telling } from "./move.ts";
import { mustBeAllowed } from "./rules.ts";

/** What has happened to the person, and who has seen them. */
export const Outcome = z.strictObject({ code: Code, seenBy: SeenBy });

/**
 * Either side may say it, more than once, and after the case has closed: harm can be learned days later, and then both sides hear and
 * the case is for the next partner call. What ends the wait with a detained person ends its limits too, and
 * what is learned of them later does not begin it again. Once a time has come at which the partners look back, it is how the person was then.
 */
export function recordOutcome(current: Escalation, body: z.output<typeof Outcome>, by: Who, now: Instant, duty: Duty): Move {
  mustBeAllowed("recordOutcome", current, by, duty);
  const { outcomes } = current.terms;
  const known = outcomes.find(({ code }) => code === body.code);
  if (!known) throw invalid({ field: "code", reason: `one of ${outcomes.map(({ code }) => code).join(", ")}` });
  const lookBack = lookBackNow(current, now);
  const looked = lookBack === undefined ? {} : lookedBack(current, lookBack, body, by, now);
  const custody = custodyAfter(current, body.code, by, now);
  const kept = changing(begin(current), { outcome: { ...body, by, at: now }, custody, ...looked });
  const about = { ...body, harm: known.harm, afterClosing: current.closed !== null, ...(lookBack ? { lookBack } : {}) };
  const recorded = recording(kept, by, now, { what: "outcome_recorded", about });
  const isWaiting = custody !== null && (!hasEndedWait(current) || current.reopened !== null);
  const ends = isWaiting && endsWait(current.terms, body.code);
  const hears = known.harm ? "harm_recorded" : ends ? "wait_ended" : undefined;
  const told = hears ? telling(recorded, "update", hearing(current, by, duty, now), hears) : recorded;
  const over = ends ? askingNoMore(told, "wait_ended", by, now) : waitingAgain(told, current, now, duty);
  return settle(current, marking(over, by, now, "outcome_recorded"), now);
}

const lookedBack = ({ lookBacks, clocks }: Escalation, code: string, body: z.output<typeof Outcome>, by: Who, now: Instant) => ({
  lookBacks: [...lookBacks, { code, outcome: body.code, seenBy: body.seenBy, by, at: now }],
  clocks: stopped(clocks, ["look_back"], now),
});
