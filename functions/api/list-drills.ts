import { routes } from "../../core/routes.ts";
import { drillsOf } from "../drills.ts";
import { endpoint } from "../edge.ts";

export const handler = endpoint(routes.listDrills, async ({ params, actor, now }) => ({
  items: await drillsOf(actor, params.team, now),
}));
