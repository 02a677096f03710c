import { ConditionalCheckFailedException, TransactWriteItemsCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { AnyNotice, type Message, type Notice } from "../../core/escalation/notice.ts";
import { dueAt } from "../../core/escalation/sending.ts";
import { DUE_SHARDS, due, isOfDesk, isOfLearning, type Key, keys } from "../../core/keys.ts";
import { LearningNotice } from "../../core/learning/news.ts";
import { DeskNotice } from "../../core/rota/desk-notice.ts";
import type { Instant } from "../../core/time.ts";
import { log, nameOf } from "../log.ts";
import { db, every, lostRace, read, TableName, toItem } from "./db.ts";

/** A message as it is written over the one that was read: one revision on, and due when somebody must look at it again. */
export function changed<M extends Message>(notice: M) {
  const at = dueAt(notice);
  return { body: { ...notice, revision: notice.revision + 1 }, ...(at === null ? {} : due(spreadBy(notice), at)) };
}

/** What its deadlines are spread by: every first message has the same number, its case has not. */
const spreadBy = (notice: Message): string => ("case" in notice ? String(notice.case) : notice.id);

/** The message is still as it was read. One of the first shape had no revision. */
export const unchanged = ({ revision }: Message) => ({
  ConditionExpression: revision === 0 ? "body.revision = :seen OR attribute_not_exists(body.revision)" : "body.revision = :seen",
  ExpressionAttributeValues: toItem({ ":seen": revision }),
});

/**
 * Writes down what has become of a message, unless it has changed since it was read. `again`: its record wakes whoever sends. Answers with it as it stands then; undefined when
 * somebody else was faster: whoever asked reads it again, or leaves it to them.
 */
export async function write<M extends Message>(key: Key, notice: M, again = false): Promise<M | undefined> {
  const { body, ...index } = changed(notice);
  const { ConditionExpression, ExpressionAttributeValues } = unchanged(notice);
  const isDue = Object.keys(index).length > 0;
  try {
    await db.send(
      new UpdateItemCommand({
        TableName,
        Key: toItem(key),
        UpdateExpression: [
          `SET body = :body${isDue ? ", duePk = :duePk, dueSk = :dueSk" : ""}${again ? ", again = :again" : ""}`,
          ...(again && isDue ? [] : [`REMOVE ${[...(again ? [] : ["again"]), ...(isDue ? [] : ["duePk", "dueSk"])].join(", ")}`]),
        ].join(" "),
        ConditionExpression,
        ExpressionAttributeValues: {
          ...ExpressionAttributeValues,
          ...toItem({
            ":body": body,
            ...(again ? { ":again": true } : {}),
            ...Object.fromEntries(Object.entries(index).map(([name, value]) => [`:${name}`, value])),
          }),
        },
      }),
    );
    return body;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}

/** The same in a transaction, for a room that may write in no other way. Throws Conflict when somebody else was faster. */
export async function keep(notice: Notice): Promise<void> {
  const item = { ...keys.notice({ partnership: notice.partnership, id: notice.case }, notice.id), ...changed(notice) };
  const TransactItems = [{ Put: { TableName, Item: toItem(item), ...unchanged(notice) } }];
  await db.send(new TransactWriteItemsCommand({ TransactItems })).catch(lostRace({ notice: notice.id }));
}

/** Changes a message as it is now: when somebody was faster, the change is made again to what they left. Undefined when it is gone, or never at rest. */
export async function revise<M extends Message>(key: Key, known: M, change: (notice: M) => M, tries = 5): Promise<M | undefined> {
  const kept = await write(key, change(known));
  if (kept || tries === 0) return kept;
  const now = (await get(key)) as M | undefined;
  return now && revise(key, now, change, tries - 1);
}

/** One message by its key, of a case, of a desk or of the learning side, or undefined. */
export async function get(key: Key): Promise<Notice | DeskNotice | LearningNotice | undefined> {
  const item = await read(key);
  return item && noticeIn(key, item.body);
}

/** A message as it stands in its item. */
export const noticeIn = (key: Key, body: unknown): Notice | DeskNotice | LearningNotice =>
  (isOfLearning(key) ? LearningNotice : isOfDesk(key) ? DeskNotice : AnyNotice).parse(body);

/** What falls due, and since when. */
export interface Due {
  readonly key: Key;
  readonly dueAt: Instant;
}

/** AP13. Every case and message that falls due by now, the longest overdue first in each shard. The index only names them. A shard that cannot be read keeps back none of the others; throws when none can. */
export async function dueBy(now: Instant): Promise<{ readonly due: Due[]; readonly unread: number }> {
  const shards = await Promise.allSettled(DUE_SHARDS.map((shard) => dueIn(`DUE#${shard}`, now)));
  const failed = shards.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
  if (failed.length === shards.length) throw failed[0];
  for (const reason of failed) log("sweep_shard_failed", { error: nameOf(reason) });
  return { due: shards.flatMap((one) => (one.status === "fulfilled" ? one.value : [])), unread: failed.length };
}

async function dueIn(duePk: string, now: Instant): Promise<Due[]> {
  const items = await every({
    IndexName: "due",
    KeyConditionExpression: "duePk = :pk AND dueSk <= :now",
    ExpressionAttributeValues: toItem({ ":pk": duePk, ":now": `${now}#~` }),
  });
  return items.map(({ pk, sk, dueSk }) => ({
    key: { pk: String(pk), sk: String(sk) },
    dueAt: String(dueSk).split("#")[0] ?? now,
  }));
}
