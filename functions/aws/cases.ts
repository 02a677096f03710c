import { QueryCommand, type TransactWriteItem, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { UNREAD } from "../../core/escalation/ask.ts";
import type { Escalation } from "../../core/escalation/escalation.ts";
import { controlRoomOf, whoPicksUp } from "../../core/escalation/escalation.ts";
import { Fact, type NewFact } from "../../core/escalation/fact.ts";
import { readEscalation } from "../../core/escalation/migration.ts";
import type { Move } from "../../core/escalation/move.ts";
import { AnyNotice, type Notice } from "../../core/escalation/notice.ts";
import { isWorded, joined, lineParted, stateParted } from "../../core/escalation/sealed.ts";
import { unsent } from "../../core/escalation/sending.ts";
import { dialled } from "../../core/escalation/wording.ts";
import { type CaseRef, caseOf, due, indexesOf, keys, openIn, raisedBy } from "../../core/keys.ts";
import { isPractice } from "../../core/partnership/practice.ts";
import type { Terms } from "../../core/partnership/terms.ts";
import { Refusal } from "../../core/refusal.ts";
import { type Instant, london, plus } from "../../core/time.ts";
import { atOneBeat } from "../at-one-beat.ts";
import { hashOf, type Line, tie } from "../chain.ts";
import { countMoves } from "../count-move.ts";
import { log, nameOf } from "../log.ts";
import { allSealed, allUnsealed, SealBroken, sealed as sealedValue, unsealed } from "../seal.ts";
import { type Subject, subjectIn } from "../subject.ts";
import { deletionOf, holdKey, keyItem, keyOf, newKeyOf } from "./case-keys.ts";
import type { DataKey } from "./data-keys.ts";
import { db, every, fromItem, items, lostRace, newestFirst, newestNamed, type Page, read, TableName, toItem } from "./db.ts";
import { reasonFor } from "./for-the-call.ts";
import { endedItem, harmItem } from "./learning.ts";
import { marksIn } from "./marks.ts";
import { changed, unchanged } from "./notices.ts";
import { keepInMind, termsInMind, termsOf } from "./promised.ts";

/** A press of a button: who pressed it with which key, and what it asked. */
export interface Request {
  readonly key: string;
  readonly hash: string;
}

/** AP1, AP17. A case as time, boards and figures go by it: what people wrote is carried along, and not opened. Throws NotFound. */
export async function outline(ref: CaseRef): Promise<Escalation> {
  const [item, terms] = await Promise.all([read(keys.state(ref)), termsOf(ref)]);
  if (!item) throw new Refusal("NotFound", "There is no such escalation.");
  return whole(item, terms);
}

/** The same with what people wrote. Throws KeyUnavailable, and Deleted when its contents are gone for good. */
export async function opened(of: Escalation): Promise<Escalation> {
  const { sealed, ...open } = of;
  if (!sealed) return of;
  const key = await mustHaveKey(of);
  const texts = unlessBroken(of, () => allUnsealed(key, keys.state(of), sealed));
  if (!texts) throw new SealBroken(of.reference);
  return joined({ open, texts });
}

/** The same, or else the case as far as it can be told while no key is to be had. */
export const openedIfCan = (of: Escalation): Promise<Escalation> =>
  opened(of).catch((error: unknown) => {
    if (error instanceof Refusal && (error.name === "KeyUnavailable" || error.name === "Deleted")) return of;
    throw error;
  });

/** A whole case. Throws NotFound, KeyUnavailable and Deleted. */
export const get = async (ref: CaseRef): Promise<Escalation> => opened(await outline(ref));

/** The key of a case whose words are sealed. Throws KeyUnavailable, with the number to ring, and Deleted, with the day. */
async function mustHaveKey(of: Escalation): Promise<Buffer> {
  const key = await keyOf(of).catch(ringing(of, `What people wrote of ${of.reference} can be neither opened nor added to`));
  if (key) return key;
  const gone = await deletionOf(of);
  const when = gone ? ` at ${london(gone.at)}` : "";
  throw new Refusal("Deleted", `The contents of ${of.reference} were deleted${when}.`, { facts: gone ? { at: gone.at } : {} });
}

const NEW = { ConditionExpression: "attribute_not_exists(pk)" };
const put = (item: object, condition: object) => ({ Put: { TableName, Item: toItem(item), ...condition } });

/**
 * Writes down what just happened: the state, guarded by the version that was read, its facts, its notices, what was on the screen, the
 * request, and what waits for the partners' call land together, or nothing does; the moves that it makes on other cases too, and what more
 * belongs to it. Throws Conflict when somebody else was faster.
 */
export async function save(
  move: Move,
  now: Instant,
  request?: Request,
  beside: readonly Move[] = [],
  more: readonly TransactWriteItem[] = [],
): Promise<Escalation> {
  const [{ next, items: own, made }, ...others] = await Promise.all([
    itemsOf(move, now),
    ...beside.map((other) => itemsOf(other, now)),
  ] as const);
  const press = request ? [pressItem(next.partnership, request, next.id, now)] : [];
  const TransactItems = [...own, ...others.flatMap((other) => other.items), ...more, ...press];
  await db.send(new TransactWriteItemsCommand({ TransactItems })).catch(lostRace({ id: next.id }));
  if (made) holdKey(next, made);
  countMoves([move, ...beside], now);
  return next;
}

/** What keeps moves on cases in a transaction that is about something else, whose writer counts them once it is through (`countMoves`). */
export const itemsOfMoves = async (moves: readonly Move[], now: Instant): Promise<TransactWriteItem[]> =>
  (await Promise.all(moves.map((move) => itemsOf(move, now)))).flatMap(({ items }) => items);

/** What is kept of a press of a button, so that the same press made again finds what the first one made. */
export const pressItem = (partnership: string, { key, hash }: Request, id: string, now: Instant) =>
  put({ ...keys.request(partnership, key), hash, id, expires: daysOn(now, 30) }, NEW);

/** A case that was kept before there were questions has its terms within, and goes on so to its end. */
const BEFORE_QUESTIONS = 0;

/** Keys are out of reach: people hear what that means, and which number somebody picks up. */
const ringing =
  (of: Escalation, what: string) =>
  (error: unknown): never => {
    if (!(error instanceof Refusal && error.name === "KeyUnavailable")) throw error;
    const number = controlRoomOf(of);
    throw new Refusal("KeyUnavailable", `${what} at the moment. Ring ${whoPicksUp(of)}: ${dialled(number)}.`, {
      facts: { ring: number },
    });
  };

/** What seals a case: its key, and the same as it has to be kept, when it is new; nothing for a case that is kept as it is. */
interface Sealing {
  readonly key: Buffer | undefined;
  readonly made: DataKey | undefined;
}

/**
 * A case that was not opened is kept as it is, whatever time made of it: then nothing that a person wrote is new. One that was raised before
 * there were keys goes on without one to its end. Throws KeyUnavailable and Deleted.
 */
async function sealingOf({ next, facts }: Move): Promise<Sealing> {
  if (next.sealed && facts.some((fact) => isWorded(fact, next)) && !isPractice(next.partnership))
    throw new Error("somebody wrote something of a case that was not opened");
  if (next.version === 1) {
    const made = await newKeyOf(next).catch(ringing(next, "This was not sent: it cannot be kept safely"));
    return { key: made.plain, made };
  }
  return { key: next.keyed && !next.sealed ? await mustHaveKey(next) : undefined, made: undefined };
}

/** A line as it is kept: what somebody wrote stands sealed beside it, and its hash is of that. */
function kept(fact: NewFact, of: Escalation, key: Buffer | undefined): NewFact & { readonly sealed?: Record<string, string> } {
  const { open, texts } = lineParted(fact, of);
  return key && Object.keys(texts).length > 0 ? { ...open, sealed: allSealed(key, keys.fact(of, fact.number), texts) } : fact;
}

/** The screen of a decision as it is kept, and the move with the hash of that: so nobody needs a key to check it, and it says nothing of a text. */
function withScreen(move: Move, key: Buffer | undefined): Move {
  const { screen, next } = move;
  if (!screen || !key) return move;
  const shown = sealedValue(key, keys.screen(next, next.version), "shown", screen.shown);
  const hash = hashOf(shown);
  const facts = move.facts.map((fact) =>
    fact.what === "decided" && fact.about.screen === screen.hash ? { ...fact, about: { ...fact.about, screen: hash } } : fact,
  );
  const decision = next.decision && { ...next.decision, screen: hash };
  return { ...move, next: { ...next, decision }, facts, screen: { hash, shown } };
}

/** One move as the items that keep it, and the case as they leave it. */
async function itemsOf(told: Move, now: Instant) {
  const { key, made } = await sealingOf(told);
  const move = withScreen(told, key);
  const facts = tie(
    move.facts.map((fact) => kept(fact, move.next, key)),
    move.next.chain,
  );
  const chained: Escalation = { ...move.next, chain: facts.at(-1)?.hash ?? move.next.chain };
  const next: Escalation = made ? { ...chained, keyed: true } : chained;
  const guard =
    next.version === 1
      ? NEW
      : {
          ConditionExpression: "version = :seen",
          ExpressionAttributeValues: toItem({ ":seen": next.version - 1 - (move.passedOver ?? 0) }),
        };
  const { id, partnership } = next;
  const notices = move.notices.map((made, nth) =>
    unsent({ ...made, openedAt: null, id: keys.noticeId(next.version, nth), case: id, partnership, at: now }),
  );
  const { terms, sealed: carried, ...state } = next;
  const { open, texts } = stateParted(state, terms);
  const sealed = key ? allSealed(key, keys.state(next), texts) : carried;
  const body = { ...(key ? open : state), ...(terms.questionSet === BEFORE_QUESTIONS ? { terms } : {}) };
  const subject = subjectIn(partnership, move.facts);
  const written = [
    put({ ...keys.state(next), version: next.version, body, sealed, ...indexesOf(next) }, guard),
    ...(made ? [keyItem(next, made, now)] : []),
    ...(Object.keys(subject).length > 0 ? [put({ ...keys.subject(next, next.version), body: subject }, NEW)] : []),
    ...Object.values(subject).map((mark) => put({ ...keys.known(partnership, mark, id), id }, {})),
    ...(next.version === 1 ? [put({ ...keys.terms(next), body: terms }, NEW)] : []),
    ...facts.map((fact) => put({ ...keys.fact(next, fact.number), body: fact }, NEW)),
    ...notices.map((notice) => put({ ...keys.notice(next, notice.id), body: notice, ...due(next.id, notice.at) }, NEW)),
    ...move.settled.map((notice) => put(settledItem(next, notice), unchanged(notice))),
    ...move.facts.flatMap((fact) =>
      fact.what === "nobody_answered" ? [put({ ...keys.seriousFailure(next, fact.at), body: failure(next, fact) }, NEW)] : [],
    ),
    ...move.facts.flatMap((fact) => {
      const body = reasonFor(next, fact);
      return body ? [put({ ...keys.forTheCall(next, fact.at, body.why), body }, {})] : [];
    }),
    ...move.facts.flatMap((fact) => (fact.what === "request_linked" ? [put(askedItem(next, fact), {})] : [])),
    ...marksIn(next.partnership, move.facts).map((mark) =>
      put({ ...keys.mark(next.partnership, mark, now, next.id), expires: daysOn(now, MARKED_DAYS) }, {}),
    ),
    ...move.facts.flatMap((fact) =>
      fact.what === "outcome_recorded" && fact.about.harm && fact.about.afterClosing
        ? [harmItem(next, fact.number, fact.at)]
        : [],
    ),
    ...(concernsLearning(next, move.facts) ? [endedItem(next, `case ${next.version}`, now)] : []),
    ...(move.screen ? [put({ ...keys.screen(next, next.version), body: move.screen }, NEW)] : []),
    ...(next.version === 1 ? [put({ ...keys.reference(next.partnership, next.reference), id: next.id }, NEW)] : []),
  ];
  return { next, items: written, made };
}

/** The case has ended, or something is said of one that had, or it is opened again: its figures and its review follow. */
const concernsLearning = ({ closed }: Escalation, facts: readonly NewFact[]): boolean =>
  closed !== null || facts.some(({ what }) => what === "reopened");

/** A linked request stands in its own agency's list, at the time at which it asked. */
function askedItem(next: Escalation, { at, about }: Extract<NewFact, { what: "request_linked" }>) {
  const agency = next.news.find(({ number }) => number === about.number)?.by.agency ?? "";
  return { ...keys.asked(next, agency), ...raisedBy(next.partnership, agency), raisedSk: `${at}#${next.id}` };
}

/** A mark outlives every pathway's look back by far, and is then cleared away. */
const MARKED_DAYS = 400;

/** Seconds since 1970, as TTL counts them. It clears away old requests and decides nothing. */
const daysOn = (now: Instant, days: number): number => Math.floor(Date.parse(plus(now, `PT${days * 24}H`)) / 1000);

/** A message that waits again is marked: its record in the stream wakes whoever sends, as its first did. */
const settledItem = (next: CaseRef, notice: Notice) => ({
  ...keys.notice(next, notice.id),
  ...changed(notice),
  ...(notice.fate === "waiting" ? { again: true } : {}),
});

const isConflict = (error: unknown): boolean => error instanceof Refusal && error.name === "Conflict";

/** As many as one move can tell, and some: of so many racers one wins each time, so that each of them is through after so many tries. */
const TRIES = 12;

/** Decides again on what is there now, as long as somebody else keeps being faster. */
export async function racing<T>(attempt: () => Promise<T>, tries = TRIES): Promise<T> {
  try {
    return await attempt();
  } catch (error) {
    if (tries > 1 && isConflict(error)) return racing(attempt, tries - 1);
    throw error;
  }
}

const Kept = z.object({ hash: z.string(), id: z.string() });

/**
 * AP4. I pressed the button twice. A repeat gets what the first press left, as `again` reads it now; the same look settles a lost answer
 * («did my write land?»). Throws KeyReused when the key came with another request.
 */
export const onceAnd = <T>(
  partnership: string,
  request: Request,
  attempt: () => Promise<T>,
  again: (id: string) => Promise<T>,
): Promise<T> =>
  racing(async () => {
    try {
      return await attempt();
    } catch (error) {
      const earlier = await read(keys.request(partnership, request.key));
      if (!earlier) throw error;
      const kept = Kept.parse(earlier);
      if (kept.hash !== request.hash)
        throw new Refusal("KeyReused", "This Idempotency-Key came with a different request before.");
      return again(kept.id);
    }
  });

/** The same for a move on a case. What was kept before stays so while it cannot be opened. */
export const once = (partnership: string, request: Request, attempt: () => Promise<Escalation>): Promise<Escalation> =>
  onceAnd(partnership, request, attempt, async (id) => openedIfCan(await outline({ partnership, id })));

/** A line of a story as it is kept, with what somebody wrote sealed beside it. */
export type KeptLine = Line & { readonly sealed?: Readonly<Record<string, string>> };

/** AP3. A case's story from a line on, in order, as it is kept. */
export async function lines(ref: CaseRef, after = 0, most = 100): Promise<Page<KeptLine>> {
  const { pk, sk } = keys.fact(ref, after);
  const { Items = [], LastEvaluatedKey } = await db.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: "pk = :pk AND sk > :after",
      ExpressionAttributeValues: toItem({ ":pk": pk, ":after": sk }),
      Limit: most,
      ConsistentRead: true,
    }),
  );
  const items = Items.map((item) => fromItem(item).body as KeptLine);
  return { items, next: LastEvaluatedKey ? String(items.at(-1)?.number) : null };
}

