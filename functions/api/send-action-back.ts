import { routes } from "../../core/routes.ts";
import { sendActionBack, viewOfAction } from "../actions.ts";
import { endpoint } from "../edge.ts";

/** The evidence does not show it. */
export const handler = endpoint(routes.sendActionBack, async (press) =>
  viewOfAction(await sendActionBack(press, press.params.id, press.body.why, press.body.seen), press.now),
);
