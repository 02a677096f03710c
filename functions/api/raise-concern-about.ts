import { mustShare } from "../../core/escalation/rules.ts";
import { routes } from "../../core/routes.ts";
import * as cases from "../aws/cases.ts";
import { raiseConcern, viewOfConcern } from "../concerns.ts";
import { endpoint, whoIs } from "../edge.ts";

/** The same about a case that its raiser’s agency has a part in. */
export const handler = endpoint(routes.raiseConcernAbout, async (press) => {
  const of = await cases.outline({ partnership: press.actor.partnership, id: press.params.id });
  mustShare(of, whoIs(press.actor));
  return viewOfConcern(await raiseConcern(press, press.body, { id: of.id, reference: of.reference }));
});
