import { routes } from "../../core/routes.ts";
import { planDrill } from "../drills.ts";
import { endpoint } from "../edge.ts";

export const handler = endpoint(routes.planDrill, ({ params, body, actor, request, now }) =>
  planDrill(actor, params.team, body.at ?? now, request, now),
);
