import type { DecisionOption } from "../partnership/partnership.ts";
import { Refusal } from "../refusal.ts";
import type { Instant } from "../time.ts";
import type { Who } from "./ask.ts";
import type { Duty } from "./climb.ts";
import { type Clock, running, started, stopped, until, wound } from "./clock.ts";
import type { Decision, DecisionBody } from "./decision.ts";
import { disputedTier, type Escalation, isAwaited, isComing, limitsOf, rung } from "./escalation.ts";
import { hearing, mustBeHeard, onDutyAt, teamsOf } from "./hearing.ts";
import { isAboutChild, unreadBy } from "./known.ts";
import { begin, changing, type Move, marking, recording, settle, standingDown, telling } from "./move.ts";
import { mustCarry } from "./must-carry.ts";
import { taking } from "./ownership.ts";
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
  const same = replaced !== null && isDetail(current, replaced, body, option);
  const made = changing(mine, {
    decision,
    earlier: replaced && !same ? [...current.earlier, withdrawn(replaced, now)].slice(-MOST_EARLIER) : current.earlier,
    reopened: null,
    unresolvedAt: null,
    wanted: [],
    referral: body.referTo ? { body: body.referTo, by, at: now, accepted: null, declined: null } : null,
    told: body.referTo ? [...new Set([...current.told, body.referTo])] : current.told,
    arrived: same ? current.arrived : null,
    response: null,
    stoodDownAt: null,
    deferrals: option.leadsTo === "arrive" && isAwaited(current) ? current.deferrals : [],
    heard: same ? current.heard : [],
    calls: same ? current.calls : [],
    lookBacks: same ? current.lookBacks : [], // counted from this answer
    clocks: same && current.arrived ? mine.next.clocks : clocksAfter(current, mine.next.clocks, option, body, tier, now),
  });
  const { screen: _, by: __, at: ___, version: ____, ...kept } = decision;
  const detail = same ? { detail: true as const } : {};
  const about = { ...kept, screen: screen.hash, ...(replaced ? { replaces: replaced.code } : {}), ...detail };
  const recorded = recording(made, by, now, { what: "decided", about });
  const heard = telling(
    standingDown(recorded, "decided", [by.id]),
    "update",
    hearing(current, by, duty, now),
    same ? "details_added" : "decided",
  );
  const remarked = remark ? recording(heard, by, now, { what: "note_added", about: { text: remark, theme: "T18" } }) : heard;
  const asked = referring(replaced && !same ? mustBeHeard(remarked, by, now) : remarked, now, duty);
  return { ...settle(current, marking(asked, by, now, "decided"), now), screen };
}

/**
 * The same people go to the same place by the same time, and as urgently: a CAD number has been added, or a reason, and nobody was told
 * anything else. Once they are there, by when they were to come is over.
 */
function isDetail(current: Escalation, before: Decision, after: DecisionBody, { leadsTo }: DecisionOption): boolean {
  const there = current.arrived !== null;
  const told = ({ code, arriveBy, partner, meetingPoint, entry, grade, category }: DecisionBody | Decision) => [
    ...[code, partner, meetingPoint, entry?.who, entry?.power, there ? null : (entry?.by ?? null)],
    ...[there ? null : (arriveBy ?? null), before.grade && (grade ?? null), before.category && (category ?? null)],
  ];
  const isSame = JSON.stringify(told(before)) === JSON.stringify(told(after));
  return leadsTo === "arrive" && (there || isComing(current)) && current.reopened === null && isSame;
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
  const free = stopped(
    clocks,
    ["decide", "review", "close", "accept_referral", "respond", "look_back", ...(coming ? [] : (["arrive"] as const))],
    now,
  );
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
  return people.length > 0 ? asked : missedNow(asked, [clock], now, duty, "nobody_on_rota");
}

/** News is opened before the answer is given anew: nobody reassesses without it. */
function mustHaveRead(current: Escalation, by: Who): void {
  const unread = unreadBy(current, by.id);
  if (unread.length === 0) return;
  const numbers = unread.map(({ number }) => number);
  const detail = `${unread.length === 1 ? "One piece" : `${unread.length} pieces`} of news came that you have not opened. Open it, then decide.`;
  throw new Refusal("NotRead", detail, { facts: { news: numbers } });
}

/** Refuses a decision that is not this tier's to take. */
function mustStand(current: Escalation, option: DecisionOption, tier: number): void {
  const why = notTheirs(current, option, tier);
  if (why) throw new Refusal("HigherTierDecides", why, { facts: { tier: tier + 1 } });
}

/**
 * Why a decision is not this tier's to take, in words; undefined when it is. A higher tier's decision stands, a tier that was disagreed with
 * leaves the case to the next, and when a child may be at risk the first tier alone does not decline. None of this ever holds back sending
 * somebody.
 */
export function notTheirs(
  current: Escalation,
  { leadsTo, declines }: Pick<DecisionOption, "leadsTo" | "declines">,
  tier: number,
): string | undefined {
  if (leadsTo === "arrive") return undefined;
  const { decision, terms } = current;
  const title = (nth: number) => rung(current, nth)?.title ?? "next tier";
  const still = terms.decisions.some((one) => one.leadsTo === "arrive") ? " You can still send somebody." : "";
  const disputed = disputedTier(current);
  if (tier <= disputed) return `The raising side disagreed at your tier: the ${title(disputed + 1)} decides.${still}`;
  if (decision && decision.tier > tier) return `The ${title(decision.tier)} has decided, and that stands.${still}`;
  if (declines && terms.childTier !== null && tier < terms.childTier && isAboutChild(current))
    return `A child may be at risk: only the ${title(terms.childTier)} or above declines this.${still}`;
  return undefined;
}
