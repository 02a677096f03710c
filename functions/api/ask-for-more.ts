import { askForMore } from "../../core/escalation/ask-for-more.ts";
import { routes } from "../../core/routes.ts";
import { type CallOf, endpoint } from "../edge.ts";
import { moveCase } from "../move-case.ts";

/** A limb cannot be read yet, and what is missing is asked for. */
export const askForMoreOnCase = (press: CallOf<typeof routes.askForMore>) =>
  moveCase(press, (current, who, duty) => askForMore(current, press.body, who, press.now, duty));

export const handler = endpoint(routes.askForMore, askForMoreOnCase);
