import { TransactionCanceledException, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import type { Hears } from "../../core/draft.ts";
import { due, type Key } from "../../core/keys.ts";
import { Code } from "../../core/partnership/codes.ts";
import { Instant } from "../../core/time.ts";
import { db, read, TableName, toItem } from "./db.ts";

/** A draft as time goes by it: whose it is, when it was last typed into, and who has heard that it was left. Nothing that was typed is opened. */
export interface LeftDraft {
  readonly key: Key;
  readonly id: string;
  readonly partnership: string;
  readonly writer: string;
  readonly at: Instant;
  readonly told: Hears | undefined;
}

const Kept = z.object({
  body: z.object({ at: Instant }),
  expires: z.number(),
  told: z.enum(["writer", "site_lead"]).optional(),
});

/** AP37. A draft that falls due, by its key; undefined when it has been raised, put away, or is too old to be gone on with. */
export async function leftDraft(key: Key, now: Instant): Promise<LeftDraft | undefined> {
  const item = Kept.safeParse(await read(key)).data;
  if (!item || item.expires * 1000 <= Date.parse(now)) return undefined;
  const [partnership = "", , writer = ""] = key.pk.split("#");
  return { key, id: key.sk.slice("RAISE#".length), partnership, writer: Code.parse(writer), at: item.body.at, told: item.told };
}

/** Keeps who has heard of it, and when it is looked at next; nothing when it has been typed into, or ended, meanwhile. */
export async function keepTold({ key, id, at }: LeftDraft, told: Hears | undefined, nextAt: Instant | undefined): Promise<void> {
  const sets = { ...(told ? { told } : {}), ...(nextAt ? due(id, nextAt) : {}) };
  const set = Object.keys(sets).map((name) => `${name} = :${name}`);
  const Update = {
    TableName,
    Key: toItem(key),
    UpdateExpression: [...(set.length > 0 ? [`SET ${set.join(", ")}`] : []), ...(nextAt ? [] : ["REMOVE duePk, dueSk"])].join(
      " ",
    ),
    ConditionExpression: "body.#at = :at",
    ExpressionAttributeNames: { "#at": "at" },
    ExpressionAttributeValues: toItem({
      ":at": at,
      ...Object.fromEntries(Object.entries(sets).map(([name, value]) => [`:${name}`, value])),
    }),
  };
  try {
    await db.send(new TransactWriteItemsCommand({ TransactItems: [{ Update }] }));
  } catch (error) {
    const reasons = error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : [];
    if (reasons[0]?.Code !== "ConditionalCheckFailed") throw error;
  }
}

/** Takes out of the index of deadlines what nobody can go on with any more. */
export async function leaveOut(key: Key): Promise<void> {
  const Update = {
    TableName,
    Key: toItem(key),
    UpdateExpression: "REMOVE duePk, dueSk",
    ConditionExpression: "attribute_exists(pk)",
  };
  await db.send(new TransactWriteItemsCommand({ TransactItems: [{ Update }] }));
}
