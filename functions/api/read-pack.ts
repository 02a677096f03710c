import { routes } from "../../core/routes.ts";
import { packOfCall } from "../aws/learning.ts";
import { callFor } from "../calls.ts";
import { endpoint } from "../edge.ts";

/** The pack of a call. */
export const handler = endpoint(routes.readPack, async ({ actor, params, now }) => {
  const { partnership, id } = await callFor(actor, params.id, now);
  return packOfCall(partnership, id);
});
