import { arrive } from "../../core/escalation/arrive.ts";
import { routes } from "../../core/routes.ts";
import { type CallOf, endpoint } from "../edge.ts";
import { moveCase } from "../move-case.ts";

/** The side that asked, or the one that sends, says that whoever was sent is on scene. */
export const arriveAtCase = (press: CallOf<typeof routes.arrive>) =>
  moveCase(press, (current, who, duty) => arrive(current, press.body, who, press.now, duty));

export const handler = endpoint(routes.arrive, arriveAtCase);
