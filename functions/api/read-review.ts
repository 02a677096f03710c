import { routes } from "../../core/routes.ts";
import { endpoint } from "../edge.ts";
import { reviewFor, viewOfReview } from "../reviews.ts";

/** Both sides of a review. */
export const handler = endpoint(routes.readReview, async ({ actor, params }) =>
  viewOfReview(actor, (await reviewFor(actor, params.id)).review),
);
