import { type Clock, isRunning, type Limit } from "../../core/escalation/clock.ts";
import type { Fact } from "../../core/escalation/fact.ts";
import { type Instant, milliseconds } from "../../core/time.ts";
import { type Known, ofEach, type Rule } from "../known.ts";
import { isPrompt, moved, SKEW_MS, struckBy } from "../promise.ts";
import type { Retold, Version } from "../retold.ts";

/** Nobody kept or missed them: they wake somebody. */
const SILENT: readonly Limit[] = ["repeat", "shift_end"];
/** What the next tier hears of when it is missed. */
const CLIMBS: readonly Limit[] = ["acknowledge", "decide", "arrive", "accept_referral", "read_information", "review"];

/** A limit is met or put off before it falls due, or struck within the promise; and what is struck is told and followed by the next tier. */
export const limits: Rule = {
  name: "each limit is met or struck in time",
  says: "A limit is as long as its case promises, and nobody moves it away but by saying so; its reminder and its end came within 60 s, or 120 s with one of workflow, stream and sweeper down, and the next tier was asked.",
  from: "design.md 6.1; reliability.md 4",
  broken: ofEach(function* (it, known) {
    for (const run of runsOf(it)) yield* late(run, it, known);
    for (const version of it.versions) {
      yield* struck(version);
      yield* promised(version, it);
      yield* putOff(version);
    }
  }),
};

/** A limit while it waited for its reminder, or for its end, at one time: from when, and what ended or moved it. Undefined while it still waits. */
interface Run {
  readonly clock: Clock;
  readonly from: Instant;
  readonly until: Version | undefined;
}

/** Every limit that ever ran, with each time at which somebody had to look at it. */
function runsOf({ versions }: Retold): Run[] {
  const done: Run[] = [];
  let running: Run[] = [];
  for (const version of versions) {
    const { clocks } = version.after;
    const goesOn = ({ clock }: Run) => clocks.some((one) => isRunning(one) && isSameWait(one, clock));
    done.push(...running.filter((run) => !goesOn(run)).map((run) => ({ ...run, until: version })));
    running = running.filter(goesOn);
    const begun = clocks.filter((clock) => isRunning(clock) && !running.some((run) => isSameWait(run.clock, clock)));
    running.push(...begun.map((clock) => ({ clock, from: version.at, until: undefined })));
  }
  return [...done, ...running];
}
const isSame = (one: Clock, other: Clock): boolean => one.limit === other.limit && one.tier === other.tier && one.of === other.of;
const isSameRun = (one: Clock, other: Clock): boolean => isSame(one, other) && one.dueAt === other.dueAt;
const isSameWait = (one: Clock, other: Clock): boolean => isSameRun(one, other) && wakesAt(one) === wakesAt(other);

/** When somebody has to look at it next: to remind, or because it is over. */
const wakesAt = ({ warnAt, warnedAt, dueAt }: Clock): Instant => (warnAt !== null && warnedAt === null ? warnAt : dueAt);

function* late({ clock, from, until }: Run, { escalation }: Retold, { to, outages }: Known): Iterable<string> {
  const { limit, tier, dueAt } = clock;
  const wakes = wakesAt(clock);
  const due = wakes < from ? from : wakes;
  const at = until?.at ?? to;
  if (isPrompt(due, at)) return;
  const by = moved(struckBy(due, escalation.raised.at, outages), SKEW_MS);
  const then = until ? `and nothing came of it before ${at}` : `and nothing has come of it at ${at}`;
  const is = wakes === dueAt ? `was due at ${dueAt}, had to be struck by ${by}` : `had to be reminded of by ${by}`;
  if (at > by) yield `${limit} of tier ${tier} ${is}, ${then}`;
}

/** Limits whose length the case promises by its priority, and that nobody names a time for. */
const PROMISED = ["acknowledge", "decide", "repeat", "accept_referral", "read_answer", "read_information"] as const;
const isPromised = (limit: Limit): limit is (typeof PROMISED)[number] => (PROMISED as readonly Limit[]).includes(limit);

/** What begins is as long as the case promises, by the priority that it has then. */
function* promised({ number, at, facts, after }: Version, { escalation: { terms } }: Retold): Iterable<string> {
  const limits = terms.priorities.find(({ code }) => code === after.priority)?.limits;
  if (!limits) return yield `version ${number} has the priority ${after.priority}, which nobody agreed on`;
  for (const { limit, tier, startedAt, dueAt } of after.clocks) {
    if (startedAt !== at || !isPromised(limit) || facts.some(({ what }) => what === "deferred")) continue;
    const longest = moved(at, milliseconds(limits[limit].within));
    if (dueAt > longest) yield `version ${number} gives ${limit} of tier ${tier} until ${dueAt}, and ${longest} is promised`;
  }
}

/** What moves a limit that runs: somebody puts it off, or says that it is less urgent, or answers anew. */
const MOVES: readonly Fact["what"][] = ["deferred", "priority_changed", "decided", "unit_stood_down", "reopened"];

/** A limit that runs is due no later than before, unless the story says why. */
function* putOff({ number, at, facts, before, after }: Version): Iterable<string> {
  if (after.clocks === before.clocks || facts.some(({ what }) => MOVES.includes(what))) return;
  for (const was of before.clocks) {
    if (!isRunning(was) || !(isPromised(was.limit) || was.limit === "arrive")) continue;
    const is = after.clocks.find((one) => isSame(one, was) && isRunning(one));
    if (is && is.dueAt > was.dueAt && was.dueAt > moved(at, SKEW_MS))
      yield `version ${number} moves ${was.limit} of tier ${was.tier} from ${was.dueAt} to ${is.dueAt}, and does not say why`;
  }
}

/** What time strikes stands in the story, was due, and is followed by the next tier in the same move. */
function* struck({ number, at, facts, before, after }: Version): Iterable<string> {
  const told = facts.flatMap((fact) => (fact.what === "limit_missed" ? [fact.about] : []));
  for (const { limit, tier, dueAt, waker } of told)
    if (waker !== "move" && dueAt > moved(at, SKEW_MS)) yield `version ${number} misses ${limit} of tier ${tier} before ${dueAt}`;
  for (const clock of after.clocks) {
    const { limit, tier, missedAt, dueAt } = clock;
    const isNew = missedAt !== null && !before.clocks.some((one) => isSameRun(one, clock) && one.missedAt !== null);
    const isTold = told.some((one) => one.limit === limit && one.tier === tier && one.dueAt === dueAt);
    if (isNew && !isTold && !SILENT.includes(limit)) yield `version ${number} does not tell that ${limit} was missed`;
  }
  const climbs = told.filter(({ limit, waker }) => waker !== "move" && CLIMBS.includes(limit));
  const rises = facts.some(({ what }) => what === "tier_alerted" || what === "tier_skipped" || what === "nobody_answered");
  if (climbs.length > 0 && !rises && !after.nobodyAnswered)
    yield `version ${number} misses ${climbs.map(({ limit }) => limit)}, and asks nobody`;
}
