import type { Instant } from "../time.ts";
import { changedClocks, type Limit, nextDueAt, running, started, stopped, wound } from "./clock.ts";
import { decided, type Escalation, hasEndedWait, isReferred, isWaitOver, limitsOf } from "./escalation.ts";
import type { Happening, NewFact } from "./fact.ts";
import { unreadBy } from "./known.ts";
import { lookBackClock, nextLookBack } from "./look-back.ts";
import type { NewNotice, Notice } from "./notice.ts";

/** One move: the case as it will be, the facts that say how, the notices that follow. Kept whole or not at all. */
export interface Move {
  readonly next: Escalation;
  readonly facts: readonly NewFact[];
  readonly notices: readonly NewNotice[];
  /** Notices of earlier moves as this one leaves them: what has become of one of them is why it is made. */
  readonly settled: readonly Notice[];
  /** What was on the screen when this was decided, kept for ever under the hash that the decision names. */
  readonly screen?: { readonly hash: string; readonly shown: unknown };
  /** How many versions lie between the one that was read and this one: of moves that a restore has lost. */
  readonly passedOver?: number;
}

export type Author = NewFact["by"];

/** A move that has begun: the same case, one version on, with nothing said yet. */
export const begin = (current: Escalation): Move => ({
  next: { ...current, version: current.version + 1 },
  facts: [],
  notices: [],
  settled: [],
});

/** The move so many versions further on: it still follows from the version that was read. */
export const passingOver = (move: Move, passedOver: number): Move => ({
  ...changing(move, { version: move.next.version + passedOver }),
  passedOver,
});

/** The move with the case changed further. */
export const changing = (move: Move, change: Partial<Escalation>): Move => ({ ...move, next: { ...move.next, ...change } });

/** The move with one more line in the story. */
export function recording(move: Move, by: Author, at: Instant, happening: Happening): Move {
  const { next } = move;
  const number = next.story + 1;
  const { pathway, version: pathwayVersion } = next.terms;
  const fact: NewFact = { schema: 2, number, version: next.version, at, by, pathway, pathwayVersion, ...happening };
  return { ...move, next: { ...next, story: number }, facts: [...move.facts, fact] };
}

/** One move asks nobody twice for the same thing, whatever led to it. */
const isSamePage = (one: NewNotice, { kind, limit, tier }: Pick<NewNotice, "kind" | "limit" | "tier">): boolean =>
  kind === "page" && one.limit === limit && one.tier === tier;

/** Systems that asked or told something. Nobody reads what would be sent to one: those who answer for its agency hear instead. */
const systemsIn = ({ raised, news }: Escalation): string[] =>
  [raised.by, ...news.map(({ by }) => by)].flatMap(({ id, system }) => (system ? [id] : []));

/** The move with these people told, each once for each reason; `tier` is the one at which they are asked. */
export function telling(
  move: Move,
  kind: NewNotice["kind"],
  people: readonly string[],
  about: string,
  limit: NewNotice["limit"] = null,
  tier = move.next.tier,
): Move {
  const systems = systemsIn(move.next);
  const fresh = [...new Set(people)].filter(
    (to) =>
      !systems.includes(to) &&
      !move.notices.some(
        (notice) =>
          notice.to === to && notice.kind === kind && (notice.about === about || isSamePage(notice, { kind, limit, tier })),
      ),
  );
  return { ...move, notices: [...move.notices, ...fresh.map((to) => ({ kind, to, about, tier, limit }))] };
}

/** The move with everyone who was asked, but these, told that they are no longer needed; some may have to stay asked. */
export function standingDown(move: Move, about: string, except: readonly string[] = [], still: readonly string[] = []): Move {
  const people = move.next.asked.filter((person) => !except.includes(person) && !still.includes(person));
  const asked = move.next.asked.filter((person) => still.includes(person));
  return changing(telling(move, "stand_down", people, about), { asked });
}

/** The move marked as something that whoever answers must have seen first. */
export const marking = (move: Move, by: Escalation["changed"]["by"], at: Instant, what: string): Move =>
  changing(move, { changed: { version: move.next.version, by, at, what } });

type Owed = "decide" | "arrive" | "accept_referral" | "review" | "respond" | "look_back" | "close";