/** The whole story as it is kept, a hundred lines at a time: that of a case which nobody answered is long, and is read. */
export async function allLines(ref: CaseRef): Promise<KeptLine[]> {
  const found: KeptLine[] = [];
  for (let after: string | null = "0"; after !== null; ) {
    const { items, next }: Page<KeptLine> = await lines(ref, Number(after));
    found.push(...items);
    after = next;
  }
  return found;
}

/** Lines with what people wrote in them; of one that was tampered with, what is open of it. Throws KeyUnavailable and Deleted. */
export async function openedLines(of: Escalation, found: readonly KeptLine[]): Promise<Fact[]> {
  const key = found.some(({ sealed }) => sealed) ? await mustHaveKey(of) : undefined;
  return found.map(({ sealed = {}, ...open }) => {
    const texts = key ? unlessBroken(of, () => allUnsealed(key, keys.fact(of, open.number), sealed)) : {};
    return Fact.parse(joined({ open, texts: texts ?? {} }));
  });
}

/** A line or a screen that does not open any more takes the rest of its case away from nobody: it rings, and the chain says which it is. */
function unlessBroken<T>({ id }: CaseRef, open: () => T): T | undefined {
  try {
    return open();
  } catch (error) {
    log("seal_broken", { case: id, error: nameOf(error) });
    return undefined;
  }
}

