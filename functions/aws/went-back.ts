import { paginateScan } from "@aws-sdk/client-dynamodb";
import { goBack } from "../../core/escalation/went-back.ts";
import { type CaseRef, caseOf } from "../../core/keys.ts";
import type { Instant } from "../../core/time.ts";
import { whyOf } from "../log.ts";
import * as cases from "./cases.ts";
import { db, fromItem, TableName } from "./db.ts";
import * as directory from "./directory.ts";

/** What was asked for: the moment to which the table was put back, which partnerships, all where none is named; and whether anything is written. */
export interface PutBack {
  readonly to: Instant;
  readonly partnerships: readonly string[];
  readonly dryRun: boolean;
  /** The time, as it is when each case comes to its turn. */
  readonly clock: () => Instant;
}

/** What became of the open cases: those that say now that a part of their story was lost, how many need not, and those of which it could not be said. */
export interface WentBack {
  readonly said: readonly string[];
  readonly spared: number;
  readonly failed: readonly { readonly reference: string; readonly why: string }[];
}

/**
 * Says of each open case that what was written of it after that moment is not kept. A case that says so already is left as it is, so that
 * a run that failed is made again; one that fails holds up no other. An operator's tool: no function's role may scan.
 */
export async function tellOfLoss({ to, partnerships, dryRun, clock }: PutBack): Promise<WentBack> {
  const said: string[] = [];
  const failed: { reference: string; why: string }[] = [];
  let spared = 0;
  for await (const { reference, ...ref } of everyOpenCase()) {
    if (partnerships.length > 0 && !partnerships.includes(ref.partnership)) continue;
    try {
      if (await tellOne(ref, to, clock, dryRun)) said.push(reference);
      else spared += 1;
    } catch (error) {
      failed.push({ reference, why: whyOf(error) });
    }
  }
  return { said, spared, failed };
}

const tellOne = (ref: CaseRef, to: Instant, clock: () => Instant, dryRun: boolean): Promise<boolean> =>
  cases.racing(async () => {
    const now = clock();
    const current = await cases.outline(ref);
    const move = goBack(current, to, now, await directory.onDuty(ref.partnership, current.terms, now));
    if (move && !dryRun) await cases.save(move, now);
    return move !== undefined;
  });

/** AP65. Every open case of the table, whatever state its indexes are in: an item that is in the index of open cases says so itself. */
export async function* everyOpenCase(): AsyncGenerator<CaseRef & { readonly reference: string }> {
  const question = {
    TableName,
    FilterExpression: "sk = :state AND attribute_exists(openPk)",
    ExpressionAttributeValues: { ":state": { S: "STATE" } },
    ProjectionExpression: "pk, sk, body.#reference",
    ExpressionAttributeNames: { "#reference": "reference" },
    ConsistentRead: true,
  };
  for await (const { Items = [] } of paginateScan({ client: db }, question))
    for (const item of Items) {
      const { body, ...key } = fromItem(item) as { pk: string; sk: string; body?: { reference?: string } };
      const ref = caseOf(key);
      yield { ...ref, reference: body?.reference ?? ref.id };
    }
}
