import { routes } from "../../core/routes.ts";
import { cancelAction, viewOfAction } from "../actions.ts";
import { endpoint } from "../edge.ts";

/** It need not be done. */
export const handler = endpoint(routes.cancelAction, async (press) =>
  viewOfAction(await cancelAction(press, press.params.id, press.body.why), press.now),
);
