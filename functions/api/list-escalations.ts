import { lineOf } from "../../core/escalation/view.ts";
import { routes } from "../../core/routes.ts";
import * as cases from "../aws/cases.ts";
import { pageAfter } from "../cursor.ts";
import { type CallOf, endpoint } from "../edge.ts";

/** What the actor's agency has raised, newest first. */
export async function raisedByAgency({ query, actor }: Pick<CallOf<typeof routes.listEscalations>, "query" | "actor">) {
  const { items, next, unread } = await pageAfter("escalations", actor, query.after, (before) =>
    cases.raised(actor.partnership, actor.agency, before, query.most),
  );
  return { items: items.map(lineOf), next, unread };
}

export const handler = endpoint(routes.listEscalations, raisedByAgency);
