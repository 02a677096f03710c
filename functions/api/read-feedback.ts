import { routes } from "../../core/routes.ts";
import { endpoint } from "../edge.ts";
import { feedbackFor, viewOfFeedback } from "../feedback.ts";

/** What one person said. */
export const handler = endpoint(routes.readFeedback, async ({ actor, params, now }) =>
  viewOfFeedback(await feedbackFor(actor, params.id, now)),
);
