import { routes } from "../../core/routes.ts";
import { beginAction, viewOfAction } from "../actions.ts";
import { endpoint } from "../edge.ts";

/** Its owner has begun. */
export const handler = endpoint(routes.beginAction, async (press) =>
  viewOfAction(await beginAction(press, press.params.id), press.now),
);
