import { BatchWriteItemCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { keys } from "../../core/keys.ts";
import { AnyPerson, mixedUp } from "../../core/people.ts";
import { db, TableName, toItem } from "./db.ts";

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
