import { type TransactWriteItem, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import {
  FirstAnswer,
  FirstAnswerOutline,
  FirstAnswerTally,
  tallyOfAnswer,
  WORDED,
} from "../../core/first-answers/first-answer.ts";
import { firstAnswersOf, type Key, keys } from "../../core/keys.ts";
import { Refusal } from "../../core/refusal.ts";
import type { Instant } from "../../core/time.ts";
import { sealed, unsealed } from "../seal.ts";
import { markOf } from "../subject.ts";
import { pressItem, type Request } from "./cases.ts";
import { newDataKey, unwrapped } from "./data-keys.ts";
import { db, items, lostRace, newestNamed, type Page, read, TableName, toItem } from "./db.ts";
import { bodiesBetween } from "./tallies.ts";

const NEW = { ConditionExpression: "attribute_not_exists(pk)" };
const put = (item: object, where: object = {}): TransactWriteItem => ({ Put: { TableName, Item: toItem(item), ...where } });

const keyOf = ({ partnership, id }: Pick<FirstAnswer, "partnership" | "id">): Key => keys.firstAnswer(partnership, id);
const purposeOf = ({ partnership, id }: Pick<FirstAnswer, "partnership" | "id">) => ({ partnership, firstAnswer: id });

const tallyItem = (of: FirstAnswer): TransactWriteItem =>
  put({ ...keys.firstTally(of.partnership, of.id, of.givenAt), body: tallyOfAnswer(of) });

/**
 * AP57, AP52, AP62. Keeps a new first answer with its figures’ row, what it is found by, and the note that it was pressed. What was written is
 * sealed with a key of its own, which lies beside it. Throws KeyUnavailable.
 */
export async function keepFirstAnswer(of: FirstAnswer, now: Instant, request: Request): Promise<void> {
  const { partnership, id, reference, version, recorded, givenAt, agency } = of;
  const mark = markOf(partnership, "call_back", of.callBack);
  const at = keyOf(of);
  const { plain, wrapped } = await newDataKey(purposeOf(of));
  const words = Object.fromEntries(Object.keys(WORDED).map((name) => [name, of[name as keyof typeof WORDED]]));
  const body = FirstAnswerOutline.parse(Object.fromEntries(Object.entries(of).filter(([name]) => !(name in words))));
  const listed = (whose: string) => ({ ...firstAnswersOf(partnership, whose), raisedSk: `${givenAt}#${id}` });
  const TransactItems = [
    put({ ...at, version, body, sealed: sealed(plain, at, "words", words), wrapped, mark, ...listed(recorded.by.agency) }, NEW),
    put({ ...keys.known(partnership, mark, id), id }, NEW),
    put({ ...keys.reference(partnership, reference), firstAnswer: id }, NEW),
    ...(agency === null ? [] : [put({ ...keys.firstAnswerTo(partnership, id, agency), ...listed(agency) }, NEW)]),
    tallyItem(of),
    pressItem(partnership, request, id, now),
  ];
  await db.send(new TransactWriteItemsCommand({ TransactItems })).catch(lostRace({ id }));
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

/** AP57. What marks it as disputed, guarded by the version that was read: written together with the case that disputes it. */
export function disputedItems(of: FirstAnswer): TransactWriteItem[] {
  const { version, disputed } = of;
  const Update = {
    TableName,
    Key: toItem(keyOf(of)),
    UpdateExpression: "SET #version = :version, body.#version = :version, body.disputed = :disputed",
    ConditionExpression: "#version = :seen",
    ExpressionAttributeNames: { "#version": "version" },
    ExpressionAttributeValues: toItem({ ":version": version, ":seen": version - 1, ":disputed": disputed }),
  };
  return [{ Update }, tallyItem(of)];
}

/** What stays in the open of a first answer whose words are there, with the mark by which it is found. */
export interface Standing {
  readonly of: FirstAnswerOutline;
  readonly mark: string;
}

/** AP57. Those of these whose words are there. Nothing of them is opened. */
export async function standingFirstAnswers(partnership: string, ids: readonly string[]): Promise<Standing[]> {
  const found = await items([...new Set(ids)].map((id) => keys.firstAnswer(partnership, id)));
  return found.flatMap(({ body, wrapped, mark }) =>
    wrapped === undefined ? [] : [{ of: FirstAnswerOutline.parse(body), mark: String(mark) }],
  );
}

/** AP62. The id of the first answer that a spoken reference names; undefined when it names none. */
export async function firstAnswerByReference(partnership: string, reference: string): Promise<string | undefined> {
  const id = (await read(keys.reference(partnership, reference)))?.firstAnswer;
  return id === undefined ? undefined : String(id);
}

/**
 * AP57, AP52. What deletes the words of a first answer for good, as long as it is as it was read, with what led to it from the number to call
 * back. That it was given, and what was answered, stays counted.
 */
export const wordsDeleted = ({ of, mark }: Standing): TransactWriteItem[] => [
  {
    Update: {
      TableName,
      Key: toItem(keyOf(of)),
      UpdateExpression: "REMOVE sealed, #wrapped, mark",
      ConditionExpression: "#version = :seen AND attribute_exists(#wrapped)",
      ExpressionAttributeNames: { "#version": "version", "#wrapped": "wrapped" }, // words of DynamoDB's own
      ExpressionAttributeValues: toItem({ ":seen": of.version }),
    },
  },
  { Delete: { TableName, Key: toItem(keys.known(of.partnership, mark, of.id)) } },
];

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
