import type { TransactWriteItem } from "@aws-sdk/client-dynamodb";
import type { Escalation } from "../core/escalation/escalation.ts";
import type { Fact } from "../core/escalation/fact.ts";
import { mustShare } from "../core/escalation/rules.ts";
import { parties } from "../core/escalation/standing.ts";
import { type FirstAnswerOutline, isForce, seesFirstAnswer } from "../core/first-answers/first-answer.ts";
import type { CaseRef } from "../core/keys.ts";
import type { Partnership } from "../core/partnership/partnership.ts";
import type { Retention, RetentionClass } from "../core/partnership/retention.ts";
import type { Person } from "../core/people.ts";
import {
  type BasisBody,
  basisFor,
  confirm,
  type Due,
  forceAndMonth,
  type HoldBody,
  hold,
  isHeld,
  type KeepingRecord,
  type KeptAs,
  lift,
  monthId,
  newMonth,
  newRecord,
  propose,
  sayBasis,
  takeBack,
} from "../core/privacy/record.ts";
import {
  basisOf,
  type CaseRetention,
  classOfFirstAnswers,
  firstMonthKept,
  isPast,
  type Keeping,
  monthAfter,
  monthKeptUntil,
  retentionOf,
  yearsOn,
} from "../core/privacy/retention.ts";
import { Refusal } from "../core/refusal.ts";
import type { Instant } from "../core/time.ts";
import * as agreement from "./aws/agreement.ts";
import * as cases from "./aws/cases.ts";
import * as directory from "./aws/directory.ts";
import {
  countGoing,
  type Standing as FirstStanding,
  heldItem,
  keptFirstAnswers,
  type MonthGoing,
  monthsGoing,
} from "./aws/first-answers.ts";
import { closedIn, isFirstHeld, recordOf, recordsOf, saveRecord } from "./aws/privacy.ts";
import { whoIs } from "./edge.ts";
import { entryOf, type Seen } from "./leave-entry.ts";

/** What is agreed on keeping, with the agencies that it is about; undefined where the partners have agreed on nothing. */
export type Agreed = Partnership & { readonly retention: Retention };
export async function agreedOn(partnership: string, now: Instant): Promise<Agreed | undefined> {
  const { retention, ...agreed } = await directory.inForce(partnership, now);
  return retention && { ...agreed, retention };
}

/** A case as a privacy officer sees it: what has been decided about its keeping, and the case itself, as long as it has contents. */
export interface Known {
  readonly record: KeepingRecord;
  readonly of: Escalation | undefined;
  readonly kept: CaseRetention | undefined;
  /** Somebody holds the first answer that it carries, which goes with it. */
  readonly isFirstHeld: boolean;
}

/** For a privacy officer of an agency that shares the case; for anybody else there is none. Throws NotFound. */
export async function knownCase(actor: Person, id: string, now: Instant): Promise<Known> {
  const ref: CaseRef = { partnership: actor.partnership, id };
  const record = await recordOf(ref);
  if (record?.kind === "case" && record.gone) {
    if (!record.agencies.includes(actor.agency)) throw new Refusal("NotFound", "There is no such escalation.");
    return { record, of: undefined, kept: undefined, isFirstHeld: false };
  }
  const of = await cases.outline(ref);
  mustShare(of, whoIs(actor));
  const agreed = await agreedOn(actor.partnership, now);
  const agencies = parties(of);
  return {
    record: record ? { ...record, agencies } : newRecord(of, agencies),
    of,
    kept: agreed && retentionOf(of, await cases.outlineOfStory(ref), agreed),
    isFirstHeld: await isFirstHeld(of),
  };
}

/** What would be deleted by which rule, as the case and the agreement now are. Throws NotYet while nothing is due. */
function dueOf({ of, kept, isFirstHeld }: Known): Due {
  if (!of || !kept || kept.until === null)
    throw new Refusal("NotYet", "No time has been set from which this case may be deleted: it is open, or kept always.");
  if (!of.keyed)
    throw new Refusal("NotYet", "This case is from before cases had a key of their own. Ask the operators to delete it.");
  if (isFirstHeld) throw new Refusal("NotYet", "The first answer that it disputes is held, and goes with it.");
  const { class: longest, until, controllers } = kept;
  return {
    seen: of.version,
    class: longest.code,
    rule: `${longest.title}: rule of ${longest.ruleOf}`,
    until,
    controllers: controllers.map(({ agency }) => agency),
  };
}

