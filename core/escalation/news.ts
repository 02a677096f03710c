import * as z from "zod";
import { invalid } from "../refusal.ts";
import type { Instant } from "../time.ts";
import type { Ask, News, Who } from "./ask.ts";
import { alert, climb, type Duty, reachableAt } from "./climb.ts";
import { isRunning, running, started, stopped, wound } from "./clock.ts";
import { broughtAgain, NO_CUSTODY_YET, outcomeAskedAnew, waitingAgain, watching } from "./custody.ts";
import { type Escalation, isComing, isHandoverSettled, isWaitOver, limitsOf, type Piece, type ReopenedBy } from "./escalation.ts";
import { hearing } from "./hearing.ts";
import { isAboutChild, moreUrgent, priorityTold, saysChild, unreadBy } from "./known.ts";
import { begin, changing, type Move, marking, recording, settle, telling } from "./move.ts";
import { MOST_ASKED } from "./notice.ts";
import { isAnsweredOnPaper } from "./on-paper.ts";
import { revived } from "./ownership.ts";
import { regraded } from "./priority.ts";
import { faultsIn } from "./questions.ts";
import { type Match, namingFirstAnswers, tellingOfFirstAnswers } from "./related.ts";
import { isAsking, mustBeAllowed } from "./rules.ts";

/**
 * «Things have changed», from either side, at any time. Whoever has the case reads it under a clock, and nobody reassesses before they
 * have opened it. When it speaks of risk, what was decided has to be decided anew, unless somebody is on their way already.
 */
export function addNews(current: Escalation, news: News, by: Who, now: Instant, duty: Duty): Move {
  mustBeAllowed("addNews", current, by, duty);
  const wrong = faultsIn(current.terms, news, now);
  if (wrong.length > 0) throw invalid(...wrong);
  const number = numberOf(current);
  const kept = keeping(begin(current), { ...news, kind: "news", number, by, at: now, readBy: [] });
  const told = recording(kept, by, now, { what: "news_added", about: { number, news } });
  const recorded = detaining(told, news, now, duty);
  const grave = speaksOfRisk(news, current);
  // What had happened to the person is asked anew, also while somebody is on their way: it was said before this.
  const anew = grave ? waitingAgain(outcomeAskedAnew(recorded), current, now, duty) : recorded;
  const again = current.closed !== null || (grave && (current.decision !== null || isWaitOver(anew.next)) && !isComing(current));
  const open = again ? reopening(anew, "new_information", by, now, duty) : anew;
  return settle(
    current,
    marking(toBeRead(graver(open, current, [news], by, now, duty), "news_added", by, now, duty), by, now, "news_added"),
    now,
  );
}

/** Does it bear on the risk, so that an answer given before it may no longer hold? What is told in codes is not talked down. */
function speaksOfRisk(news: News, { terms, priority, raised }: Escalation): boolean {
  const { riskFacts = [], threshold = [], hazards = [], place, type, furtherConcern, bearsOnRisk = true } = news;
  if (bearsOnRisk || riskFacts.length + threshold.length + hazards.length > 0 || place || type || furtherConcern) return true;
  const asked = priorityTold(terms, news);
  return saysChild(terms, news, raised.at) || (asked !== undefined && moreUrgent(terms.priorities, asked, priority) === asked);
}

/** The case keeps so much news at hand, in bytes: an item of the table holds 400 kB. The story keeps every word of it. */
const MOST_NEWS = 120_000;

/** The move with one more piece at hand. When it is too much, the oldest lose their details first, and then what is news alone goes. */
function keeping(move: Move, piece: Piece): Move {
  let news = [...move.next.news, piece];
  while (new TextEncoder().encode(JSON.stringify(news)).length > MOST_NEWS) {
    const full = news.findIndex((one) => one !== piece && one.riskFacts !== undefined);
    const spare = news.findIndex((one) => one !== piece && one.kind === "news" && !saysChild(move.next.terms, one, one.at));
    if (full < 0 && spare < 0) break;
    news =
      full < 0 ? news.filter((_, nth) => nth !== spare) : news.map((one, nth) => (nth === full ? bare(one, move.next) : one));
  }
  return changing(move, { news });
}

