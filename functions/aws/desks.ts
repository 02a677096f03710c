import { type TransactWriteItem, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import { due, keys } from "../../core/keys.ts";
import { Desk, type DeskMove, newDesk } from "../../core/rota/desk.ts";
import type { Instant } from "../../core/time.ts";
import { lostRace } from "./cases.ts";
import { db, read, TableName, toItem } from "./db.ts";

/** AP22. What is going on at a desk beside its rota. One that nobody has looked at yet is a new one. */
export async function deskState(partnership: string, team: string, now: Instant): Promise<Desk> {
  const item = await read(keys.desk(partnership, team));
  return item ? Desk.parse(item.body) : newDesk(team, now);
}

/** A desk as it becomes, guarded by the version that was read. */
export function deskItems(partnership: string, { next, dueAt }: DeskMove): TransactWriteItem[] {
  const guard =
    next.version === 1
      ? { ConditionExpression: "attribute_not_exists(pk)" }
      : { ConditionExpression: "version = :seen", ExpressionAttributeValues: toItem({ ":seen": next.version - 1 }) };
  const item = { ...keys.desk(partnership, next.team), version: next.version, body: next, ...due(next.team, dueAt) };
  return [{ Put: { TableName, Item: toItem(item), ...guard } }];
}

/** Writes down what has happened at a desk. Throws Conflict when somebody else was faster. */
export async function saveDesk(partnership: string, move: DeskMove): Promise<void> {
  const TransactItems = deskItems(partnership, move);
  await db.send(new TransactWriteItemsCommand({ TransactItems })).catch(lostRace({ team: move.next.team }));
}
