import { TransactionCanceledException, type TransactWriteItem, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import type { Entry } from "../../core/audit/entry.ts";
import { keys } from "../../core/keys.ts";
import { AnyPerson, type Person } from "../../core/people.ts";
import { invalid, Refusal } from "../../core/refusal.ts";
import { entryItem } from "./audit.ts";
import { db, lostRace, read, TableName, toItem } from "./db.ts";

/** Somebody as the table has them now, beside what exactly stands there: that it still does is what a change is guarded by. */
export interface Member {
  readonly person: Person;
  readonly stands: unknown;
}

/** AP8. Throws NotFound. */
export async function memberToChange(partnership: string, id: string): Promise<Member> {
  const item = await read(keys.person(partnership, id));
  if (!item) throw new Refusal("NotFound", "Your agency has nobody by that name.");
  return { person: AnyPerson.parse(item.body), stands: item.body };
}

const asRead = ({ stands }: Member) => ({
  ConditionExpression: "body = :seen",
  ExpressionAttributeValues: toItem({ ":seen": stands }),
});
const NEW = { ConditionExpression: "attribute_not_exists(pk)" };
const put = (item: object, guard: object) => ({ Put: { TableName, Item: toItem(item), ...guard } });
/** The administrator is still what they were: two who end one another cannot both. */
const stillThere = (admin: Member) => {
  const { partnership, id } = admin.person;
  return { ConditionCheck: { TableName, Key: toItem(keys.person(partnership, id)), ...asRead(admin) } };
};

/** AP8, AP39. Somebody's membership as it now is, the entry that says so, and what else follows from it: all, or nothing. Throws Conflict when it is no longer what was read. */
export async function keepMembership(
  admin: Member,
  before: Member,
  next: Person,
  entry: Entry,
  more: readonly TransactWriteItem[] = [],
): Promise<void> {
  const kept = put({ ...keys.person(next.partnership, next.id), body: next }, asRead(before));
  const others = admin.person.id === next.id ? [] : [stillThere(admin)];
  const TransactItems = [kept, ...others, { Put: entryItem(entry) }, ...more];
  await db.send(new TransactWriteItemsCommand({ TransactItems })).catch(lostRace({}));
}

/** AP7, AP8, AP23, AP39. Somebody new, their sign-in, and the entry that says so. Throws Invalid when somebody signs in so already, and Conflict. */
export async function keepNewcomer(
  admin: Member,
  person: Person,
  { issuer, subject }: { readonly issuer: string; readonly subject: string },
  entry: Entry,
): Promise<void> {
  const { partnership, id, agency } = person;
  const signIn = put({ ...keys.member(issuer, subject), partnership, person: id }, NEW);
  const kept = put({ ...keys.person(partnership, id), body: person }, NEW);
  const listed = put({ ...keys.ofAgency(partnership, agency, id), id }, {});
  const TransactItems = [signIn, kept, listed, stillThere(admin), { Put: entryItem(entry) }];
  try {
    await db.send(new TransactWriteItemsCommand({ TransactItems }));
  } catch (error) {
    const [first] = error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : [];
    if (first?.Code === "ConditionalCheckFailed")
      throw invalid({ field: "subject", reason: "belongs to somebody already; an operator lets in whoever comes back" });
    lostRace({})(error);
  }
}
