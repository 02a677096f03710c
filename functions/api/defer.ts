import { defer } from "../../core/escalation/defer.ts";
import { routes } from "../../core/routes.ts";
import { type CallOf, endpoint } from "../edge.ts";
import { moveCase } from "../move-case.ts";

/** The owner puts off what is owed, with a reason and a new time. */
export const deferCase = (press: CallOf<typeof routes.defer>) => {
  const { seen, ...body } = press.body;
  return moveCase(press, (current, who, duty) => defer(current, body, who, seen, press.now, duty));
};

export const handler = endpoint(routes.defer, deferCase);
