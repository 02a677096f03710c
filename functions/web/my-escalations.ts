import { Refusal } from "../../core/refusal.ts";
import { routes } from "../../core/routes.ts";
import { mayUse } from "../../web/moves.ts";
import { myEscalationsPage } from "../../web/my-escalations-page.tsx";
import * as cases from "../aws/cases.ts";
import * as directory from "../aws/directory.ts";
import { parse } from "../edge.ts";
import type { Answer, AskedBy } from "./door.ts";

/** What the reader's agency has raised, a page at a time. */
export async function readMine({ actor, now, query }: AskedBy): Promise<Answer> {
  if (!mayUse(routes.raiseEscalation, actor.roles)) throw new Refusal("NotAllowed", "Your role raises no escalations.");
  const asked = parse(routes.listEscalations.query, { after: query.get("after") || undefined });
  const [agreed, { items, next }] = await Promise.all([
    directory.inForce(actor.partnership, now),
    cases.raised(actor.partnership, actor.agency, asked.after, asked.most),
  ]);
  const agency = agreed.agencies.find(({ code }) => code === actor.agency)?.title ?? actor.agency;
  return { content: myEscalationsPage({ items, next, agency, reader: actor.id, now }) };
}
