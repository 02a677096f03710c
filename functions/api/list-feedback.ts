import { routes } from "../../core/routes.ts";
import { pageAfter } from "../cursor.ts";
import { endpoint } from "../edge.ts";
import { feedbackOf } from "../feedback.ts";

/** Feedback that the reader may see, the newest first. */
export const handler = endpoint(routes.listFeedback, async ({ query, actor, now }) => {
  const { items, next } = await pageAfter("feedback", actor, query.after, (before) => feedbackOf(actor, before, query.most, now));
  return {
    items: items.map(({ id, reference, given, agency, theme, owner, concern, owed, missed }) => ({
      ...{ id, reference, given, agency, theme, owner, concern, owed, missed },
    })),
    next,
  };
});
