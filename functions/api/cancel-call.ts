import { routes } from "../../core/routes.ts";
import { cancelCall, viewOfCall } from "../calls.ts";
import { endpoint } from "../edge.ts";

/** It is not held. */
export const handler = endpoint(routes.cancelCall, async (press) =>
  viewOfCall(press.actor, await cancelCall(press, press.params.id, press.body.why)),
);
