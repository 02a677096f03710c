import { routes } from "../../core/routes.ts";
import { endpoint } from "../edge.ts";
import { answerReview, viewOfReview } from "../reviews.ts";

/** One side answers the closing questions. */
export const handler = endpoint(routes.answerReview, async (press) =>
  viewOfReview(press.actor, await answerReview(press, press.params.id, press.body)),
);
