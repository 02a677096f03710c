import type { Instant } from "../core/time.ts";
import type { History, Operation, Sent, Stretch } from "./history.ts";
import { IN_HAND_MS, moved, SKEW_MS } from "./promise.ts";
import { type Retold, retold, type Standing, type Version } from "./retold.ts";

/** A history as the rules look at it: each case told again, and what belongs to it at hand. */
export interface Known extends History {
  readonly told: readonly Retold[];
  readonly asked: (id: string) => readonly Operation[];
  readonly left: (id: string) => readonly Sent[];
  /** Every time that one press was made. */
  readonly pressed: (key: string) => readonly Operation[];
  /** What one person asked for that was not refused, on whatever case. */
  readonly doneBy: (person: string) => readonly Operation[];
  readonly dutyOf: (person: string) => readonly Stretch[];
  readonly dutyFor: (team: string) => readonly Stretch[];
}

/** Something that is not as a rule says. */
export interface Found {
  readonly case: string | null;
  readonly says: string;
}

/** One thing that must be so in every history: its name, a sentence, and where it is promised. */
export interface Rule {
  readonly name: string;
  readonly says: string;
  readonly from: string;
  readonly broken: (known: Known) => Iterable<Found>;
}

/** A rule that looks at one case after another. */
export const ofEach =
  (broken: (it: Retold, known: Known) => Iterable<string>): Rule["broken"] =>
  (known) =>
    known.told.flatMap((it) => [...broken(it, known)].map((says) => ({ case: it.escalation.id, says })));

/** Looks a history over once, so that no rule has to search it. */
export function knownOf(history: History): Known {
  const { operations, sent, duty, cases } = history;
  const notRefused = operations.filter(({ outcome }) => outcome !== "fail");
  return {
    ...history,
    told: cases.map(retold),
    asked: gathered(operations, (one) => one.case ?? ""),
    left: gathered(sent, (one) => one.case),
    pressed: gathered(operations, ({ key }) => key),
    doneBy: gathered(notRefused, ({ by }) => by),
    dutyOf: gathered(duty, ({ person }) => person),
    dutyFor: gathered(duty, ({ team }) => team),
  };
}

function gathered<T>(all: readonly T[], keyOf: (one: T) => string): (key: string) => readonly T[] {
  const by = Map.groupBy(all, keyOf);
  return (key) => by.get(key) ?? [];
}

/** Whether somebody was on duty for one of these teams at some time of a stretch, by clocks that may differ a little. */
export function wasOnDuty(known: Known, person: string, teams: readonly string[], from: Instant, to: Instant): boolean {
  const [latest, earliest] = [moved(to, SKEW_MS), moved(from, -SKEW_MS)];
  return known.dutyOf(person).some((one) => teams.includes(one.team) && one.from <= latest && one.to > earliest);
}

/** Who was on duty for one of these teams at an instant, whichever of two clocks that may differ a little it is told by. */
export const wasThroughout = ({ dutyFor }: Known, teams: readonly string[], at: Instant): string[] => {
  const [earliest, latest] = [moved(at, -SKEW_MS), moved(at, SKEW_MS)];
  const there = teams.flatMap((team) => dutyFor(team).filter(({ from, to }) => from <= earliest && to > latest));
  return [...new Set(there.map(({ person }) => person))];
};

/** From when on a version was there for everybody to read: its maker had heard so, or nobody can still have been writing it. */
export function inForceFrom({ number, at }: Version, asked: readonly Operation[]): Instant {
  const done = asked.find(({ outcome, version }) => outcome === "ok" && version === number);
  return done ? moved(done.endedAt, SKEW_MS) : moved(at, IN_HAND_MS);
}

/** How a case may have stood for whoever looked at some time of a stretch: what was just being written may have been read or not. */
export function mayHaveStood(it: Retold, known: Known, from: Instant, to: Instant): Standing[] {
  const asked = known.asked(it.escalation.id);
  const latest = moved(to, SKEW_MS);
  const last = it.versions.findLastIndex((version) => version.at <= from && inForceFrom(version, asked) <= from);
  return it.versions.filter(({ at }, nth) => nth >= last && at <= latest).map(({ after }) => after);
}

/** Whoever finds nothing left to open or to read is answered with the case as it is. */
const MAY_FIND_NOTHING: readonly string[] = ["news-read", "answer-read"];

/** Whether what somebody asked for may have been made at an instant. */
export const mayHaveMade = ({ invokedAt, endedAt, outcome }: Operation, at: Instant): boolean =>
  invokedAt <= moved(at, SKEW_MS) && at <= moved(endedAt, outcome === "unknown" ? IN_HAND_MS : SKEW_MS);

/** Was it perhaps answered with what had been made before: by the same press, whose answer was lost, or because nothing was left to do? */
export const mayRepeat = ({ nth, key, move }: Operation, known: Known): boolean =>
  MAY_FIND_NOTHING.includes(move) || known.pressed(key).some((one) => one.nth !== nth && one.outcome !== "fail");

/** Since when the sender of an attempt may have had the message in hand: tries that follow at once are made without looking again. */
export function inHandSince(tried: readonly { readonly number: number; readonly at: Instant }[], number: number): Instant {
  const at = tried.find((one) => one.number === number)?.at ?? "";
  const earliest = moved(at, -IN_HAND_MS);
  const first = tried.find((one) => one.number <= number && one.at >= earliest);
  return first?.at ?? at;
}
