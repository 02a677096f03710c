import { routes } from "../../core/routes.ts";
import * as cases from "../aws/cases.ts";
import { endpoint } from "../edge.ts";

export const handler = endpoint(routes.listSeriousFailures, async ({ query, actor }) => {
  const { items, next } = await cases.seriousFailures(actor.partnership, query.after, query.most);
  return { items, next };
});