/** A case's story from a line on, in order, with what people wrote. Throws KeyUnavailable and Deleted. */
export async function story(of: Escalation, after = 0, most = 100): Promise<Page<Fact>> {
  const { items, next } = await lines(of, after, most);
  return { items: await openedLines(of, items), next };
}

/** The whole story, with what people wrote. Throws KeyUnavailable and Deleted. */
export const wholeStory = async (of: Escalation): Promise<Fact[]> => openedLines(of, await allLines(of));

/** The whole story as figures go by it: nothing that people wrote is opened. */
export const outlineOfStory = async (ref: CaseRef): Promise<Fact[]> =>
  (await allLines(ref)).map(({ sealed: _, ...open }) => Fact.parse(open));

/** What was on the screen when something was decided. */
interface ScreenOf {
  readonly version: number;
  readonly hash: string;
  readonly shown: unknown;
}

/** AP14. What was on the screen at each decision of a case, in order, as it is kept. */
export async function keptScreens(ref: CaseRef): Promise<ScreenOf[]> {
  const found = await every({
    KeyConditionExpression: "pk = :pk",
    ExpressionAttributeValues: toItem({ ":pk": keys.screen(ref, 0).pk }),
    ConsistentRead: true,
  });
  return found.map(({ sk, body }) => ({ version: Number(sk), ...Screen.parse(body) }));
}
const Screen = z.strictObject({ hash: z.string(), shown: z.unknown() });

