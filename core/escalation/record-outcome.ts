import * as z from "zod";
import { Code } from "../partnership/partnership.ts";
import { invalid } from "../refusal.ts";
import type { Instant } from "../time.ts";
import type { Who } from "./ask.ts";
import { type Escalation, SeenBy } from "./escalation.ts";
import { begin, changing, type Move, marking, recording, settle } from "./move.ts";
import { mustShare } from "./standing.ts";

/** What has happened to the person, and who has seen them. */
export const Outcome = z.strictObject({ code: Code, seenBy: SeenBy });

/** Either side may say it, more than once, and after the case has closed: harm can be learned days later. */
export function recordOutcome(current: Escalation, body: z.output<typeof Outcome>, by: Who, now: Instant): Move {
  mustShare(current, by);
  const { outcomes } = current.terms;
  if (!outcomes.some(({ code }) => code === body.code))
    throw invalid({ field: "code", reason: `one of ${outcomes.map(({ code }) => code).join(", ")}` });
  const known = changing(begin(current), { outcome: { ...body, by, at: now } });
  const recorded = recording(known, by, now, { what: "outcome_recorded", about: body });
  return settle(current, marking(recorded, by, now, "outcome_recorded"), now);
}
