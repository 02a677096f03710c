import { withdraw } from "../../core/escalation/close.ts";
import { routes } from "../../core/routes.ts";
import { type CallOf, endpoint } from "../edge.ts";
import { moveCase } from "../move-case.ts";

/** The raising agency takes its request back. */
export const withdrawCase = (press: CallOf<typeof routes.withdraw>) =>
  moveCase(press, (current, who) => withdraw(current, press.body, who, press.now));

export const handler = endpoint(routes.withdraw, withdrawCase);