/** What a privacy officer decides about one case, with what it needs. */
export type Decided =
  | { readonly what: "held"; readonly body: HoldBody }
  | { readonly what: "hold_lifted"; readonly number: number; readonly why: string }
  | { readonly what: "basis_said"; readonly body: BasisBody }
  | { readonly what: "deletion_proposed" | "deletion_confirmed" | "deletion_taken_back"; readonly why?: string };

/** What is kept or deleted as one, by what its record goes by. */
export interface Subject {
  readonly kind: KeptAs;
  readonly id: string;
}

/** What is decided on: the record as it stands, what would be deleted by which rule, and what is written beside the next one. */
interface Standing {
  readonly record: KeepingRecord;
  readonly due: () => Due;
  readonly beside: (next: KeepingRecord) => readonly TransactWriteItem[];
}
const NOTHING_BESIDE = (): [] => [];

const STANDING: Readonly<Record<KeptAs, (actor: Person, id: string, now: Instant) => Promise<Standing>>> = {
  case: async (actor, id, now) => {
    const known = await knownCase(actor, id, now);
    return { record: known.record, due: () => dueOf(known), beside: NOTHING_BESIDE };
  },
  first_answer: async (actor, id, now) => {
    const { record, standing } = await knownFirstAnswer(actor, id, now);
    if (!standing) throw new Refusal("Closed", "Its contents have been deleted.");
    const due = () => {
      throw new Refusal("NotYet", "A first answer goes with its month, or with the case that disputes it.");
    };
    return { record, due, beside: (next) => [heldItem(standing, isHeld(next))] };
  },
  first_answers: async (actor, id, now) => {
    const known = await knownMonth(actor, forceAndMonth(id).month, now);
    return { record: known.record, due: () => dueOfMonth(known), beside: NOTHING_BESIDE };
  },
};

/** Decides it on what its maker saw, with its entry in the audit: both are kept, or neither. Throws what the decision does, ChangedMeanwhile and Conflict. */
export const decideOn = (seen: Seen, { kind, id }: Subject, version: number, decided: Decided): Promise<KeepingRecord> =>
  cases.racing(async () => {
    const { actor, now } = seen;
    const standing = await STANDING[kind](actor, id, now);
    if (standing.record.version !== version)
      throw new Refusal("ChangedMeanwhile", "Somebody has decided something about it meanwhile. This is how it stands now.");
    const record = await decision(standing, decided, actor, now);
    const entry = entryOf(seen, { what: decided.what, of: [], about: { kind, id } });
    await saveRecord(record, entry, standing.beside(record));
    return record;
  });

async function decision({ record, due }: Standing, decided: Decided, actor: Person, now: Instant): Promise<KeepingRecord> {
  const by = whoIs(actor);
  switch (decided.what) {
    case "held":
      return hold(record, decided.body, by, now);
    case "hold_lifted":
      return lift(record, decided.number, decided.why, by, now);
    case "basis_said":
      return sayBasis(record, decided.body, (await agreedOn(actor.partnership, now))?.retention.competent ?? [], by, now);
    case "deletion_proposed":
      return propose(record, due(), decided.why ?? "", by, now);
    case "deletion_confirmed":
      return confirm(record, due(), by, now);
    case "deletion_taken_back":
      return takeBack(record, by, now);
  }
}

/** A first answer as a privacy officer sees it: nothing of its words, and how they end. */
export interface KnownFirstAnswer {
  readonly record: KeepingRecord;
  readonly of: FirstAnswerOutline;
  /** Undefined once its words are gone. */
  readonly standing: FirstStanding | undefined;
  readonly class: RetentionClass | undefined;
  readonly until: Instant | null;
}

