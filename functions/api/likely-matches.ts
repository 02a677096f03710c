import { isOfOneLadder, isOpenTo, marksOf } from "../../core/escalation/related.ts";
import { areaOf, pathwayInForce } from "../../core/partnership/terms.ts";
import type { Person } from "../../core/people.ts";
import { routes } from "../../core/routes.ts";
import { type Instant, since } from "../../core/time.ts";
import * as cases from "../aws/cases.ts";
import * as directory from "../aws/directory.ts";
import * as marks from "../aws/marks.ts";
import { type CallOf, endpoint, whoIs } from "../edge.ts";

type Told = Pick<CallOf<typeof routes.likelyMatches>["body"], "place" | "person" | "policeContact">;

/** The cases that share a mark with a request, within the time that the pathway looks back, and what they share. */
export async function alikeTo(partnership: string, told: Told, pathway: { readonly matchWithin: string }, now: Instant) {
  const found = await marks.alike(partnership, marksOf(told), since(now, pathway.matchWithin));
  const of = await cases.states(
    partnership,
    found.map(({ id }) => id),
  );
  return found.flatMap(({ id, on }) => {
    const one = of.find((state) => state.id === id);
    return one && one.closed?.as !== "merged_duplicate" ? [{ of: one, on }] : [];
  });
}

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
