import * as z from "zod";
import { asksPolice } from "../partnership/partnership.ts";
import { invalid } from "../refusal.ts";
import { safeText } from "../text.ts";
import { AnyInstant, type Instant } from "../time.ts";
import type { Who } from "./ask.ts";
import type { Duty } from "./climb.ts";
import { Limb } from "./decision.ts";
import type { Escalation } from "./escalation.ts";
import { hearing } from "./hearing.ts";
import { begin, changing, type Move, recording, settle, telling } from "./move.ts";
import { mustBeAllowed } from "./rules.ts";

/** It cannot be answered yet, because a limb cannot be read where there are limbs: what is missing, who gets it, and by when. */
export const MoreWanted = z.strictObject({
  limbs: z.strictObject({ limb_a: Limb.optional(), limb_b: Limb.optional() }),
  missing: safeText(1000),
  whoGets: safeText(120),
  byWhen: AnyInstant,
});

/** So many are shown beside the case; the story keeps them all. */
const MOST = 10;

/** «Not enough information» is no answer: what is missing is asked for, both sides see it, and every limit runs on. */
export function askForMore(current: Escalation, wanted: z.output<typeof MoreWanted>, by: Who, now: Instant, duty: Duty): Move {
  mustBeAllowed("askForMore", current, by, duty);
  const { limb_a, limb_b } = wanted.limbs;
  const isUnread = [limb_a, limb_b].some((limb) => limb?.reading === "not_enough_information");
  if (asksPolice(current.terms.speech) && !isUnread)
    throw invalid({ field: "limbs", reason: "say which limb cannot be read yet" });
  if (wanted.byWhen <= now) throw invalid({ field: "byWhen", reason: "must lie ahead" });
  const { missing, whoGets, byWhen } = wanted;
  const lacking = changing(begin(current), {
    wanted: [...current.wanted, { by, at: now, missing, whoGets, byWhen }].slice(-MOST),
  });
  const recorded = recording(lacking, by, now, { what: "more_wanted", about: wanted });
  return settle(current, telling(recorded, "update", hearing(current, by, duty, now), "more_wanted"), now);
}
