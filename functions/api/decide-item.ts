import { routes } from "../../core/routes.ts";
import { decideItem, viewOfCall } from "../calls.ts";
import { endpoint } from "../edge.ts";

/** What was decided about an item. */
export const handler = endpoint(routes.decideItem, async (press) =>
  viewOfCall(press.actor, await decideItem(press, press.params.id, press.params.item, press.body)),
);
