import { routes } from "../../core/routes.ts";
import { objectToAnswer, viewOfConcern } from "../concerns.ts";
import { endpoint } from "../edge.ts";

/** The answer does not do. */
export const handler = endpoint(routes.objectToAnswer, async (press) =>
  viewOfConcern(await objectToAnswer(press, press.params.id, press.body.why, press.body.seen)),
);
