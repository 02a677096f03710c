import { routes } from "../../core/routes.ts";
import { recordAttendance, viewOfCall } from "../calls.ts";
import { endpoint } from "../edge.ts";

/** Who was there for an agency. */
export const handler = endpoint(routes.recordAttendance, async (press) =>
  viewOfCall(press.actor, await recordAttendance(press, press.params.id, press.body)),
);
