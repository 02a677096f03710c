import { routes } from "../../core/routes.ts";
import { actionFor, viewOfAction } from "../actions.ts";
import { endpoint } from "../edge.ts";

/** One action. */
export const handler = endpoint(routes.readAction, async ({ actor, params, now }) =>
  viewOfAction(await actionFor(actor, params.id, now), now),
);
