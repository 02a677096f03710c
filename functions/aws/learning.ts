import { type TransactWriteItem, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { unsent } from "../../core/escalation/sending.ts";
import {
  type CaseRef,
  due,
  type Key,
  keys,
  kindAndId,
  listedMatters,
  matterOf,
  openMatters,
  reviewsOf,
} from "../../core/keys.ts";
import { Action, isOver } from "../../core/learning/action.ts";
import { type Call, callDueAt, KeptCall } from "../../core/learning/call.ts";
import { Concern, concernDueAt } from "../../core/learning/concern.ts";
import { Feedback, feedbackDueAt } from "../../core/learning/feedback.ts";
import type { LearningMove, MatterKind } from "../../core/learning/matter.ts";
import type { LearningNotice } from "../../core/learning/news.ts";
import { Pack } from "../../core/learning/pack.ts";
import { Review, reviewDueAt, settledAt } from "../../core/learning/review.ts";
import { Refusal } from "../../core/refusal.ts";
import type { Instant } from "../../core/time.ts";
import { db, every, items, lostRace, newestNamed, type Page, read, TableName, toItem } from "./db.ts";
import { changed, unchanged } from "./notices.ts";

/** What each kind of matter is, when it has to be looked at again, and where it is listed. */
const KINDS = {
  concern: {
    shape: Concern,
    dueAt: concernDueAt,
    isOpen: ({ settled }: Concern) => settled === null,
    listedAt: ({ raised }: Concern): Instant | null => raised.at,
  },
  action: {
    shape: Action,
    dueAt: ({ nextAt }: Action) => nextAt,
    isOpen: (action: Action) => !isOver(action),
    listedAt: ({ raised }: Action): Instant | null => raised.at,
  },
  call: {
    shape: KeptCall,
    dueAt: callDueAt,
    isOpen: (call: Call) => callDueAt(call) !== null,
    listedAt: ({ startsAt }: Call): Instant | null => startsAt,
  },
  review: {
    shape: Review,
    dueAt: reviewDueAt,
    isOpen: ({ owed }: Review) => owed !== null,
    listedAt: settledAt,
  },
  feedback: {
    shape: Feedback,
    dueAt: feedbackDueAt,
    isOpen: ({ owed }: Feedback) => owed !== null,
    listedAt: ({ given }: Feedback): Instant | null => given.at,
  },
} as const;
export interface Matters {
  concern: Concern;
  action: Action;
  call: Call;
  review: Review;
  feedback: Feedback;
}
type Ways<M> = {
  readonly shape: z.ZodType<M>;
  readonly dueAt: (of: M) => Instant | null;
  readonly isOpen: (of: M) => boolean;
  readonly listedAt: (of: M) => Instant | null;
};
const waysOf = <K extends MatterKind>(kind: K): Ways<Matters[K]> => KINDS[kind] as unknown as Ways<Matters[K]>;

/** AP27. A matter as it now is. Throws NotFound. */
export async function matter<K extends MatterKind>(partnership: string, kind: K, id: string): Promise<Matters[K]> {
  const item = await read(keys.matter(partnership, matterOf(kind, id)));
  if (!item) throw new Refusal("NotFound", `There is no such ${kind}.`);
  return waysOf(kind).shape.parse(item.body);
}

/** A move on one matter, as it is written. */
export interface Written<K extends MatterKind = MatterKind> {
  readonly kind: K;
  readonly move: LearningMove<Matters[K]>;
  /** Messages that were on their way, and what has become of them. */
  readonly settled?: readonly LearningNotice[];
}
/** A move of a kind. */
export const written = <K extends MatterKind>(kind: K, move: LearningMove<Matters[K]>): Written => ({ kind, move }) as Written;

const put = (item: object, where: object = {}): TransactWriteItem => ({ Put: { TableName, Item: toItem(item), ...where } });
const NEW = { ConditionExpression: "attribute_not_exists(pk)" };

/** A matter as it becomes, guarded by the version that was read, with whom that tells what. */
export function matterItems({ kind, move: { next, telling }, settled = [] }: Written, now: Instant): TransactWriteItem[] {
  const { partnership, id, version } = next;
  const of = matterOf(kind, id);
  const guard =
    version === 1 ? NEW : { ConditionExpression: "version = :seen", ExpressionAttributeValues: toItem({ ":seen": version - 1 }) };
  const made = telling.map(
    ({ to, news }, nth): LearningNotice =>
      unsent({ id: keys.noticeId(version, nth), partnership, matter: of, to, news, at: now }),
  );
  return [
    put({ ...keys.matter(partnership, of), version, body: next, ...indexesOf(kind, next) }, guard),
    ...(kind === "review" ? sidesOf(next as Review) : []),
    ...made.map((notice) => put({ ...keys.matterNotice(partnership, of, notice.id), body: notice, ...due(notice.id, now) }, NEW)),
    ...settled.map((notice) => put({ ...keys.matterNotice(partnership, of, notice.id), ...changed(notice) }, unchanged(notice))),
  ];
}

function indexesOf<K extends MatterKind>(kind: K, of: Matters[K]): Record<string, string> {
  const { dueAt, isOpen, listedAt } = waysOf(kind);
  const { partnership, id } = of;
  const [next, listed] = [dueAt(of), listedAt(of)];
  return {
    ...(next === null ? {} : due(id, next)),
    ...(isOpen(of) ? { ...openMatters(partnership, kind), openSk: `${next ?? ""}#${id}` } : {}),
    ...(listed === null ? {} : { ...listedMatters(partnership, kind), raisedSk: placeIn(kind)(of) }),
  };
}

/** Where a matter stands in the list of its kind. */
export const placeIn =
  <K extends MatterKind>(kind: K) =>
  (of: Matters[K]): string =>
    `${waysOf(kind).listedAt(of)}#${of.id}`;

/** Each side of a review stands in its agency’s own list until it has answered. */
const sidesOf = ({ partnership, id, asked, owed, closedAt }: Review): TransactWriteItem[] =>
  [...Map.groupBy(asked, ({ agency }) => agency)].map(([agency, sides]) => {
    const isOwed = owed !== null && sides.some(({ answer }) => answer === null);
    const listed = isOwed ? { ...reviewsOf(partnership, agency), openSk: `${closedAt}#${id}` } : {};
    return put({ ...keys.side(partnership, matterOf("review", id), agency), ...listed });
  });

/** Writes down what has become of matters, and whom that tells, all together with what else belongs to it. Throws Conflict when somebody else was faster. */
export async function saveMatters(
  moves: readonly Written[],
  now: Instant,
  more: readonly TransactWriteItem[] = [],
): Promise<void> {
  const TransactItems = [...moves.flatMap((one) => matterItems(one, now)), ...more];
  const [first] = moves;
  await db
    .send(new TransactWriteItemsCommand({ TransactItems }))
    .catch(lostRace(first ? { matter: matterOf(first.kind, first.move.next.id) } : {}));
}

/** A call is laid out once: another look finds it there. */
export async function layOut(call: Call, now: Instant): Promise<void> {
  await saveMatters([{ kind: "call", move: { next: call, telling: [] } }], now).catch((error: unknown) => {
    if (!(error instanceof Refusal && error.name === "Conflict")) throw error;
  });
}

/** Matters by their keys, in the order of the keys: a batch answers in any. */
const matters = async <K extends MatterKind>(kind: K, keysOf: readonly Record<string, unknown>[]): Promise<Matters[K][]> => {
  const named = keysOf.map(({ pk }): Key => ({ pk: String(pk), sk: "MATTER" }));
  const found = new Map((await items(named)).map(({ pk, body }) => [pk, waysOf(kind).shape.parse(body)]));
  return named.flatMap(({ pk }) => found.get(pk) ?? []);
};

/** AP28. The open matters of a kind, in no order. The index only names them; each is then read as it is now. */
export async function openMattersOf<K extends MatterKind>(partnership: string, kind: K): Promise<Matters[K][]> {
  const named = await every(asking("open", openMatters(partnership, kind).openPk));
  return (await matters(kind, named)).filter(waysOf(kind).isOpen);
}

/** AP29. The reviews that an agency owes an answer, the oldest first. */
export async function reviewsOwedBy(partnership: string, agency: string): Promise<Review[]> {
  const named = await every(asking("open", reviewsOf(partnership, agency).openPk));
  const found = await matters("review", named);
  return found
    .filter(({ owed, asked }) => owed !== null && asked.some((one) => one.agency === agency && one.answer === null))
    .toSorted((a, b) => (a.closedAt < b.closedAt ? -1 : 1));
}

const asking = (IndexName: "open" | "raised", pk: string) => ({
  IndexName,
  KeyConditionExpression: `${IndexName}Pk = :pk`,
  ExpressionAttributeValues: toItem({ ":pk": pk }),
});

/** AP27. Several matters of a kind by their ids; those that are not there are left out. */
export const mattersById = <K extends MatterKind>(partnership: string, kind: K, ids: readonly string[]): Promise<Matters[K][]> =>
  matters(
    kind,
    [...new Set(ids)].map((id) => keys.matter(partnership, matterOf(kind, id))).map(({ pk }) => ({ pk })),
  );

/** AP30. The matters of a kind whose own time lies between two instants, in that order. */
export const mattersBetween = async <K extends MatterKind>(
  partnership: string,
  kind: K,
  from: Instant,
  to: Instant,
): Promise<Matters[K][]> => matters(kind, await namedBetween(partnership, kind, from, to));

const namedBetween = (partnership: string, kind: MatterKind, from: Instant, to: Instant) =>
  every({
    IndexName: "raised",
    KeyConditionExpression: "raisedPk = :pk AND raisedSk BETWEEN :since AND :until",
    ExpressionAttributeValues: toItem({ ":pk": listedMatters(partnership, kind).raisedPk, ":since": from, ":until": `${to}#~` }),
  });

/** AP30. The last so many calls of a series that begin between two instants, in that order. The index names them by series and day; no other is read. */
export async function callsOfSeries(
  partnership: string,
  series: string,
  from: Instant,
  to: Instant,
  most: number,
): Promise<Call[]> {
  const own = new RegExp(`#call_${series}_\\d{4}_\\d{2}_\\d{2}$`);
  const named = (await namedBetween(partnership, "call", from, to)).filter(({ pk }) => own.test(String(pk)));
  return matters("call", named.slice(-most));
}

/** AP30. The matters of a kind, the newest first, a page at a time. */
export async function newestMatters<K extends MatterKind>(
  partnership: string,
  kind: K,
  before: string | undefined,
  most: number,
): Promise<Page<Matters[K]>> {
  const { items: named, next } = await newestNamed(listedMatters(partnership, kind).raisedPk, before, most);
  return { items: await matters(kind, named), next };
}

/** The item that keeps the pack of a call; a pack that is made again replaces it. */
export const packItem = (partnership: string, pack: Pack): TransactWriteItem =>
  put({ ...keys.pack(partnership, matterOf("call", pack.call)), body: pack });

/** AP31. The pack of a call. Throws NotFound. */
export async function packOfCall(partnership: string, call: string): Promise<Pack> {
  const item = await read(keys.pack(partnership, matterOf("call", call)));
  if (!item) throw new Refusal("NotFound", "There is no pack of this call yet.");
  return Pack.parse(item.body);
}

/** What a move leaves for the learning side that ends a case, opens it again, or says something of one that has ended: due at once, until that has followed. */
export const endedItem = (ref: CaseRef, left: string, at: Instant): TransactWriteItem =>
  put({ ...keys.ended(ref), leftBy: left, ...due(ref.id, at) });
/** The same once it has followed, or when it is to be looked at later. Only as long as nothing newer has been left there. */
export const endedFollowed = (ref: CaseRef, left: string, again?: Instant): TransactWriteItem =>
  put(
    { ...keys.ended(ref), leftBy: left, ...(again ? due(ref.id, again) : {}) },
    { ConditionExpression: "leftBy = :seen", ExpressionAttributeValues: toItem({ ":seen": left }) },
  );
/** AP35. What was left there and is to be followed, by the name of the move that left it; undefined when it has been. */
export async function leftToFollow(ref: CaseRef): Promise<string | undefined> {
  const item = await read(keys.ended(ref));
  return item?.duePk === undefined ? undefined : String(item.leftBy);
}

/** A harm that became known after closing, as the case’s own move leaves it: due at once, until its review has been opened again. */
export const harmItem = (ref: CaseRef, fact: number, at: Instant): TransactWriteItem =>
  put({ ...keys.harm(ref, fact), ...due(ref.id, at) });
/** The same once that has been done: it stays, and is due no more. */
export const harmSeen = (key: Key): TransactWriteItem => put({ ...key, seen: true });
/** AP36. */
export const isUnseen = async (key: Key): Promise<boolean> => (await read(key))?.seen === undefined;

const Calendar = z.strictObject({ partnership: z.string(), version: z.int(), nextAt: z.string() });
export type Calendar = z.output<typeof Calendar>;

/** AP32. When the calls of a partnership are laid out next. */
export async function calendarOf(partnership: string): Promise<Calendar | undefined> {
  const item = await read(keys.calendar(partnership));
  return item && Calendar.parse(item.body);
}

/** Keeps when the calls are laid out next. Throws Conflict when somebody else was faster. */
export async function saveCalendar(calendar: Calendar): Promise<void> {
  const { partnership, version, nextAt } = calendar;
  const guard =
    version === 1 ? NEW : { ConditionExpression: "version = :seen", ExpressionAttributeValues: toItem({ ":seen": version - 1 }) };
  const TransactItems = [put({ ...keys.calendar(partnership), version, body: calendar, ...due(partnership, nextAt) }, guard)];
  await db.send(new TransactWriteItemsCommand({ TransactItems })).catch(lostRace({ partnership }));
}

/** Which matter an item of the learning side belongs to, read back from its partition. */
export const matterIn = ({ pk }: Key): { partnership: string; kind: MatterKind; id: string } => {
  const [partnership = "", , of = ""] = pk.split("#");
  return { partnership, ...kindAndId(of) };
};
