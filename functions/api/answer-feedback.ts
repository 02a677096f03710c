import { routes } from "../../core/routes.ts";
import { endpoint } from "../edge.ts";
import { answerFeedback, viewOfFeedback } from "../feedback.ts";

/** Whoever has it answers its giver. */
export const handler = endpoint(routes.answerFeedback, async (press) =>
  viewOfFeedback(await answerFeedback(press, press.params.id, press.body)),
);
