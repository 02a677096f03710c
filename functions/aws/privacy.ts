import { QueryCommand, type TransactWriteItem, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import type { Entry } from "../../core/audit/entry.ts";
import type { Escalation } from "../../core/escalation/escalation.ts";
import { type CaseRef, CONFIRMED_DELETIONS, caseOf, heldCases, type Key, keys, proposedDeletions } from "../../core/keys.ts";
import { type Gone, isHeld, KeepingRecord, reviewOf, wentBy } from "../../core/privacy/record.ts";
import type { Instant } from "../../core/time.ts";
import { entryItem } from "./audit.ts";
import { keyDeleted } from "./case-keys.ts";
import { bodies, db, every, fromItem, items, lostRace, type Page, read, TableName, toItem } from "./db.ts";
import { standingFirstAnswers, wordsDeleted } from "./first-answers.ts";

/** AP50. What has been decided about the keeping of a case; undefined when nothing has. */
export async function recordOf(ref: CaseRef): Promise<KeepingRecord | undefined> {
  const item = await read(keys.record(ref));
  return item && KeepingRecord.parse(item.body);
}

/** AP50. The same of several cases, by their ids. */
export async function recordsOf(partnership: string, ids: readonly string[]): Promise<Map<string, KeepingRecord>> {
  const found = await bodies([...new Set(ids)].map((id) => keys.record({ partnership, id })));
  return new Map(found.map((body) => KeepingRecord.parse(body)).map((record) => [record.id, record]));
}

/** AP50. Does somebody hold the first answer that a case carries? Its words go with those of the case. */
export async function isFirstHeld({
  partnership,
  firstAnswer,
}: Pick<Escalation, "partnership" | "firstAnswer">): Promise<boolean> {
  const record = firstAnswer && (await recordOf({ partnership, id: firstAnswer.id }));
  return record !== undefined && isHeld(record);
}

/** A record stands in one list at most: a held case has no deletion, and what is over has left the index. */
function listedIn(record: KeepingRecord): Record<string, string> {
  const { partnership, id, purge } = record;
  const review = reviewOf(record);
  if (review) return { ...heldCases(partnership), openSk: `${review}#${id}` };
  if (purge?.confirmed) return { ...CONFIRMED_DELETIONS, openSk: `${purge.confirmed.at}#${id}` };
  return purge ? { ...proposedDeletions(partnership), openSk: `${purge.at}#${id}` } : {};
}

/** The item of a record that was one version behind: the first is new. */
function recordItem(record: KeepingRecord): TransactWriteItem {
  const guard =
    record.version === 1
      ? { ConditionExpression: "attribute_not_exists(pk)" }
      : { ConditionExpression: "version = :seen", ExpressionAttributeValues: toItem({ ":seen": record.version - 1 }) };
  const Item = toItem({ ...keys.record(record), version: record.version, body: record, ...listedIn(record) });
  return { Put: { TableName, Item, ...guard } };
}

/** AP50, AP39. Keeps what was decided, with the entry that says so and what goes with it: all, or nothing. Throws Conflict when somebody else was faster. */
export async function saveRecord(record: KeepingRecord, entry: Entry, beside: readonly TransactWriteItem[] = []): Promise<void> {
  const TransactItems = [recordItem(record), { Put: entryItem(entry) }, ...beside];
  await db.send(new TransactWriteItemsCommand({ TransactItems })).catch(lostRace({ id: record.id }));
}

/** What an index names. */
async function namesIn({ openPk }: { readonly openPk: string }): Promise<CaseRef[]> {
  const found = await every({
    IndexName: "open",
    KeyConditionExpression: "openPk = :pk",
    ExpressionAttributeValues: toItem({ ":pk": openPk }),
  });
  return found.map((item) => caseOf(item as unknown as Key));
}

/** The same, each read as it now is. */
async function named(list: { readonly openPk: string }): Promise<KeepingRecord[]> {
  const records = await bodies((await namesIn(list)).map(keys.record));
  return records.map((body) => KeepingRecord.parse(body));
}

/** AP51. The cases of a partnership that are held, those first whose hold is to be looked at first. */
export const heldIn = async (partnership: string): Promise<KeepingRecord[]> =>
  (await named(heldCases(partnership))).toSorted((a, b) => ((reviewOf(a) ?? "~") < (reviewOf(b) ?? "~") ? -1 : 1));

/** AP51. The cases of a partnership whose deletion one person has proposed, the oldest proposal first. */
export const proposedIn = async (partnership: string): Promise<KeepingRecord[]> =>
  (await named(proposedDeletions(partnership))).toSorted((a, b) => ((a.purge?.at ?? "") < (b.purge?.at ?? "") ? -1 : 1));

/** AP51. What two people have confirmed, over all partnerships, by name: whoever deletes reads each as it is by then. */
export const confirmedDeletions = (): Promise<CaseRef[]> => namesIn(CONFIRMED_DELETIONS);

/** AP34. The ids of the cases that were closed in a month, the oldest first, a page at a time; each with when it was. */
export async function closedIn(
  partnership: string,
  month: string,
  after: string | undefined,
  most: number,
): Promise<Page<{ readonly id: string; readonly closedAt: Instant; readonly sk: string }>> {
  const { pk } = keys.closedTally({ partnership, id: "" }, month);
  const { Items = [], LastEvaluatedKey } = await db.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: after ? "pk = :pk AND sk > :after" : "pk = :pk",
      ExpressionAttributeValues: toItem({ ":pk": pk, ...(after ? { ":after": after } : {}) }),
      ProjectionExpression: "pk, sk",
      Limit: most,
    }),
  );
  const found = Items.map((item) => String(fromItem(item).sk)).map((sk) => ({ sk, closedAt: sk.slice(0, 24), id: sk.slice(25) }));
  return { items: found, next: LastEvaluatedKey ? (found.at(-1)?.sk ?? null) : null };
}

