import { QueryCommand, type TransactWriteItem, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import type { Move } from "../../core/escalation/move.ts";
import { marksOf } from "../../core/escalation/related.ts";
import {
  FirstAnswer,
  FirstAnswerOutline,
  FirstAnswerTally,
  recognisedBy,
  tallyOfAnswer,
  WORDED,
} from "../../core/first-answers/first-answer.ts";
import { firstAnswersOf, goingWithMonth, type Key, keys } from "../../core/keys.ts";
import { Refusal } from "../../core/refusal.ts";
import { type Elapsed, type Instant, plus } from "../../core/time.ts";
import { countMoves } from "../count-move.ts";
import { sealed, unsealed } from "../seal.ts";
import { markOf } from "../subject.ts";
import { itemsOfMoves, pressItem, type Request } from "./cases.ts";
import { newDataKey, unwrapped } from "./data-keys.ts";
import { db, fromItem, type Item, items, lostRace, newestNamed, type Page, read, TableName, toItem } from "./db.ts";
import { hashedEach } from "./marks.ts";
import { bodiesBetween } from "./tallies.ts";

const NEW = { ConditionExpression: "attribute_not_exists(pk)" };
const put = (item: object, where: object = {}): TransactWriteItem => ({ Put: { TableName, Item: toItem(item), ...where } });

const keyOf = ({ partnership, id }: Pick<FirstAnswer, "partnership" | "id">): Key => keys.firstAnswer(partnership, id);
const purposeOf = ({ partnership, id }: Pick<FirstAnswer, "partnership" | "id">) => ({ partnership, firstAnswer: id });

const tallyItem = (of: FirstAnswer): TransactWriteItem =>
  put({ ...keys.firstTally(of.partnership, of.id, of.givenAt), body: tallyOfAnswer(of) });

/** Where it stands among those that go with their month. */
const going = ({ partnership, recorded, givenAt, id }: FirstAnswerOutline) => ({
  ...goingWithMonth(partnership, recorded.by.agency),
  openSk: `${givenAt}#${id}`,
});

/** What a later request is recognised by. Nobody looks further back than `lookedFor`: then it is cleared away, long before the words are. */
function markItems(of: FirstAnswer, lookedFor: Elapsed): TransactWriteItem[] {
  const { partnership, id, recorded } = of;
  const expires = Math.floor(Date.parse(plus(recorded.at, lookedFor)) / 1000);
  const marks = hashedEach(partnership, marksOf(recognisedBy(of)));
  return marks.map((mark) => put({ ...keys.firstMark(partnership, mark, recorded.at, id), expires }));
}

/**
 * AP57, AP52, AP62, AP63, AP64. Keeps a new first answer with its figures’ row, what it is found by, and the note that it was pressed. What was written is
 * sealed with a key of its own, which lies beside it. The cases that hear of it do so in the same moment. Throws KeyUnavailable, and Conflict when
 * one of them has changed.
 */
export async function keepFirstAnswer(
  of: FirstAnswer,
  lookedFor: Elapsed,
  now: Instant,
  request: Request,
  hearing: readonly Move[],
): Promise<void> {
  const { partnership, id, reference, version, recorded, givenAt, agency } = of;
  const mark = markOf(partnership, "call_back", of.callBack);
  const at = keyOf(of);
  const { plain, wrapped } = await newDataKey(purposeOf(of));
  const words = Object.fromEntries(Object.keys(WORDED).map((name) => [name, of[name as keyof typeof WORDED]]));
  const body = FirstAnswerOutline.parse(Object.fromEntries(Object.entries(of).filter(([name]) => !(name in words))));
  const listed = (whose: string) => ({ ...firstAnswersOf(partnership, whose), raisedSk: `${givenAt}#${id}` });
  const TransactItems = [
    put(
      {
        ...{ ...at, version, body, sealed: sealed(plain, at, "words", words), wrapped, mark },
        ...{ ...listed(recorded.by.agency), ...going(body) },
      },
      NEW,
    ),
    put({ ...keys.known(partnership, mark, id), id }, NEW),
    put({ ...keys.reference(partnership, reference), firstAnswer: id }, NEW),
    ...(agency === null ? [] : [put({ ...keys.firstAnswerTo(partnership, id, agency), ...listed(agency) }, NEW)]),
    tallyItem(of),
    ...markItems(of, lookedFor),
    pressItem(partnership, request, id, now),
    ...(await itemsOfMoves(hearing, now)),
  ];
  await db.send(new TransactWriteItemsCommand({ TransactItems })).catch(lostRace({ id }));
  countMoves(hearing, now);
}

/**
 * AP57. A first answer with what was written of it, for a reader who `sees` it: any other looks like one that is not there, and nothing of it is
 * opened. Throws NotFound, KeyUnavailable, and Deleted when what was written is gone for good.
 */
export async function firstAnswer(
  partnership: string,
  id: string,
  sees: (of: FirstAnswerOutline) => boolean,
): Promise<FirstAnswer> {
  const item = await read(keys.firstAnswer(partnership, id));
  const outline = item && FirstAnswerOutline.parse(item.body);
  if (!outline || !sees(outline)) throw new Refusal("NotFound", "There is no such first answer.");
  if (item.wrapped === undefined) throw new Refusal("Deleted", `The contents of ${outline.reference} were deleted.`);
  const key = await unwrapped(String(item.wrapped), purposeOf(outline));
  const words = unsealed(key, keyOf(outline), "words", String(item.sealed));
  return FirstAnswer.parse({ ...outline, ...(words as object) });
}

/**
 * AP57, AP63. What marks it as disputed, guarded by the version that was read: written together with the case that disputes it. What that
 * case carries goes with it, and no longer with its month.
 */
export function disputedItems(of: FirstAnswer, isCarried: boolean): TransactWriteItem[] {
  const { version, disputed } = of;
  const Update = {
    TableName,
    Key: toItem(keyOf(of)),
    UpdateExpression: `SET #version = :version, body.#version = :version, body.disputed = :disputed${isCarried ? " REMOVE openPk, openSk" : ""}`,
    ConditionExpression: "#version = :seen",
    ExpressionAttributeNames: { "#version": "version" },
    ExpressionAttributeValues: toItem({ ":version": version, ":seen": version - 1, ":disputed": disputed }),
  };
  return [{ Update }, tallyItem(of)];
}

/** What stays in the open of a first answer, and how its words end. */
export interface Kept {
  readonly of: FirstAnswerOutline;
  /** The mark by which it is found, as long as its words are there. */
  readonly mark: string | null;
  /** No case carries it. */
  readonly isOfMonth: boolean;
  /** It stands among those that go with their month: nobody holds it. */
  readonly isGoing: boolean;
}

/** AP57. These, as they are kept. Nothing of them is opened. */
export async function keptFirstAnswers(partnership: string, ids: readonly string[]): Promise<Kept[]> {
  const found = await items([...new Set(ids)].map((id) => keys.firstAnswer(partnership, id)));
  return found.map(({ body, wrapped, mark, openPk, openSk }) => ({
    of: FirstAnswerOutline.parse(body),
    mark: wrapped === undefined ? null : String(mark),
    isOfMonth: openSk !== undefined,
    isGoing: openPk !== undefined,
  }));
}

/** A first answer whose words are there. */
export type Standing = Kept & { readonly mark: string };

/** AP57. Those of these whose words are there. */
export const standingFirstAnswers = async (partnership: string, ids: readonly string[]): Promise<Standing[]> =>
  (await keptFirstAnswers(partnership, ids)).flatMap(({ mark, ...kept }) => (mark === null ? [] : [{ ...kept, mark }]));

/** AP62. The id of the first answer that a spoken reference names; undefined when it names none. */
export async function firstAnswerByReference(partnership: string, reference: string): Promise<string | undefined> {
  const id = (await read(keys.reference(partnership, reference)))?.firstAnswer;
  return id === undefined ? undefined : String(id);
}

/** What of it is changed or deleted, as long as it is as it was read and its words are there. */
const asRead = ({ of }: Standing, UpdateExpression: string, values: object = {}): TransactWriteItem => ({
  Update: {
    ...{ TableName, Key: toItem(keyOf(of)), UpdateExpression },
    ConditionExpression: "#version = :seen AND attribute_exists(#wrapped)",
    ExpressionAttributeNames: { "#version": "version", "#wrapped": "wrapped" }, // words of DynamoDB's own
    ExpressionAttributeValues: toItem({ ":seen": of.version, ...values }),
  },
});

/**
 * AP57, AP52, AP63. What deletes the words of a first answer for good, with what led to it from the number to call back. That it was given,
 * and what was answered, stays counted.
 */
export const wordsDeleted = (standing: Standing): TransactWriteItem[] => [
  asRead(standing, "REMOVE sealed, #wrapped, mark, openPk, openSk"),
  { Delete: { TableName, Key: toItem(keys.known(standing.of.partnership, standing.mark, standing.of.id)) } },
];

/** AP57, AP63. What takes it out of those that go with their month as long as somebody holds it, and back when nobody does. It counts a version more, so that whoever was about to delete it is refused. */
export function heldItem(standing: Standing, isHeld: boolean): TransactWriteItem {
  const { of, isOfMonth } = standing;
  const next = { ":next": of.version + 1 };
  const counted = "SET #version = :next, body.#version = :next";
  if (isHeld) return asRead(standing, `${counted} REMOVE openPk`, next);
  return isOfMonth
    ? asRead(standing, `${counted}, openPk = :going`, { ...next, ":going": going(of).openPk })
    : asRead(standing, counted, next);
}

/** A question about those of a force that go with their month, between two places in their order. */
const amongGoing = (partnership: string, force: string, first: string, last: string) => ({
  TableName,
  IndexName: "open",
  KeyConditionExpression: "openPk = :pk AND openSk BETWEEN :first AND :last",
  ExpressionAttributeValues: toItem({ ":pk": goingWithMonth(partnership, force).openPk, ":first": first, ":last": last }),
});
/** After everything of a month, and before the next one. */
const endOf = (month: string): string => `${month}-~`;

/** AP63. The ids of the first answers of a force that go with this month, the oldest first, a page at a time. */
export async function goingIn(
  partnership: string,
  force: string,
  month: string,
  after: string | undefined,
): Promise<Page<string>> {
  const question = amongGoing(partnership, force, after ? `${after}~` : month, endOf(month));
  const { Items = [], LastEvaluatedKey } = await db.send(new QueryCommand({ ...question, Limit: 100 }));
  const found = Items.map((item) => String(fromItem(item).openSk));
  return { items: found.map((place) => place.split("#")[1] ?? ""), next: LastEvaluatedKey ? (found.at(-1) ?? null) : null };
}

/** AP63. How many go with this month. */
export async function countGoing(partnership: string, force: string, month: string): Promise<number> {
  let count = 0;
  let ExclusiveStartKey: Item | undefined;
  do {
    const question = amongGoing(partnership, force, month, endOf(month));
    const page = await db.send(new QueryCommand({ ...question, Select: "COUNT", ExclusiveStartKey }));
    count += page.Count ?? 0;
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return count;
}

/** One month of a force, and how many of its first answers go with it. */
export interface MonthGoing {
  readonly month: string;
  readonly count: number;
}

/** AP63. The oldest months of a force that have some, as many as are asked for, and none from `end` on. */
export async function monthsGoing(partnership: string, force: string, end: string, most: number): Promise<MonthGoing[]> {
  const found: MonthGoing[] = [];
  for (let place = "0"; place < end && found.length < most; ) {
    const { Items = [] } = await db.send(new QueryCommand({ ...amongGoing(partnership, force, place, end), Limit: 1 }));
    const month = Items.map((item) => String(fromItem(item).openSk).slice(0, 7))[0];
    if (month === undefined) return found;
    found.push({ month, count: await countGoing(partnership, force, month) });
    place = endOf(month);
  }
  return found;
}

/** AP60. The first answers that an agency gave, or was given, the newest first, a page at a time. Nothing that was written is opened. */
export async function newestFirstAnswers(
  partnership: string,
  agency: string,
  before: string | undefined,
  most: number,
): Promise<Page<FirstAnswerOutline>> {
  const { items: named, next } = await newestNamed(firstAnswersOf(partnership, agency).raisedPk, before, most);
  const found = await items([...new Set(named.map(({ pk }) => String(pk)))].map((pk) => ({ pk, sk: "FIRST_ANSWER" })));
  const kept = new Map(found.map(({ pk, body }) => [pk, FirstAnswerOutline.parse(body)]));
  return { items: named.flatMap(({ pk }) => kept.get(pk) ?? []), next };
}

/** AP61. The figures’ rows of the first answers that were given in a stretch of time, whose end is not in it. */
export const firstAnswersGiven = async (partnership: string, from: Instant, to: Instant): Promise<FirstAnswerTally[]> =>
  (await bodiesBetween((month) => keys.firstTally(partnership, "", month).pk, from, to)).map((body) =>
    FirstAnswerTally.parse(body),
  );
