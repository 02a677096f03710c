import { ConditionalCheckFailedException, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { Notice } from "../../core/escalation/notice.ts";
import { DUE_SHARDS, due, type Key } from "../../core/keys.ts";
import { type Instant, plus } from "../../core/time.ts";
import { db, every, fromItem, read, TableName, toItem } from "./db.ts";

/** How long one sender may hold a message before another may try: two mail calls of 5 s, their pause, and the table, with room. */
const LEASE = "PT30S";
/** How long a message that could not be handed over rests before the next attempt, by attempts so far. */
const REST = ["PT5S", "PT15S", "PT30S", "PT1M"] as const;

export interface Held {
  readonly key: Key;
  readonly notice: Notice;
}

async function change(
  key: Key,
  { set, where, values }: { set: string; where: string; values: object },
): Promise<Notice | undefined> {
  try {
    const { Attributes } = await db.send(
      new UpdateItemCommand({
        TableName,
        Key: toItem(key),
        UpdateExpression: set,
        ConditionExpression: where,
        ExpressionAttributeValues: toItem(values),
        ReturnValues: "ALL_NEW",
      }),
    );
    return Attributes && Notice.parse(fromItem(Attributes).body);
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}

/** May I send this now? One caller is told yes; if it dies, the lease runs out by itself and the sweeper asks again. */
export async function lease(key: Key, id: string, now: Instant): Promise<Held | undefined> {
  const until = plus(now, LEASE);
  const notice = await change(key, {
    set: "SET body.leasedUntil = :until, duePk = :duePk, dueSk = :dueSk ADD body.attempts :one",
    where: "body.fate = :waiting AND (body.leasedUntil = :none OR body.leasedUntil <= :now)",
    values: {
      ":until": until,
      ":duePk": due(id, until).duePk,
      ":dueSk": due(id, until).dueSk,
      ":one": 1,
      ":waiting": "waiting",
      ":none": null,
      ":now": now,
    },
  });
  return notice && { key, notice };
}

/** Counts one more attempt under the same lease, so that every message that may have left has a number of its own. */
export async function again({ key, notice }: Held): Promise<Held | undefined> {
  const next = await change(key, {
    set: "ADD body.attempts :one",
    where: "body.fate = :waiting AND body.attempts = :mine",
    values: { ":one": 1, ":waiting": "waiting", ":mine": notice.attempts },
  });
  return next && { key, notice: next };
}

/** The mail service has taken it: to be confirmed by then, or it counts as not notified. */
export const accepted = ({ key, notice }: Held, messageId: string, now: Instant, confirmBy: Instant) =>
  change(key, {
    set: "SET body.fate = :accepted, body.messageId = :messageId, body.settledAt = :now, body.confirmBy = :confirmBy, duePk = :duePk, dueSk = :dueSk",
    where: "body.fate = :waiting AND body.attempts = :mine",
    values: {
      ":accepted": "accepted",
      ":messageId": messageId,
      ":confirmBy": confirmBy,
      ":now": now,
      ":duePk": due(notice.case, confirmBy).duePk,
      ":dueSk": due(notice.case, confirmBy).dueSk,
      ":waiting": "waiting",
      ":mine": notice.attempts,
    },
  });

/** It need not be sent any more, and why. */
export const withhold = ({ key, notice }: Held, reason: string, now: Instant) =>
  change(key, {
    set: "SET body.fate = :withheld, body.reason = :reason, body.settledAt = :now REMOVE duePk, dueSk",
    where: "body.fate = :waiting AND body.attempts = :mine",
    values: { ":withheld": "withheld", ":reason": reason, ":now": now, ":waiting": "waiting", ":mine": notice.attempts },
  });

/** It could not be handed over this time: free again, and due for the sweeper after a rest that grows. */
export function release({ key, notice }: Held, now: Instant): Promise<Notice | undefined> {
  const next = plus(now, REST[Math.min(notice.attempts, REST.length) - 1] ?? REST[0]);
  const { duePk, dueSk } = due(notice.case, next);
  return change(key, {
    set: "SET body.leasedUntil = :next, duePk = :duePk, dueSk = :dueSk",
    where: "body.fate = :waiting AND body.attempts = :mine",
    values: { ":next": next, ":duePk": duePk, ":dueSk": dueSk, ":waiting": "waiting", ":mine": notice.attempts },
  });
}

/** Why a message was given up that may still arrive: the one reason that a late delivery takes back. */
export const NEVER_CONFIRMED = "accepted, and never confirmed";

/** It has arrived in its person's mailbox. A receipt may overtake our own write, or come after we had stopped waiting for it. */
export const delivered = (key: Key, now: Instant) =>
  change(key, {
    set: "SET body.fate = :delivered, body.settledAt = :now REMOVE duePk, dueSk",
    where: "body.fate IN (:accepted, :waiting) OR (body.fate = :failed AND body.reason = :never)",
    values: {
      ":delivered": "delivered",
      ":now": now,
      ":accepted": "accepted",
      ":waiting": "waiting",
      ":failed": "failed",
      ":never": NEVER_CONFIRMED,
    },
  });

/** One message by its key, or undefined. */
export async function get(key: Key): Promise<Notice | undefined> {
  const item = await read(key);
  return item && Notice.parse(item.body);
}

/** AP13. Every case and message that falls due by now, the longest overdue first in each shard. The index only names them. */
export async function dueBy(now: Instant): Promise<Key[]> {
  const shards = await Promise.all(DUE_SHARDS.map((shard) => dueIn(`DUE#${shard}`, now)));
  return shards.flat();
}

async function dueIn(duePk: string, now: Instant): Promise<Key[]> {
  const items = await every({
    IndexName: "due",
    KeyConditionExpression: "duePk = :pk AND dueSk <= :now",
    ExpressionAttributeValues: toItem({ ":pk": duePk, ":now": `${now}#~` }),
  });
  return items.map(({ pk, sk }) => ({ pk: String(pk), sk: String(sk) }));
}
