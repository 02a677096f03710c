import { ConditionalCheckFailedException, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { type Key, keys } from "../../core/keys.ts";
import { AnyPerson, type Person } from "../../core/people.ts";
import { Refusal } from "../../core/refusal.ts";
import type { Instant } from "../../core/time.ts";
import { SentCode } from "../../core/verification.ts";
import { db, read, TableName, toItem } from "./db.ts";

/** AP8. Changes a person as the table has them now. Throws Conflict when somebody else did so at this moment. */
export async function change(partnership: string, id: string, how: (person: Person) => Person): Promise<Person> {
  const key = keys.person(partnership, id);
  const item = await read(key);
  if (!item) throw new Refusal("NotFound", "There is no such person.");
  const next = how(AnyPerson.parse(item.body));
  await swap(key, item.body, next);
  return next;
}

/** AP24. Changes what is kept of the codes that this person was sent; answers with what was decided on the way. */
export async function changeCode<T>(
  { partnership, id }: Pick<Person, "partnership" | "id">,
  how: (kept: SentCode | undefined) => { readonly kept: SentCode; readonly answer: T },
): Promise<T> {
  const key = keys.sentCode(partnership, id);
  const item = await read(key);
  const { kept, answer } = how(item && SentCode.parse(item.body));
  await swap(key, item?.body, kept, kept.until);
  return answer;
}

/** The day after the last moment at which it says anything, the table clears it away. */
const DAY_SECONDS = 24 * 60 * 60;

/** Writes an item's body in place of the one that was read; an item that was not there must not be there now. */
async function swap(key: Key, seen: unknown, body: object, until?: Instant): Promise<void> {
  const expires = until === undefined ? undefined : Math.floor(Date.parse(until) / 1000) + DAY_SECONDS;
  const Values = { ":body": body, ...(seen === undefined ? {} : { ":seen": seen }), ...(expires ? { ":expires": expires } : {}) };
  try {
    await db.send(
      new UpdateItemCommand({
        TableName,
        Key: toItem(key),
        UpdateExpression: `SET body = :body${expires ? ", expires = :expires" : ""}`,
        ConditionExpression: seen === undefined ? "attribute_not_exists(pk)" : "body = :seen",
        ExpressionAttributeValues: toItem(Values),
      }),
    );
  } catch (error) {
    throw error instanceof ConditionalCheckFailedException
      ? new Refusal("Conflict", "Something else was changed at the same moment. Look at it, then try again.")
      : error;
  }
}
