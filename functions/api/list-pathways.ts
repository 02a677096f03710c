import type { Partnership } from "../../core/partnership/partnership.ts";
import { pathwayInForce } from "../../core/partnership/terms.ts";
import { routes } from "../../core/routes.ts";
import type { Instant } from "../../core/time.ts";
import * as directory from "../aws/directory.ts";
import { endpoint } from "../edge.ts";

/** Every pathway in force at an instant, with the places it answers for. */
export function pathwaysInForce(agreed: Partnership, now: Instant) {
  const begun = new Set(agreed.pathways.filter(({ effectiveFrom }) => effectiveFrom <= now).map(({ code }) => code));
  return [...begun].map((code) => {
    const { owner, note, effectiveFrom, questionSet, riskFacts, bodies, areas, ...rest } = pathwayInForce(agreed, code, now);
    const { title, version, types, thresholds, priorities, decisions, outcomes } = rest;
    const served = agreed.areas.filter((area) => areas === "everywhere" || areas.includes(area.code));
    const places = served.flatMap((area) => area.places.map(({ code, title }) => ({ code, title, area: area.code })));
    return {
      ...{ code, title, version, owner, note, effectiveFrom, types, thresholds, questionSet, riskFacts },
      ...{ priorities, decisions, outcomes, places },
      bodies: bodies.map(({ code: body, title: name }) => ({ code: body, title: name })),
    };
  });
}

export const handler = endpoint(routes.listPathways, async ({ actor, now }) => ({
  items: pathwaysInForce(await directory.inForce(actor.partnership, now), now),
}));
