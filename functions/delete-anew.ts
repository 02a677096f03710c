import { Entry } from "../core/audit/entry.ts";
import { daysIn } from "../core/audit/search.ts";
import type { Escalation } from "../core/escalation/escalation.ts";
import { parties } from "../core/escalation/standing.ts";
import type { CaseRef } from "../core/keys.ts";
import { type DeletedOnce, deletionsIn, looksFrom, wasHeldAt } from "../core/privacy/anew.ts";
import { forceAndMonth, type Gone, isHeld, type KeepingRecord, newMonth, newRecord, wentBy } from "../core/privacy/record.ts";
import { Refusal } from "../core/refusal.ts";
import type { Instant } from "../core/time.ts";
import { entries } from "./aws/audit.ts";
import { hasKey } from "./aws/case-keys.ts";
import * as cases from "./aws/cases.ts";
import { goingIn, keptFirstAnswers, standingFirstAnswers } from "./aws/first-answers.ts";
import { isFirstHeld, recordOf, recordsOf } from "./aws/privacy.ts";
import { deleteCase, deleteMonth } from "./deletion.ts";
import { whyOf } from "./log.ts";

/** The way by which it is done, as an entry of the audit has it. */
const ROUTE = "operate delete-anew";

/** What became of one deletion: it was made anew, or would be; it needed none; or it could not be, and why. */
interface Outcome {
  readonly name: string;
  readonly became: "anew" | "already" | "failed";
  readonly why: readonly string[];
}
const failed = (name: string, ...why: string[]): Outcome => ({ name, became: "failed", why });

/** What was found of a partnership. */
export interface DeletedAnew {
  readonly outcomes: readonly Outcome[];
  /** What was held by now, before the table was restored, and is held no longer: a line each. */
  readonly holdsLost: readonly string[];
}

/** For one partnership and one run: what the audit tells of it, and when this is. */
interface Run {
  readonly partnership: string;
  readonly now: Instant;
  readonly isDry: boolean;
  readonly about: (kind: string, id: string) => readonly Entry[];
  /** The ids of the first answers whose hold was lifted meanwhile. */
  readonly lifted: readonly string[];
}

/**
 * Deletes what was deleted since the moment that a table was restored to, and has come back with it, as it was deleted the first time. It takes
 * the audit's word for who decided it, and nobody's for what stands now: what is held, open or written in since is left, and named. Twice does what once does.
 */
export async function deleteAnew(partnership: string, from: Instant, now: Instant, isDry: boolean): Promise<DeletedAnew> {
  const told = await decisionsBetween(partnership, looksFrom(from), now);
  const byWhat = Map.groupBy(told, ({ about }) => `${about?.kind} ${about?.id}`);
  const lifted = told.flatMap(({ what, about }) => (what === "hold_lifted" && about?.kind === "first_answer" ? [about.id] : []));
  const run: Run = { partnership, now, isDry, about: (kind, id) => byWhat.get(`${kind} ${id}`) ?? [], lifted };
  const outcomes: Outcome[] = [];
  for (const one of deletionsIn(told)) outcomes.push(await (one.kind === "case" ? caseAnew(one, run) : monthAnew(one, run)));
  return { outcomes, holdsLost: await holdsLost([...byWhat.values()], run) };
}

/** What was decided about keeping and deleting, the oldest first. */
async function decisionsBetween(partnership: string, from: Instant, to: Instant): Promise<Entry[]> {
  const found: Entry[] = [];
  for (const day of daysIn({ from, to })) {
    let before: string | undefined;
    do {
      const page = await entries(partnership, { day }, { from, to }, before, AT_ONCE);
      found.push(...page.items.map(({ entry }) => entry).filter(({ what }) => DECIDED.includes(what)));
      before = page.next ?? undefined;
    } while (before);
  }
  return found.toSorted((a, b) => (a.at < b.at ? -1 : 1));
}
const AT_ONCE = 500;
const DECIDED: readonly Entry["what"][] = ["deleted", "held", "hold_lifted"];

const NO_RULE = "its entry of the audit is from before entries said by which rule: two privacy officers delete it anew";

async function caseAnew(one: DeletedOnce, run: Run): Promise<Outcome> {
  const ref: CaseRef = { partnership: run.partnership, id: one.id };
  let name = one.id;
  try {
    const [of, record, isKeyThere] = await Promise.all([outlineOf(ref), recordOf(ref), hasKey(ref)]);
    name = of?.reference ?? name;
    const first = of?.firstAnswer ? await standingFirstAnswers(ref.partnership, [of.firstAnswer.id]) : [];
    const isThere = isKeyThere || first.length > 0 || (of !== undefined && !record?.gone);
    if (!isThere) return { name, became: "already", why: [] };
    const why =
      of && isKeyThere ? await whyNotCase(of, record, one) : "it is there in part: the restored table tells two things of it";
    if (!of || !one.gone || why) return failed(name, why ?? NO_RULE);
    if (!run.isDry) {
      const before = { ...(record ?? newRecord(of, [])), agencies: parties(of) };
      await deleteCase(of, wentBy(before, one.gone), entryOf(one, one.gone, before, run));
    }
    return { name, became: "anew", why: [] };
  } catch (error) {
    return failed(name, whyOf(error));
  }
}

