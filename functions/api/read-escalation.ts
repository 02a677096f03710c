import { covered } from "../../core/escalation/covered.ts";
import { mustShare } from "../../core/escalation/rules.ts";
import { viewOf } from "../../core/escalation/view.ts";
import { routes } from "../../core/routes.ts";
import * as cases from "../aws/cases.ts";
import { type CallOf, endpoint, whoIs } from "../edge.ts";

type Asked = Pick<CallOf<typeof routes.readEscalation>, "params" | "actor">;

/** The case as boards go by it, for somebody whose agency shares it; for anybody else there is none. */
export async function sharedOutline({ params, actor }: Asked) {
  const found = await cases.outline({ partnership: actor.partnership, id: params.id });
  mustShare(found, whoIs(actor));
  return found;
}

/** The same with what people wrote. Throws KeyUnavailable and Deleted, but never to somebody for whom there is no such case. */
export const sharedCase = async (asked: Asked) => cases.opened(await sharedOutline(asked));

export const handler = endpoint(routes.readEscalation, async (call) => viewOf(covered(await sharedCase(call))));
