import { isOfOneLadder, isOpenTo } from "../../core/escalation/related.ts";
import { areaOf, pathwayInForce } from "../../core/partnership/terms.ts";
import type { Person } from "../../core/people.ts";
import { routes } from "../../core/routes.ts";
import type { Instant } from "../../core/time.ts";
import { alikeTo, type Told } from "../alike.ts";
import * as directory from "../aws/directory.ts";
import { endpoint, whoIs } from "../edge.ts";

/** What a raiser is shown of them: that they exist, and no more than is needed to tell. */
export async function likelyMatchesFor(actor: Person, code: string, told: Told, now: Instant) {
  const agreed = await directory.inForce(actor.partnership, now);
  const found = await alikeTo(actor.partnership, told, pathwayInForce(agreed, code, told.place.borough, now), now);
  return found.map(({ of, on }) => ({
    id: of.id,
    reference: of.reference,
    on,
    area: of.terms.area.title,
    raisedAt: of.raised.at,
    open: of.closed === null,
    pathway: { code: of.terms.pathway, title: of.terms.title },
    joins: isOfOneLadder(of.terms, { pathway: code, area: areaOf(agreed, told.place.borough) }) && isOpenTo(of, whoIs(actor)),
  }));
}

export const handler = endpoint(routes.likelyMatches, async ({ body, actor, now }) => {
  const { pathway, ...told } = body;
  return { items: await likelyMatchesFor(actor, pathway, told, now) };
});
