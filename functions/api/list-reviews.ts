import { routes } from "../../core/routes.ts";
import { reviewsOwedBy } from "../aws/learning.ts";
import { endpoint } from "../edge.ts";

/** The reviews that the reader’s agency owes. */
export const handler = endpoint(routes.listReviews, async ({ actor }) => {
  const owed = await reviewsOwedBy(actor.partnership, actor.agency);
  return {
    items: owed.map(({ id, reference, type, area, priority, closedAt, owed, reminders }) => ({
      ...{ id, reference, type, area, priority, closedAt, owed, reminders },
    })),
  };
});