/** The same as it was seen. Throws KeyUnavailable and Deleted. */
export async function openedScreens(of: Escalation, found: readonly ScreenOf[]): Promise<ScreenOf[]> {
  const key = found.some(({ shown }) => typeof shown === "string") ? await mustHaveKey(of) : undefined;
  return found.map(({ shown, ...screen }) => ({
    ...screen,
    shown:
      key && typeof shown === "string"
        ? (unlessBroken(of, () => unsealed(key, keys.screen(of, screen.version), "shown", shown)) ?? UNREAD)
        : shown,
  }));
}

/** AP44. What each move of a case told of who the person is, as the figures know people, in order. */
export async function subjectsOf(ref: CaseRef): Promise<Subject[]> {
  const found = await every({
    KeyConditionExpression: "pk = :pk AND begins_with(sk, :subject)",
    ExpressionAttributeValues: toItem({ ":pk": keys.subject(ref, 0).pk, ":subject": "SUBJECT#" }),
    ConsistentRead: true,
  });
  return found.map(({ body }) => body as Subject);
}

/** AP2. Every message of a case, in order: who was told what, and what became of it. */
export async function noticesOf(ref: CaseRef): Promise<Notice[]> {
  const items = await every({
    KeyConditionExpression: "pk = :pk AND begins_with(sk, :notice)",
    ExpressionAttributeValues: toItem({ ":pk": keys.state(ref).pk, ":notice": "NOTICE#" }),
    ConsistentRead: true,
  });
  return items.map(({ body }) => AnyNotice.parse(body));
}

