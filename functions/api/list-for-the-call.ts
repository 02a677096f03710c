import { routes } from "../../core/routes.ts";
import { forTheCall } from "../aws/for-the-call.ts";
import { endpoint } from "../edge.ts";

/** What waits for the partners' next call. */
export const handler = endpoint(routes.listForTheCall, ({ query, actor }) =>
  forTheCall(actor.partnership, query.after, query.most),
);
