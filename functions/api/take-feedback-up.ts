import { routes } from "../../core/routes.ts";
import { endpoint } from "../edge.ts";
import { takeFeedbackUp, viewOfFeedback } from "../feedback.ts";

/** Whoever has it makes a concern of it. */
export const handler = endpoint(routes.takeFeedbackUp, async (press) =>
  viewOfFeedback(await takeFeedbackUp(press, press.params.id, press.body)),
);
