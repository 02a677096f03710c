import { guidanceFor } from "../../core/partnership/guidance.ts";
import type { Partnership } from "../../core/partnership/partnership.ts";
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

/** The desks that a pathway asks in an area, in their order; an area in which it is not in force is left out. */
function areasOf(agreed: Partnership, pathway: string, now: Instant): AreaToRing[] {
  return agreed.areas.flatMap(({ title, places }) => {
    const here = guidanceFor(agreed, places[0]?.title ?? "", now).pathways.find((one) => one.pathway.code === pathway);
    if (!here) return [];
    const desks = here.rungs.flatMap((rung) => rung.desks);
    return [{ title, places: places.map((one) => one.title), desks }];
  });
}

/** Desks that no area's line has named, under the agency that they belong to. */
function othersBut(shown: ReadonlySet<string>, { agencies, teams }: Partnership) {
  return agencies.flatMap(({ code, title }) => {
    const desks = teams.filter((team) => team.agency === code && !shown.has(team.code));
    return desks.length === 0 ? [] : [{ agency: title, desks }];
  });
}
