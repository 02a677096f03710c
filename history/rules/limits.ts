import { type Clock, isRunning, type Limit } from "../../core/escalation/clock.ts";
import type { Instant } from "../../core/time.ts";
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
  says: "What fell due was struck within 60 s, or 120 s with one of workflow, stream and sweeper down, and the next tier asked.",
  from: "design.md 6.1; reliability.md 4",
  broken: ofEach(function* (it, known) {
    for (const run of runsOf(it)) yield* late(run, it, known);
    for (const version of it.versions) yield* struck(version);
  }),
};

/** A limit while it ran with one due time: from when, and what ended or moved it. Undefined while it still runs. */
interface Run {
  readonly clock: Clock;
  readonly from: Instant;
  readonly until: Version | undefined;
}

/** Every limit that ever ran, with each time at which it was due. */
function runsOf({ versions }: Retold): Run[] {
  const done: Run[] = [];
  let running: Run[] = [];
  for (const version of versions) {
    const { clocks } = version.after;
    const goesOn = ({ clock }: Run) => clocks.some((one) => isRunning(one) && isSameRun(one, clock));
    done.push(...running.filter((run) => !goesOn(run)).map((run) => ({ ...run, until: version })));
    running = running.filter(goesOn);
    const begun = clocks.filter((clock) => isRunning(clock) && !running.some((run) => isSameRun(run.clock, clock)));
    running.push(...begun.map((clock) => ({ clock, from: version.at, until: undefined })));
  }
  return [...done, ...running];
}
const isSameRun = (one: Clock, other: Clock): boolean =>
  one.limit === other.limit && one.tier === other.tier && one.of === other.of && one.dueAt === other.dueAt;

function* late({ clock, from, until }: Run, { escalation }: Retold, { to, outages }: Known): Iterable<string> {
  const { limit, tier, dueAt } = clock;
  const due = dueAt < from ? from : dueAt;
  const at = until?.at ?? to;
  if (isPrompt(due, at)) return;
  const by = moved(struckBy(due, escalation.raised.at, outages), SKEW_MS);
  const then = until ? `and nothing came of it before ${at}` : `and nothing has come of it at ${at}`;
  if (at > by) yield `${limit} of tier ${tier} was due at ${dueAt}, had to be struck by ${by}, ${then}`;
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
