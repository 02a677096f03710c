import type { Instant } from "../time.ts";
import type { Who } from "./ask.ts";
import { nextDueAt, running, started, wound } from "./clock.ts";
import { decided, type Escalation, limitsOf } from "./escalation.ts";
import type { Happening, NewFact } from "./fact.ts";
import type { NewNotice, Notice } from "./notice.ts";

/** A notice that this move settles in the same transaction: it failed, and what follows from that is the move. */
export interface Settled {
  readonly notice: string;
  readonly reason: string;
  /** What had become of it when this was decided: when that has changed, it is decided again. */
  readonly was: Notice["fate"];
}

/** One move: the case as it will be, the facts that say how, the notices that follow. Kept whole or not at all. */
export interface Move {
  readonly next: Escalation;
  readonly facts: readonly NewFact[];
  readonly notices: readonly NewNotice[];
  readonly settled: readonly Settled[];
}

export type Author = NewFact["by"];

/** A move that has begun: the same case, one version on, with nothing said yet. */
export const begin = (current: Escalation): Move => ({
  next: { ...current, version: current.version + 1 },
  facts: [],
  notices: [],
  settled: [],
});

/** The move with the case changed further. */
export const changing = (move: Move, change: Partial<Escalation>): Move => ({ ...move, next: { ...move.next, ...change } });

/** The move with one more line in the story. */
export function recording(move: Move, by: Author, at: Instant, happening: Happening): Move {
  const { next } = move;
  const number = next.story + 1;
  const { pathway, version: pathwayVersion } = next.terms;
  const fact: NewFact = { number, version: next.version, at, by, pathway, pathwayVersion, ...happening };
  return { ...move, next: { ...next, story: number }, facts: [...move.facts, fact] };
}

/** The move with these people told, each once for each reason. */
export function telling(
  move: Move,
  kind: NewNotice["kind"],
  people: readonly string[],
  about: string,
  limit: NewNotice["limit"] = null,
): Move {
  const fresh = [...new Set(people)].filter(
    (to) => !move.notices.some((notice) => notice.to === to && notice.kind === kind && notice.about === about),
  );
  return { ...move, notices: [...move.notices, ...fresh.map((to) => ({ kind, to, about, tier: move.next.tier, limit }))] };
}

/** The move with everyone who was asked, but these, told that they are no longer needed. */
export function standingDown(move: Move, about: string, except: readonly string[] = []): Move {
  const people = move.next.asked.filter((person) => !except.includes(person));
  return changing(telling(move, "stand_down", people, about), { asked: [] });
}

/** The move marked as something that whoever answers must have seen first. */
export const marking = (move: Move, by: Who | "clock", at: Instant, what: string): Move =>
  changing(move, { changed: { version: move.next.version, by, at, what } });

/** What is owed on a case beside an acknowledgement: a decision, then what the decision leads to, then the closing; null once it has closed. */
export function owed(of: Escalation): "decide" | "arrive" | "review" | "close" | null {
  if (of.closed) return null;
  const option = decided(of);
  if (!option) return "decide";
  if (option.leadsTo === "arrive" && !of.arrived) return "arrive";
  if (option.leadsTo === "review" && of.decision) {
    const { at } = of.decision;
    return of.clocks.some(({ limit, startedAt, missedAt }) => limit === "review" && startedAt >= at && missedAt !== null)
      ? "decide"
      : "review";
  }
  return "close";
}

/** What a case waits for, in the workflow's words: an answer first, then another round of asking, then what else is owed. */
export function waitingFor(of: Escalation): "acknowledge" | "repeat" | "decide" | "arrive" | "review" | "close" | "nothing" {
  if (running(of.clocks, "acknowledge")) return "acknowledge";
  if (running(of.clocks, "repeat")) return "repeat";
  return owed(of) ?? "nothing";
}

/**
 * The last step of every move. An open case always ticks: what is owed gets a clock, unless one runs already or everyone is being
 * asked again. When the next deadline is new or has moved nearer, the case asks for a run of the workflow of its own.
 */
export function settle(before: Escalation | undefined, move: Move, now: Instant): Move {
  const { next } = move;
  const debt = owed(next);
  if (debt === null || debt === "review" || running(next.clocks, debt) || running(next.clocks, "repeat"))
    return awake(before, move);
  const clock = started(debt, next.tier, now, limitsOf(next)[debt]);
  return awake(before, changing(move, { clocks: wound(next.clocks, clock) }));
}

function awake(before: Escalation | undefined, move: Move): Move {
  const was = before ? nextDueAt(before.clocks) : null;
  const is = nextDueAt(move.next.clocks);
  return is !== null && (was === null || is < was) ? changing(move, { run: move.next.version }) : move;
}
