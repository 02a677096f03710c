import { TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import { Glass, LOOK_BACK } from "../../core/audit/break-glass.ts";
import type { Entry } from "../../core/audit/entry.ts";
import { keys } from "../../core/keys.ts";
import type { Person } from "../../core/people.ts";
import { type Instant, since } from "../../core/time.ts";
import { entryItem } from "./audit.ts";
import { db, every, TableName, toItem } from "./db.ts";

type Breaker = Pick<Person, "partnership" | "id">;

/** Nobody asks for one that is so old, in seconds: the audit remembers it. */
const KEPT = 7 * 24 * 3600;

/** AP55. Which cases of others has this person opened within a day? */
export async function glassesOf({ partnership, id }: Breaker, now: Instant): Promise<Glass[]> {
  const { pk } = keys.glass(partnership, id, now, "");
  const found = await every({
    KeyConditionExpression: "pk = :pk AND sk > :since",
    ExpressionAttributeValues: toItem({ ":pk": pk, ":since": since(now, LOOK_BACK) }),
    ConsistentRead: true,
  });
  return found.map(({ body }) => Glass.parse(body));
}

/** AP55. Opens a case to somebody, and writes it down in the audit: both, or neither. */
export async function keepGlass({ partnership, id }: Breaker, glass: Glass, entry: Entry): Promise<void> {
  const expires = Math.floor(Date.parse(glass.at) / 1000) + KEPT;
  const Item = toItem({ ...keys.glass(partnership, id, glass.at, glass.case), body: glass, expires });
  await db.send(new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName, Item } }, { Put: entryItem(entry) }] }));
}
