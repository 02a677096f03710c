import { routes } from "../../core/routes.ts";
import { answerDrill } from "../drills.ts";
import { endpoint } from "../edge.ts";

export const handler = endpoint(routes.answerDrill, ({ params, actor, now }) => answerDrill(actor, params.team, params.id, now));
