import { standDown } from "../../core/escalation/stand-down.ts";
import { routes } from "../../core/routes.ts";
import { type CallOf, endpoint } from "../edge.ts";
import { moveCase } from "../move-case.ts";

/** The unit that was coming is needed elsewhere. */
export const standDownUnit = (press: CallOf<typeof routes.standDown>) => {
  const { seen, ...body } = press.body;
  return moveCase(press, (current, who, duty) => standDown(current, body, who, seen, press.now, duty));
};

export const handler = endpoint(routes.standDown, standDownUnit);
