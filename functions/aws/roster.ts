import { BatchWriteItemCommand, DeleteItemCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { keys } from "../../core/keys.ts";
import { Code } from "../../core/partnership/partnership.ts";
import { AnyPerson } from "../../core/people.ts";
import { Instant, plus } from "../../core/time.ts";
import { db, TableName, toItem } from "./db.ts";
import { LONGEST_SHIFT } from "./directory.ts";

/** A person with the sign-in by which we know them: the pair of issuer and subject, never an address. */
export const Enrolment = z.strictObject({
  person: AnyPerson,
  signIn: z.strictObject({ issuer: z.string(), subject: z.string() }),
});
/** Somebody on duty for a team, from an instant until before another, at most 72 hours. It stands in for the rota, behind one question. */
export const Shift = z
  .strictObject({ team: Code, person: Code, from: Instant, endsAt: Instant })
  .refine(({ from, endsAt }) => from < endsAt, "must end after it begins")
  .refine(({ from, endsAt }) => endsAt <= plus(from, LONGEST_SHIFT), "at most 72 hours");
export type Enrolment = z.output<typeof Enrolment>;
export type Shift = z.output<typeof Shift>;

/** Writes people with their sign-ins, and shifts; what was there under the same key is replaced. */
export async function enrol(partnership: string, enrolments: readonly Enrolment[], shifts: readonly Shift[]): Promise<void> {
  const items = [
    ...enrolments.flatMap(({ person, signIn }) => [
      { ...keys.person(partnership, person.id), body: person },
      { ...keys.member(signIn.issuer, signIn.subject), partnership, person: person.id },
    ]),
    ...shifts.map((shift) => shiftItem(partnership, shift)),
  ];
  for (let nth = 0; nth < items.length; nth += 25) {
    let left = { [TableName]: items.slice(nth, nth + 25).map((item) => ({ PutRequest: { Item: toItem(item) } })) };
    while (Object.keys(left).length > 0) {
      const { UnprocessedItems } = await db.send(new BatchWriteItemCommand({ RequestItems: left }));
      left = (UnprocessedItems ?? {}) as typeof left;
    }
  }
}

const shiftItem = (partnership: string, { team, person, from, endsAt }: Shift) => ({
  ...keys.duty(partnership, team, from, person),
  team,
  person,
  endsAt,
});

/** Takes a shift away. */
export const removeShift = (partnership: string, { team, person, from }: Pick<Shift, "team" | "person" | "from">) =>
  db.send(new DeleteItemCommand({ TableName, Key: toItem(keys.duty(partnership, team, from, person)) }));