/** Undefined where the table has none. */
const outlineOf = (ref: CaseRef): Promise<Escalation | undefined> =>
  cases.outline(ref).catch((error) => {
    if (error instanceof Refusal && error.name === "NotFound") return undefined;
    throw error;
  });

/** What speaks against deleting it as it now stands; undefined when nothing does. */
async function whyNotCase(of: Escalation, record: KeepingRecord | undefined, { gone }: DeletedOnce): Promise<string | undefined> {
  if (!gone) return NO_RULE;
  if (record && isHeld(record)) return HELD;
  if (await isFirstHeld(of)) return `of its first answer: ${HELD}`;
  if (of.closed === null) return "it is open";
  const story = await cases.outlineOfStory(of);
  return story.some(({ at }) => at > gone.at)
    ? "somebody has written in it since: two privacy officers delete it anew"
    : undefined;
}
const HELD = "it is held. Have the hold lifted, and run this again";

async function monthAnew(one: DeletedOnce, run: Run): Promise<Outcome> {
  const { partnership } = run;
  const { force, month } = forceAndMonth(one.id);
  const name = `First answers of ${month}, force ${force}`;
  try {
    const [record, there] = await Promise.all([recordOf({ partnership, id: one.id }), everyGoing(partnership, force, month)]);
    const stay = await heldThen(there, one, run);
    const stuck = await stillHeld(one, run);
    const isOver = record?.gone != null && record.gone.at >= one.at && there.length === stay.size;
    if (isOver && stuck.length === 0) return { name, became: "already", why: [] };
    if (!one.gone) return failed(name, NO_RULE);
    if (!isOver && !run.isDry) {
      const before = record ?? newMonth(partnership, force, month);
      await deleteMonth(wentBy(before, one.gone), entryOf(one, one.gone, before, run), stay);
    }
    return stuck.length > 0 ? failed(name, ...stuck) : { name, became: "anew", why: [] };
  } catch (error) {
    return failed(name, whyOf(error));
  }
}

async function everyGoing(partnership: string, force: string, month: string): Promise<string[]> {
  const found: string[] = [];
  let after: string | undefined;
  do {
    const page = await goingIn(partnership, force, month, after);
    found.push(...page.items);
    after = page.next ?? undefined;
  } while (after);
  return found;
}

/** Those of these that were held when their month went, and were not deleted with it. */
async function heldThen(ids: readonly string[], { at }: DeletedOnce, { partnership, about }: Run): Promise<Set<string>> {
  const records = await recordsOf(partnership, ids);
  return new Set(ids.filter((id) => wasHeldAt(records.get(id)?.holds ?? [], about("first_answer", id), at)));
}

/** Those that went with their month after their hold had been lifted, and are held again in the restored table: a line each. */
async function stillHeld(one: DeletedOnce, { partnership, about, lifted }: Run): Promise<string[]> {
  const { force, month } = forceAndMonth(one.id);
  const [kept, records] = await Promise.all([keptFirstAnswers(partnership, lifted), recordsOf(partnership, lifted)]);
  return kept.flatMap(({ of, mark, isOfMonth, isGoing }) => {
    const isOfThese = of.recorded.by.agency === force && of.givenAt.startsWith(month) && isOfMonth && mark !== null;
    const wasHeld = wasHeldAt(records.get(of.id)?.holds ?? [], about("first_answer", of.id), one.at);
    return isOfThese && !isGoing && !wasHeld ? [`${of.reference}: ${HELD}`] : [];
  });
}

/** Holds that were placed after the moment that was restored, and stand nowhere but in the audit: a line each. */
async function holdsLost(byWhat: readonly (readonly Entry[])[], { partnership, now }: Run): Promise<string[]> {
  const found: string[] = [];
  for (const told of byWhat) {
    const placed = told.filter(({ what }) => what === "held");
    const about = placed[0]?.about;
    if (!about) continue;
    const ref: CaseRef = { partnership, id: about.id };
    const record = await recordOf(ref);
    if (record?.gone || isHeld(record ?? { holds: [] }) || !wasHeldAt(record?.holds ?? [], told, now)) continue;
    const agencies = [...new Set(placed.map(({ who }) => who.agency))];
    found.push(`${await referenceOf(about.kind, ref)}: held by ${agencies.join(" and ")}, and not any more`);
  }
  return found;
}

/** What people call it; its id where the table has none. */
async function referenceOf(kind: string, ref: CaseRef): Promise<string> {
  const [first] = kind === "first_answer" ? await keptFirstAnswers(ref.partnership, [ref.id]) : [];
  return (first?.of ?? (await outlineOf(ref)))?.reference ?? ref.id;
}

/** The entry is the second person's, as the first deletion's was. */
const entryOf = ({ kind, id, who }: DeletedOnce, gone: Gone, { version }: KeepingRecord, { now }: Run): Entry =>
  Entry.parse({
    ...{ at: now, who, what: "deleted", about: { kind, id }, route: ROUTE, of: [], refusal: null },
    ...{ membership: null, from: null, request: `${id}-anew-${version}`, gone },
  });
