import type { Person } from "../../core/people.ts";
import type { Flag } from "../../core/rates/rates.ts";
import { after } from "../../core/route.ts";
import { flagsPage } from "../../web/flags-page.tsx";
import type { Page } from "../aws/db.ts";
import * as directory from "../aws/directory.ts";
import { flagsIn } from "../aws/rates.ts";
import { pageAfter } from "../cursor.ts";
import { knownAs, nameIn, siteLed } from "../desks.ts";
import { parse } from "../edge.ts";
import type { Answer, AskedBy } from "./door.ts";

const PAGE = 50;
/** So often a list is read on for one page, where most of it is of other sites. */
const MOST_READS = 10;

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

/** A page of what this reader looks after, read on until it is full, or there is no more, or enough has been read. */
async function flagsFor({ partnership, agency, ...reader }: Person, before: string | undefined): Promise<Page<Flag>> {
  const isWhole = reader.roles.includes("agency_admin") || reader.roles.includes("privacy_officer");
  const led = siteLed(reader) ?? "";
  const found: Flag[] = [];
  let next: string | null = before ?? null;
  for (let nth = 0; nth === 0 || (next !== null && found.length < PAGE && nth < MOST_READS); nth += 1) {
    const page: Page<Flag> = await flagsIn(partnership, agency, next ?? undefined, PAGE);
    found.push(...page.items.filter(({ site }) => isWhole || site === led));
    next = page.next;
  }
  return { items: found, next };
}
