import { acknowledge } from "../../core/escalation/acknowledge.ts";
import { routes } from "../../core/routes.ts";
import { type CallOf, endpoint } from "../edge.ts";
import { moveCase } from "../move-case.ts";

/** Somebody on duty says that they have seen it, and has it from now on. */
export const acknowledgeCase = (press: CallOf<typeof routes.acknowledge>) =>
  moveCase(press, (current, who, duty) => acknowledge(current, who, press.body.seen, press.now, duty), { worded: false });

export const handler = endpoint(routes.acknowledge, acknowledgeCase);
