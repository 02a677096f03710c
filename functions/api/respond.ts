import { respond } from "../../core/escalation/respond.ts";
import { routes } from "../../core/routes.ts";
import { type CallOf, endpoint } from "../edge.ts";
import { moveCase } from "../move-case.ts";

/** Whoever asked says what they did with the answer. */
export const respondToAnswer = (press: CallOf<typeof routes.respond>) => {
  const { seen, ...body } = press.body;
  return moveCase(press, (current, who, duty) => respond(current, body, who, seen, press.now, duty));
};

export const handler = endpoint(routes.respond, respondToAnswer);