/** AP5. Which case a spoken reference names. Throws NotFound. */
export async function byReference(partnership: string, reference: string): Promise<CaseRef> {
  const item = await read(keys.reference(partnership, reference));
  if (item?.id === undefined) throw new Refusal("NotFound", "There is no such escalation.");
  return { partnership, id: String(item.id) };
}

/** AP5. The ids of the cases that these spoken references name, in no order; one that names none is left out. */
export async function idsByReference(partnership: string, references: readonly string[]): Promise<string[]> {
  const found = await items([...new Set(references)].map((reference) => keys.reference(partnership, reference)));
  return found.flatMap(({ id }) => (id === undefined ? [] : [String(id)]));
}

/** AP1. What each of these cases is called aloud; a case that is not there has no name. */
export async function referencesOf(partnership: string, ids: readonly string[]): Promise<Map<string, string>> {
  const found = await items([...new Set(ids)].map((id) => keys.state({ partnership, id })));
  return new Map(found.map(({ pk, body }) => [caseOf({ pk: String(pk), sk: "" }).id, String((body as Escalation).reference)]));
}

/**
 * AP11. The open cases of these areas, oldest first. The index only names them; each is then read as it is now. A board that asks again at
 * `beat` is content with what another one was told within the second before, of which cases there are and of each.
 */
