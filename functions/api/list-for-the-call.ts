import { routes } from "../../core/routes.ts";
import { forTheCall } from "../aws/for-the-call.ts";
import { pageAfter } from "../cursor.ts";
import { endpoint } from "../edge.ts";

/** What waits for the partners' next call. */
export const handler = endpoint(routes.listForTheCall, ({ query, actor }) =>
  pageAfter("for-the-call", actor, query.after, (before) => forTheCall(actor.partnership, before, query.most)),
);
