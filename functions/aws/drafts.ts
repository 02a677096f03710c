import { TransactionCanceledException, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { keys } from "../../core/keys.ts";
import type { Person } from "../../core/people.ts";
import { Instant } from "../../core/time.ts";
import { db, read, TableName, toItem } from "./db.ts";

/** What somebody has typed into the form to raise, and has not raised: as it was sent, and when. */
export const Draft = z.strictObject({ at: Instant, fields: z.string() });
export type Draft = z.output<typeof Draft>;

type Writer = Pick<Person, "partnership" | "id">;

/** A draft is a shift's: whoever comes back after longer begins anew. The table's TTL clears it away some time after. */
const LASTS_SECONDS = 12 * 3600;
/** A reference does not wait longer than this for a draft, in ms: far less than the page has to answer, whatever the table does. */
const PATIENCE = 2500;
const soon = () => ({ abortSignal: AbortSignal.timeout(PATIENCE) });
const seconds = (at: Instant): number => Math.floor(Date.parse(at) / 1000);

/** AP37. The draft of one person, or undefined when there is none that is still theirs to go on with. */
export async function draftOf({ partnership, id }: Writer, now: Instant): Promise<Draft | undefined> {
  const item = await read(keys.draft(partnership, id), soon());
  if (item?.body === undefined || Number(item.expires) <= seconds(now)) return undefined;
  return Draft.parse(item.body);
}

/**
 * Keeps what has been typed so far, in the place of what was kept before. `form` is the key of the form it was typed into: once that has
 * been raised or put away, what its page still sends is too late, and is left out. Says whether it was kept.
 */
export async function keepDraft({ partnership, id }: Writer, form: string, fields: string, now: Instant): Promise<boolean> {
  const body: Draft = { at: now, fields };
  const Item = toItem({ ...keys.draft(partnership, id), body, expires: seconds(now) + LASTS_SECONDS });
  const Put = {
    TableName,
    Item,
    ConditionExpression: "attribute_not_exists(ended) OR ended <> :form",
    ExpressionAttributeValues: toItem({ ":form": form }),
  };
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
export async function endDraft({ partnership, id }: Writer, form: string, now: Instant): Promise<void> {
  const Item = toItem({ ...keys.draft(partnership, id), ended: form, expires: seconds(now) + LASTS_SECONDS });
  await db.send(new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName, Item } }] }), soon());
}
