import {
  ConditionalCheckFailedException,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { type CaseRef, dueToSystems, type Key, keys } from "../../core/keys.ts";
import { Refusal } from "../../core/refusal.ts";
import type { Instant } from "../../core/time.ts";
import { Event, eventId, Webhook } from "../../core/webhooks/webhook.ts";
import { log, nameOf } from "../log.ts";
import { db, every, fromItem, type Item, newestFirst, read, TableName, toItem } from "./db.ts";

type Whose = Pick<Webhook, "partnership" | "agency" | "system">;
const keyOf = ({ partnership, agency, system }: Whose): Key => keys.webhook(partnership, agency, system);
const eventKey = ({ partnership, system, at, case: id, version }: Event): Key =>
  keys.webhookEvent(partnership, system, at, id, version);

/** AP45. Where this system hears, or undefined. */
export async function webhookOf(whose: Whose): Promise<Webhook | undefined> {
  const item = await read(keyOf(whose));
  return item && Webhook.parse(item.body);
}

/** AP45. Where the systems of a partnership hear. One that cannot be read keeps no other from hearing. */
export async function webhooksOf(partnership: string): Promise<Webhook[]> {
  const found = await every({
    KeyConditionExpression: "pk = :pk",
    ExpressionAttributeValues: toItem({ ":pk": keys.webhook(partnership, "", "").pk }),
    ConsistentRead: true,
  });
  return found.flatMap(({ body }) => {
    const { data, error } = Webhook.safeParse(body);
    if (error) log("systems_not_told", { error: nameOf(error) });
    return data ?? [];
  });
}

/** AP45, AP47. Changes where a system hears, as the table has it now. One that was switched off is due until its owner has been told. Throws Conflict. */
export async function changeWebhook(whose: Whose, how: (webhook: Webhook | undefined) => Webhook): Promise<Webhook> {
  const before = await read(keyOf(whose));
  const next = how(before && Webhook.parse(before.body));
  const owed = next.offAt !== null && next.ownerToldAt === null ? dueToSystems(next.offAt, next.system) : undefined;
  const guard = before ? "body = :seen" : "attribute_not_exists(pk)";
  const done = await update(keyOf(whose), next, owed, guard, before ? { ":seen": before.body } : {});
  if (!done) throw new Refusal("Conflict", "This was changed at the same moment. Read it again.");
  return next;
}

/** What has happened to a case from one line of its story to another: what kind of thing each was, and nothing that anybody wrote. */
export async function happenedTo(ref: CaseRef, after: number, upTo: number): Promise<{ what: string; at: Instant }[]> {
  const found = await every({
    KeyConditionExpression: "pk = :pk AND sk BETWEEN :first AND :last",
    ExpressionAttributeValues: toItem({
      ":pk": keys.fact(ref, 0).pk,
      ":first": keys.fact(ref, after + 1).sk,
      ":last": keys.fact(ref, upTo).sk,
    }),
    ConsistentRead: true,
  });
  return found.map(({ body }) => Happened.parse(body));
}
const Happened = z.object({ what: z.string(), at: z.string() });

/** AP46, AP47. Writes events that are to be delivered; one that is there already stays as it is. */
export async function keepEvents(events: readonly Event[]): Promise<void> {
  await Promise.all(
    events.map(async (event) => {
      const item = { ...eventKey(event), body: event, ...dueToSystems(event.at, eventId(event)), expires: daysOn(event.at) };
      const put = { Put: { TableName, Item: toItem(item), ConditionExpression: "attribute_not_exists(pk)" } };
      await db.send(new TransactWriteItemsCommand({ TransactItems: [put] })).catch(unlessThere);
    }),
  );
}

const unlessThere = (error: unknown): void => {
  if (!(error instanceof Error && error.name === "TransactionCanceledException" && /ConditionalCheckFailed/.test(error.message)))
    throw error;
};

/** After a month an event says nothing any more, and the table clears it away. */
const daysOn = (at: Instant): number => Math.floor(Date.parse(at) / 1000) + 30 * 24 * 60 * 60;

/** AP46, AP47. An event as it is from now on, unless somebody else has tried it since it was read. */
export function changeEvent(seen: Event, next: Event): Promise<boolean> {
  const due = next.tryAt === null ? undefined : dueToSystems(next.tryAt, eventId(next));
  return update(eventKey(seen), next, due, "body.attempts = :seen AND body.fate = :fate", {
    ":seen": seen.attempts,
    ":fate": seen.fate,
  });
}

async function update(
  key: Key,
  body: object,
  due: { duePk: string; dueSk: string } | undefined,
  ConditionExpression: string,
  values: object,
): Promise<boolean> {
  try {
    await db.send(
      new UpdateItemCommand({
        TableName,
        Key: toItem(key),
        UpdateExpression: due ? "SET body = :body, duePk = :duePk, dueSk = :dueSk" : "SET body = :body REMOVE duePk, dueSk",
        ConditionExpression,
        ExpressionAttributeValues: toItem({
          ":body": body,
          ...values,
          ...(due ? { ":duePk": due.duePk, ":dueSk": due.dueSk } : {}),
        }),
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/** AP46. What a system was told lately, newest first. */
export const eventsOf = async (partnership: string, system: string, most: number): Promise<Event[]> =>
  (await newestFirst(keys.webhookEvent(partnership, system, "", "", 0).pk, undefined, most, (body) => Event.parse(body))).items;

/** So many names are read from the index at a time, and so often: nearly all of them may be one system's that takes nothing. */
const [NAMES, PAGES] = [1000, 10];

/** AP47. Events that are due by now, and addresses whose owners have not been told that they are off: so many, so many of one system; the longest due of each system first, so that those who answer wait for none who does not. */
export async function dueToSystemsBy(now: Instant, most: number, toOne: number): Promise<{ events: Event[]; off: Webhook[] }> {
  const named = new Map<string, Key[]>();
  let ExclusiveStartKey: Item | undefined;
  for (let nth = 0; nth < PAGES && (nth === 0 || ExclusiveStartKey); nth += 1) {
    const page = await db.send(new QueryCommand({ ...dueBy(now), Limit: NAMES, ExclusiveStartKey }));
    for (const { pk, sk } of (page.Items ?? []).map(fromItem)) {
      const before = named.get(String(pk)) ?? [];
      if (before.length < toOne) named.set(String(pk), [...before, { pk: String(pk), sk: String(sk) }]);
    }
    ExclusiveStartKey = page.LastEvaluatedKey;
  }
  const inTurn = Array.from({ length: toOne }, (_, nth) => [...named.values()].flatMap((keys) => keys[nth] ?? [])).flat();
  const found = await Promise.all(inTurn.slice(0, most).map((key) => read(key)));
  const bodies = found.map((item) => item?.body);
  return {
    events: bodies.flatMap((body) => Event.safeParse(body).data ?? []),
    off: bodies.flatMap((body) => Webhook.safeParse(body).data ?? []),
  };
}

const dueBy = (now: Instant) => ({
  TableName,
  IndexName: "due",
  KeyConditionExpression: "duePk = :pk AND dueSk <= :now",
  ExpressionAttributeValues: toItem({ ":pk": dueToSystems("", "").duePk, ":now": `${now}#~` }),
});
