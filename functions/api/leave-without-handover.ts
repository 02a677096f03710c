import { leaveWithoutHandover } from "../../core/escalation/departure.ts";
import { routes } from "../../core/routes.ts";
import { type CallOf, endpoint } from "../edge.ts";
import { moveCase } from "../move-case.ts";

/** Officers have left without an agreed handover. */
export const leaveCase = (press: CallOf<typeof routes.leaveWithoutHandover>) =>
  moveCase(press, (current, who, duty) => leaveWithoutHandover(current, press.body, who, press.now, duty));

export const handler = endpoint(routes.leaveWithoutHandover, leaveCase);
