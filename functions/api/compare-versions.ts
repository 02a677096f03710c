import { routes } from "../../core/routes.ts";
import { compareFor } from "../before-and-after.ts";
import { endpoint } from "../edge.ts";

/** The figures before and after a version began, for boards and chairs. */
export const handler = endpoint(routes.compareVersions, ({ actor, query, now }) =>
  compareFor(actor, { ...query, area: query.area ?? null }, now),
);
