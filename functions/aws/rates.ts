import { UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import type { Escalation } from "../../core/escalation/escalation.ts";
import { type Key, keys } from "../../core/keys.ts";
import { type Counted, countedIn, Flag, type Whose } from "../../core/rates/rates.ts";
import type { Instant } from "../../core/time.ts";
import { patiently } from "../patience.ts";
import { db, items, newestFirst, type Page, TableName, toItem } from "./db.ts";

/** Nobody waits longer than this, in ms, for something to be counted. */
const PATIENCE = patiently(1500);
const soon = () => ({ abortSignal: AbortSignal.timeout(PATIENCE) });

/** A count is of its day; a flag stays for whoever looks back over a year. Then the table's TTL clears them away, and decides nothing. */
const COUNTED_DAYS = 2;
const FLAGGED_DAYS = 400;
const daysOn = (now: Instant, days: number): number => Math.floor(Date.parse(now) / 1000) + days * 86_400;

/** AP48. One more. Answers with how many there have been in this hour and on this day, this one among them. */
export async function count(
  partnership: string,
  { of, code }: { readonly of: Whose; readonly code: string },
  what: Counted,
  now: Instant,
): Promise<{ hour: number; day: number }> {
  const { day, hour } = countedIn(now);
  const { Attributes } = await db.send(
    new UpdateItemCommand({
      TableName,
      Key: toItem(keys.rate(partnership, of, code, day)),
      UpdateExpression: "SET expires = if_not_exists(expires, :expires) ADD #day :one, #hour :one",
      ExpressionAttributeNames: { "#day": what, "#hour": `${what}_${hour}` },
      ExpressionAttributeValues: toItem({ ":one": 1, ":expires": daysOn(now, COUNTED_DAYS) }),
      ReturnValues: "UPDATED_NEW",
    }),
    soon(),
  );
  return { hour: Number(Attributes?.[`${what}_${hour}`]?.N ?? 0), day: Number(Attributes?.[what]?.N ?? 0) };
}

/** AP49. Keeps a flag, once. */
export async function keepFlag(partnership: string, flag: Flag): Promise<void> {
  await db.send(
    new UpdateItemCommand({
      TableName,
      Key: toItem(keys.flag(partnership, flag.agency, flag.at, nameOf(flag))),
      UpdateExpression: "SET body = if_not_exists(body, :body), expires = :expires",
      ExpressionAttributeValues: toItem({ ":body": flag, ":expires": daysOn(flag.at, FLAGGED_DAYS) }),
    }),
    soon(),
  );
}

/** A case has one flag; of anything else a person has one at a time. */
const nameOf = ({ case: about, what, person }: Flag): string => about?.id ?? `${what}_${person}`;
/** Where a flag stands in the list of its agency. */
export const placeOf = (flag: Flag): string => keys.flag("", flag.agency, flag.at, nameOf(flag)).sk;

const flagKey = ({ partnership, raised, id }: Escalation): Key => keys.flag(partnership, raised.by.agency, raised.at, id);

/** AP49. The flags of these cases, by the case; most cases have none. */
export async function flagsOf(cases: readonly Escalation[]): Promise<Map<string, Flag>> {
  const found = await items(cases.map(flagKey));
  const flags = found.map(({ body }) => Flag.parse(body));
  return new Map(flags.flatMap((flag) => (flag.case ? [[flag.case.id, flag]] : [])));
}

/** AP49. What was done unusually often by people of one agency, newest first, a page at a time. */
export const flagsIn = (partnership: string, agency: string, before: string | undefined, most: number): Promise<Page<Flag>> =>
  newestFirst(keys.flag(partnership, agency, "", "").pk, before, most, (body) => Flag.parse(body));
