import { routes } from "../../core/routes.ts";
import { viewOfAction } from "../actions.ts";
import { giveActionAtCall } from "../calls.ts";
import { endpoint } from "../edge.ts";

/** The chair gives somebody something to do. */
export const handler = endpoint(routes.giveActionAtCall, async (press) =>
  viewOfAction(await giveActionAtCall(press, press.params.id, press.body), press.now),
);
