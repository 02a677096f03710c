import { routes } from "../../core/routes.ts";
import { checkEvidence, viewOfAction } from "../actions.ts";
import { endpoint } from "../edge.ts";

/** Somebody else has looked at the evidence. */
export const handler = endpoint(routes.checkEvidence, async (press) =>
  viewOfAction(await checkEvidence(press, press.params.id, press.body.seen), press.now),
);
