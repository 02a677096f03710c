import { routes } from "../../core/routes.ts";
import { callFor, viewOfCall } from "../calls.ts";
import { endpoint } from "../edge.ts";

/** One call. */
export const handler = endpoint(routes.readCall, async ({ actor, params, now }) =>
  viewOfCall(actor, await callFor(actor, params.id, now)),
);
