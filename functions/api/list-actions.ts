import { routes } from "../../core/routes.ts";
import { actionsOf } from "../actions.ts";
import { endpoint } from "../edge.ts";

/** Open actions that the reader has to do with. */
export const handler = endpoint(routes.listActions, async ({ actor, now }) => {
  const open = await actionsOf(actor, now);
  return {
    items: open.map(({ id, title, owner, agency, dueOn, status, from, toLeadAt, daysLate, ownerName }) => ({
      ...{ id, title, owner, agency, dueOn, status, from, toLeadAt, daysLate, ownerName },
    })),
  };
});
