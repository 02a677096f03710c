import * as z from "zod";
import { type FieldError, invalid } from "../refusal.ts";
import { safeText } from "../text.ts";
import { AnyInstant, between, type Instant, plus } from "../time.ts";
import type { Ask, Who } from "./ask.ts";
import { alert, type Duty } from "./climb.ts";
import { type Clock, isRunning, type Limit, started, stopped, until, wound } from "./clock.ts";
import { type Custody, detentionBegan, type Escalation, hasEndedWait, isWaitOver, RiskLevel, Vehicle } from "./escalation.ts";
import type { Happening } from "./fact.ts";
import { hearing } from "./hearing.ts";
import { begin, changing, type Move, marking, recording, settle, standingDown, telling } from "./move.ts";
import { isAsking, mustBeAllowed } from "./rules.ts";
import { isOfPolice, takesOn } from "./standing.ts";
import { missedNow } from "./strike.ts";

/** So many officers at most wait with one person. */
const MOST_OFFICERS = 20;
const Officers = z.int().min(1).max(MOST_OFFICERS);

/** One item of the handing over of a detained person. */
export const CustodyItem = z.discriminatedUnion("item", [
  z.strictObject({ item: z.literal("arrived_at"), at: AnyInstant }),
  z.strictObject({ item: z.literal("detention_began"), beganAt: AnyInstant }),
  z.strictObject({ item: z.literal("risk_by_police"), level: RiskLevel }),
  z.strictObject({ item: z.literal("risk_by_health"), level: RiskLevel }),
  z.strictObject({
    item: z.literal("next_of_kin"),
    told: z.enum(["told", "not_wanted", "none_known", "could_not_be_reached"]),
    words: safeText(300),
  }),
  z.strictObject({ item: z.literal("tell_result"), who: safeText(300) }),
  z.strictObject({ item: z.literal("custody_accepted"), clinician: safeText(120) }),
  z.strictObject({
    item: z.literal("conveyed"),
    vehicle: Vehicle,
    /** Whether an ambulance was asked for, and the time that the service then gave. */
    asked: z.boolean(),
    expectedAt: AnyInstant.optional(),
    /** Why it was no ambulance. */
    why: safeText(300).optional(),
  }),
  z.strictObject({ item: z.literal("officers_waiting"), officers: Officers }),
  z.strictObject({
    item: z.literal("detention_extended"),
    hours: z.int().min(1).max(12),
    doctor: safeText(120),
    authorisedAt: AnyInstant,
  }),
]);
export type CustodyItem = z.output<typeof CustodyItem>;

/** A detention lasts at most this long, in elapsed hours, unless the doctor extends it (Mental Health Act 1983, s.136(2A)). */
const LONGEST_DETENTION_H = 24;
/** How long before its end everybody is reminded. */
const REMIND_BEFORE_MS = 2 * 3_600_000;

/** What is known of a detention when it is asked about: the arrival, when it began and the officers who wait, as the answers of the request have them. */
export function custodyAsked({ answers = {} }: Pick<Ask, "answers">, by: Who, now: Instant): Custody {
  const arrived = AnyInstant.safeParse(answers.arrived_at);
  const began = AnyInstant.safeParse(answers.detention_began_at);
  const waiting = Officers.safeParse(answers.officers_waiting);
  return {
    ...NO_CUSTODY_YET,
    arrivedAt: arrived.success ? arrived.data : null,
    beganAt: began.success ? began.data : null,
    officersWaiting: waiting.success ? { by, at: now, officers: waiting.data } : null,
  };
}

/** Why so many officers cannot wait with one person; undefined when they can. */
export const officersFault = (officers: unknown): string | undefined =>
  Officers.safeParse(officers).success ? undefined : `how many officers wait: 1 to ${MOST_OFFICERS}`;

export const NO_CUSTODY_YET: Custody = {
  arrivedAt: null,
  beganAt: null,
  riskByPolice: null,
  riskByHealth: null,
  nextOfKin: null,
  tellResult: null,
  accepted: null,
  extended: null,
  left: null,
  ended: null,
  conveyed: null,
  officersWaiting: null,
};

/** The vehicles of the ambulance service: what London's partners work towards for whoever is detained. */
export const BY_AMBULANCE: readonly Vehicle[] = ["ambulance", "mental_health_car"];

/** When a detention ends at the latest, or null when nobody has said when it began. An extension counts that was authorised before the 24 hours were over (s.136B). */
export function detentionEnds(custody: Custody): Instant | null {
  const [ends, { extended }] = [endOfFirst(custody), custody];
  const counts = ends && extended && (extended.authorisedAt === null || extended.authorisedAt < ends);
  return counts ? plus(ends, `PT${extended.hours}H`) : ends;
}

