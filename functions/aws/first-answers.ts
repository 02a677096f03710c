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

/** AP57. Keeps a new first answer with its figures’ row and the note that it was pressed. What was written is sealed with a key of its own, which lies beside it. Throws KeyUnavailable. */
export async function keepFirstAnswer(of: FirstAnswer, now: Instant, request: Request): Promise<void> {
  const { partnership, id, version, recorded, givenAt, agency } = of;
  const at = keyOf(of);
  const { plain, wrapped } = await newDataKey(purposeOf(of));
  const words = Object.fromEntries(Object.keys(WORDED).map((name) => [name, of[name as keyof typeof WORDED]]));
  const body = FirstAnswerOutline.parse(Object.fromEntries(Object.entries(of).filter(([name]) => !(name in words))));
  const listed = (whose: string) => ({ ...firstAnswersOf(partnership, whose), raisedSk: `${givenAt}#${id}` });
  const TransactItems = [
    put({ ...at, version, body, sealed: sealed(plain, at, "words", words), wrapped, ...listed(recorded.by.agency) }, NEW),
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

/** AP57. What deletes the words of a first answer for good, with those of the case that disputes it. That it was given, and what was answered, stays counted. */
export const wordsDeleted = (partnership: string, id: string): TransactWriteItem => ({
  Update: {
    TableName,
    Key: toItem(keys.firstAnswer(partnership, id)),
    UpdateExpression: "REMOVE sealed, #wrapped",
    ConditionExpression: "attribute_exists(pk)",
    ExpressionAttributeNames: { "#wrapped": "wrapped" }, // a word of DynamoDB's own
  },
});

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
