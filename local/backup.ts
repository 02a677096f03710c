import { createReadStream, createWriteStream } from "node:fs";
import { createInterface } from "node:readline";
import { pipeline } from "node:stream/promises";
import {
  type AttributeValue,
  BatchWriteItemCommand,
  DynamoDBClient,
  paginateScan,
  type WriteRequest,
} from "@aws-sdk/client-dynamodb";

type Item = Record<string, AttributeValue>;
/** DynamoDB's own limit of one batch. */
const BATCH = 25;
/** So many batches are on their way at once. */
const ABREAST = 6;

/** Writes every item of a table into a file, a line of DynamoDB's own JSON each, a page at a time. Answers how many. What lies there is as secret as the table: it is for made-up data. */
export async function exportTable(TableName: string, file: string): Promise<number> {
  const db = new DynamoDBClient({});
  let count = 0;
  async function* lines(): AsyncGenerator<string> {
    for await (const { Items = [] } of paginateScan({ client: db }, { TableName, ConsistentRead: true })) {
      count += Items.length;
      yield Items.map((item) => `${JSON.stringify(item)}\n`).join("");
    }
  }
  await pipeline(lines, createWriteStream(file));
  db.destroy();
  return count;
}

/** Puts every line of such a file into a table as it is. Answers how many. */
export async function importTable(file: string, TableName: string): Promise<number> {
  const db = new DynamoDBClient({});
  const batches = batched(createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY }));
  let count = 0;
  const writer = async (): Promise<void> => {
    for await (const batch of batches) {
      for (let left: WriteRequest[] = batch.map((Item) => ({ PutRequest: { Item } })); left.length > 0; ) {
        const { UnprocessedItems } = await db.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: left } }));
        left = UnprocessedItems?.[TableName] ?? [];
      }
      count += batch.length;
    }
  };
  await Promise.all(Array.from({ length: ABREAST }, writer));
  db.destroy();
  return count;
}

async function* batched(lines: AsyncIterable<string>): AsyncGenerator<Item[], void, void> {
  let batch: Item[] = [];
  for await (const line of lines) {
    batch.push(JSON.parse(line));
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
