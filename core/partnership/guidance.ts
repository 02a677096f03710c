import type { Instant } from "../time.ts";
import { isFor, type Partnership, type Pathway, type Team } from "./partnership.ts";
import { areaOf, desksFor, pathwayCounting, rungsOf, type Terms } from "./terms.ts";

/** What has been agreed for one place: its area, and each pathway that is in force there. */
export interface Guidance {
  readonly area: Terms["area"];
  readonly pathways: readonly AgreedHere[];
}
export interface AgreedHere {
  readonly pathway: Pathway;
  /** The tiers in their order, with the desks that answer for this place. */
  readonly rungs: readonly { readonly code: string; readonly title: string; readonly desks: readonly Team[] }[];
  /** The version that takes its place, once that has been agreed. */
  readonly next: Pathway | undefined;
}

/** «When will police attend?»: every pathway that is in force for a place at an instant, from what the cases themselves are held to. */
export function guidanceFor(agreed: Partnership, place: string, at: Instant): Guidance {
  const area = areaOf(agreed, place);
  const codes = [...new Set(agreed.pathways.map(({ code }) => code))];
  const here = codes.flatMap((code) => pathwayCounting(agreed, code, area.code, at) ?? []);
  const pathways = here.map((pathway) => ({
    pathway,
    rungs: rungsOf(pathway).map(({ code, title, desk }) => ({ code, title, desks: desksFor(agreed, pathway, place, desk) })),
    next: nextOf(agreed, pathway, area.code, at),
  }));
  return { area, pathways };
}

const nextOf = ({ pathways }: Partnership, { code }: Pathway, area: string, at: Instant): Pathway | undefined =>
  pathways
    .filter((one) => one.code === code && isFor(one, area) && one.effectiveFrom > at)
    .toSorted((a, b) => a.effectiveFrom.localeCompare(b.effectiveFrom))[0];
