import { BatchWriteItemCommand, DeleteItemCommand, paginateScan } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { keys } from "../../core/keys.ts";
import { AnyPerson, mixedUp } from "../../core/people.ts";
import { db, fromItem, TableName, toItem } from "./db.ts";
import * as directory from "./directory.ts";

/** A person with the sign-in by which we know them: the pair of issuer and subject, never an address. */
export const Enrolment = z.strictObject({
  person: AnyPerson.superRefine((person, context) => {
    const message = mixedUp(person);
    if (message) context.addIssue({ code: "custom", path: ["roles"], message });
  }),
  signIn: z.strictObject({ issuer: z.string(), subject: z.string() }),
});
export type Enrolment = z.output<typeof Enrolment>;

/** Writes people with their sign-ins; what was there under the same key is replaced. */
export async function enrol(partnership: string, enrolments: readonly Enrolment[]): Promise<void> {
  const items = enrolments.flatMap(({ person, signIn }) => [
    { ...keys.person(partnership, person.id), body: person },
    { ...keys.ofAgency(partnership, person.agency, person.id), id: person.id },
    { ...keys.member(signIn.issuer, signIn.subject), partnership, person: person.id },
  ]);
  for (let nth = 0; nth < items.length; nth += 25) {
    let left = { [TableName]: items.slice(nth, nth + 25).map((item) => ({ PutRequest: { Item: toItem(item) } })) };
    while (Object.keys(left).length > 0) {
      const { UnprocessedItems } = await db.send(new BatchWriteItemCommand({ RequestItems: left }));
      left = (UnprocessedItems ?? {}) as typeof left;
    }
  }
}

/**
 * AP7. Ends every sign-in of these people but those by which they are to be known from now on: whoever has got hold of one that was replaced is
 * nobody. Answers with how many were ended. Who is new has none, and costs nothing; else the whole table is gone through, as only an operator may.
 */
export async function endOtherSignIns(partnership: string, enrolments: readonly Enrolment[]): Promise<number> {
  const ids = enrolments.map(({ person }) => person.id);
  const known = (await directory.people(partnership, ids)).map(({ id }) => id);
  if (known.length === 0) return 0;
  const stay = enrolments.map(({ signIn: { issuer, subject } }) => keys.member(issuer, subject).pk);
  let ended = 0;
  for await (const { pk, sk, person } of signInsOf(partnership)) {
    if (!known.includes(String(person)) || stay.includes(String(pk))) continue;
    await db.send(new DeleteItemCommand({ TableName, Key: toItem({ pk, sk }) }));
    ended += 1;
  }
  return ended;
}

async function* signInsOf(partnership: string): AsyncGenerator<Record<string, unknown>> {
  const question = {
    TableName,
    FilterExpression: "sk = :member AND partnership = :partnership",
    ExpressionAttributeValues: toItem({ ":member": keys.member("", "").sk, ":partnership": partnership }),
    ConsistentRead: true,
  };
  for await (const { Items = [] } of paginateScan({ client: db }, question)) for (const item of Items) yield fromItem(item);
}
