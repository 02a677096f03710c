import { TransactionCanceledException, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { keys } from "../../core/keys.ts";
import type { Person } from "../../core/people.ts";
import { Instant } from "../../core/time.ts";
import { db, every, TableName, toItem } from "./db.ts";

/** What somebody has typed into one form to raise, and has not raised: as it was sent, and when. */
const Kept = z.strictObject({ at: Instant, fields: z.string() });
/** The same with its name, which the form carries: a form has one draft, whichever of its pages is open. */
export type Draft = z.output<typeof Kept> & { readonly id: string };

type Writer = Pick<Person, "partnership" | "id">;

/** A draft is a shift's: whoever comes back after longer begins anew. The table's TTL clears it away some time after. */
const LASTS_SECONDS = 12 * 3600;
/** A reference does not wait longer than this for a draft, in ms: far less than the page has to answer, whatever the table does. */
const PATIENCE = 2500;
const soon = () => ({ abortSignal: AbortSignal.timeout(PATIENCE) });
const seconds = (at: Instant): number => Math.floor(Date.parse(at) / 1000);

/** AP37. The drafts of one person that are still theirs to go on with, the newest first. */
export async function draftsOf({ partnership, id }: Writer, now: Instant): Promise<Draft[]> {
  const { pk, sk } = keys.draft(partnership, id, "");
  const found = await every(
    {
      KeyConditionExpression: "pk = :pk AND begins_with(sk, :sk)",
      ExpressionAttributeValues: toItem({ ":pk": pk, ":sk": sk }),
      ConsistentRead: true,
    },
    soon(),
  );
  return found
    .filter(({ body, expires }) => body !== undefined && Number(expires) > seconds(now))
    .map((item) => ({ id: String(item.sk).slice(sk.length), ...Kept.parse(item.body) }))
    .toSorted((a, b) => (a.at < b.at ? 1 : -1));
}

/**
 * Keeps what has been typed so far into one form, in the place of what was kept of it before. Once that has been raised or put away, what
 * a page of it still sends is too late, and is left out. Says whether it was kept.
 */
export async function keepDraft({ partnership, id }: Writer, draft: string, fields: string, now: Instant): Promise<boolean> {
  const body: z.output<typeof Kept> = { at: now, fields };
  const Item = toItem({ ...keys.draft(partnership, id, draft), body, expires: seconds(now) + LASTS_SECONDS });
  const Put = { TableName, Item, ConditionExpression: "attribute_not_exists(ended)" };
  try {
    await db.send(new TransactWriteItemsCommand({ TransactItems: [{ Put }] }), soon());
    return true;
  } catch (error) {
    const over =
      error instanceof TransactionCanceledException && error.CancellationReasons?.[0]?.Code === "ConditionalCheckFailed";
    if (over) return false;
    throw error;
  }
}

/** Ends a draft: it has been raised, or put away. Nothing that was typed is left. */
export async function endDraft({ partnership, id }: Writer, draft: string, now: Instant): Promise<void> {
  const Item = toItem({ ...keys.draft(partnership, id, draft), ended: true, expires: seconds(now) + LASTS_SECONDS });
  await db.send(new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName, Item } }] }), soon());
}