/** For a privacy officer of the force that gave it, or of the agency that it was given to; for anybody else there is none. Throws NotFound. */
export async function knownFirstAnswer({ partnership, agency }: Person, id: string, now: Instant): Promise<KnownFirstAnswer> {
  const [[kept], record, agreed] = await Promise.all([
    keptFirstAnswers(partnership, [id]),
    recordOf({ partnership, id }),
    agreedOn(partnership, now),
  ]);
  if (!kept || !seesFirstAnswer(kept.of, agency)) throw new Refusal("NotFound", "There is no such first answer.");
  const { of, mark } = kept;
  const force = of.recorded.by.agency;
  const longest = agreed && classOfFirstAnswers(force, agreed);
  const agencies = [force, ...(of.agency === null ? [] : [of.agency])];
  return {
    ...{ of, standing: mark === null ? undefined : { ...kept, mark }, class: longest },
    record: record ?? newRecord(of, agencies, "first_answer"),
    until: longest ? monthKeptUntil(of.givenAt.slice(0, 7), longest) : null,
  };
}

/** A month of a force as its privacy officers see it: how many first answers go with it, and by which rule. */
export interface KnownMonth {
  readonly record: KeepingRecord;
  readonly month: string;
  readonly count: number;
  readonly class: RetentionClass | undefined;
  readonly until: Instant | null;
}

/**
 * For a privacy officer of the force alone: nobody else wrote in a first answer. What was held when the others went is decided on anew, so
 * that such a month has no end of its own as long as some are left. Throws NotFound.
 */
export async function knownMonth({ partnership, agency }: Person, month: string, now: Instant): Promise<KnownMonth> {
  if (!MONTH.test(month)) throw NO_MONTH();
  const id = monthId(agency, month);
  const [record, count, agreed] = await Promise.all([
    recordOf({ partnership, id }),
    countGoing(partnership, agency, month),
    agreedOn(partnership, now),
  ]);
  if (!record && count === 0) throw NO_MONTH();
  const longest = agreed && classOfFirstAnswers(agency, agreed);
  const known = record ?? newMonth(partnership, agency, month);
  return {
    ...{ month, count, class: longest, until: longest ? monthKeptUntil(month, longest) : null },
    record: count > 0 ? { ...known, gone: null } : known,
  };
}
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;
const NO_MONTH = () => new Refusal("NotFound", "Your agency gave no first answers in such a month.");

/** What would be deleted of a month: as many as go with it now. Throws NotYet. */
function dueOfMonth({ record, count, class: longest, until }: KnownMonth): Due {
  if (!longest || until === null) throw new Refusal("NotYet", "No time has been set from which they may be deleted.");
  if (count === 0) throw new Refusal("NotYet", "None of them is left, or all of them are held.");
  const rule = `${longest.title}: rule of ${longest.ruleOf}`;
  return { seen: count, class: longest.code, rule, until, controllers: record.agencies };
}

/** So many months are shown at once, the oldest first: what is deleted makes room for the next. */
const MOST_SHOWN = 12;

/** The months of the officer's own force whose time is over, each with how many first answers go with it. */
export async function monthsPast({ partnership, agency }: Person, now: Instant): Promise<MonthGoing[]> {
  const agreed = await agreedOn(partnership, now);
  const longest = agreed && isForce(agreed.areas, agency) ? classOfFirstAnswers(agency, agreed) : undefined;
  const end = longest && firstMonthKept(longest, now);
  return end ? monthsGoing(partnership, agency, end, MOST_SHOWN) : [];
}

/** A case whose time is over, and that nobody holds. */
export interface Past {
  readonly of: Escalation;
  readonly kept: CaseRetention;
}

/** So many cases are looked at for one page; the next one goes on where it ended. */
const AT_ONCE = 25;
const MOST_MONTHS = 36;

/**
 * The cases that the officer's agency wrote in, whose time is over, that nobody holds, that have a key and are not deleted yet: those that
 * were closed first come first. A page at a time, from a month and a place in it; what is rare is looked for further on by the next page.
 */
