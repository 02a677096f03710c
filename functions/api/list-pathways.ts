import type { Partnership } from "../../core/partnership/partnership.ts";
import { sitesOf } from "../../core/partnership/places.ts";
import { type Counting, versionsCounting } from "../../core/partnership/terms.ts";
import { routes } from "../../core/routes.ts";
import type { Instant } from "../../core/time.ts";
import * as directory from "../aws/directory.ts";
import { endpoint } from "../edge.ts";

/** Every version of a pathway that counts somewhere at an instant, with the areas and places where it does. */
export const pathwaysInForce = (agreed: Partnership, now: Instant) =>
  versionsCounting(agreed, now).map((counting) => pathwayView(agreed, counting));

/** A version as whoever raises needs it: each code that goes with it, and where it counts; its sites, where those who have the site are asked. */
export function pathwayView(agreed: Partnership, { pathway, areas }: Counting) {
  const { owner, note, effectiveFrom, questionSet, riskFacts, bodies, ...rest } = pathway;
  const { code, title, version, raisedBy, speech, answeredAt, types, thresholds, priorities, decisions, outcomes } = rest;
  const { categories, responses, lookBacks } = rest;
  return {
    ...{
      code,
      title,
      version,
      owner,
      note,
      effectiveFrom,
      raisedBy,
      speech,
      answeredAt,
      types,
      thresholds,
      questionSet,
      riskFacts,
    },
    ...{ priorities, decisions, outcomes, categories, responses, lookBacks },
    areas: areas.map((area) => ({ code: area.code, title: area.title })),
    places: placesFor(agreed, { pathway, areas }),
    bodies: bodies.map(({ code: body, title: name }) => ({ code: body, title: name })),
  };
}

function placesFor(agreed: Partnership, { pathway, areas }: Counting) {
  const sites = pathway.answeredAt === "site" ? sitesOf(agreed, pathway) : undefined;
  return areas.flatMap((area) =>
    area.places.flatMap((place) =>
      (sites?.filter((site) => site.place === place.code) ?? [place]).map(({ code, title }) => ({
        code,
        title,
        area: area.code,
      })),
    ),
  );
}

export const handler = endpoint(routes.listPathways, async ({ actor, now }) => {
  const agreed = await directory.inForce(actor.partnership, now);
  return { items: pathwaysInForce(agreed, now), agencies: agreed.agencies.map(({ code, title }) => ({ code, title })) };
});
