import { logCall } from "../../core/escalation/heard.ts";
import { routes } from "../../core/routes.ts";
import { type CallOf, endpoint } from "../edge.ts";
import { moveCase } from "../move-case.ts";

/** Somebody rang the raising side about the answer. */
export const logCallOnCase = (press: CallOf<typeof routes.logCall>) =>
  moveCase(press, (current, who, duty) => logCall(current, press.body, who, press.now, duty));

export const handler = endpoint(routes.logCall, logCallOnCase);
