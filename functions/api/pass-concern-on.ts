import { routes } from "../../core/routes.ts";
import { passConcernOn, viewOfConcern } from "../concerns.ts";
import { endpoint } from "../edge.ts";

/** It is another agency’s to answer. */
export const handler = endpoint(routes.passConcernOn, async (press) =>
  viewOfConcern(await passConcernOn(press, press.params.id, press.body.to, press.body.why)),
);
