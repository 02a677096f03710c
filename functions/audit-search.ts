import type { About, Entry } from "../core/audit/entry.ts";
import { daysIn, isSought, type Sought, stretchOf } from "../core/audit/search.ts";
import { mustShare } from "../core/escalation/rules.ts";
import type { Person } from "../core/people.ts";
import { invalid, Refusal } from "../core/refusal.ts";
import type { Instant } from "../core/time.ts";
import { entries } from "./aws/audit.ts";
import * as cases from "./aws/cases.ts";
import type { Page } from "./aws/db.ts";
import * as directory from "./aws/directory.ts";
import { whoIs } from "./edge.ts";

/** So many entries are read at a time, and so often for one page: what is rare is looked for further back by its reader's next press. */
const AT_ONCE = 500;
const MOST_LOOKS = 20;

/** A search that may be made: what it is about, and where it looks. */
export interface Search {
  readonly sought: Sought;
  readonly about: About | null;
  readonly stretch: ReturnType<typeof stretchOf>;
}

/** What somebody may look for: their own agency's people, and the cases that their agency shares. Throws Invalid. */
export async function searchFor(actor: Person, sought: Sought, now: Instant): Promise<Search> {
  const stretch = stretchOf(sought, now);
  if (sought.person !== undefined) {
    const person = await directory.person(actor.partnership, sought.person);
    if (person?.agency !== actor.agency) throw invalid({ field: "person", reason: "is nobody of your agency" });
  }
  if (sought.reference === undefined) {
    const about: About | null = sought.person === undefined ? null : { kind: "person", id: sought.person };
    return { sought, about, stretch };
  }
  return { sought, about: { kind: "case", id: await ownCase(actor, sought.reference) }, stretch };
}

/** Another agency's case looks like one that is not there. */
async function ownCase(actor: Person, reference: string): Promise<string> {
  try {
    const found = await cases.outline(await cases.byReference(actor.partnership, reference));
    mustShare(found, whoIs(actor));
    return found.id;
  } catch (error) {
    if (error instanceof Refusal && error.name === "NotFound")
      throw invalid({ field: "reference", reason: "is no escalation that your agency shares" });
    throw error;
  }
}

/** A page of what was found, the newest first. Where so much lies between that this page is not full, the next one goes on. */
export async function found(
  actor: Person,
  { sought, about, stretch }: Search,
  after: string | undefined,
  most: number,
): Promise<Page<Entry>> {
  const items: { readonly sk: string; readonly entry: Entry }[] = [];
  let looks = 0;
  for (const place of placesOf({ sought, about, stretch }, after)) {
    let before = after;
    do {
      const page = await entries(actor.partnership, place, stretch, before, AT_ONCE);
      items.push(...page.items.filter(({ entry }) => isSought(sought, actor.agency, entry)));
      if (items.length > most)
        return { items: items.slice(0, most).map(({ entry }) => entry), next: items[most - 1]?.sk ?? null };
      looks += 1;
      before = page.next ?? undefined;
      if (looks >= MOST_LOOKS && before) return { items: items.map(({ entry }) => entry), next: before };
    } while (before);
  }
  return { items: items.map(({ entry }) => entry), next: null };
}

/** By the case, by the person, or day after day. */
function placesOf({ sought, about, stretch }: Search, after: string | undefined) {
  if (about?.kind === "case") return [{ about }];
  if (sought.person !== undefined) return [{ person: sought.person }];
  return daysIn(stretch).flatMap((day) => (after !== undefined && day > after.slice(0, 10) ? [] : [{ day }]));
}
