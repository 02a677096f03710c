import { routes } from "../../core/routes.ts";
import { circulateMinutes, viewOfCall } from "../calls.ts";
import { endpoint } from "../edge.ts";

/** The minutes go out. */
export const handler = endpoint(routes.circulateMinutes, async (press) =>
  viewOfCall(press.actor, await circulateMinutes(press, press.params.id)),
);
