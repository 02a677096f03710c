import { type AttributeValue, BatchWriteItemCommand, type WriteRequest } from "@aws-sdk/client-dynamodb";
import { indexesOf, keys } from "../core/keys.ts";
import type { Terms } from "../core/partnership/terms.ts";
import type { Row } from "./quarter/telling.ts";

/** DynamoDB's own limit of one batch. */
const BATCH = 25;
/** So many batches are on their way at once: DynamoDB Local does one thing after another, and more of them only wait there. */
const IN_FLIGHT = 6;

/**
 * Puts cases into the table that `functions/aws/db.ts` speaks to: states, terms, facts, the screens that were decided on and the spoken
 * references, in the shapes that `save` gives them. Messages, marks and what waits for a call are left out. Answers how many items it wrote.
 */
export async function keepQuarter(rows: Iterable<Row>): Promise<number> {
  const { db, TableName, toItem } = await import("../functions/aws/db.ts");
  const batches = batched(requestsOf(rows, toItem));
  let written = 0;
  const writer = async (): Promise<void> => {
    for (const batch of batches) {
      for (let left: WriteRequest[] = batch; left.length > 0; ) {
        const { UnprocessedItems } = await db.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: left } }));
        left = UnprocessedItems?.[TableName] ?? [];
      }
      written += batch.length;
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, writer));
  return written;
}

type Item = Record<string, AttributeValue>;

/** The items of each case. Terms that cases share are brought into DynamoDB's shape once. */
function* requestsOf(rows: Iterable<Row>, toItem: (value: object) => Item): Generator<WriteRequest, void, void> {
  const promised = new Map<Terms, Item>();
  for (const { escalation, facts, screens } of rows) {
    const { terms, ...state } = escalation;
    const { partnership, id, reference, version } = escalation;
    const body = promised.get(terms) ?? toItem({ body: terms });
    promised.set(terms, body);
    const items = [
      toItem({ ...keys.state(escalation), version, body: state, ...indexesOf(escalation) }),
      { ...toItem(keys.terms(escalation)), ...body },
      ...facts.map((fact) => toItem({ ...keys.fact(escalation, fact.number), body: fact })),
      ...screens.map(({ version: made, ...screen }) => toItem({ ...keys.screen(escalation, made), body: screen })),
      toItem({ ...keys.reference(partnership, reference), id }),
    ];
    for (const Item of items) yield { PutRequest: { Item } };
  }
}

/** Batches as large as they may be. Several writers can draw on the same ones. */
function* batched<T>(all: Iterable<T>): Generator<T[], void, void> {
  let batch: T[] = [];
  for (const one of all) {
    batch.push(one);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
