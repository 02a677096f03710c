import { mustShare } from "../../core/escalation/rules.ts";
import { viewOf } from "../../core/escalation/view.ts";
import { routes } from "../../core/routes.ts";
import * as cases from "../aws/cases.ts";
import { type CallOf, endpoint, whoIs } from "../edge.ts";

/** The case, for somebody whose agency shares it; for anybody else there is none. */
export async function sharedCase({ params, actor }: Pick<CallOf<typeof routes.readEscalation>, "params" | "actor">) {
  const found = await cases.get({ partnership: actor.partnership, id: params.id });
  mustShare(found, whoIs(actor));
  return found;
}

export const handler = endpoint(routes.readEscalation, async (call) => viewOf(await sharedCase(call)));
