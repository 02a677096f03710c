import type { Clock, Limit } from "../../../core/escalation/clock.ts";
import type { Escalation } from "../../../core/escalation/escalation.ts";
import type { NewFact } from "../../../core/escalation/fact.ts";
import type { Terms } from "../../../core/partnership/terms.ts";
import { type Instant, plus } from "../../../core/time.ts";

/** From when something is owed, and by when. */
interface Owed {
  readonly from: Instant;
  readonly dueAt: Instant;
  /** The moment that somebody named: an arrival that was promised, an answer that was put off. */
  readonly named?: Instant;
}

/** What is owed on a case as its story tells it: worked out here by rules of its own, with no look at the case or its clocks. */
export interface DueTimes {
  readonly terms: Terms;
  priority: string;
  readonly owed: Map<string, Owed>;
  /** Everyone is being asked again and again: the rounds are the only clock of the answer. */
  rounds: boolean;
  leadsTo: Terms["decisions"][number]["leadsTo"] | null;
  anew: boolean;
  there: boolean;
  asksBody: boolean;
  /** Whoever asked has said what they did with the answer. */
  responded: boolean;
  /** The look at the answer, or the other body's, was missed: it is for police to decide again. */
  lookedTooLate: boolean;
  over: boolean;
  arrivedAt: Instant | null;
  beganAt: Instant | null;
  extraHours: number;
  authorisedAt: Instant | null;
  /** The end of the detention that was missed last: it is not owed again. */
  endMissed: Instant | null;
  /** Handed over, late for good, or gone without it. */
  handoverSettled: boolean;
  /** What has happened to the person ended the wait with them. */
  waitEnded: boolean;
}

/** Limits whose due time the facts alone determine. */
export const TOLD: readonly Limit[] = [
  "acknowledge",
  "decide",
  "arrive",
  "accept_referral",
  "respond",
  "custody_handover",
  "detention_ends",
];

export const untold = (terms: Terms): DueTimes => ({
  terms,
  priority: "",
  owed: new Map(),
  rounds: false,
  leadsTo: null,
  anew: false,
  there: false,
  asksBody: false,
  responded: false,
  lookedTooLate: false,
  over: false,
  arrivedAt: null,
  beganAt: null,
  extraHours: 0,
  authorisedAt: null,
  endMissed: null,
  handoverSettled: false,
  waitEnded: false,
});

/** Why a tier is asked beside those that are being asked already, and not in their place. */
const BESIDE: readonly string[] = ["child_at_risk", "ownership_lapsed", "reopened", "departure"];

/** What follows a tier that was passed over when somebody was found above it; otherwise a tier above was being asked already. */
const FOUND: readonly string[] = ["tier_skipped", "tier_alerted"];

const keyOf = ({ limit, tier }: Pick<Clock, "limit" | "tier">): string => (limit === "acknowledge" ? `${limit} ${tier}` : limit);

/** The running clocks of a case in the same words, to be laid beside what the story tells. */
export const runningOf = ({ clocks }: Pick<Escalation, "clocks">): Record<string, Instant> =>
  Object.fromEntries(
    clocks.filter(({ limit, endedAt }) => endedAt === null && TOLD.includes(limit)).map((clock) => [keyOf(clock), clock.dueAt]),
  );
export const owedOf = ({ owed }: DueTimes): Record<string, Instant> =>
  Object.fromEntries([...owed].map(([key, { dueAt }]) => [key, dueAt]));

const limitsOf = ({ terms, priority }: DueTimes) => {
  const found = terms.priorities.find(({ code }) => code === priority);
  if (!found) throw new Error(`no priority ${priority}`);
  return found.limits;
};

const within = (
  due: DueTimes,
  limit: "acknowledge" | "decide" | "arrive" | "accept_referral" | "respond",
  now: Instant,
): Owed => ({
  from: now,
  dueAt: plus(now, limitsOf(due)[limit]?.within ?? "PT0S"),
});

function forget(due: DueTimes, ...limits: Limit[]): void {
  for (const key of due.owed.keys()) if (limits.some((limit) => key.split(" ")[0] === limit)) due.owed.delete(key);
}

