import { guidanceFor } from "../../core/partnership/guidance.ts";
import type { Partnership } from "../../core/partnership/partnership.ts";
import { sitesOf } from "../../core/partnership/places.ts";
import { wallOf } from "../../core/rota/wall.ts";
import { routes } from "../../core/routes.ts";
import type { Instant } from "../../core/time.ts";
import { type AreaToRing, downtimeCard } from "../../web/downtime-card.tsx";
import { mayUse } from "../../web/moves.ts";
import { pathwaysInForce } from "../api/list-pathways.ts";
import * as directory from "../aws/directory.ts";
import { answer, type Reply } from "../edge.ts";
import type { AskedBy } from "./door.ts";
import { packed } from "./packed.ts";
import { siteOf } from "./places.ts";
import { printedBy } from "./printed.ts";
import { controlRoomAt, pathwaysFor } from "./raise.ts";

/** The card for when the service is down, made now from what is agreed now, as a file to keep and to print. */
export async function saveDowntimeCard(asked: AskedBy): Promise<Reply> {
  const { actor, event, now } = asked;
  const [agreed, made] = await Promise.all([directory.inForce(actor.partnership, now), printedBy(asked)]);
  const titles = new Map(pathwaysInForce(agreed, now).map(({ code, title }) => [code, title]));
  const pathways = [...titles].map(([code, title]) => ({ code, title, areas: areasOf(agreed, code, now) }));
  const shown = new Set(pathways.flatMap(({ areas }) => areas.flatMap(({ desks }) => desks.map(({ code }) => code))));
  const sites = agreed.agencies.find(({ code }) => code === actor.agency)?.sites ?? [];
  const firstAt = (place = "") => pathways[0]?.areas.find(({ places }) => places.includes(place))?.desks[0];
  const place = siteOf(agreed, actor) ?? null;
  const raises = mayUse(routes.raiseEscalation, actor.roles);
  const sent = packed(
    event,
    downtimeCard({
      made,
      sites: sites.map(({ title, code }) => ({ title, first: firstAt(siteOf(agreed, { ...actor, site: code })) })),
      pathways,
      others: othersBut(shown, agreed),
      forms: raises
        ? pathwaysFor(agreed, actor, null, place, now).open.map((pathway) => ({
            pathway,
            ring: controlRoomAt(agreed, actor, pathway.code, place, now),
          }))
        : [],
    }),
  );
  const name = `rightcall-card-${wallOf(now).replace("T", "-").replace(":", "")}.html`;
  const file = answer(200, "text/html; charset=utf-8", "");
  return {
    ...file,
    ...sent,
    headers: { ...file.headers, ...sent.headers, "content-disposition": `attachment; filename="${name}"` },
  };
}

/** The area of what is not known has no place, and desks all the same. */
const UNKNOWN = { title: "" };

/**
 * The desks that a pathway asks in an area, in their order: a line for all places that have the same, since some desks serve one borough and
 * not the next; a line for each site where the site itself answers. An area in which it is not in force is left out.
 */
function areasOf(agreed: Partnership, pathway: string, now: Instant): AreaToRing[] {
  const agreedAt = (place: string) => guidanceFor(agreed, place, now).pathways.find((one) => one.pathway.code === pathway);
  return agreed.areas.flatMap(({ title, places }) => {
    const wheres = places.length > 0 ? places : [UNKNOWN];
    const here = agreedAt(wheres[0]?.title ?? "")?.pathway;
    const sites = here?.answeredAt === "site" ? sitesOf(agreed, here) : undefined;
    const asked = sites?.filter(({ place }) => places.some(({ code }) => code === place)) ?? wheres;
    const lines = asked.flatMap(({ title: place }) => {
      const there = agreedAt(place);
      return there ? [{ place, desks: there.rungs.flatMap((rung) => rung.desks) }] : [];
    });
    const alike = Map.groupBy(lines, ({ desks }) => desks.map(({ code }) => code).join());
    return [...alike.values()].map((of) => ({
      title,
      places: of.flatMap(({ place }) => place || []),
      desks: of[0]?.desks ?? [],
    }));
  });
}

/** Desks that no area's line has named, under the agency that they belong to. */
function othersBut(shown: ReadonlySet<string>, { agencies, teams }: Partnership) {
  return agencies.flatMap(({ code, title }) => {
    const desks = teams.filter((team) => team.agency === code && !shown.has(team.code));
    return desks.length === 0 ? [] : [{ agency: title, desks }];
  });
}
