import { type AttributeValue, DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import type { Key } from "../../core/keys.ts";
import { env } from "../env.ts";

/** The one table of cases, learning and directory. */
export const TableName = env("TABLE");
export const db = new DynamoDBClient({
  maxAttempts: 4,
  requestHandler: { connectionTimeout: 1000, requestTimeout: 4000, throwOnRequestTimeout: true },
});

export type Item = Record<string, AttributeValue>;
export const toItem = (value: object): Item => marshall(value, { removeUndefinedValues: true });
export const fromItem = (item: Item): Record<string, unknown> => unmarshall(item);

/** One item as it is at this moment, or undefined. Never a stale copy: decisions hang on it. */
export async function read(key: Key): Promise<Record<string, unknown> | undefined> {
  const { Item } = await db.send(new GetItemCommand({ TableName, Key: toItem(key), ConsistentRead: true }));
  return Item && fromItem(Item);
}