/** When the 24 hours end that nobody has extended. */
function endOfFirst(custody: Custody): Instant | null {
  const began = detentionBegan(custody);
  return began && plus(began, `PT${LONGEST_DETENTION_H}H`);
}

/** Items that the clocks of a detention count from. */
const TIMED: readonly CustodyItem["item"][] = ["arrived_at", "detention_began", "detention_extended"];

/** One item is settled. Each side enters its own reading of the risk; what was settled before stays in the story. */
export function recordCustody(current: Escalation, item: CustodyItem, by: Who, now: Instant, duty: Duty): Move {
  mustBeAllowed("recordCustody", current, by, duty);
  const { custody } = current;
  if (!custody) return settle(current, begin(current), now);
  const wrong = faultIn(item, current, by, now);
  if (wrong) throw invalid(wrong);
  const signed = { by, at: now };
  const known: Custody = {
    ...custody,
    ...(item.item === "arrived_at" ? { arrivedAt: item.at, ended: endBefore(item.at, custody) } : {}),
    ...(item.item === "detention_began" ? { beganAt: item.beganAt } : {}),
    ...(item.item === "risk_by_police" ? { riskByPolice: { ...signed, level: item.level } } : {}),
    ...(item.item === "risk_by_health" ? { riskByHealth: { ...signed, level: item.level } } : {}),
    ...(item.item === "next_of_kin" ? { nextOfKin: { ...signed, told: item.told, words: item.words } } : {}),
    ...(item.item === "tell_result" ? { tellResult: { ...signed, who: item.who } } : {}),
    ...(item.item === "custody_accepted" ? { accepted: { ...signed, clinician: item.clinician } } : {}),
    ...(item.item === "conveyed" ? { conveyed: { ...signed, ...conveyance(item) } } : {}),
    ...(item.item === "officers_waiting" ? { officersWaiting: { ...signed, officers: item.officers } } : {}),
    ...(item.item === "detention_extended" ? { extended: { ...signed, ...extension(item) } } : {}),
  };
  const isBack = custody.ended !== null && known.ended === null;
  const entered = changing(begin(current), { custody: known, ...(isBack ? { outcome: null } : {}) });
  const recorded = recording(entered, by, now, { what: "custody_recorded", about: lineOf(item) });
  const timed = TIMED.includes(item.item) && !isBack ? watching(recorded, now, duty) : waitingAgain(recorded, current, now, duty);
  const over = item.item === "custody_accepted" ? accepting(timed, by, now, duty) : marking(timed, by, now, "custody_recorded");
  return settle(current, over, now);
}

/**
 * The clocks of a detention: handed over within the time agreed, and its end after 24 elapsed hours and any extension. The one
 * counts from the arrival here, or from the raise where police ask and no arrival is known yet; the other from when the detention began.
 * A handover that was late stays late, and an end that was missed is not missed again when the case is opened anew.
 */
export function watching(move: Move, now: Instant, duty: Duty): Move {
  const { clocks } = move.next;
  if (hasEndedWait(move.next)) return move;
  const wanted = [handoverClock(move.next, now), detentionClock(move.next)].filter((clock) => clock !== undefined);
  const ahead = wanted.filter(({ dueAt }) => dueAt > now);
  const over = wanted.filter(({ dueAt }) => dueAt <= now);
  const ticking = changing(move, { clocks: ahead.reduce(wound, clocks) });
  return missedNow(ticking, over, now, duty);
}

/** Until when a clinician is to accept the person; undefined when it is settled, late already, or counts from nothing yet. The hours of officers who wait go on after the first. */
function handoverClock({ custody, terms, raised, clocks, tier }: Escalation, now: Instant): Clock | undefined {
  if (!custody || custody.accepted || custody.left) return undefined;
  const hours = clocks.filter(({ limit }) => limit === "custody_handover");
  const asks = terms.police === "ask";
  if (!custody.arrivedAt && hours.some(isRunning)) return undefined;
  if (hours.some(({ missedAt }) => missedAt !== null))
    return asks && !hours.some(isRunning)
      ? started("custody_handover", hours.at(-1)?.tier ?? tier, now, terms.custodyHandover)
      : undefined;
  const from = custody.arrivedAt ?? (asks ? raised.at : undefined);
  return from ? started("custody_handover", 0, from, terms.custodyHandover) : undefined;
}

