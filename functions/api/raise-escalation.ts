import { randomBytes, randomUUID } from "node:crypto";
import { raise } from "../../core/escalation/raise.ts";
import { mustShare } from "../../core/escalation/standing.ts";
import { type EscalationView, viewOf } from "../../core/escalation/view.ts";
import { pathwayInForce, termsInForce } from "../../core/partnership/terms.ts";
import { spoken } from "../../core/reference.ts";
import { routes } from "../../core/routes.ts";
import * as cases from "../aws/cases.ts";
import * as directory from "../aws/directory.ts";
import { type CallOf, endpoint, whoIs } from "../edge.ts";

/** Hop 1. Someone asks another agency for help: kept with the first page already written, whatever else is down. */
export async function raiseEscalation({
  body,
  actor,
  request,
  now,
}: CallOf<typeof routes.raiseEscalation>): Promise<EscalationView> {
  const { partnership } = actor;
  const { pathway: code, priority, ...ask } = body;
  const kept = await cases.once(partnership, request, async () => {
    const agreed = await directory.inForce(partnership, now);
    const pathway = pathwayInForce(agreed, code, now);
    const terms = termsInForce(agreed, code, ask.place.borough, actor.agency, now);
    const duty = await directory.onDuty(partnership, terms, now);
    const names = { partnership, id: randomUUID(), reference: spoken(randomBytes(5)) };
    return cases.save(raise(names, ask, priority, whoIs(actor), now, pathway, terms, duty), now, request);
  });
  mustShare(kept, whoIs(actor)); // a repeated press answers from the table: only to somebody who may still see it
  return viewOf(kept);
}

export const handler = endpoint(routes.raiseEscalation, raiseEscalation);
