import {
  type AttributeValue,
  BatchGetItemCommand,
  DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  type QueryCommandInput,
  TransactionCanceledException,
} from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import type { Key } from "../../core/keys.ts";
import { Refusal } from "../../core/refusal.ts";
import { env } from "../env.ts";
import { patiently } from "../patience.ts";

/** The one table of cases, learning and directory. */
export const TableName = env("TABLE");
export const db = new DynamoDBClient({
  maxAttempts: 4,
  requestHandler: { connectionTimeout: patiently(1000), requestTimeout: patiently(4000), throwOnRequestTimeout: true },
});
// The client's own log copies each answer, people's words among it, for a logger that nobody has set.
db.middlewareStack.remove("loggerMiddleware");

export type Item = Record<string, AttributeValue>;
export const toItem = (value: object): Item => marshall(value, { removeUndefinedValues: true });
export const fromItem = (item: Item): Record<string, unknown> => unmarshall(item);

/** One item as it is at this moment, or undefined. Never a stale copy: decisions hang on it. `within` asks for it apart from all others, and no longer than that. */
export async function read(
  key: Key,
  within?: { readonly abortSignal?: AbortSignal },
): Promise<Record<string, unknown> | undefined> {
  const item = await (within ? alone(key, within) : beside(key));
  return item && fromItem(item);
}

/** Items by their keys, as they are at this moment and in no order; those that are not there are left out. */
export async function items(wanted: readonly Key[]): Promise<Record<string, unknown>[]> {
  const found = await Promise.all(wanted.map(beside));
  return found.flatMap((item) => (item ? [fromItem(item)] : []));
}

/** The same, their bodies alone. */
export const bodies = async (wanted: readonly Key[]): Promise<unknown[]> => (await items(wanted)).map(({ body }) => body);

/** Keys that are asked for together, each with whoever waits for it. */
type Question = Map<string, { readonly key: Key; readonly answer: PromiseWithResolvers<Item | undefined> }>;
const nameOf = ({ pk, sk }: Record<keyof Key, unknown>): string => JSON.stringify([pk, sk]);
const nameIn = ({ pk, sk }: Item): string => nameOf({ pk: pk?.S, sk: sk?.S });

/** DynamoDB's own limit. */
const MOST_AT_ONCE = 100;
let open: Question | undefined;

/** What is asked for in one turn goes as one question: each costs a way there and back, and more of this processor than its items do. */
function beside(key: Key): Promise<Item | undefined> {
  const known = open?.get(nameOf(key));
  if (known) return known.answer.promise;
  if (!open || open.size === MOST_AT_ONCE) {
    const question: Question = new Map();
    open = question;
    process.nextTick(() => {
      if (open === question) open = undefined;
      void answer(question);
    });
  }
  const asked = { key, answer: Promise.withResolvers<Item | undefined>() };
  open.set(nameOf(key), asked);
  return asked.answer.promise;
}

/** Whoever's item has come is answered, whatever becomes of the others. */
async function answer(question: Question): Promise<void> {
  const [first, another] = question.values();
  try {
    if (first && !another) first.answer.resolve(await alone(first.key));
    else await batched(question);
  } catch (error) {
    for (const { answer } of question.values()) answer.reject(error);
  }
}

async function alone(key: Key, within: { readonly abortSignal?: AbortSignal } = {}): Promise<Item | undefined> {
  const { Item } = await db.send(new GetItemCommand({ TableName, Key: toItem(key), ConsistentRead: true }), within);
  return Item;
}

/** So often the table is asked for what it has not got to. */
const MOST_ROUNDS = 5;
/** It is left alone so long before the second time, and twice as long before each that follows. */
const LEFT_ALONE_MS = 50;

async function batched(question: Question): Promise<void> {
  let Keys = [...question.values()].map(({ key }) => toItem(key));
  for (let round = 1; ; round += 1) {
    const { Responses, UnprocessedKeys } = await db.send(
      new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys, ConsistentRead: true } } }),
    );
    const found = new Map((Responses?.[TableName] ?? []).map((item) => [nameIn(item), item]));
    const left = UnprocessedKeys?.[TableName]?.Keys ?? [];
    const waiting = new Set(left.map(nameIn));
    for (const name of Keys.map(nameIn).filter((one) => !waiting.has(one))) question.get(name)?.answer.resolve(found.get(name));
    if (left.length === 0) return;
    if (round === MOST_ROUNDS) throw new Error(`The table did not get to ${left.length} of the items that were asked for.`);
    await new Promise((rested) => setTimeout(rested, LEFT_ALONE_MS * 2 ** (round - 1) * (0.5 + Math.random())));
    Keys = left;
  }
}

/** Every item that answers a question, page after page. */
export async function every(
  question: Omit<QueryCommandInput, "TableName" | "ExclusiveStartKey">,
  within: { readonly abortSignal?: AbortSignal } = {},
): Promise<Record<string, unknown>[]> {
  const found: Record<string, unknown>[] = [];
  let ExclusiveStartKey: Item | undefined;
  do {
    const page = await db.send(new QueryCommand({ TableName, ...question, ExclusiveStartKey }), within);
    found.push(...(page.Items ?? []).map(fromItem));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return found;
}

/** A page of a list, and where the next one begins; null after the last. */
export interface Page<T> {
  readonly items: T[];
  readonly next: string | null;
}

/** What stands under one key, the newest first, a page at a time. */
export async function newestFirst<T>(
  pk: string,
  before: string | undefined,
  most: number,
  parse: (body: unknown) => T,
): Promise<Page<T>> {
  const { Items = [], LastEvaluatedKey } = await db.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: before ? "pk = :pk AND sk < :before" : "pk = :pk",
      ExpressionAttributeValues: toItem({ ":pk": pk, ...(before ? { ":before": before } : {}) }),
      ScanIndexForward: false,
      Limit: most,
    }),
  );
  const found = Items.map((item) => fromItem(item));
  return { items: found.map(({ body }) => parse(body)), next: LastEvaluatedKey ? String(found.at(-1)?.sk) : null };
}

/** What the index «raised» names under one key, the newest first, a page at a time: keys, and where the next page begins. */
export async function newestNamed(
  raisedPk: string,
  before: string | undefined,
  most: number,
): Promise<Page<Record<string, unknown>>> {
  const { Items = [], LastEvaluatedKey } = await db.send(
    new QueryCommand({
      TableName,
      IndexName: "raised",
      KeyConditionExpression: before ? "raisedPk = :pk AND raisedSk < :before" : "raisedPk = :pk",
      ExpressionAttributeValues: toItem({ ":pk": raisedPk, ...(before ? { ":before": before } : {}) }),
      ScanIndexForward: false,
      Limit: most,
    }),
  );
  const named = Items.map((item) => fromItem(item));
  return { items: named, next: LastEvaluatedKey ? String(named.at(-1)?.raisedSk) : null };
}

/** A transaction that was lost to somebody else is a Conflict, which says what of; any other error stays what it is. */
export function lostRace(facts: Readonly<Record<string, string>>) {
  return (error: unknown): never => {
    const codes = error instanceof TransactionCanceledException ? error.CancellationReasons?.map(({ Code }) => Code) : [];
    const lost = codes?.some((code) => code === "ConditionalCheckFailed" || code === "TransactionConflict");
    throw lost ? new Refusal("Conflict", "Somebody else changed this at the same moment. Read it again.", { facts }) : error;
  };
}
