import { ConditionalCheckFailedException, PutItemCommand, paginateQuery, paginateScan } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { keys } from "../../core/keys.ts";
import { readAgreement } from "../../core/partnership/migration.ts";
import { Partnership } from "../../core/partnership/partnership.ts";
import type { Kept, Version } from "../../core/partnership/succession.ts";
import { Refusal } from "../../core/refusal.ts";
import { db, every, fromItem, read, TableName, toItem } from "./db.ts";

/** DynamoDB keeps at most 400 KB in one item; the rest is room for its own way of counting. */
export const MOST_BYTES = 350_000;

/** How large an agreement is as an item, near enough: its JSON. */
export const sizeOf = (agreed: Partnership): number => Buffer.byteLength(JSON.stringify(agreed));

const Numbered = z.looseObject({ version: z.int(), effectiveFrom: z.string() });

/** AP10. Every version that a partnership has ever agreed, in the order in which they begin. */
export async function versions(code: string): Promise<Kept[]> {
  const { pk } = keys.partnership(code, "", 0);
  const query = {
    TableName,
    KeyConditionExpression: "pk = :pk",
    ExpressionAttributeValues: toItem({ ":pk": pk }),
    ConsistentRead: true,
  };
  const found: Kept[] = [];
  for await (const { Items = [] } of paginateQuery({ client: db }, query))
    for (const item of Items) {
      const written = Numbered.parse(fromItem(item).body);
      const { version, effectiveFrom } = written;
      found.push({ version, effectiveFrom, agreed: Partnership.safeParse(written).data ?? written });
    }
  return found;
}

/** AP38. Which versions a partnership has agreed, in the order in which they begin; what they say is left where it is. */
export async function versionsOf(code: string): Promise<Version[]> {
  const found = await every({
    KeyConditionExpression: "pk = :pk",
    ExpressionAttributeValues: toItem({ ":pk": keys.partnership(code, "", 0).pk }),
    ProjectionExpression: "sk",
  });
  return found.map(({ sk }) => {
    const [effectiveFrom = "", version] = String(sk).split("#");
    return { version: Number(version), effectiveFrom };
  });
}

/** The partnerships that the table knows. An operator's tool: no function's role may scan. */
export async function everyPartnership(): Promise<string[]> {
  const question = {
    TableName,
    FilterExpression: "contains(pk, :kept)",
    ExpressionAttributeValues: toItem({ ":kept": keys.partnership("", "", 0).pk }),
    ProjectionExpression: "pk",
  };
  const found = new Set<string>();
  for await (const { Items = [] } of paginateScan({ client: db }, question))
    for (const item of Items) found.add(String(fromItem(item).pk).split("#")[0] ?? "");
  return [...found].toSorted();
}

/** AP10. One of these versions, as it reads today. Throws NotFound. */
export async function versionOf(code: string, { version, effectiveFrom }: Version): Promise<Partnership> {
  const item = await read(keys.partnership(code, effectiveFrom, version));
  if (!item) throw new Refusal("NotFound", `There is no version ${version} of what has been agreed.`);
  return readAgreement(item.body);
}

/** Keeps a new version beside the others. Throws Conflict when somebody else has kept the same one at this moment. */
export async function keep(agreed: Partnership): Promise<void> {
  const { code, effectiveFrom, version } = agreed;
  const Item = toItem({ ...keys.partnership(code, effectiveFrom, version), body: agreed });
  await db
    .send(new PutItemCommand({ TableName, Item, ConditionExpression: "attribute_not_exists(pk)" }))
    .catch((error: unknown) => {
      throw error instanceof ConditionalCheckFailedException
        ? new Refusal("Conflict", `Somebody else has kept version ${version} at this moment. Look at it, then try again.`)
        : error;
    });
}
