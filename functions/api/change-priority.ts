import { changePriority } from "../../core/escalation/change-priority.ts";
import { routes } from "../../core/routes.ts";
import { type CallOf, endpoint } from "../edge.ts";
import { moveCase } from "../move-case.ts";

/** Somebody makes a case more urgent, or less. */
export const changeCasePriority = (press: CallOf<typeof routes.changePriority>) => {
  const { seen, ...body } = press.body;
  return moveCase(press, (current, who, duty) => changePriority(current, body, who, seen, press.now, duty));
};

export const handler = endpoint(routes.changePriority, changeCasePriority);