/** What one move's facts make of what is owed. Where they leave it open who is still asked, the case as it came out is believed. */
export function tell(due: DueTimes, facts: readonly NewFact[], now: Instant, left: Pick<Escalation, "clocks" | "custody">): void {
  const runs = (limit: Limit, tier?: number) =>
    left.clocks.some((clock) => clock.endedAt === null && clock.limit === limit && (tier === undefined || clock.tier === tier));
  for (const [nth, fact] of facts.entries()) tellOne(due, fact, now, lowestAskedFor(facts, nth));
  const passedOver = facts.some(({ what }, nth) => what === "tier_skipped" && !FOUND.includes(facts[nth + 1]?.what ?? ""));
  if (passedOver)
    for (const tier of due.terms.ladder.keys()) if (!runs("acknowledge", tier)) due.owed.delete(`acknowledge ${tier}`);
  const isAnew = left.custody?.ended === null && facts.every(({ what }) => what !== "outcome_recorded");
  if (due.waitEnded && isAnew) goesOn(due, now);
  const debt = debtOf(due);
  if (debt && !due.owed.has(debt) && !due.rounds) due.owed.set(debt, within(due, debt, now));
}

/** What must have a clock now, of the limits that count from when they are owed. */
function debtOf({ over, leadsTo, anew, there, asksBody, responded, lookedTooLate }: DueTimes) {
  if (over) return undefined;
  if (!leadsTo || anew) return "decide";
  if (leadsTo === "arrive") return there ? undefined : "arrive";
  if (leadsTo === "respond") return responded ? undefined : "respond";
  if (leadsTo === "close" || (leadsTo === "accept_referral" && !asksBody)) return undefined;
  return lookedTooLate ? "decide" : leadsTo === "review" ? undefined : "accept_referral";
}

function tellOne(due: DueTimes, fact: NewFact, now: Instant, from: number | undefined): void {
  switch (fact.what) {
    case "raised": {
      const { priority, ask } = fact.about;
      due.priority = priority;
      due.owed.set("decide", within(due, "decide", now));
      const arrived = ask?.answers?.arrived_at;
      if (due.terms.types.find(({ code }) => code === ask?.type)?.custody && arrived) detained(due, String(arrived));
      return;
    }
    case "tier_alerted":
      return void asked(due, fact.about.tier, now, BESIDE.includes(fact.about.because ?? "") ? undefined : from);
    case "asked_again":
      forget(due, "acknowledge", "decide");
      due.rounds = true;
      return;
    case "acknowledged":
      forget(due, "acknowledge");
      due.rounds = false;
      return;
    case "limit_missed":
      due.owed.delete(keyOf(fact.about));
      if (fact.about.limit === "review" || fact.about.limit === "accept_referral") due.lookedTooLate = true;
      if (fact.about.limit === "custody_handover") due.handoverSettled = true;
      if (fact.about.limit === "detention_ends") due.endMissed = fact.about.dueAt;
      return;
    case "decided":
      return void answered(due, fact.about, now);
    case "responded":
      due.responded = true;
      forget(due, "respond");
      return;
    case "reopened":
      if (due.over) detainedStill(due, now);
      forget(due, "respond");
      due.anew = true;
      due.over = false;
      return;
    case "referral_accepted":
    case "referral_declined":
      due.asksBody = false;
      forget(due, "accept_referral");
      if (fact.what === "referral_declined" || due.anew || fact.about.unread) return;
      forget(due, "decide", "acknowledge");
      due.rounds = false;
      return;
    case "deferred":
      due.owed.set(fact.about.limit, { from: now, dueAt: fact.about.until, named: fact.about.until });
      return;
    case "arrived":
      due.there = true;
      forget(due, "arrive");
      if (due.anew || fact.about.unread) return;
      forget(due, "acknowledge");
      due.rounds = false;
      return;
    case "priority_changed":
      return void regraded(due, fact.about.to, now);
    case "custody_recorded":
      if (fact.about.item === "arrived_at") detained(due, fact.about.at ?? null);
      if (fact.about.item === "detention_began") {
        due.beganAt = fact.about.at ?? null;
        detained(due, due.arrivedAt);
      }
      if (fact.about.item === "detention_extended") {
        due.extraHours = fact.about.hours ?? 0;
        due.authorisedAt = fact.about.at ?? null;
        detained(due, due.arrivedAt);
      }
      if (fact.about.item === "custody_accepted") handedOver(due);
      return;
    case "outcome_recorded":
      return void happened(due, fact.about.code, now);
    case "left_without_agreed_handover":
      return void handedOver(due);
    case "closed":
    case "withdrawn":
      due.over = true;
      due.anew = false;
      due.rounds = false;
      due.owed.clear();
      return;
    default:
      return;
  }
}

/** From which tier on somebody was looked for, when the fact says who was found: tiers that were passed over stand just before it. */
function lowestAskedFor(facts: readonly NewFact[], nth: number): number | undefined {
  const fact = facts[nth];
  if (fact?.what !== "tier_alerted") return undefined;
  let from = fact.about.tier;
  for (const before of facts.slice(0, nth).toReversed()) {
    if (before.what !== "tier_skipped" || before.about.tier !== from - 1) return from;
    from -= 1;
  }
  return from;
}

