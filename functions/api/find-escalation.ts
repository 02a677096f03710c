import { covered } from "../../core/escalation/covered.ts";
import { viewOf } from "../../core/escalation/view.ts";
import { routes } from "../../core/routes.ts";
import * as cases from "../aws/cases.ts";
import { endpoint } from "../edge.ts";
import { sharedCase } from "./read-escalation.ts";

export const handler = endpoint(routes.findEscalation, async ({ params, actor }) => {
  const { id } = await cases.byReference(actor.partnership, params.reference);
  return viewOf(covered(await sharedCase({ params: { id }, actor })));
});
