import { close } from "../../core/escalation/close.ts";
import { routes } from "../../core/routes.ts";
import { type CallOf, endpoint } from "../edge.ts";
import { moveCase } from "../move-case.ts";

/** Either side closes a case in which nothing is owed any more. */
export const closeCase = (press: CallOf<typeof routes.close>) => {
  const { seen, ...body } = press.body;
  return moveCase(press, (current, who, duty) => close(current, body, who, seen, press.now, duty));
};

export const handler = endpoint(routes.close, closeCase);
