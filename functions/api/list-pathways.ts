import type { Partnership } from "../../core/partnership/partnership.ts";
import { type Counting, versionsCounting } from "../../core/partnership/terms.ts";
import { routes } from "../../core/routes.ts";
import type { Instant } from "../../core/time.ts";
import * as directory from "../aws/directory.ts";
import { endpoint } from "../edge.ts";

/** Every version of a pathway that counts somewhere at an instant, with the areas and places where it does. */
export const pathwaysInForce = (agreed: Partnership, now: Instant) => versionsCounting(agreed, now).map(pathwayView);

/** A version as whoever raises needs it: each code that goes with it, and where it counts. */
export function pathwayView({ pathway, areas }: Counting) {
  const { owner, note, effectiveFrom, questionSet, riskFacts, bodies, ...rest } = pathway;
  const { code, title, version, types, thresholds, priorities, decisions, outcomes } = rest;
  return {
    ...{ code, title, version, owner, note, effectiveFrom, types, thresholds, questionSet, riskFacts },
    ...{ priorities, decisions, outcomes },
    areas: areas.map((area) => ({ code: area.code, title: area.title })),
    places: areas.flatMap((area) => area.places.map((place) => ({ code: place.code, title: place.title, area: area.code }))),
    bodies: bodies.map(({ code: body, title: name }) => ({ code: body, title: name })),
  };
}

export const handler = endpoint(routes.listPathways, async ({ actor, now }) => ({
  items: pathwaysInForce(await directory.inForce(actor.partnership, now), now),
}));