/** Who brought it, their words, and what must never be forgotten of it. */
function bare(piece: Piece, { terms }: Escalation): Piece {
  const { riskFacts: _, answers: __, alreadyDone: ___, person: ____, ...rest } = piece;
  return saysChild(terms, piece, piece.at) ? { ...rest, childAtRisk: "yes" } : rest;
}

const numberOf = ({ news }: Escalation): number => (news.at(-1)?.number ?? 0) + 1;

/**
 * A case that turns out to be about a detained person has their handover to settle; its clocks run from the arrival, once somebody has
 * said when that was.
 */
function detaining(move: Move, { type, answers }: Pick<News, "type" | "answers">, now: Instant, duty: Duty): Move {
  const { custody } = move.next;
  const known = custody ?? (isOfDetained(move.next, type) ? NO_CUSTODY_YET : null);
  if (!known) return move;
  const arrivedAt = known.arrivedAt ?? timeIn(answers?.arrived_at);
  const beganAt = known.beganAt ?? timeIn(answers?.detention_began_at);
  if (custody && arrivedAt === custody.arrivedAt && beganAt === custody.beganAt) return move;
  const anew = custody ? move : changing(move, { outcome: null });
  return watching(changing(anew, { custody: { ...known, arrivedAt, beganAt } }), now, duty);
}
const isOfDetained = ({ terms }: Escalation, type: string | undefined): boolean =>
  terms.types.some(({ code, custody }) => code === type && custody);
const waitsAnew = (of: Escalation, { type }: Ask): boolean =>
  of.terms.police === "ask" && isOfDetained(of, type) && of.custody !== null && isHandoverSettled(of);
const timeIn = (answer: unknown): Instant | null => (typeof answer === "string" ? new Date(answer).toISOString() : null);

/** How a request is linked: who links it if that is not who asked, the case it came from, and the urgency they asked for. */
interface Linking {
  readonly author?: Who;
  readonly from?: string;
  readonly wanted?: string | undefined;
  /** What was told on the case it came from. */
  readonly news?: readonly Piece[];
  /** First answers of the same force that may be about the same, of which this case has not heard. */
  readonly answered?: readonly Match[];
}

/**
 * Another caller asks about the same person or place. The request joins the older case with every word of it, and whoever asked becomes
 * a party. The case opens again with the next tier asked beside whoever has it, and the earlier times stand. One that is entered from paper
 * and had an answer by telephone wakes nobody above: as with a first request from paper, one tier has it, under fresh limits.
 */
export function linkRequest(
  current: Escalation,
  ask: Ask,
  because: string,
  by: Who,
  now: Instant,
  duty: Duty,
  { author = by, from, wanted, news = [], answered = [] }: Linking = {},
): Move {
  const number = numberOf(current);
  const { type: _, ask: asks, whyNow, callBack, policeContact, deputy, alsoTell = [], onPaper, ...known } = ask;
  const piece: Piece = {
    ...known,
    ...(deputy?.person ? { standIn: deputy.person } : {}),
    ...(policeContact ? { policeContact } : {}),
    ...(onPaper ? { onPaper } : {}),
    kind: "linked",
    words: whyNow,
    ask: asks,
    callBack,
    number,
    by,
    at: now,
    readBy: [],
  };
  const bodies = alsoTell.filter((code) => current.terms.bodies.some((body) => body.code === code));
  const joined = changing(keeping(begin(current), piece), { told: [...new Set([...current.told, ...bodies])] });
  const linked = recording(joined, author, now, {
    what: "request_linked",
    about: { number, ask, because, ...(from ? { from } : {}) },
  });
  const recorded = namingFirstAnswers(linked, answered, now);
  // What is joined from a case of its own brings no detention along: nobody joins one that is not settled there.
  // Where officers wait for those who answer, whoever asks again of a wait that was settled waits again.
  const isBack = from === undefined && waitsAnew(current, ask);
  const asked = isBack ? broughtAgain(recorded, ask, by, now, duty) : detaining(recorded, ask, now, duty);
  const detained = from === undefined ? asked : recorded;
  const brought = news.slice(-MOST_BROUGHT).reduce((so, one) => bringing(so, one, author, now, from), detained);
  const isAnew = current.decision !== null || current.closed !== null || isBack;
  const again = isAnew ? reopening(brought, "linked_request", author, now, duty) : brought;
  const told = toBeRead(
    graver(again, current, [{ ...known, words: whyNow }, ...news], by, now, duty, wanted),
    "request_linked",
    by,
    now,
    duty,
  );
  const top = told.next.terms.ladder.length - 1;
  const tier = Math.min(current.tier + 1, top);
  const isAsked = told.facts.some((fact) => fact.what === "tier_alerted" && fact.about.tier === tier);
  // What comes from a case of its own has been asked here since it was entered: its answer by telephone is not the last that is known of it.
  const isAnswered = from === undefined && isAnsweredOnPaper(ask);
  const risen = isAsked || isAnswered ? told : climb(told, tier, now, duty, "linked_request");
  const heard = tellingOfFirstAnswers(risen, answered, duty);
  return settle(current, marking(heard, author, now, "request_linked"), now);
}

