import { PutItemCommand, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import { due, keys } from "../../core/keys.ts";
import type { DeskMove } from "../../core/rota/desk.ts";
import { Digest, nextMorning } from "../../core/rota/digest.ts";
import type { Instant } from "../../core/time.ts";
import { db, lostRace, read, TableName, toItem } from "./db.ts";
import { deskItems } from "./desks.ts";

/** AP26. When a partnership's digest is due, and whom it has told in this round. */
export async function digestOf(partnership: string): Promise<Digest | undefined> {
  const item = await read(keys.digest(partnership));
  return item && Digest.parse(item.body);
}

const itemOf = (digest: Digest) => ({
  ...keys.digest(digest.partnership),
  version: digest.version,
  body: digest,
  ...due(digest.partnership, digest.nextAt),
});

/** A partnership's owners are told from the next morning on. Nothing changes when they are already. */
export async function beginDigest(partnership: string, now: Instant): Promise<void> {
  if (await digestOf(partnership)) return;
  const Item = toItem(itemOf({ partnership, version: 1, nextAt: nextMorning(now), told: [] }));
  await db.send(new PutItemCommand({ TableName, Item }));
}

/** Keeps how far a digest has come, with the message that one owner gets, in one. Throws Conflict when somebody else was faster. */
export async function saveDigest(digest: Digest, now: Instant, told?: DeskMove): Promise<void> {
  const next = { ...digest, version: digest.version + 1 };
  const guard = { ConditionExpression: "version = :seen", ExpressionAttributeValues: toItem({ ":seen": digest.version }) };
  const TransactItems = [
    { Put: { TableName, Item: toItem(itemOf(next)), ...guard } },
    ...(told ? deskItems(digest.partnership, told, now) : []),
  ];
  await db.send(new TransactWriteItemsCommand({ TransactItems })).catch(lostRace({ partnership: digest.partnership }));
}
