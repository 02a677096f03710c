import * as z from "zod";
import { safeText } from "../text.ts";
import type { Instant } from "../time.ts";
import type { Who } from "./ask.ts";
import type { Escalation } from "./escalation.ts";
import { begin, type Move, recording, settle } from "./move.ts";
import { mustShare } from "./standing.ts";

export const Note = z.strictObject({ text: safeText(2000) });

/** One more line in the story from either side. It refuses nobody's answer and moves no clock. */
export function addNote(current: Escalation, { text }: z.output<typeof Note>, by: Who, now: Instant): Move {
  mustShare(current, by);
  return settle(current, recording(begin(current), by, now, { what: "note_added", about: { text } }), now);
}
