import type { Carried, DecisionOption } from "../partnership/partnership.ts";
import { type FieldError, invalid, Refusal } from "../refusal.ts";
import { between, type Instant, inWords, milliseconds, plus } from "../time.ts";
import type { Who } from "./ask.ts";
import type { Duty } from "./climb.ts";
import { type Clock, running, started, stopped, until, wound } from "./clock.ts";
import type { DecisionBody } from "./decision.ts";
import { type Escalation, isAwaited, limitsOf, rung } from "./escalation.ts";
import { hearing, mustBeHeard, onDutyAt, teamsOf } from "./hearing.ts";
import { isAboutChild, unreadBy } from "./known.ts";
import { begin, changing, type Move, marking, recording, settle, standingDown, telling } from "./move.ts";
import { taking } from "./ownership.ts";
import { isOnlyFault } from "./rationale.ts";
import { answeringTier, isAsking, mustBeAllowed, mustHaveSeen } from "./rules.ts";
import { missedNow } from "./strike.ts";

/** What was on the screen, and its hash: made by the caller, because here nothing is hashed. */
export interface Screen {
  readonly hash: string;
  readonly shown: unknown;
}

/**
 * Somebody on duty decides. Whoever decides has the case from then on. What the decision leads to gets its clock. Deciding once more
 * replaces the decision: the story keeps both, everyone who was told the old one hears the new, and has to read it under a clock.
 */
export function decide(
  current: Escalation,
  body: DecisionBody,
  by: Who,
  seen: number,
  now: Instant,
  duty: Duty,
  screen: Screen,
): Move {
  mustBeAllowed("decide", current, by, duty);
  const tier = answeringTier(current, by, duty);
  mustHaveSeen(current, seen);
  mustHaveRead(current, by);
  const option = mustCarry(current, body, now);
  mustStand(current, option, tier);
  const has = current.owner?.by.id === by.id && !isAsking(current);
  const mine = has ? begin(current) : taking(begin(current), by, tier, now, duty);
  const { remark, ...words } = body;
  const decision = {
    ...words,
    by,
    at: now,
    tier,
    version: mine.next.version,
    arriveBy: body.arriveBy ?? null,
    reviewAt: body.reviewAt ?? null,
    screen: screen.hash,
  };
  const replaced = current.decision;
  const made = changing(mine, {
    decision,
    earlier: replaced ? [...current.earlier, withdrawn(replaced, now)].slice(-MOST_EARLIER) : current.earlier,
    reopened: null,
    unresolvedAt: null,
    wanted: [],
    referral: body.referTo ? { body: body.referTo, by, at: now, accepted: null, declined: null } : null,
    told: body.referTo ? [...new Set([...current.told, body.referTo])] : current.told,
    arrived: null,
    stoodDownAt: null,
    deferrals: option.leadsTo === "arrive" && isAwaited(current) ? current.deferrals : [],
    heard: [],
    calls: [],
    clocks: clocksAfter(current, mine.next.clocks, option, body, tier, now),
  });
  const { screen: _, by: __, at: ___, version: ____, ...kept } = decision;
  const about = { ...kept, screen: screen.hash, ...(replaced ? { replaces: replaced.code } : {}) };
  const recorded = recording(made, by, now, { what: "decided", about });
  const heard = telling(standingDown(recorded, "decided", [by.id]), "update", hearing(current, by, duty, now), "decided");
  const remarked = remark ? recording(heard, by, now, { what: "note_added", about: { text: remark, theme: "T18" } }) : heard;
  const asked = referring(replaced ? mustBeHeard(remarked, by, now) : remarked, now, duty);
  return { ...settle(current, marking(asked, by, now, "decided"), now), screen };
}

/** So many earlier answers are kept beside the case; the story keeps them all. */
const MOST_EARLIER = 10;
const withdrawn = ({ code, why, tier, by, at }: NonNullable<Escalation["decision"]>, now: Instant) => ({
  code,
  why,
  tier,
  by,
  at,
  withdrawnAt: now,
});

