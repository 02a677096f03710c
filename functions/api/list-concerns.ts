import { routes } from "../../core/routes.ts";
import { concernsOf } from "../concerns.ts";
import { pageAfter } from "../cursor.ts";
import { endpoint } from "../edge.ts";

/** Concerns that the reader may see, the newest first. */
export const handler = endpoint(routes.listConcerns, async ({ query, actor }) => {
  const { items, next } = await pageAfter("concerns", actor, query.after, (before) => concernsOf(actor, before, query.most));
  return {
    items: items.map(({ id, reference, raised, source, theme, agency, owner, case: about, owed, settled, missed }) => ({
      ...{ id, reference, raised, source, theme, agency, owner, case: about, owed, settled, missed },
    })),
    next,
  };
});
