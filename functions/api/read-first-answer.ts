import { routes } from "../../core/routes.ts";
import { endpoint } from "../edge.ts";
import { firstAnswerFor, viewOfFirstAnswer } from "../first-answers.ts";

/** One first answer, for the two agencies that it concerns. */
export const handler = endpoint(routes.readFirstAnswer, async ({ actor, params, now }) =>
  viewOfFirstAnswer(await firstAnswerFor(actor, params.id), now),
);
