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

/** AP46. What a system was told lately, newest first. One event that cannot be read hides none of the others. */
export async function eventsOf(partnership: string, system: string, most: number): Promise<Event[]> {
  const { pk } = keys.webhookEvent(partnership, system, "", "", 0);
  const { items } = await newestFirst(pk, undefined, most, (body) => readableIn(Event, body));
  return items.filter((event) => event !== undefined);
}

/** `of`: which case it is about, where that is known. */
function readableIn<T>(schema: z.ZodType<T>, body: unknown, of: { readonly case?: string } = {}): T | undefined {
  const { data, error } = schema.safeParse(body);
  if (error) log("webhook_not_readable", { ...of, error: nameOf(error) });
  return data;
}

/** So many names are read from the index at a time, and so often: nearly all of them may be one system's that takes nothing. */
const [NAMES, PAGES] = [1000, 10];

/** What is due to partners' systems: events, addresses whose owners have not been told that they are off, and what of either this version cannot read. */
export interface DueToSystems {
  readonly events: readonly Event[];
  readonly off: readonly Webhook[];
  readonly unread: readonly Unread[];
}
/** An item that cannot be read, where it stood among what is due. */
export type Unread = Key & { readonly dueSk: string };

/** AP47. What is due to systems by now: so many, so many of one system; the longest due of each system first, so that those who answer wait for none who does not. */
export async function dueToSystemsBy(now: Instant, most: number, toOne: number): Promise<DueToSystems> {
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
  const found = await Promise.all(inTurn.slice(0, most).map(async (key) => ({ key, item: await read(key) })));
  const [events, off, unread]: [Event[], Webhook[], Unread[]] = [[], [], []];
  for (const { key, item } of found) {
    if (item?.dueSk === undefined || String(item.dueSk) > upTo(now)) continue; // the index is behind: somebody has had it in hand since
    const [, id = ""] = key.sk.split("#");
    const event = isAddress(key) ? undefined : readableIn(Event, item.body, { case: id });
    const address = isAddress(key) ? readableIn(Webhook, item.body) : undefined;
    if (event) events.push(event);
    else if (address) off.push(address);
    else unread.push({ ...key, dueSk: String(item.dueSk) });
  }
  return { events, off, unread };
}

/** AP47. What cannot be read is due again by then, and leaves its place to others: the next version may read it. */
export async function letRest({ pk, sk, dueSk }: Unread, until: Instant): Promise<void> {
  const next = dueToSystems(until, dueSk.slice(dueSk.indexOf("#") + 1));
  const rests = new UpdateItemCommand({
    TableName,
    Key: toItem({ pk, sk }),
    UpdateExpression: "SET dueSk = :next",
    ConditionExpression: "dueSk = :seen",
    ExpressionAttributeValues: toItem({ ":next": next.dueSk, ":seen": dueSk }),
  });
  await db.send(rests).catch((error: unknown) => {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  });
}

const isAddress = ({ pk }: Key): boolean => pk === keys.webhook(pk.split("#")[0] ?? "", "", "").pk;
const upTo = (now: Instant): string => `${now}#~`;
const dueBy = (now: Instant) => ({
  TableName,
  IndexName: "due",
  KeyConditionExpression: "duePk = :pk AND dueSk <= :now",
  ExpressionAttributeValues: toItem({ ":pk": dueToSystems("", "").duePk, ":now": upTo(now) }),
});
