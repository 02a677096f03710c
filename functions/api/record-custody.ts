import { recordCustody } from "../../core/escalation/custody.ts";
import { routes } from "../../core/routes.ts";
import { type CallOf, endpoint } from "../edge.ts";
import { moveCase } from "../move-case.ts";

/** One item of the handing over of a detained person is settled. */
export const recordCaseCustody = (press: CallOf<typeof routes.recordCustody>) =>
  moveCase(press, (current, who, duty) => recordCustody(current, press.body, who, press.now, duty));

export const handler = endpoint(routes.recordCustody, recordCaseCustody);
