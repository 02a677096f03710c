import { routes } from "../../core/routes.ts";
import { acceptAnswer, viewOfConcern } from "../concerns.ts";
import { endpoint } from "../edge.ts";

/** Whoever raised it is content. */
export const handler = endpoint(routes.acceptAnswer, async (press) =>
  viewOfConcern(await acceptAnswer(press, press.params.id, press.body.seen)),
);