/** AP52. The ids of what knows a person by one of these marks, each once: of cases, or of first answers, which have marks of their own. */
export async function knowing(partnership: string, marks: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    marks.map((mark) =>
      every({
        KeyConditionExpression: "pk = :pk",
        ExpressionAttributeValues: toItem({ ":pk": keys.known(partnership, mark, "").pk }),
        ConsistentRead: true,
      }),
    ),
  );
  return [...new Set(found.flat().map(({ id }) => String(id)))];
}

/** So many items of one transaction are left for what a person is recognised by: 100 is DynamoDB's own limit. */
const MOST_MARKS = 80;

/** What a person was recognised by, taken out: the marks of each move, and where they led to the case. */
async function unmarked(ref: CaseRef): Promise<TransactWriteItem[]> {
  const told = await every({
    KeyConditionExpression: "pk = :pk AND begins_with(sk, :subject)",
    ExpressionAttributeValues: toItem({ ":pk": keys.subject(ref, 0).pk, ":subject": "SUBJECT#" }),
    ConsistentRead: true,
  });
  const marks = new Set(told.flatMap(({ body }) => Object.values(body as Record<string, string>)));
  return [
    ...[...marks].map((mark) => ({ Delete: { TableName, Key: toItem(keys.known(ref.partnership, mark, ref.id)) } })),
    ...told.map(({ pk, sk }) => ({ Put: { TableName, Item: toItem({ pk, sk, body: {} }) } })),
  ];
}

/** The figures' rows of a case without their person: what was counted stays counted, and nobody comes again in them. */
async function unpersoned(of: Escalation, closings: readonly Instant[]): Promise<TransactWriteItem[]> {
  const rows = [keys.tally(of, of.raised.at), ...closings.map((at) => keys.closedTally(of, at))];
  const there = await items(rows);
  return there.map(({ pk, sk }) => ({
    Update: {
      TableName,
      Key: toItem({ pk, sk }),
      UpdateExpression: "SET body.subject = :nobody",
      ConditionExpression: "attribute_exists(pk)",
      ExpressionAttributeValues: toItem({ ":nobody": null }),
    },
  }));
}

/**
 * AP50, AP39. Deletes the contents of a case for good: its key, what the person was recognised by, and their mark in the figures, with the
 * words of the first answer that it disputes; and keeps who decided it, with the entry of the audit. All of it or nothing. The case counts
 * one version more, so that whoever had it open is refused. Its story stays as it was written, and can be checked without the key. Throws Conflict when the case or the record has changed.
 */
export async function deleteContents(
  of: Escalation,
  record: KeepingRecord,
  closings: readonly Instant[],
  entry: Entry,
): Promise<void> {
  const { gone } = record;
  if (!gone) throw new Error("a record of no deletion");
  const marks = await unmarked(of);
  while (marks.length > MOST_MARKS) await db.send(new TransactWriteItemsCommand({ TransactItems: marks.splice(0, MOST_MARKS) }));
  const state: TransactWriteItem = {
    Update: {
      TableName,
      Key: toItem(keys.state(of)),
      UpdateExpression: "SET #version = :next, body.#version = :next",
      ConditionExpression: "#version = :seen",
      ExpressionAttributeNames: { "#version": "version" },
      ExpressionAttributeValues: toItem({ ":seen": of.version, ":next": of.version + 1 }),
    },
  };
  const key = keyDeleted(of, {
    at: gone.at,
    proposedBy: gone.proposedBy.id,
    confirmedBy: gone.confirmedBy.id,
    retentionClass: gone.class,
    rule: gone.rule,
  });
  const first = of.firstAnswer ? [of.firstAnswer.id] : [];
  const [carried, firstRecords] = await Promise.all([
    standingFirstAnswers(of.partnership, first),
    recordsOf(of.partnership, first),
  ]);
  const TransactItems = [
    ...key,
    state,
    ...marks,
    ...(await unpersoned(of, closings)),
    ...carried.flatMap(wordsDeleted),
    ...[...firstRecords.values()].map((one) => recordItem(wentBy(one, gone))),
    recordItem(record),
    { Put: entryItem(entry) },
  ];
  await db.send(new TransactWriteItemsCommand({ TransactItems })).catch(lostRace({ id: of.id }));
}

/**
 * AP50, AP57. Deletes the words of one first answer for good, by what two people have decided of its month, with what anybody wrote about its
 * keeping. One that goes with its month no longer, since it is disputed or held, is left to its case and its holds. Throws Conflict.
 */
export async function deleteWordsOf(partnership: string, id: string, gone: Gone): Promise<void> {
  const [[standing], record] = await Promise.all([standingFirstAnswers(partnership, [id]), recordOf({ partnership, id })]);
  if (!standing?.isGoing || (record && isHeld(record))) return;
  const TransactItems = [...wordsDeleted(standing), ...(record ? [recordItem(wentBy(record, gone))] : [])];
  await db.send(new TransactWriteItemsCommand({ TransactItems })).catch(lostRace({ id }));
}