/** Until when the person may be detained; undefined when nobody has said since when they are, or that end has passed and was missed. */
function detentionClock({ custody, clocks }: Escalation): Clock | undefined {
  const began = custody && detentionBegan(custody);
  const ends = custody && detentionEnds(custody);
  if (!began || !ends) return undefined;
  const warnAt = new Date(Date.parse(ends) - REMIND_BEFORE_MS).toISOString();
  const clock = { ...until("detention_ends", 0, began, ends), warnAt };
  const isOver = clocks.some(({ limit, dueAt, missedAt }) => limit === clock.limit && missedAt !== null && dueAt === ends);
  return isOver ? undefined : clock;
}

/** Officers wait no more: nobody is asked for an answer to them, and whoever was hears that. What is still to be recorded is reminded of, and climbs nowhere. */
export function askingNoMore(move: Move, how: string, by: Who, now: Instant): Move {
  if (move.next.terms.police !== "ask" || move.next.closed) return move;
  const clocks = stopped(move.next.clocks, ["acknowledge", "repeat"], now);
  const free = changing(move, { clocks, nobodyAnsweredAt: null, reopened: null, wanted: [] });
  return standingDown(free, how, [by.id]);
}

/** It is not known after all how the wait ended. */
const UNKNOWN = "unknown";

/** The detention as an outcome leaves it: the first that ends the wait is its end, whatever more is learned, until it is said not to be known. */
export function custodyAfter({ custody, terms }: Escalation, code: string, by: Who, now: Instant): Custody | null {
  if (!custody) return null;
  if (code === UNKNOWN) return { ...custody, ended: null };
  return endsWait(terms, code) && !custody.ended ? { ...custody, ended: { by, at: now, code } } : custody;
}

/** Whether an outcome ends the wait with a detained person, as the terms have it. */
export const endsWait = ({ outcomes }: Pick<Escalation["terms"], "outcomes">, code: string): boolean =>
  outcomes.some((outcome) => outcome.code === code && outcome.endsWait === true);

/** What ended the wait, unless the person was brought again after it. */
const endBefore = (arrivedAt: Instant, { ended }: Custody): Custody["ended"] => (ended && arrivedAt > ended.at ? null : ended);

/** The move with what had happened to the person, and what had ended the wait with them, to be said anew. */
export const outcomeAskedAnew = (move: Move): Move =>
  changing(move, { outcome: null, custody: move.next.custody && { ...move.next.custody, ended: null } });

/** The person is brought again after a wait that was settled: nothing of that counts any more, nor are the new limits late for what was late then. */
export function broughtAgain(move: Move, ask: Pick<Ask, "answers">, by: Who, now: Instant, duty: Duty): Move {
  const { clocks, closed, terms } = move.next;
  const custody = custodyAsked(ask, by, now);
  const over = clocks.map((clock) =>
    OF_DETENTION.includes(clock.limit) ? { ...clock, missedAt: null, endedAt: clock.endedAt ?? now } : clock,
  );
  const fromNow = terms.police === "ask" && custody.arrivedAt === null;
  const again = fromNow ? wound(over, started("custody_handover", 0, now, terms.custodyHandover)) : over;
  const brought = changing(move, { custody, clocks: again });
  return closed ? brought : watching(brought, now, duty);
}
const OF_DETENTION: readonly Limit[] = ["custody_handover", "detention_ends"];

/** The wait goes on after all, because what was said to have ended it is said or asked anew: its limits run, and somebody is asked where nobody has it. */
export function waitingAgain(move: Move, before: Escalation, now: Instant, duty: Duty): Move {
  const { next } = move;
  if (next.closed || !hasEndedWait(before) || hasEndedWait(next)) return move;
  const again = watching(move, now, duty);
  if (next.terms.police !== "ask" || isWaitOver(next) || next.owner || isAsking(again.next)) return again;
  return alert(again, next.tier, now, duty, "reopened");
}

/** A named clinician has taken the person on: the handover is made, and everyone hears. Officers who waited for it are owed no answer any more. */
function accepting(move: Move, by: Who, now: Instant, duty: Duty): Move {
  const clocks = stopped(move.next.clocks, ["custody_handover"], now);
  const told = telling(changing(move, { clocks }), "update", hearing(move.next, by, duty, now), "custody_accepted");
  return marking(askingNoMore(told, "custody_accepted", by, now), by, now, "custody_accepted");
}

