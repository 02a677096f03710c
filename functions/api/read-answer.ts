import { readAnswer } from "../../core/escalation/heard.ts";
import { routes } from "../../core/routes.ts";
import { type CallOf, endpoint } from "../edge.ts";
import { moveCase } from "../move-case.ts";

/** An agency has read the answer as it now is. */
export const readCaseAnswer = (press: CallOf<typeof routes.readAnswer>) =>
  moveCase(press, (current, who, duty) => readAnswer(current, who, press.body.seen, press.now, duty), { worded: false });

export const handler = endpoint(routes.readAnswer, readCaseAnswer);