/** So many pieces come along, the newest: each is a fact, and a move must fit into one transaction. All of them stay in the story of their own case. */
const MOST_BROUGHT = 20;

/** The move with one piece of another case's news: whose it was and every word of it, to be read here as well. */
function bringing(
  move: Move,
  { number: _, readBy: __, kind, ask, callBack, ...piece }: Piece,
  author: Who,
  now: Instant,
  from?: string,
): Move {
  const number = numberOf(move.next);
  const { by, at: ___, shiftEndsAt: ____, standIn: _____, policeContact: ______, onPaper, ...news } = piece;
  const said = ask ? { ask, ...(callBack ? { callBack } : {}) } : {};
  const kept = keeping(move, { ...piece, ...said, kind, at: now, number, readBy: [] });
  const about = { number, news, broughtBy: by, ...(from ? { from } : {}), ...(onPaper ? { onPaper } : {}) };
  return recording(kept, author, now, { what: "news_added", about });
}

/** The move with its answer to be given anew for what somebody says now, which whoever has it is paged to read. */
export function answeredAnew(move: Move, words: string, by: Who, now: Instant, duty: Duty): Move {
  const [number, news] = [numberOf(move.next), { words, bearsOnRisk: true }];
  const kept = keeping(move, { ...news, kind: "news", number, by, at: now, readBy: [] });
  const told = recording(outcomeAskedAnew(kept), by, now, { what: "news_added", about: { number, news } });
  const anew = waitingAgain(told, move.next, now, duty);
  return toBeRead(reopening(anew, "new_information", by, now, duty), "news_added", by, now, duty);
}

/**
 * The case is to be answered anew. What was decided stays visible as made before this; an arrival that is awaited stays awaited. Whoever
 * has it keeps it while they are on duty, or else it is asked for at the tier that had it. What had happened to the person is asked anew:
 * the story keeps what was said before.
 */
export function reopening(move: Move, why: z.output<typeof ReopenedBy>, by: Who, now: Instant, duty: Duty): Move {
  const { next } = move;
  const clocks = stopped(next.clocks, ["review", "close"], now);
  const open = changing(move, { reopened: { why, by, at: now }, closed: null, outcome: null, clocks });
  const recorded = recording(open, by, now, { what: "reopened", about: { why } });
  const has = revived(recorded, next.owner?.tier ?? next.decision?.tier ?? next.tier, now, duty);
  const asked = COMES_BACK.includes(why) ? askingOwner(has, by, now, duty) : has;
  return next.closed ? watching(asked, now, duty) : asked;
}

/** It comes back to whoever has it, and nothing else asks them: news has to be read under a clock, and a disagreement or another request asks the next tier. */
const COMES_BACK: readonly z.output<typeof ReopenedBy>[] = ["referral_declined", "unit_stood_down"];