function faultIn(item: CustodyItem, of: Escalation, by: Who, now: Instant): FieldError | undefined {
  const arrival = item.item === "arrived_at" ? arrivalFault(item.at, now) : undefined;
  if (arrival) return { field: "at", reason: arrival };
  const began = item.item === "detention_began" ? beginningFault(item.beganAt, now) : undefined;
  if (began) return { field: "beganAt", reason: began };
  if (item.item === "risk_by_police" && !isOfPolice(of, by)) return { field: "item", reason: "police enter this themselves" };
  if ((item.item === "risk_by_health" || item.item === "custody_accepted") && !takesOn(of, by))
    return { field: "item", reason: "the side that takes the person on enters this itself" };
  if (item.item === "conveyed") return conveyanceFault(item);
  if (item.item === "detention_extended") return extensionFault(item, of, by, now);
  return undefined;
}

const extension = ({ hours, doctor, authorisedAt }: Extract<CustodyItem, { item: "detention_extended" }>) => ({
  ...{ hours, doctor, authorisedAt },
});

/**
 * The doctor who is responsible for the examination authorises it before the 24 hours are over (s.136B); it may be written down later. Staff of the
 * place write it, and officers who were told, because they hold the person meanwhile: whose word it is stands beside it. Nobody else does.
 */
function extensionFault(
  { authorisedAt }: Extract<CustodyItem, { item: "detention_extended" }>,
  of: Escalation,
  by: Who,
  now: Instant,
): FieldError | undefined {
  if (!isOfPolice(of, by) && !takesOn(of, by))
    return { field: "item", reason: "police, or the side that takes the person on, enter this" };
  const began = of.custody && detentionBegan(of.custody);
  const ends = of.custody && endOfFirst(of.custody);
  if (!began || !ends) return { field: "item", reason: "say first when the detention began" };
  if (authorisedAt > now) return { field: "authorisedAt", reason: "must not lie ahead" };
  if (authorisedAt < began || authorisedAt >= ends)
    return { field: "authorisedAt", reason: "the doctor authorises it within the 24 hours, not after they have ended" };
  return undefined;
}

const conveyance = ({ vehicle, asked, expectedAt, why }: Extract<CustodyItem, { item: "conveyed" }>) => ({
  ...{ vehicle, asked, expectedAt: expectedAt ?? null, why: why ?? null },
});

/** Where no ambulance took the person somebody says why; a time that the service gave needs somebody who asked it. */
function conveyanceFault({
  vehicle,
  asked,
  expectedAt,
  why,
}: Extract<CustodyItem, { item: "conveyed" }>): FieldError | undefined {
  if (!BY_AMBULANCE.includes(vehicle) && why === undefined) return { field: "why", reason: "say why no ambulance took them" };
  if (expectedAt !== undefined && !asked)
    return { field: "asked", reason: "the ambulance service gives a time when it is asked" };
  return undefined;
}

/** Nobody has been detained for longer than this, nor will be: a year or a day was mistyped. */
const LONGEST_AGO_MS = 7 * 24 * 3_600_000;

/** Why an arrival cannot have been at that time; undefined when it can. */
export const arrivalFault = (at: Instant, now: Instant): string | undefined =>
  isOff(at, now) ? "when they arrived: not ahead, and within the last 7 days" : undefined;

/** The same of the beginning of a detention. */
export const beginningFault = (at: Instant, now: Instant): string | undefined =>
  isOff(at, now) ? "when the detention began: not ahead, and within the last 7 days" : undefined;

const isOff = (at: Instant, now: Instant): boolean => at > now || between(at, now) > LONGEST_AGO_MS;

function lineOf(item: CustodyItem): Extract<Happening, { what: "custody_recorded" }>["about"] {
  switch (item.item) {
    case "arrived_at":
      return { item: item.item, at: item.at };
    case "detention_began":
      return { item: item.item, at: item.beganAt };
    case "risk_by_police":
    case "risk_by_health":
      return { item: item.item, level: item.level };
    case "next_of_kin":
      return { item: item.item, words: `${item.told}: ${item.words}` };
    case "tell_result":
      return { item: item.item, words: item.who };
    case "custody_accepted":
      return { item: item.item, words: item.clinician };
    case "conveyed": {
      const { vehicle, asked, expectedAt, why } = item;
      const more = { ...(expectedAt === undefined ? {} : { at: expectedAt }), ...(why === undefined ? {} : { words: why }) };
      return { item: item.item, vehicle, asked, ...more };
    }
    case "officers_waiting":
      return { item: item.item, officers: item.officers };
    case "detention_extended":
      return { item: item.item, hours: item.hours, words: item.doctor, at: item.authorisedAt };
  }
}
