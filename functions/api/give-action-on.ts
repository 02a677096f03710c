import { routes } from "../../core/routes.ts";
import { giveActionOn, viewOfAction } from "../actions.ts";
import { endpoint } from "../edge.ts";

/** Somebody else has it now. */
export const handler = endpoint(routes.giveActionOn, async (press) =>
  viewOfAction(await giveActionOn(press, press.params.id, press.body.to, press.body.why), press.now),
);