/** A unit that was on its way keeps its limit when the new answer sends one too; nothing else of the old answer runs on. */
function clocksAfter(
  current: Escalation,
  clocks: Clock[],
  { leadsTo }: DecisionOption,
  { arriveBy, reviewAt }: DecisionBody,
  tier: number,
  now: Instant,
): Clock[] {
  const coming = leadsTo === "arrive" && isAwaited(current) ? running(clocks, "arrive") : undefined;
  const free = stopped(clocks, ["decide", "review", "close", "accept_referral", ...(coming ? [] : (["arrive"] as const))], now);
  if (leadsTo === "review" && reviewAt) return wound(free, until("review", tier, now, reviewAt));
  if (leadsTo !== "arrive" || !arriveBy) return free;
  const promised = started("arrive", tier, now, limitsOf(current).arrive);
  const appointed = limitsOf(current).byAppointment || arriveBy < promised.dueAt;
  if (!appointed || (coming && coming.dueAt <= arriveBy)) return free;
  return wound(stopped(free, ["arrive"], now), until("arrive", tier, now, arriveBy));
}

/** The other body is asked at once. It stays with whoever decided until that body accepts; a body that nobody answers for is missed at once. */
function referring(move: Move, now: Instant, duty: Duty): Move {
  const { referral } = move.next;
  if (!referral) return move;
  const clock = started("accept_referral", move.next.tier, now, limitsOf(move.next).accept_referral);
  const people = onDutyAt(duty, teamsOf(move.next, referral.body));
  const asked = telling(
    changing(move, { clocks: wound(move.next.clocks, clock) }),
    "page",
    people,
    "referred",
    "accept_referral",
  );
  return people.length > 0 ? asked : missedNow(asked, clock, now, duty);
}

/** News is opened before the answer is given anew: nobody reassesses without it. */
function mustHaveRead(current: Escalation, by: Who): void {
  const unread = unreadBy(current, by.id);
  if (unread.length === 0) return;
  const numbers = unread.map(({ number }) => number);
  const detail = `${unread.length === 1 ? "One piece" : `${unread.length} pieces`} of news came that you have not opened. Open it, then decide.`;
  throw new Refusal("NotRead", detail, { facts: { news: numbers } });
}

/**
 * A higher tier's decision stands, a tier that was disagreed with leaves the case to the next, and when a child may be at risk the first
 * tier alone does not decline. None of this ever holds back sending somebody.
 */
function mustStand(current: Escalation, option: DecisionOption, tier: number): void {
  if (option.leadsTo === "arrive") return;
  const { decision, disagreements, terms } = current;
  const title = (nth: number) => rung(current, nth)?.title ?? "next tier";
  const no = (words: string) => new Refusal("HigherTierDecides", words, { facts: { tier: tier + 1 } });
  const disputed = Math.max(-1, ...disagreements.map((one) => one.tier));
  const top = terms.ladder.length - 1;
  if (tier <= disputed && disputed < top)
    throw no(`The raising side disagreed at your tier: the ${title(disputed + 1)} decides. You can still send somebody.`);
  if (decision && decision.tier > tier)
    throw no(`The ${title(decision.tier)} has decided, and that stands. You can still send somebody.`);
  if (option.declines && terms.childTier !== null && tier < terms.childTier && isAboutChild(current))
    throw no(`A child may be at risk: only the ${title(terms.childTier)} or above declines this. You can still send somebody.`);
}

/** A case whose only clock lies further ahead than this would in effect have stopped: a year was mistyped. */
const LONGEST_APPOINTMENT = "PT720H";

/** A decline is looked at again within so many times what its urgency allows for the decision itself. */
const MOST_REVIEW_TIMES = 24;
const latestReview = (of: Escalation, now: Instant): Instant =>
  new Date(Date.parse(now) + MOST_REVIEW_TIMES * milliseconds(limitsOf(of).decide.within)).toISOString();

/** How each thing that a decision must carry is asked for when it is missing. */
const ASKED_FOR: Record<Carried, string> = {
  limbs: "read both limbs, each on facts about the person now",
  changeIf: "say what would change this answer",
  reviewAt: "say when this will be looked at again",
  cad: "give the CAD number and its date, or say «not_yet»",
  grade: "give the grade of response: I, S, E or R",
  partner: "say with whom police go",
  meetingPoint: "say where they meet",
  entry: "say who enters, under what power, and by when",
  riskGrade: "give the grade of risk, and whose scale it is",
  reference: "give the reference",
  namedOwner: "name who has the enquiry",
  advice: "write the advice",
  referTo: "say which body is asked",
  custodyHolder: "name who has legal custody now",
};

