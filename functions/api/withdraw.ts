import { withdraw } from "../../core/escalation/close.ts";
import { routes } from "../../core/routes.ts";
import { type CallOf, endpoint } from "../edge.ts";
import { moveCase } from "../move-case.ts";

/** The raising agency takes its request back. */
export const withdrawCase = (press: CallOf<typeof routes.withdraw>) => {
  const { seen, ...body } = press.body;
  return moveCase(press, (current, who, duty) => withdraw(current, body, who, seen, press.now, duty));
};

export const handler = endpoint(routes.withdraw, withdrawCase);
