import { TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import { type CaseRef, keys, matterOf } from "../../core/keys.ts";
import { Review, themesOf } from "../../core/learning/review.ts";
import { Tally } from "../../core/measures/tally.ts";
import { tallyCase } from "../tally-case.ts";
import * as cases from "./cases.ts";
import { everyCase } from "./chains.ts";
import { db, read } from "./db.ts";
import { tallyItems } from "./tallies.ts";

/** What was found when the figures' rows were made again. */
export interface Rebuilt {
  readonly cases: number;
  readonly missing: number;
  readonly different: readonly { readonly reference: string; readonly fields: readonly string[] }[];
}

/** Makes the figures' row of every case that has ended from its whole story, and compares it with the one that is kept; writes it anew if it is asked to. An operator's tool: no function's role may scan. */
export async function rebuildTallies(write: boolean): Promise<Rebuilt> {
  let [ended, missing] = [0, 0];
  const different: { reference: string; fields: string[] }[] = [];
  for await (const ref of everyCase()) {
    if (!(await cases.get(ref)).closed) continue;
    ended += 1;
    const made = await tallyCase(ref, await themesSaid(ref));
    const rows = [keys.tally(ref, made.raisedAt), keys.closedTally(ref, made.closedAt ?? made.raisedAt)];
    const kept = await Promise.all(rows.map((key) => read(key)));
    const fields = kept.flatMap((row) => (row ? differing(Tally.parse(row.body), made) : []));
    if (kept.some((row) => !row)) missing += 1;
    else if (fields.length > 0) different.push({ reference: made.reference, fields: [...new Set(fields)] });
    else continue;
    if (write) await db.send(new TransactWriteItemsCommand({ TransactItems: tallyItems(ref.partnership, made) }));
  }
  return { cases: ended, missing, different };
}

async function themesSaid({ partnership, id }: CaseRef) {
  const item = await read(keys.matter(partnership, matterOf("review", id)));
  return item ? themesOf(Review.parse(item.body)) : [];
}

const differing = (kept: Tally, made: Tally): string[] =>
  (Object.keys(made) as (keyof Tally)[]).filter((field) => JSON.stringify(kept[field]) !== JSON.stringify(made[field]));
