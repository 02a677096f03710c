import { disagree } from "../../core/escalation/disagree.ts";
import { routes } from "../../core/routes.ts";
import { type CallOf, endpoint } from "../edge.ts";
import { moveCase } from "../move-case.ts";

/** The side that asked reads it differently. */
export const disagreeWithCase = (press: CallOf<typeof routes.disagree>) => {
  const { seen, ...body } = press.body;
  return moveCase(press, (current, who, duty) => disagree(current, body, who, seen, press.now, duty));
};

export const handler = endpoint(routes.disagree, disagreeWithCase);