/** A tier is asked, in place of those below it unless beside them. One that is being asked already keeps its time. */
function asked(due: DueTimes, tier: number, now: Instant, from: number | undefined): void {
  const key = `acknowledge ${tier}`;
  const has = due.owed.get(key);
  for (let below = 0; from !== undefined && below < from; below += 1) due.owed.delete(`acknowledge ${below}`);
  due.owed.set(key, has ?? within(due, "acknowledge", now));
  due.rounds = false;
}

/** A unit on its way keeps its time unless the new answer promises an earlier one; an appointment counts where it is one, or is nearer. */
function answered(due: DueTimes, about: Extract<NewFact, { what: "decided" }>["about"], now: Instant): void {
  if (about.detail && due.there) return;
  const coming = due.leadsTo === "arrive" && !due.there ? due.owed.get("arrive") : undefined;
  const { leadsTo } = due.terms.decisions.find(({ code }) => code === about.code) ?? { leadsTo: null };
  forget(due, "decide", "arrive", "accept_referral", "respond");
  Object.assign(due, {
    leadsTo,
    responded: false,
    anew: false,
    there: false,
    lookedTooLate: false,
    asksBody: leadsTo === "accept_referral",
  });
  if (leadsTo !== "arrive") return;
  const promised = within(due, "arrive", now);
  const { arriveBy } = about;
  const appointed = arriveBy && (limitsOf(due).byAppointment || arriveBy < promised.dueAt) ? arriveBy : undefined;
  const there = appointed ? { from: now, dueAt: appointed, named: appointed } : undefined;
  const held = coming ?? there ?? promised;
  due.owed.set("arrive", there && there.dueAt < held.dueAt ? there : held);
}

/** More urgent brings a limit nearer, counted from now; less urgent counts it from where it began, never into the past nor past what was named. */
function regraded(due: DueTimes, to: string, now: Instant): void {
  const order = due.terms.priorities.map(({ code }) => code);
  const higher = order.indexOf(to) < order.indexOf(due.priority);
  due.priority = to;
  const limits = limitsOf(due);
  for (const [key, owed] of due.owed) {
    const limit = key.split(" ")[0] as Limit;
    if (limit === "custody_handover" || limit === "detention_ends" || (limit === "arrive" && limits.byAppointment)) continue;
    const counted = plus(higher ? now : owed.from, limits[limit as "decide"].within);
    const dueAt = !higher && owed.named && owed.named < counted ? owed.named : counted;
    if (higher ? dueAt < owed.dueAt : dueAt > owed.dueAt && dueAt > now) due.owed.set(key, { ...owed, dueAt });
  }
}

/** The hour for the handover from the arrival, and the day of the detention from there or from when it began. What lies in the past is missed at once, by a fact of its own. */
function detained(due: DueTimes, arrivedAt: Instant | null): void {
  const from = arrivedAt && new Date(arrivedAt).toISOString();
  due.arrivedAt = from;
  const began = due.beganAt ?? from;
  if (!began || due.waitEnded) return;
  if (from && !due.handoverSettled)
    due.owed.set("custody_handover", { from, dueAt: plus(from, due.terms.custodyHandover.within) });
  const day = plus(began, "PT24H");
  const more = due.authorisedAt !== null && due.authorisedAt < day ? due.extraHours : 0;
  const dueAt = plus(began, `PT${24 + more}H`);
  if (dueAt !== due.endMissed) due.owed.set("detention_ends", { from: began, dueAt });
}

/** A case that had ended goes on: so does a detention whose day is not over. */
function detainedStill(due: DueTimes, now: Instant): void {
  detained(due, due.arrivedAt);
  for (const [key, { dueAt }] of due.owed) if (dueAt <= now) due.owed.delete(key);
}

/** Some outcomes end the wait with a detained person, and its limits; that it is not known after all, or asked anew, lets them go on. */
function happened(due: DueTimes, code: string, now: Instant): void {
  const ends = due.terms.outcomes.some((one) => one.code === code && one.endsWait);
  if (due.waitEnded && code === "unknown") goesOn(due, now);
  else due.waitEnded ||= ends;
  if (ends) forget(due, "custody_handover", "detention_ends");
}
function goesOn(due: DueTimes, now: Instant): void {
  due.waitEnded = false;
  if (due.over) return;
  detained(due, due.arrivedAt);
  for (const limit of ["custody_handover", "detention_ends"])
    if ((due.owed.get(limit)?.dueAt ?? "~") <= now) due.owed.delete(limit);
}

function handedOver(due: DueTimes): void {
  due.handoverSettled = true;
  forget(due, "custody_handover");
}
