import { routes } from "../../core/routes.ts";
import * as cases from "../aws/cases.ts";
import { pageAfter } from "../cursor.ts";
import { endpoint } from "../edge.ts";

export const handler = endpoint(routes.listSeriousFailures, async ({ query, actor }) => {
  const { partnership } = actor;
  const { items, next } = await pageAfter("serious-failures", actor, query.after, (before) =>
    cases.seriousFailures(partnership, before, query.most),
  );
  return { items, next };
});
