import { createHmac } from "node:crypto";
import { QueryCommand } from "@aws-sdk/client-dynamodb";
import type { NewFact } from "../../core/escalation/fact.ts";
import { toldIn } from "../../core/escalation/known.ts";
import { type Mark, marksOf } from "../../core/escalation/related.ts";
import { keys } from "../../core/keys.ts";
import type { Instant } from "../../core/time.ts";
import { env } from "../env.ts";
import { db, fromItem, TableName, toItem } from "./db.ts";

/**
 * A mark as it stands in a key: its kind, and a keyed hash in place of the number or the address. Whoever reads it, and has not the key,
 * cannot try out numbers; and it is another one than the figures recognise a person by.
 */
const hashed = (partnership: string, { on, value }: Mark): string =>
  `${on}#${createHmac("sha256", env("SUBJECT_KEY")).update(`looks alike\n${partnership}\n${on}\n${value}`).digest("hex")}`;

/** Marks as they stand in keys, each once. */
export const hashedEach = (partnership: string, marks: readonly Mark[]): string[] => [
  ...new Set(marks.map((mark) => hashed(partnership, mark))),
];

/** The marks that these lines bring to a case, each once. */
export const marksIn = (partnership: string, facts: readonly NewFact[]): string[] =>
  hashedEach(
    partnership,
    facts.flatMap((fact) => marksOf(toldIn(fact) ?? {})),
  );

/** So many that look alike are shown; more would tell nobody anything. */
const MOST_ALIKE = 5;
/** A place that more than this share is where many people are, such as a hospital: it says nothing about which of them this is. */
const MOST_AT_ONE_PLACE = 5;
const PLACES: readonly Mark["on"][] = ["postcode_and_number", "address", "what3words"];
/** So is a number to call back: a ward’s, or a control room’s. */
export const PLACES_AND_CALLERS: readonly Mark["on"][] = [...PLACES, "phone"];

/** What shares marks with a request, and which of them. */
export interface Alike {
  readonly id: string;
  readonly on: string[];
}

/** AP15. Cases that share a mark with a request and were marked so since an instant, the newest first, with what they share. */
export const alike = (partnership: string, marks: readonly Mark[], since: Instant): Promise<Alike[]> =>
  found(keys.mark, partnership, marks, since, PLACES);

/** AP64. The same of first answers. `passedOver`: the kinds of marks that say nothing once many share one. */
export const firstAnswersAlike = (
  partnership: string,
  marks: readonly Mark[],
  since: Instant,
  passedOver = PLACES,
): Promise<Alike[]> => found(keys.firstMark, partnership, marks, since, passedOver);

type KeyOf = typeof keys.mark;

async function found(keyOf: KeyOf, partnership: string, marks: readonly Mark[], since: Instant, passedOver: typeof PLACES) {
  const shared = (await Promise.all(marks.map((mark) => sharing(keyOf, partnership, mark, since, passedOver)))).flat();
  const byId = Map.groupBy(
    shared.toSorted((a, b) => (a.at < b.at ? 1 : -1)),
    ({ id }) => id,
  );
  return [...byId].slice(0, MOST_ALIKE).map(([id, of]) => ({ id, on: [...new Set(of.map(({ on }) => on))] }));
}

async function sharing(keyOf: KeyOf, partnership: string, mark: Mark, since: Instant, passedOver: typeof PLACES) {
  const { pk } = keyOf(partnership, hashed(partnership, mark), since, "");
  const { Items = [] } = await db.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: "pk = :pk AND sk >= :since",
      ExpressionAttributeValues: toItem({ ":pk": pk, ":since": since }),
      ScanIndexForward: false,
      Limit: MOST_LOOKED_AT,
      ConsistentRead: true,
    }),
  );
  const shared = Items.map((item) => String(fromItem(item).sk)).map((sk) => ({
    at: sk.slice(0, 24),
    id: sk.slice(25),
    on: mark.on,
  }));
  const many = new Set(shared.map(({ id }) => id)).size > MOST_AT_ONE_PLACE;
  return passedOver.includes(mark.on) && many ? [] : shared;
}
/** The newest so many of one mark are read: enough to tell a home from a hospital. */
const MOST_LOOKED_AT = 20;
