import { routes } from "../../core/routes.ts";
import { raiseConcern, viewOfConcern } from "../concerns.ts";
import { endpoint } from "../edge.ts";

/** A partner raises a concern that is about no one case. */
export const handler = endpoint(routes.raiseConcern, async (press) => viewOfConcern(await raiseConcern(press, press.body, null)));
