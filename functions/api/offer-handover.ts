import { offerHandover } from "../../core/escalation/ownership.ts";
import { routes } from "../../core/routes.ts";
import { type CallOf, endpoint } from "../edge.ts";
import { moveCase } from "../move-case.ts";

/** The owner asks somebody else on duty to take the case over. */
export const offerCase = (press: CallOf<typeof routes.offerHandover>) => {
  const { seen, ...body } = press.body;
  return moveCase(press, (current, who, duty) => offerHandover(current, body, who, seen, press.now, duty));
};

export const handler = endpoint(routes.offerHandover, offerCase);