export async function open(partnership: string, areas: readonly string[], beat?: Instant): Promise<Found> {
  return stillOpen(partnership, await openNamed(partnership, areas, beat), beat);
}

/** AP11. The same for whoever decides by them: only which cases there are may be what another one was told; each is read as it is now. */
export async function openToDecide(partnership: string, areas: readonly string[], beat?: Instant): Promise<Found> {
  return stillOpen(partnership, await openNamed(partnership, areas, beat));
}

/** AP11. The open cases of these areas that one agency has raised, oldest first: no other is read. */
export async function openOf(partnership: string, areas: readonly string[], agency: string, beat?: Instant): Promise<Found> {
  const named = await openNamed(partnership, areas, beat);
  return stillOpen(
    partnership,
    named.filter(({ openSk }) => String(openSk).split("#")[1] === agency),
    beat,
  );
}

/** Cases as boards and lists show them, and how many of those that belong there nobody can read: whoever looks is told of them. */
export interface Found {
  readonly cases: Escalation[];
  readonly unread: number;
}

/** What the index names is read as it is now, or was for another board a moment ago. */
async function stillOpen(partnership: string, named: readonly Record<string, unknown>[], beat?: Instant): Promise<Found> {
  const ids = named.map((item) => caseOf(item as { pk: string; sk: string }).id);
  const { cases, unread } = await found(partnership, ids, beat);
  return { cases: cases.filter(({ closed }) => !closed).sort((a, b) => (a.raised.at < b.raised.at ? -1 : 1)), unread };
}

/** AP11. How many cases of these areas that were raised in a stretch of time are still open: counted in the index, and none of them read. */
export async function openCount(partnership: string, areas: readonly string[], from: Instant, to: Instant): Promise<number> {
  const found = await Promise.all(
    areas.map((area) =>
      every({
        IndexName: "open",
        KeyConditionExpression: "openPk = :pk AND openSk BETWEEN :since AND :until",
        ExpressionAttributeValues: toItem({ ":pk": openIn(partnership, area).openPk, ":since": from, ":until": to }),
      }),
    ),
  );
  return found.flat().length;
}

type Named = Record<string, unknown>[];

/** What the index names as open in these areas, areas side by side. */
async function openNamed(partnership: string, areas: readonly string[], beat?: Instant): Promise<Named> {
  const named = await Promise.all(areas.map((area) => namedIn(openIn(partnership, area).openPk, beat)));
  return named.flat();
}

const namedAtOneBeat = atOneBeat<Named>();

function namedIn(openPk: string, beat: Instant | undefined): Promise<Named> {
  return namedAtOneBeat(openPk, beat, () =>
    every({
      IndexName: "open",
      KeyConditionExpression: "openPk = :pk",
      ExpressionAttributeValues: toItem({ ":pk": openPk }),
    }),
  );
}

/** AP1, AP17. Several cases at once, in no order, as boards and lists go by them: nothing that people wrote is opened. */
export const states = async (partnership: string, ids: readonly string[]): Promise<Escalation[]> =>
  (await found(partnership, ids)).cases;

