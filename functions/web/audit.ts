import type { Entry } from "../../core/audit/entry.ts";
import { Sought } from "../../core/audit/search.ts";
import { type FieldError, invalid, Refusal } from "../../core/refusal.ts";
import { wallOf } from "../../core/rota/wall.ts";
import { after } from "../../core/route.ts";
import { type AuditLine, auditPage } from "../../web/audit-page.tsx";
import { found, type Search, searchFor } from "../audit-search.ts";
import { mustKeep } from "../aws/audit.ts";
import { referencesOf } from "../aws/cases.ts";
import * as directory from "../aws/directory.ts";
import { pageAfter } from "../cursor.ts";
import { knownAs, nameIn } from "../desks.ts";
import { answer, parse } from "../edge.ts";
import { entryOf } from "../leave-entry.ts";
import { mustKeepPace } from "../pace.ts";
import { writeCsv } from "../packs/write-csv.ts";
import type { Answer, AskedBy } from "./door.ts";

/** A page of a search; and the most that one file holds. */
const PAGE = 50;
const MOST_LINES = 5000;

/** Who has looked at what, for the privacy officer of an agency: its own people, and its own cases. */
export async function readAudit(asked: AskedBy): Promise<Answer> {
  const { actor, query } = asked;
  if ([...query].length === 0) return shown(asked, {});
  return orAsked(asked, async () => {
    const search = await searchIn(asked, "searched");
    const { items, next } = await pageAfter(
      `audit ${JSON.stringify(search.sought)}`,
      actor,
      parse(after, query.get("after") || undefined),
      (before) => found(actor, search, before, PAGE),
    );
    return shown(asked, { lines: await linesOf(asked, items), next, days: search.stretch.days });
  });
}

/** Everything that a search finds, as a spreadsheet reads it. More than a file holds is asked for anew, on the page. */
export async function exportAudit(asked: AskedBy): Promise<Answer> {
  return orAsked(asked, async () => {
    const search = await searchIn(asked, "exported");
    const rows = (await linesOf(asked, await allFound(asked, search))).map(rowOf);
    const file = answer(200, "text/csv; charset=utf-8", `\uFEFF${writeCsv([COLUMNS, ...rows])}`);
    const { from, to } = search.stretch.days;
    return { ...file, headers: { ...file.headers, "content-disposition": `attachment; filename="audit-${from}-${to}.csv"` } };
  });
}

/** The page of the search: what was found, or what is wrong with what was asked for. */
async function shown(
  { actor, query, now }: AskedBy,
  more: Partial<Parameters<typeof auditPage>[0]>,
  errors: readonly FieldError[] = [],
): Promise<Answer> {
  const people = (await directory.everybodyOf(actor.partnership, actor.agency))
    .map(({ id, name }) => ({ code: id, title: name }))
    .toSorted((a, b) => a.title.localeCompare(b.title));
  return {
    content: auditPage({ people, typed: { values: query, errors }, now, lines: undefined, ...more }),
    status: errors.length > 0 ? 400 : 200,
  };
}

async function orAsked(asked: AskedBy, run: () => Promise<Answer>): Promise<Answer> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof Refusal && error.name === "Invalid") return shown(asked, {}, error.errors);
    throw error;
  }
}

/** Throws Invalid when it is more than a file holds. */
async function allFound({ actor }: AskedBy, search: Search): Promise<Entry[]> {
  const entries: Entry[] = [];
  let after: string | undefined;
  do {
    const { items, next } = await found(actor, search, after, 1000);
    entries.push(...items);
    if (entries.length > MOST_LINES)
      throw invalid({ field: "from", reason: `more than ${MOST_LINES} entries: choose fewer days` });
    after = next ?? undefined;
  } while (after !== undefined);
  return entries;
}

/** What is looked for. That somebody looked for it is an entry itself, kept before they see anything. */
async function searchIn(asked: AskedBy, what: "searched" | "exported"): Promise<Search> {
  const { actor, now, query, event, params } = asked;
  await mustKeepPace(what === "searched" ? "search" : "export", asked);
  const values = Object.keys(Sought.shape).map((name) => [name, query.get(name)?.trim() || undefined]);
  const search = await searchFor(actor, parse(Sought, Object.fromEntries(values)), now);
  const row = { method: "GET", path: what === "searched" ? "/audit" : "/audit/entries.csv" } as const;
  await mustKeep(entryOf({ event, now, actor, row, params }, { what, of: ["audit"], about: search.about }));
  return search;
}

/** Entries with the names of whom and what they are about, as far as these are known. */
async function linesOf({ actor, now }: AskedBy, entries: readonly Entry[]): Promise<AuditLine[]> {
  const { partnership } = actor;
  const aboutOf = (kind: string) =>
    entries.flatMap(({ about, what }) => (about?.kind === kind && what !== "refused" ? [about.id] : []));
  const [people, references, { agencies, teams }] = await Promise.all([
    knownAs(partnership, [...entries.map(({ who }) => who.person), ...aboutOf("person")]),
    referencesOf(partnership, aboutOf("case")),
    directory.inForce(partnership, now),
  ]);
  const titles: Record<string, (id: string) => string | undefined> = {
    case: (id) => references.get(id),
    team: (id) => teams.find(({ code }) => code === id)?.title,
    person: (id) => people.get(id)?.name,
  };
  return entries.map((entry) => ({
    entry,
    name: nameIn(people, entry.who.person),
    agency: agencies.find(({ code }) => code === entry.who.agency)?.title ?? entry.who.agency,
    about: entry.about && (titles[entry.about.kind]?.(entry.about.id) ?? entry.about.id),
  }));
}

const COLUMNS = [
  ...[
    "at_utc",
    "at_london",
    "person",
    "name",
    "agency",
    "roles",
    "what",
    "purpose",
    "refusal",
    "about_kind",
    "about",
    "about_id",
  ],
  ...["fields", "route", "network", "roles_before", "roles_after", "reason", "request"],
];

function rowOf({ entry, name, about }: AuditLine): string[] {
  const { at, who, what, purpose, refusal, of, route, from, membership, request } = entry;
  const list = (codes: readonly string[] | null | undefined) => (codes ?? []).join(" ");
  return [
    ...[at, wallOf(at), who.person, name, who.agency, list(who.roles), what, purpose ?? "", refusal ?? ""],
    ...[entry.about?.kind ?? "", about ?? "", entry.about?.id ?? "", list(of), route, from ?? ""],
    ...[list(membership?.before), list(membership?.after), membership?.why ?? "", request],
  ];
}