/**
 * What is owed on a case beside an acknowledgement: a decision, then what the decision leads to, then how the person is some time after
 * where that was agreed, then the closing; null once it has closed. Where officers waited and wait no more, only the closing is owed. An answer that is to be given anew, a look that was missed and a body
 * that did not answer leave the decision owed.
 */
export function owed(of: Escalation): Owed | null {
  if (of.closed) return null;
  if (isWaitOver(of)) return "close";
  const leadsTo = decided(of)?.leadsTo;
  if (!leadsTo || !of.decision || of.reopened) return "decide";
  if (leadsTo === "arrive" && !of.arrived) return "arrive";
  if (leadsTo === "review") return hasMissed(of, "review", of.decision.at) ? "decide" : "review";
  if (leadsTo === "accept_referral" && isReferred(of)) return hasMissed(of, leadsTo, of.decision.at) ? "decide" : leadsTo;
  if (leadsTo === "respond" && !of.response) return "respond";
  return nextLookBack(of) ? "look_back" : "close";
}

const hasMissed = ({ clocks }: Escalation, limit: Limit, since: Instant): boolean =>
  clocks.some((clock) => clock.limit === limit && clock.startedAt >= since && clock.missedAt !== null);

/** What a case waits for, in the workflow's words: an answer first, then another round of asking, news to be read, then what else is owed. */
export function waitingFor(of: Escalation) {
  const first = (["acknowledge", "repeat", "read_information"] as const).find((limit) => running(of.clocks, limit));
  return first ?? owed(of) ?? "nothing";
}

/**
 * The last step of every move. An open case always ticks: what is owed gets a clock, unless one runs already or everyone is being
 * asked again. News that its owner has read waits no more. The move's last fact carries every clock that the move changed. When the
 * next deadline is new or has moved nearer, the case asks for a run of the workflow of its own.
 */
export const settle = (before: Escalation | undefined, move: Move, now: Instant): Move =>
  awake(before, telltale(before, ticking(whileTheyWait(whileItStands(read(move, now), now), now), now)));

function read(move: Move, now: Instant): Move {
  const { owner, clocks } = move.next;
  if (!owner || unreadBy(move.next, owner.by.id).length > 0) return move;
  return changing(move, { clocks: stopped(clocks, ["read_information"], now) });
}

/** What was done with an answer, and how the person is after it, is asked only while that answer stands. */
function whileItStands(move: Move, now: Instant): Move {
  const debt = owed(move.next);
  const over = (["respond", "look_back"] as const).filter((limit) => limit !== debt);
  return changing(move, { clocks: stopped(move.next.clocks, over, now) });
}

/** Of a wait that is over nothing is owed any more: neither a handover nor, to officers who asked for one, an answer. */
function whileTheyWait(move: Move, now: Instant): Move {
  const { next } = move;
  const over: Limit[] = hasEndedWait(next) ? ["custody_handover", "detention_ends"] : [];
  if (isWaitOver(next)) over.push("decide", "review");
  return over.length > 0 ? changing(move, { clocks: stopped(next.clocks, over, now) }) : move;
}

function ticking(move: Move, now: Instant): Move {
  const { next } = move;
  const debt = owed(next);
  if (debt === null || debt === "review" || running(next.clocks, debt) || running(next.clocks, "repeat")) return move;
  const clock = debt === "look_back" ? lookBackClock(next, now) : started(debt, next.tier, now, limitFor(next, debt));
  return clock ? changing(move, { clocks: wound(next.clocks, clock) }) : move;
}

const limitFor = (of: Escalation, debt: Exclude<Owed, "review" | "look_back">) => {
  const { close, [debt]: limit = close } = limitsOf(of);
  return limit;
};

function telltale(before: Escalation | undefined, move: Move): Move {
  const clocks = changedClocks(before?.clocks ?? [], move.next.clocks);
  const last = move.facts.at(-1);
  return last && clocks.length > 0 ? { ...move, facts: [...move.facts.slice(0, -1), { ...last, clocks }] } : move;
}

function awake(before: Escalation | undefined, move: Move): Move {
  const was = before ? nextDueAt(before.clocks) : null;
  const is = nextDueAt(move.next.clocks);
  return is !== null && (was === null || is < was) ? changing(move, { run: move.next.version }) : move;
}
