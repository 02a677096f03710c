import * as z from "zod";
import { safeText } from "../text.ts";
import type { Instant } from "../time.ts";
import type { Who } from "./ask.ts";
import type { Duty } from "./climb.ts";
import type { Escalation } from "./escalation.ts";
import { begin, type Move, recording, settle } from "./move.ts";
import { mustBeAllowed } from "./rules.ts";
import { Theme } from "./theme.ts";

/** A note; with a theme it is kept for the learning side; `own` is read by its writer's own agency alone. */
export const Note = z.strictObject({ text: safeText(2000), theme: Theme.optional(), own: z.boolean().optional() });

/** One more line in the story from either side. It refuses nobody's answer and moves no clock: what bears on the risk is news. */
export function addNote(current: Escalation, note: z.output<typeof Note>, by: Who, now: Instant, duty: Duty): Move {
  mustBeAllowed("addNote", current, by, duty);
  return settle(current, recording(begin(current), by, now, { what: "note_added", about: note }), now);
}
