import { seesFeedback } from "../../core/learning/feedback.ts";
import { routes } from "../../core/routes.ts";
import { newestMatters } from "../aws/learning.ts";
import { pageAfter } from "../cursor.ts";
import { endpoint } from "../edge.ts";
import { agreed } from "../learners.ts";

/** Feedback that the reader may see, the newest first. */
export const handler = endpoint(routes.listFeedback, async ({ query, actor, now }) => {
  const learning = await agreed(actor.partnership, now);
  const { items, next } = await pageAfter("feedback", actor, query.after, (before) =>
    newestMatters(actor.partnership, "feedback", before, query.most),
  );
  const seen = items.filter((of) => seesFeedback(of, actor, learning));
  return {
    items: seen.map(({ id, reference, given, agency, theme, owner, concern, owed, missed }) => ({
      ...{ id, reference, given, agency, theme, owner, concern, owed, missed },
    })),
    next,
  };
});
