import { routes } from "../../core/routes.ts";
import { callsOf } from "../calls.ts";
import { pageAfter } from "../cursor.ts";
import { endpoint } from "../edge.ts";

/** Partner calls that the reader takes part in. */
export const handler = endpoint(routes.listCalls, async ({ actor, query, now }) => {
  const { items, next } = await pageAfter("calls", actor, query.after, (before) => callsOf(actor, before, query.most, now));
  return {
    items: items.map(({ id, title, series, stage, startsAt, endsAt, chair, agencies, minutesAt }) => ({
      ...{ id, title, series, stage, startsAt, endsAt, chair, agencies, minutesAt },
    })),
    next,
  };
});
