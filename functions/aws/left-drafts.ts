import { TransactionCanceledException, type TransactWriteItem, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
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
  /** Who of those that hear next need no letter any more. */
  readonly had: readonly string[];
  /** Where it stood in the index of deadlines when it was read: whoever holds it has moved it. */
  readonly dueSk: string;
}

const Kept = z.object({
  body: z.object({ at: Instant }),
  expires: z.number(),
  told: z.enum(["writer", "site_lead"]).optional(),
  had: z.array(z.string()).default([]),
  dueSk: z.string(),
});

/** AP37. A draft that falls due, by its key; undefined when it has been raised, put away, told of, or is too old to be gone on with. */
export async function leftDraft(key: Key, now: Instant): Promise<LeftDraft | undefined> {
  const item = await read(key);
  if (item?.body === undefined || item.dueSk === undefined) return undefined;
  const { body, expires, told, had, dueSk } = Kept.parse(item);
  if (expires * 1000 <= Date.parse(now)) return undefined;
  const [partnership = "", , writer = ""] = key.pk.split("#");
  return { key, id: key.sk.slice("RAISE#".length), partnership, writer: Code.parse(writer), at: body.at, told, had, dueSk };
}

/** Takes it in hand until then: whoever dies with it is followed by another. False when somebody else has it, or it has been typed into, or ended. */
export const hold = ({ key, id, at, dueSk }: LeftDraft, until: Instant): Promise<boolean> =>
  update(key, {
    UpdateExpression: "SET duePk = :duePk, dueSk = :dueSk",
    ConditionExpression: "body.#at = :at AND dueSk = :seen",
    ExpressionAttributeNames: { "#at": "at" },
    ExpressionAttributeValues: toItem({ ":at": at, ":seen": dueSk, ...valuesOf(due(id, until)) }),
  });

/** Keeps who has heard of it, and when it is looked at next; nothing when it has been typed into, or ended, meanwhile. */
export async function keepTold(
  { key, id, at, had }: Pick<LeftDraft, "key" | "id" | "at" | "had">,
  told: Hears | undefined,
  nextAt: Instant | undefined,
): Promise<void> {
  const sets = { had, ...(told ? { told } : {}), ...(nextAt ? due(id, nextAt) : {}) };
  const set = Object.keys(sets).map((name) => `${name} = :${name}`);
  await update(key, {
    UpdateExpression: `SET ${set.join(", ")}${nextAt ? "" : " REMOVE duePk, dueSk"}`,
    ConditionExpression: "body.#at = :at",
    ExpressionAttributeNames: { "#at": "at" },
    ExpressionAttributeValues: toItem({ ":at": at, ...valuesOf(sets) }),
  });
}

/** Takes out of the index of deadlines what nobody can go on with any more. One that somebody types into at this moment stays in it. */
export async function leaveOut(key: Key, now: Instant): Promise<void> {
  await update(key, {
    UpdateExpression: "REMOVE duePk, dueSk",
    ConditionExpression: "attribute_exists(duePk) AND (attribute_not_exists(body) OR expires <= :now)",
    ExpressionAttributeValues: toItem({ ":now": Math.floor(Date.parse(now) / 1000) }),
  });
}

const valuesOf = (sets: object): object => Object.fromEntries(Object.entries(sets).map(([name, value]) => [`:${name}`, value]));

type Change = Omit<NonNullable<TransactWriteItem["Update"]>, "TableName" | "Key">;
async function update(key: Key, change: Change): Promise<boolean> {
  try {
    await db.send(new TransactWriteItemsCommand({ TransactItems: [{ Update: { TableName, Key: toItem(key), ...change } }] }));
    return true;
  } catch (error) {
    const reasons = error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : [];
    if (reasons[0]?.Code !== "ConditionalCheckFailed") throw error;
    return false;
  }
}
