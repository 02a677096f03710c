import { paginateScan } from "@aws-sdk/client-dynamodb";
import type { CaseRef } from "../../core/keys.ts";
import { caseOf } from "../../core/keys.ts";
import { altered } from "../chain.ts";
import * as cases from "./cases.ts";
import { db, fromItem, TableName } from "./db.ts";

/** What was found wrong in one case's story. */
export interface Broken {
  readonly id: string;
  readonly reference: string;
  readonly reason: string;
}

/** Reads every case of the table, its story and the screens that were decided on, and says which are not as they were written. It needs no key, and opens nothing. An operator's tool: no function's role may scan. */
export async function verifyChains(): Promise<{ checked: number; facts: number; broken: Broken[] }> {
  const found = { checked: 0, facts: 0, broken: [] as Broken[] };
  for await (const ref of everyCase()) {
    const [current, story] = [await cases.outline(ref), await cases.allLines(ref)];
    const reason = altered(story, await cases.keptScreens(ref), current);
    found.checked += 1;
    found.facts += story.length;
    if (reason) found.broken.push({ id: ref.id, reference: current.reference, reason });
  }
  return found;
}

async function* everyCase(): AsyncGenerator<CaseRef> {
  const question = {
    TableName,
    FilterExpression: "sk = :state",
    ExpressionAttributeValues: { ":state": { S: "STATE" } },
    ProjectionExpression: "pk, sk",
  };
  for await (const { Items = [] } of paginateScan({ client: db }, question))
    for (const item of Items) yield caseOf(fromItem(item) as { pk: string; sk: string });
}
