import { routes } from "../../core/routes.ts";
import { endpoint } from "../edge.ts";
import { addReviewReference, viewOfReview } from "../reviews.ts";

/** Where else a case is looked into. */
export const handler = endpoint(routes.addReviewReference, async (press) =>
  viewOfReview(press.actor, await addReviewReference(press, press.params.id, press.body)),
);
