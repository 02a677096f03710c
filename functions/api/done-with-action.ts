import { routes } from "../../core/routes.ts";
import { doneWithAction, viewOfAction } from "../actions.ts";
import { endpoint } from "../edge.ts";

/** Its owner says that it has been done. */
export const handler = endpoint(routes.doneWithAction, async (press) =>
  viewOfAction(await doneWithAction(press, press.params.id, press.body), press.now),
);
