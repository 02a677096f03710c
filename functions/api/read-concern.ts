import { routes } from "../../core/routes.ts";
import { concernFor, viewOfConcern } from "../concerns.ts";
import { endpoint } from "../edge.ts";

/** One concern. */
export const handler = endpoint(routes.readConcern, async ({ actor, params }) =>
  viewOfConcern(await concernFor(actor, params.id)),
);