const caseAtOneBeat = atOneBeat<Escalation | "unread" | undefined>();

/** At a `beat`, each case as another board was told of it within the second before: most boards show the same ones. */
async function found(partnership: string, ids: readonly string[], beat?: Instant): Promise<Found> {
  const refs = ids.map((id) => ({ partnership, id }));
  const told = await Promise.all(refs.map((ref) => caseAtOneBeat(keys.state(ref).pk, beat, () => ifReadable(ref))));
  const cases = told.filter((one) => one !== undefined && one !== "unread");
  return { cases, unread: told.filter((one) => one === "unread").length };
}

/**
 * A case that nobody can read takes no other off a board or a list, which say that there is one more. The sweeper, which cannot strike it either,
 * rings for it. Undefined when it is not there.
 */
async function ifReadable(ref: CaseRef): Promise<Escalation | "unread" | undefined> {
  const known = termsInMind(ref);
  const [state, kept] = await Promise.all([read(keys.state(ref)), known ? undefined : read(keys.terms(ref))]);
  if (!state) return undefined;
  try {
    return whole(state, known ?? (kept && keepInMind(ref, kept.body)));
  } catch (error) {
    log("case_not_readable", { case: ref.id, error: nameOf(error) });
    return "unread";
  }
}

/** A case with its terms, and with what is sealed of it. One of the first shape has its terms within. */
function whole({ body, sealed }: Record<string, unknown>, terms: Terms | undefined): Escalation {
  const of = readEscalation(body, terms);
  return sealed ? { ...of, sealed: sealed as Record<string, string> } : of;
}

const raisedAtOneBeat = atOneBeat<Page<Record<string, unknown>>>();

/** AP12. What an agency has raised, newest first, a page at a time; for a list that asks again at `beat`, as it was for another a moment ago. */
export async function raised(
  partnership: string,
  agency: string,
  before: string | undefined,
  most: number,
  beat?: Instant,
): Promise<Page<Escalation> & { readonly unread: number }> {
  const { raisedPk } = raisedBy(partnership, agency);
  const { items: named, next } = await raisedAtOneBeat(`${raisedPk} ${before} ${most}`, beat, () =>
    newestNamed(raisedPk, before, most),
  );
  const ids = named.map((item) => caseOf(item as { pk: string; sk: string }).id);
  const { cases, unread } = await found(partnership, [...new Set(ids)], beat);
  const newestFirst = cases.sort((a, b) => (a.raised.at < b.raised.at ? 1 : -1));
  return { items: newestFirst, next, unread };
}

/** AP12. The ids of everything that an agency has ever raised itself, for an operator's command. */
export async function raisedIds(partnership: string, agency: string): Promise<string[]> {
  const named = await every({
    IndexName: "raised",
    KeyConditionExpression: "raisedPk = :pk",
    ExpressionAttributeValues: toItem({ ":pk": raisedBy(partnership, agency).raisedPk }),
  });
  return named.flatMap(({ pk, sk }) => (sk === "STATE" ? [caseOf({ pk: String(pk), sk }).id] : []));
}

/** A case that reached the top of its ladder: what the learning side must look at, without anything a person wrote. */
export const SeriousFailure = z.strictObject({
  case: z.uuid(),
  reference: z.string(),
  at: z.string(),
  pathway: z.string(),
  area: z.string(),
  priority: z.string(),
  unanswered: z.string(),
});
export type SeriousFailure = z.output<typeof SeriousFailure>;

function failure({ id, reference, terms, priority }: Escalation, fact: NewFact): SeriousFailure {
  const unanswered = fact.what === "nobody_answered" ? fact.about.unanswered : "";
  return { case: id, reference, at: fact.at, pathway: terms.pathway, area: terms.area.code, priority, unanswered };
}

/** AP6. The serious failures of a partnership, newest first, a page at a time. */
export async function seriousFailures(
  partnership: string,
  before: string | undefined,
  most: number,
): Promise<Page<SeriousFailure>> {
  const { pk } = keys.seriousFailure({ partnership, id: "" }, "");
  return newestFirst(pk, before, most, (body) => SeriousFailure.parse(body));
}
