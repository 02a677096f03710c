import type { TransactWriteItem } from "@aws-sdk/client-dynamodb";
import { keys } from "../../core/keys.ts";
import { readTally, type Tally } from "../../core/measures/tally.ts";
import { type Instant, plus } from "../../core/time.ts";
import { bodies, every, TableName, toItem } from "./db.ts";

const put = (item: object): TransactWriteItem => ({ Put: { TableName, Item: toItem(item) } });

/** The items that keep the figures’ row of a case: by when it was raised, and by when it was closed. Made again, it replaces what was there. */
export const tallyItems = (partnership: string, tally: Tally): TransactWriteItem[] => [
  put({ ...keys.tally({ partnership, id: tally.id }, tally.raisedAt), body: tally }),
  ...(tally.closedAt === null ? [] : [put({ ...keys.closedTally({ partnership, id: tally.id }, tally.closedAt), body: tally })]),
];

/** The row of an end that was none, as the case was opened again after it: it stays, and counts as merged into the later one. */
export const notTheEnd = (partnership: string, tally: Tally, closedAt: Instant): TransactWriteItem =>
  put({ ...keys.closedTally({ partnership, id: tally.id }, closedAt), body: { ...tally, closedAt, merged: true } });

/** AP33. The rows of the cases that were raised in a stretch of time, whose end is not in it. One that was opened again counts when it has ended. */
export const talliesRaised = async (partnership: string, from: Instant, to: Instant): Promise<Tally[]> =>
  (await rows((month) => keys.tally({ partnership, id: "" }, month).pk, from, to)).filter(({ closedAt }) => closedAt !== null);

/** AP34. The rows of the cases that were closed in a stretch of time, whose end is not in it. */
export const talliesClosed = (partnership: string, from: Instant, to: Instant): Promise<Tally[]> =>
  rows((month) => keys.closedTally({ partnership, id: "" }, month).pk, from, to);

/** Stretch by stretch, side by side: what a question costs follows from the time that it asks about, never from how long there has been a table. */
export async function bodiesBetween(pkOf: (month: string) => string, from: Instant, to: Instant): Promise<unknown[]> {
  const found = await Promise.all(
    stretches(from, to).map((stretch) =>
      every({
        KeyConditionExpression: "pk = :pk AND sk BETWEEN :since AND :until",
        ExpressionAttributeValues: toItem({ ":pk": pkOf(stretch.from), ":since": stretch.from, ":until": stretch.to }),
        ConsistentRead: true,
      }),
    ),
  );
  return found.flat().map(({ body }) => body);
}

const rows = async (pkOf: (month: string) => string, from: Instant, to: Instant): Promise<Tally[]> =>
  (await bodiesBetween(pkOf, from, to)).map((body) => readTally(body));

/** So long is one stretch at most: pages of one question come one after another, those of several at the same time. */
const A_WEEK = "PT168H";

/** A stretch of time in parts of a week at most, none of which goes over the end of a month in UTC, as the keys have it. */
function stretches(from: Instant, to: Instant): { readonly from: Instant; readonly to: Instant }[] {
  const parts: { from: Instant; to: Instant }[] = [];
  for (let begins = from; begins < to; ) {
    const [year, month] = [Number(begins.slice(0, 4)), Number(begins.slice(5, 7))];
    const ends = [plus(begins, A_WEEK), new Date(Date.UTC(year, month)).toISOString(), to].toSorted()[0] ?? to;
    parts.push({ from: begins, to: ends });
    begins = ends;
  }
  return parts;
}

/** AP33. The rows of these cases, by when each was raised; one that has not ended, or is open again, has none that counts. */
export const talliesOfRaised = async (
  partnership: string,
  raised: readonly { readonly id: string; readonly raisedAt: Instant }[],
): Promise<Tally[]> =>
  (await bodies(raised.map((one) => keys.tally({ partnership, id: one.id }, one.raisedAt))))
    .map((body) => readTally(body))
    .filter(({ closedAt }) => closedAt !== null);

/** AP34. The rows of these cases, by when each was closed; those that have none are left out. */
export const talliesOf = async (
  partnership: string,
  closed: readonly { readonly id: string; readonly closedAt: Instant }[],
): Promise<Tally[]> =>
  (await bodies(closed.map((one) => keys.closedTally({ partnership, id: one.id }, one.closedAt)))).map((body) => readTally(body));
