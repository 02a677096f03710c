import { triage } from "../../core/escalation/triage.ts";
import { pathwayInForce } from "../../core/partnership/terms.ts";
import { routes } from "../../core/routes.ts";
import * as directory from "../aws/directory.ts";
import { endpoint } from "../edge.ts";

/** What a raiser's answers mean, before anything is raised. Nothing is kept. */
export const handler = endpoint(routes.triage, async ({ body, actor, now }) => {
  const { pathway, place, ...told } = body;
  const agreed = await directory.inForce(actor.partnership, now);
  return triage(pathwayInForce(agreed, pathway, place?.borough ?? "", now), told);
});
