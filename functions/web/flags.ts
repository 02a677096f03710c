import { after } from "../../core/route.ts";
import { flagsPage } from "../../web/flags-page.tsx";
import * as directory from "../aws/directory.ts";
import { flagsIn } from "../aws/rates.ts";
import { pageAfter } from "../cursor.ts";
import { knownAs, nameIn, siteLed } from "../desks.ts";
import { parse } from "../edge.ts";
import type { Answer, AskedBy } from "./door.ts";

const PAGE = 50;

/** What people of the reader's own agency did unusually often; of one site, for whoever leads it and looks after no more. */
export async function readFlags({ actor, query, now }: AskedBy): Promise<Answer> {
  const { partnership, agency } = actor;
  const from = parse(after, query.get("after") || undefined);
  const [{ items, next }, { agencies }] = await Promise.all([
    pageAfter("flags", actor, from, (before) => flagsIn(partnership, agency, before, PAGE)),
    directory.inForce(partnership, now),
  ]);
  const known = await knownAs(
    partnership,
    items.map(({ person }) => person),
  );
  const isWhole = actor.roles.includes("agency_admin") || actor.roles.includes("privacy_officer");
  const led = siteLed(actor) ?? "";
  const own = agencies.find(({ code }) => code === agency);
  return {
    content: flagsPage({
      agency: own?.title ?? agency,
      flags: items.filter(({ site }) => isWhole || site === led),
      nameOf: (person) => nameIn(known, person),
      siteOf: (site) => own?.sites.find(({ code }) => code === site)?.title ?? site,
      next,
      now,
    }),
  };
}