/** What must come with a decision, by its own terms. Throws Invalid, naming each field that is missing, past, or not for this decision. */
function mustCarry(current: Escalation, body: DecisionBody, now: Instant): DecisionOption {
  const { terms } = current;
  const open = terms.decisions.filter(({ custody }) => !custody || current.custody);
  const option = open.find(({ code }) => code === body.code);
  if (!option) throw invalid({ field: "code", reason: `one of ${open.map(({ code }) => code).join(", ")}` });
  const wrong: FieldError[] = [];
  for (const name of option.carries) if (body[name] === undefined) wrong.push({ field: name, reason: ASKED_FOR[name] });
  if (option.leadsTo === "arrive" && limitsOf(current).byAppointment && !body.arriveBy)
    wrong.push({ field: "arriveBy", reason: "say when they will arrive: this priority is by appointment" });
  if (body.arriveBy && option.leadsTo !== "arrive") wrong.push({ field: "arriveBy", reason: "does not go with this decision" });
  if (body.referTo && option.leadsTo !== "accept_referral")
    wrong.push({ field: "referTo", reason: "does not go with this decision" });
  for (const field of ["arriveBy", "reviewAt"] as const) {
    const at = body[field];
    if (at !== undefined && at <= now) wrong.push({ field, reason: "must lie ahead" });
    const latest = field === "reviewAt" && option.declines ? latestReview(current, now) : plus(now, LONGEST_APPOINTMENT);
    if (at !== undefined && at > latest) wrong.push({ field, reason: `at most ${inWords(between(now, latest))} ahead` });
  }
  if (body.entry && body.entry.by <= now) wrong.push({ field: "entry.by", reason: "must lie ahead" });
  const bodies = terms.bodies.filter(({ teams }) => teams.length > 0);
  const asked = bodies.find(({ code }) => code === body.referTo);
  if (body.referTo && !asked) wrong.push({ field: "referTo", reason: `one of ${bodies.map(({ code }) => code).join(", ")}` });
  if (asked?.entry && !body.entry) wrong.push({ field: "entry", reason: ASKED_FOR.entry });
  if (body.entry?.power === "none") wrong.push({ field: "entry.power", reason: "say under what power they enter" });
  wrong.push(...limbFaults(option, body), ...custodyFaults(current, option));
  if (option.leadsTo !== "arrive" && isOnlyFault(body.why)) wrong.push({ field: "why", reason: NOT_A_REASON });
  if (wrong.length > 0) throw invalid(...wrong);
  return option;
}

const NOT_A_REASON =
  "somebody’s failing is no reason: say what the risk to the person is now. The remark can be kept for learning (theme T18)";

/** Each limb is read on facts; where information is missing, that is no «no»: it is asked for, and the limits run on. */
function limbFaults({ declines }: DecisionOption, { limbs }: DecisionBody): FieldError[] {
  if (!limbs) return [];
  return (["limb_a", "limb_b"] as const).flatMap((limb) => {
    const { reading, facts } = limbs[limb];
    const fault = (field: string, reason: string) => ({ field: `limbs.${limb}.${field}`, reason });
    if (isOnlyFault(facts)) return [fault("facts", NOT_A_REASON)];
    if (declines && reading === "not_enough_information")
      return [fault("reading", "not enough information is no reason to decline: ask for what is missing, the limits run on")];
    return declines && reading === "met" ? [fault("reading", "this limb is read as met, so it is no reason to decline")] : [];
  });
}

/** Officers are released when both sides have said how they see the risk, and a named clinician has accepted the person. */
function custodyFaults({ custody }: Escalation, { carries }: DecisionOption): FieldError[] {
  if (!carries.includes("custodyHolder") || !custody) return [];
  const missing = [
    custody.riskByPolice ? undefined : "police have not entered the risk level",
    custody.riskByHealth ? undefined : "the nurse has not entered the risk level",
    custody.accepted ? undefined : "no named clinician has accepted the person",
    custody.nextOfKin ? undefined : "next of kin: nobody has said whether they were told",
    custody.tellResult ? undefined : "nobody has said who must be told the result",
  ].filter((one) => one !== undefined);
  return missing.length > 0 ? [{ field: "code", reason: missing.join("; ") }] : [];
}
