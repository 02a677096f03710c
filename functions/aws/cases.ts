import { QueryCommand, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import type { Escalation } from "../../core/escalation/escalation.ts";
import { Fact } from "../../core/escalation/fact.ts";
import { readEscalation } from "../../core/escalation/migration.ts";
import type { Move } from "../../core/escalation/move.ts";
import { AnyNotice, type Notice } from "../../core/escalation/notice.ts";
import { unsent } from "../../core/escalation/sending.ts";
import { type CaseRef, caseOf, due, indexesOf, keys, openIn, raisedBy } from "../../core/keys.ts";
import { Refusal } from "../../core/refusal.ts";
import { type Instant, plus } from "../../core/time.ts";
import { tie } from "../chain.ts";
import { db, every, fromItem, items, lostRace, newestFirst, newestNamed, type Page, read, TableName, toItem } from "./db.ts";
import { reasonFor } from "./for-the-call.ts";
import { endedItem, harmItem } from "./learning.ts";
import { marksIn } from "./marks.ts";
import { changed, unchanged } from "./notices.ts";

/** A press of a button: who pressed it with which key, and what it asked. */
export interface Request {
  readonly key: string;
  readonly hash: string;
}

/** AP1, AP17. Throws NotFound. */
export async function get(ref: CaseRef): Promise<Escalation> {
  const [item, promised] = await Promise.all([read(keys.state(ref)), read(keys.terms(ref))]);
  if (!item) throw new Refusal("NotFound", "There is no such escalation.");
  return whole(item.body, promised?.body);
}

const NEW = { ConditionExpression: "attribute_not_exists(pk)" };
const put = (item: object, condition: object) => ({ Put: { TableName, Item: toItem(item), ...condition } });

/**
 * Writes down what just happened: the state, guarded by the version that was read, its facts, its notices, what was on the screen, the
 * request, and what waits for the partners' call land together, or nothing does; the moves that it makes on other cases too. Throws
 * Conflict when somebody else was faster.
 */
export async function save(move: Move, now: Instant, request?: Request, beside: readonly Move[] = []): Promise<Escalation> {
  const [{ next, items: own }, ...others] = [itemsOf(move, now), ...beside.map((other) => itemsOf(other, now))] as const;
  const press = request ? [pressItem(next.partnership, request, next.id, now)] : [];
  const TransactItems = [...own, ...others.flatMap((other) => other.items), ...press];
  await db.send(new TransactWriteItemsCommand({ TransactItems })).catch(lostRace({ id: next.id }));
  return next;
}

/** What is kept of a press of a button, so that the same press made again finds what the first one made. */
export const pressItem = (partnership: string, { key, hash }: Request, id: string, now: Instant) =>
  put({ ...keys.request(partnership, key), hash, id, expires: daysOn(now, 30) }, NEW);

/** A case that was kept before there were questions has its terms within, and goes on so to its end. */
const BEFORE_QUESTIONS = 0;

/** One move as the items that keep it, and the case as they leave it. */
function itemsOf(move: Move, now: Instant) {
  const facts = tie(move.facts, move.next.chain);
  const next: Escalation = { ...move.next, chain: facts.at(-1)?.hash ?? move.next.chain };
  const guard =
    next.version === 1
      ? NEW
      : { ConditionExpression: "version = :seen", ExpressionAttributeValues: toItem({ ":seen": next.version - 1 }) };
  const { id, partnership } = next;
  const notices = move.notices.map((made, nth) =>
    unsent({ ...made, openedAt: null, id: keys.noticeId(next.version, nth), case: id, partnership, at: now }),
  );
  const { terms, ...state } = next;
  const body = terms.questionSet === BEFORE_QUESTIONS ? next : state;
  const written = [
    put({ ...keys.state(next), version: next.version, body, ...indexesOf(next) }, guard),
    ...(next.version === 1 ? [put({ ...keys.terms(next), body: terms }, NEW)] : []),
    ...facts.map((fact) => put({ ...keys.fact(next, fact.number), body: fact }, NEW)),
    ...notices.map((notice) => put({ ...keys.notice(next, notice.id), body: notice, ...due(next.id, notice.at) }, NEW)),
    ...move.settled.map((notice) => put(settledItem(next, notice), unchanged(notice))),
    ...facts.flatMap((fact) =>
      fact.what === "nobody_answered" ? [put({ ...keys.seriousFailure(next, fact.at), body: failure(next, fact) }, NEW)] : [],
    ),
    ...facts.flatMap((fact) => {
      const body = reasonFor(next, fact);
      return body ? [put({ ...keys.forTheCall(next, fact.at, body.why), body }, {})] : [];
    }),
    ...facts.flatMap((fact) => (fact.what === "request_linked" ? [put(askedItem(next, fact), {})] : [])),
    ...marksIn(next.partnership, facts).map((mark) =>
      put({ ...keys.mark(next.partnership, mark, now, next.id), expires: daysOn(now, MARKED_DAYS) }, {}),
    ),
    ...facts.flatMap((fact) =>
      fact.what === "outcome_recorded" && fact.about.harm && fact.about.afterClosing
        ? [harmItem(next, fact.number, fact.at)]
        : [],
    ),
    ...(concernsLearning(next, facts) ? [endedItem(next, `case ${next.version}`, now)] : []),
    ...(move.screen ? [put({ ...keys.screen(next, next.version), body: move.screen }, NEW)] : []),
    ...(next.version === 1 ? [put({ ...keys.reference(next.partnership, next.reference), id: next.id }, NEW)] : []),
  ];
  return { next, items: written };
}

/** The case has ended, or something is said of one that had, or it is opened again: its figures and its review follow. */
const concernsLearning = ({ closed }: Escalation, facts: readonly Fact[]): boolean =>
  closed !== null || facts.some(({ what }) => what === "reopened");

/** A linked request stands in its own agency's list, at the time at which it asked. */
function askedItem(next: Escalation, { at, about }: Extract<Fact, { what: "request_linked" }>) {
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

/** The same for a move on a case. */
export const once = (partnership: string, request: Request, attempt: () => Promise<Escalation>): Promise<Escalation> =>
  onceAnd(partnership, request, attempt, (id) => get({ partnership, id }));

/** AP3. A case's story from a line on, in order. */
export async function story(ref: CaseRef, after = 0, most = 100): Promise<Page<Fact>> {
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
  const items = Items.map((item) => Fact.parse(fromItem(item).body));
  return { items, next: LastEvaluatedKey ? String(items.at(-1)?.number) : null };
}

/** AP14. What was on the screen at each decision of a case, in order. */
export async function screens(ref: CaseRef): Promise<{ version: number; hash: string; shown: unknown }[]> {
  const items = await every({
    KeyConditionExpression: "pk = :pk",
    ExpressionAttributeValues: toItem({ ":pk": keys.screen(ref, 0).pk }),
    ConsistentRead: true,
  });
  return items.map(({ sk, body }) => ({ version: Number(sk), ...Screen.parse(body) }));
}
const Screen = z.strictObject({ hash: z.string(), shown: z.unknown() });

/** The whole story, a hundred lines at a time: that of a case which nobody answered is long, and is read. */
export async function wholeStory(ref: CaseRef): Promise<Fact[]> {
  const facts: Fact[] = [];
  for (let after: string | null = "0"; after !== null; ) {
    const { items, next }: Page<Fact> = await story(ref, Number(after));
    facts.push(...items);
    after = next;
  }
  return facts;
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
  if (!item) throw new Refusal("NotFound", "There is no such escalation.");
  return { partnership, id: String(item.id) };
}

/** AP1. What each of these cases is called aloud; a case that is not there has no name. */
export async function referencesOf(partnership: string, ids: readonly string[]): Promise<Map<string, string>> {
  const found = await items([...new Set(ids)].map((id) => keys.state({ partnership, id })));
  return new Map(found.map(({ pk, body }) => [caseOf({ pk: String(pk), sk: "" }).id, String((body as Escalation).reference)]));
}

/** AP11. The open cases of these areas, oldest first. The index only names them; each is then read as it is now. */
export async function open(partnership: string, areas: readonly string[]): Promise<Escalation[]> {
  return stillOpen(partnership, await openNamed(partnership, areas));
}

/** AP11. The open cases of these areas that one agency has raised, oldest first: no other is read. */
export async function openOf(partnership: string, areas: readonly string[], agency: string): Promise<Escalation[]> {
  const named = await openNamed(partnership, areas);
  return stillOpen(
    partnership,
    named.filter(({ openSk }) => String(openSk).split("#")[1] === agency),
  );
}

/** What the index names is read as it is now. */
async function stillOpen(partnership: string, named: readonly Record<string, unknown>[]): Promise<Escalation[]> {
  const ids = named.map((item) => caseOf(item as { pk: string; sk: string }).id);
  const cases = await states(partnership, ids);
  return cases.filter(({ closed }) => !closed).sort((a, b) => (a.raised.at < b.raised.at ? -1 : 1));
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

/** What the index names as open in these areas, areas side by side. */
async function openNamed(partnership: string, areas: readonly string[]): Promise<Record<string, unknown>[]> {
  const named = await Promise.all(
    areas.map((area) =>
      every({
        IndexName: "open",
        KeyConditionExpression: "openPk = :pk",
        ExpressionAttributeValues: toItem({ ":pk": openIn(partnership, area).openPk }),
      }),
    ),
  );
  return named.flat();
}

/** AP1, AP17. Several cases at once, in no order. */
export async function states(partnership: string, ids: readonly string[]): Promise<Escalation[]> {
  const refs = ids.map((id) => ({ partnership, id }));
  const found = await items(refs.flatMap((ref) => [keys.state(ref), keys.terms(ref)]));
  const promised = new Map(found.flatMap(({ pk, sk, body }) => (sk === "TERMS" ? [[pk, body]] : [])));
  return found.flatMap(({ pk, sk, body }) => (sk === "STATE" ? [whole(body, promised.get(pk))] : []));
}

/** A case with its terms. One of the first shape has them within. */
const whole = (state: unknown, terms: unknown): Escalation => readEscalation(terms ? { ...(state as object), terms } : state);

/** AP12. What an agency has raised, newest first, a page at a time. */
export async function raised(
  partnership: string,
  agency: string,
  before: string | undefined,
  most: number,
): Promise<Page<Escalation>> {
  const { items: named, next } = await newestNamed(raisedBy(partnership, agency).raisedPk, before, most);
  const ids = named.map((item) => caseOf(item as { pk: string; sk: string }).id);
  const cases = await states(partnership, [...new Set(ids)]);
  const newestFirst = cases.sort((a, b) => (a.raised.at < b.raised.at ? 1 : -1));
  return { items: newestFirst, next };
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

function failure({ id, reference, terms, priority }: Escalation, fact: Fact): SeriousFailure {
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
