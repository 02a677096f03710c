import { addNote } from "../../core/escalation/add-note.ts";
import { routes } from "../../core/routes.ts";
import { type CallOf, endpoint } from "../edge.ts";
import { moveCase } from "../move-case.ts";

/** One more line in the story. */
export const addCaseNote = (press: CallOf<typeof routes.addNote>) =>
  moveCase(press, (current, who, duty) => addNote(current, press.body, who, press.now, duty));

export const handler = endpoint(routes.addNote, addCaseNote);
