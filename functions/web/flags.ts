import type { Person } from "../../core/people.ts";
import type { Flag } from "../../core/rates/rates.ts";
import { after } from "../../core/route.ts";
import { flagsPage } from "../../web/flags-page.tsx";
import type { Page } from "../aws/db.ts";
import * as directory from "../aws/directory.ts";
import { flagsIn, placeOf } from "../aws/rates.ts";
import { pageAfter, seenOf } from "../cursor.ts";
import { knownAs, nameIn, siteLed } from "../desks.ts";
import { parse } from "../edge.ts";
import type { Answer, AskedBy } from "./door.ts";

const PAGE = 50;

/** What people of the reader's own agency did unusually often; of one site, for whoever leads it and looks after no more. */
export async function readFlags({ actor, query, now }: AskedBy): Promise<Answer> {
  const { partnership, agency } = actor;
  const from = parse(after, query.get("after") || undefined);
  const [{ items, next }, { agencies }] = await Promise.all([
    pageAfter("flags", actor, from, (before) => flagsFor(actor, before)),
    directory.inForce(partnership, now),
  ]);
  const known = await knownAs(
    partnership,
    items.map(({ person }) => person),
  );
  const own = agencies.find(({ code }) => code === agency);
  return {
    content: flagsPage({
      agency: own?.title ?? agency,
      flags: items,
      nameOf: (person) => nameIn(known, person),
      siteOf: (site) => own?.sites.find(({ code }) => code === site)?.title ?? site,
      next,
      now,
    }),
  };
}

/** A page of what this reader looks after. */
function flagsFor({ partnership, agency, ...reader }: Person, before: string | undefined): Promise<Page<Flag>> {
  const isWhole = reader.roles.includes("agency_admin") || reader.roles.includes("privacy_officer");
  const led = siteLed(reader) ?? "";
  const read = (from: string | undefined, many: number) => flagsIn(partnership, agency, from, many);
  return seenOf({ read, sees: ({ site }) => isWhole || site === led, placeOf }, before, PAGE);
}