/** Whoever has it is asked anew, under a fresh clock, unless they did it themselves (3f); while others are being asked already, the case is in their hands. */
function askingOwner(move: Move, by: Who, now: Instant, duty: Duty): Move {
  const { owner } = move.next;
  if (!owner || owner.by.id === by.id || isAsking(move.next)) return move;
  const { tier, by: has } = owner;
  const there = reachableAt(move.next, tier, duty);
  if (!there.includes(has.id)) return alert(move, tier, now, duty, "reopened");
  const clocks = wound(move.next.clocks, started("acknowledge", tier, now, limitsOf(move.next).acknowledge));
  const asked = changing(move, { clocks, asked: [...new Set([...move.next.asked, has.id])] });
  const recorded = recording(asked, "clock", now, {
    what: "tier_alerted",
    about: { tier, people: [has.id], unasked: there.filter((one) => one !== has.id), paired: [], because: "reopened" },
  });
  return telling(recorded, "page", [has.id], "reopened", "acknowledge", tier);
}

/** What was told makes of the case: more urgent, or about a child, so that the tier above is asked beside. */
function graver(move: Move, before: Escalation, told: readonly News[], by: Who, now: Instant, duty: Duty, wanted?: string): Move {
  const { terms, priority } = move.next;
  const all = [...told.map((news) => priorityTold(terms, news)), wanted];
  const highest = all.reduce<string>((most, one) => moreUrgent(terms.priorities, most, one), priority);
  const risen = highest === priority ? move : regraded(move, highest, "new_information", by, now);
  const { childTier } = terms;
  const newlyChild = told.some((news) => saysChild(terms, news, now)) && !isAboutChild(before);
  return newlyChild && childTier !== null && !isWithTier(risen.next, childTier)
    ? alert(risen, childTier, now, duty, "child_at_risk")
    : risen;
}

/** Does somebody of this tier or above have the case, or are they being asked now? That they were asked once, and stood down, is neither. */
const isWithTier = ({ owner, clocks }: Escalation, tier: number): boolean =>
  (owner?.tier ?? -1) >= tier ||
  running(clocks, "repeat") !== undefined ||
  clocks.some((clock) => clock.limit === "acknowledge" && isRunning(clock) && clock.tier >= tier);

/**
 * The move with the owner asked to read it, within the time that the case's urgency allows; of a case that nobody has,
 * those hear who are being asked for it, or somebody is asked.
 */
function toBeRead(move: Move, about: string, by: Who, now: Instant, duty: Duty): Move {
  const { next } = move;
  const { owner } = next;
  const others = hearing(next, by, duty, now).filter((person) => person !== owner?.by.id);
  const told = telling(move, "update", others, about);
  if (!owner && isAsking(next)) return telling(told, "update", reachableAt(next, next.tier, duty).slice(0, MOST_ASKED), about);
  if (!owner) return alert(told, next.decision?.tier ?? next.tier, now, duty, "new_information");
  if (owner.by.id === by.id) return told;
  const clock = started("read_information", owner.tier, now, limitsOf(next).read_information);
  const at = running(next.clocks, "read_information");
  const clocks = at && at.dueAt <= clock.dueAt ? next.clocks : wound(stopped(next.clocks, ["read_information"], now), clock);
  return telling(changing(told, { clocks }), "page", [owner.by.id], about, "read_information", owner.tier);
}

/** What was on the screen when it was opened: its highest number. What came after that has not been seen. */
export const Opened = z.strictObject({ upTo: z.int().positive() });

/** Somebody has opened what is new. It decides nothing; once the owner has opened all of it, its clock stops. */
export function readNews(
  current: Escalation,
  { upTo }: z.output<typeof Opened>,
  by: Who,
  now: Instant,
  duty: Duty,
): Move | undefined {
  mustBeAllowed("readNews", current, by, duty);
  const numbers = unreadBy(current, by.id).flatMap(({ number }) => (number <= upTo ? [number] : []));
  if (numbers.length === 0) return undefined;
  const news = current.news.map((piece) =>
    numbers.includes(piece.number) ? { ...piece, readBy: [...piece.readBy, { by: by.id, at: now, agency: by.agency }] } : piece,
  );
  return settle(current, recording(changing(begin(current), { news }), by, now, { what: "news_read", about: { numbers } }), now);
}
