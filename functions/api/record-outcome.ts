import { recordOutcome } from "../../core/escalation/record-outcome.ts";
import { routes } from "../../core/routes.ts";
import { type CallOf, endpoint } from "../edge.ts";
import { moveCase } from "../move-case.ts";

/** Either side says what has happened to the person. */
export const recordCaseOutcome = (press: CallOf<typeof routes.recordOutcome>) =>
  moveCase(press, (current, who, duty) => recordOutcome(current, press.body, who, press.now, duty));

export const handler = endpoint(routes.recordOutcome, recordCaseOutcome);
