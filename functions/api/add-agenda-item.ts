import { routes } from "../../core/routes.ts";
import { addAgendaItem, viewOfCall } from "../calls.ts";
import { endpoint } from "../edge.ts";

/** One more item. */
export const handler = endpoint(routes.addAgendaItem, async (press) =>
  viewOfCall(press.actor, await addAgendaItem(press, press.params.id, press.body)),
);
