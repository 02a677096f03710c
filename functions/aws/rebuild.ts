import { TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { type CaseRef, keys, matterOf } from "../../core/keys.ts";
import { Review, themesOf } from "../../core/learning/review.ts";
import { readTally, type Tally } from "../../core/measures/tally.ts";
import { tallyCase } from "../tally-case.ts";
import { versions } from "./agreement.ts";
import * as cases from "./cases.ts";
import { db, read } from "./db.ts";
import { tallyItems } from "./tallies.ts";

/** What was found when the figures' rows were made again. */
export interface Rebuilt {
  readonly cases: number;
  readonly missing: number;
  readonly different: readonly { readonly reference: string; readonly fields: readonly string[] }[];
}

/** So many cases are looked at at the same time. */
const ABREAST = 8;

/** Makes the figures' row of every case of a partnership that has ended from its whole story, and compares it with the one that is kept; writes it anew if it is asked to. An operator's command. */
export async function rebuildTallies(partnership: string, write: boolean): Promise<Rebuilt> {
  const ids = await everyCaseOf(partnership);
  const found: (Looked | undefined)[] = [];
  for (let nth = 0; nth < ids.length; nth += ABREAST)
    found.push(...(await Promise.all(ids.slice(nth, nth + ABREAST).map((id) => look({ partnership, id }, write)))));
  const ended = found.filter((one) => one !== undefined);
  return {
    cases: ended.length,
    missing: ended.filter(({ fields }) => fields === undefined).length,
    different: ended.flatMap(({ reference, fields = [] }) => (fields.length > 0 ? [{ reference, fields }] : [])),
  };
}

/** A case that has ended: which fields of its row are not what its story says; undefined where there is no row. */
interface Looked {
  readonly reference: string;
  readonly fields: readonly string[] | undefined;
}

async function look(ref: CaseRef, write: boolean): Promise<Looked | undefined> {
  if (!(await cases.outline(ref)).closed) return undefined;
  const made = await tallyCase(ref, await themesSaid(ref));
  const rows = [keys.tally(ref, made.raisedAt), keys.closedTally(ref, made.closedAt ?? made.raisedAt)];
  const kept = (await Promise.all(rows.map((key) => read(key)))).flatMap((row) => (row ? [readTally(row.body)] : []));
  const fields = kept.length < rows.length ? undefined : [...new Set(kept.flatMap((row) => differing(row, made)))];
  if (write && fields?.length !== 0)
    await db.send(new TransactWriteItemsCommand({ TransactItems: tallyItems(ref.partnership, made) }));
  return { reference: made.reference, fields };
}

/** AP12. Every case of a partnership, by the agencies that have ever been in its agreement. */
async function everyCaseOf(partnership: string): Promise<string[]> {
  const kept = (await versions(partnership)).map(({ agreed }) => WithAgencies.parse(agreed));
  const agencies = new Set(kept.flatMap((agreed) => agreed.agencies.map(({ code }) => code)));
  const found = await Promise.all([...agencies].map((agency) => cases.raisedIds(partnership, agency)));
  return found.flat();
}
const WithAgencies = z.looseObject({ agencies: z.array(z.looseObject({ code: z.string() })) });

async function themesSaid({ partnership, id }: CaseRef) {
  const item = await read(keys.matter(partnership, matterOf("review", id)));
  return item ? themesOf(Review.parse(item.body)) : [];
}

const differing = (kept: Tally, made: Tally): string[] =>
  (Object.keys(made) as (keyof Tally)[]).filter((field) => JSON.stringify(kept[field]) !== JSON.stringify(made[field]));
