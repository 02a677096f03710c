import { routes } from "../../core/routes.ts";
import { endpoint } from "../edge.ts";
import { recordFirstAnswer, viewOfFirstAnswer } from "../first-answers.ts";

/** A control room's own record of what it answered first. */
export const handler = endpoint(routes.recordFirstAnswer, async (press) =>
  viewOfFirstAnswer(await recordFirstAnswer(press, press.body), press.now),
);