export async function pastIn(actor: Person, now: Instant, after?: string): Promise<{ items: Past[]; next: string | null }> {
  const agreed = await agreedOn(actor.partnership, now);
  if (!agreed) return { items: [], next: null };
  const last = yearsOn(now, -leastYears(agreed.retention)).slice(0, 7);
  let [month = "", within] = after ? [after.slice(0, 7), after] : [(await firstMonth(actor.partnership)) ?? last, undefined];
  for (let looked = 0; month <= last; looked += 1) {
    const page = await closedIn(actor.partnership, month, within, AT_ONCE);
    const items = await pastAmong(
      actor,
      page.items.map(({ id }) => id),
      agreed,
      now,
    );
    const goesOn = page.next ?? `${monthAfter(month)}-`;
    const isOver = page.next === null && monthAfter(month) > last;
    if (items.length > 0 || looked >= MOST_MONTHS || isOver) return { items, next: isOver ? null : goesOn };
    [month, within] = [goesOn.slice(0, 7), page.next ?? undefined];
  }
  return { items: [], next: null };
}

const leastYears = ({ classes }: Retention): number =>
  Math.min(...classes.flatMap(({ keep }) => (keep === "always" ? [] : [keep.years])), 100);

/** No case is older than the first agreement. */
async function firstMonth(partnership: string): Promise<string | undefined> {
  const kept = await agreement.versionsOf(partnership);
  return kept.map(({ effectiveFrom }) => effectiveFrom.slice(0, 7)).toSorted()[0];
}

async function pastAmong({ partnership, agency }: Person, ids: readonly string[], agreed: Agreed, now: Instant): Promise<Past[]> {
  if (ids.length === 0) return [];
  const records = await recordsOf(partnership, ids);
  const open = ids.filter((id) => !records.get(id)?.gone && !isHeld(records.get(id) ?? { holds: [] }));
  const found = await cases.states(partnership, [...new Set(open)]);
  const firsts = await recordsOf(
    partnership,
    found.flatMap(({ firstAnswer }) => firstAnswer?.id ?? []),
  );
  const mayGo = found.filter(({ firstAnswer }) => !isHeld(firsts.get(firstAnswer?.id ?? "") ?? { holds: [] }));
  const read = mayGo.map(async (of) => ({ of, kept: retentionOf(of, await cases.outlineOfStory(of), agreed) }));
  return (await Promise.all(read)).filter(
    ({ of, kept }) => of.keyed && isPast(kept, now) && kept.controllers.some((one) => one.agency === agency),
  );
}

/** What each agency of a partnership is called. */
export async function agencyNames(partnership: string, now: Instant): Promise<(code: string) => string> {
  const { agencies } = await directory.inForce(partnership, now);
  return (code) => agencies.find((agency) => agency.code === code)?.title ?? code;
}

/** The keeping of a case that somebody has read whole: how long, by whom, under which law, and whether it is held. */
export async function keepingOf(of: Escalation, story: readonly Fact[], now: Instant) {
  const [found, agreed] = await Promise.all([recordOf(of), agreedOn(of.partnership, now)]);
  const record = found ?? newRecord(of, parties(of));
  const kept = agreed && retentionOf(of, story, agreed);
  return { record, kept, recorded: await recordedIn({ of, kept, record }, now) };
}

/** The same as a file has it: codes, days and agencies. */
export const keepingTold = ({ record, kept, recorded }: Awaited<ReturnType<typeof keepingOf>>): Keeping => ({
  class: kept?.class.code ?? null,
  until: kept?.until ?? null,
  held: isHeld(record),
  controllers: (kept?.controllers ?? []).map(({ agency, parts, class: own, until }) => {
    const law = recorded.find((one) => one.agency === agency);
    return {
      agency,
      parts: [...parts],
      class: own.code,
      until,
      basis: law?.record ?? null,
      decisionBasis: law?.decision ?? null,
    };
  }),
});

/** Under which law each controller recorded its part: as it said itself, or else as configured. */
export async function recordedIn({ of, kept, record }: Omit<Known, "isFirstHeld">, now: Instant) {
  const agreed = of && (await agreedOn(of.partnership, now));
  if (!agreed || !kept) return [];
  return kept.controllers.map(({ agency, parts }) => {
    const configured = basisOf(of, agency, agreed);
    return {
      agency,
      record: basisFor(record, agency, "record", configured),
      decision: parts.includes("decision") ? basisFor(record, agency, "decision", configured) : null,
    };
  });
}
