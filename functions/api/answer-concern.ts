import { routes } from "../../core/routes.ts";
import { answerConcern, viewOfConcern } from "../concerns.ts";
import { endpoint } from "../edge.ts";

/** Its owner answers it. */
export const handler = endpoint(routes.answerConcern, async (press) =>
  viewOfConcern(await answerConcern(press, press.params.id, press.body.words)),
);
