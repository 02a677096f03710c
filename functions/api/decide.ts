import { decide } from "../../core/escalation/decide.ts";
import { routes } from "../../core/routes.ts";
import { type CallOf, endpoint } from "../edge.ts";
import { moveCase } from "../move-case.ts";

/** Somebody on duty answers what was asked. */
export const decideCase = (press: CallOf<typeof routes.decide>) => {
  const { seen, ...body } = press.body;
  return moveCase(press, (current, who, duty) => decide(current, body, who, seen, press.now, duty));
};

export const handler = endpoint(routes.decide, decideCase);
