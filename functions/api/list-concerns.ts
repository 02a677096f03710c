import { seesConcern } from "../../core/learning/concern.ts";
import { routes } from "../../core/routes.ts";
import { newestMatters } from "../aws/learning.ts";
import { pageAfter } from "../cursor.ts";
import { endpoint } from "../edge.ts";

/** Concerns that the reader may see, the newest first. */
export const handler = endpoint(routes.listConcerns, async ({ query, actor }) => {
  const { items, next } = await pageAfter("concerns", actor, query.after, (before) =>
    newestMatters(actor.partnership, "concern", before, query.most),
  );
  const seen = items.filter((of) => seesConcern(of, actor));
  return {
    items: seen.map(({ id, reference, raised, source, theme, agency, owner, case: about, owed, settled, missed }) => ({
      ...{ id, reference, raised, source, theme, agency, owner, case: about, owed, settled, missed },
    })),
    next,
  };
});
