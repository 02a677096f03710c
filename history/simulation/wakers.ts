import { chanceOf } from "../../bench/quarter/chance.ts";
import { isPaged } from "../../core/escalation/cause.ts";
import { isDue, nextDueAt } from "../../core/escalation/clock.ts";
import type { Waker } from "../../core/escalation/fact.ts";
import { waitingFor } from "../../core/escalation/move.ts";
import { dueAt } from "../../core/escalation/sending.ts";
import { strike } from "../../core/escalation/strike.ts";
import { runName } from "../../core/keys.ts";
import type { Instant } from "../../core/time.ts";
import { mendMessage } from "./outbox.ts";
import type { Due } from "./store.ts";
import { heapOf } from "./timeline.ts";
import { racing, type World } from "./world.ts";

/** Writes down what fell due on a case, if anything did, as `functions/tasks/strike.ts` does. */
function strikeCase(world: World, id: string, now: Instant, waker: Waker, then: () => void): void {
  racing(
    world,
    now,
    () => {
      const { of, notices } = world.store.get(id);
      const next = nextDueAt(of.clocks);
      if (next === null || next > now) return undefined;
      const pages = of.clocks.some((clock) => isDue(clock, now) && isPaged(clock));
      const move = strike(of, now, world.dutyOf(of.terms, now), waker, pages ? [...notices.values()] : []);
      return move && [move];
    },
    (came) => {
      if (came.how === "refused" && came.no.name !== "Conflict") throw came.no;
      then();
    },
  );
}

/** How late a run wakes, and how long a look takes that has to be made again. */
const WAKES_MS = [200, 1300] as const;
const AGAIN_MS = 250;
const LONGEST_MS = 24 * 3_600_000;
/** How often a run is lost while it waits. Nobody has lost one yet: ours. */
const LOST = 0.004;
/** For so long after its wake-up a lost run is an outage of its own: by then the sweeper has struck, where no look at the runs came before. */
const MISSED_MS = 120_000;

/** One run of the workflow on a case: reads the clocks, waits until the next deadline, and reads them again, until nothing is left or a newer run keeps the time. */
export function runClock(world: World, id: string, run: number): void {
  const { timeline, outages, chance, store, runs } = world;
  const name = runName(id, run);
  runs.add(name);
  const back = outages.backAt("workflow", timeline.now());
  if (back > timeline.now()) return void timeline.at(back + chance.whole(...WAKES_MS), () => runClock(world, id, run));
  const now = world.clock("strike");
  strikeCase(world, id, now, "workflow", () => {
    const { of } = store.get(id);
    if (run < of.run || waitingFor(of) === "nothing") return void runs.delete(name);
    const due = nextDueAt(of.clocks);
    const at = Math.min(due === null ? Number.POSITIVE_INFINITY : Date.parse(due), timeline.now() + LONGEST_MS);
    const wakeAt = at <= timeline.now() ? timeline.now() + AGAIN_MS : at + chance.whole(...WAKES_MS);
    if (chance.is(LOST) && outages.breaks("workflow", at - 1000, at + MISSED_MS)) {
      runs.delete(name);
      return lookAtRun(world, id);
    }
    timeline.at(wakeAt, () => runClock(world, id, run));
  });
}

/** The looks at the runs are so far apart, at a second of their own; what is not there then is asked for a moment later. */
const LOOKS_MS = 15 * 60_000;
const LOOKS_AT_MS = 11_000;
const A_MOMENT_MS = 30_000;

/** The next look at the runs finds a run that is lost, or was never started, and starts it again. Where none may be missing, nobody need look. */
export function lookAtRun(world: World, id: string): void {
  const { timeline, outages, store, runs } = world;
  const canLook = () => !outages.isDown("sweeper", timeline.now()) && !outages.isDown("workflow", timeline.now());
  const isMissing = (): boolean => {
    const { of } = store.get(id);
    return of.closed === null && !runs.has(runName(id, of.run));
  };
  const next = Math.floor((timeline.now() - LOOKS_AT_MS) / LOOKS_MS + 1) * LOOKS_MS + LOOKS_AT_MS;
  timeline.at(next, () => {
    if (!isMissing()) return;
    if (!canLook()) return lookAtRun(world, id);
    timeline.after(A_MOMENT_MS, () => {
      if (!isMissing()) return;
      if (!canLook()) return lookAtRun(world, id);
      runClock(world, id, store.get(id).of.run);
    });
  });
}

/** The sweeper looks twice a minute, 30 s apart, at a second of its own. */
const MINUTE_MS = 60_000;
const SECOND_LOOK_MS = 30_000;
/** How often a minute's run does not come, or comes twice. Ours. */
const SKIPPED = 0.002;
const TWICE = 0.01;
/** How long one item takes; so many are mended at the same time. */
const MENDS_MS = 25;
const ABREAST = 8;
/** What was mended has been written by then, and what follows from it is looked for at once. */
const WRITTEN_MS = 100;
/** How long after its twin a second run of the same minute looks. */
const TWIN_MS = 15;

/** The runs of the sweeper's schedule: when each minute's looks are, which do not come, and which come twice. */
function scheduleOf({ outages, timeline, seed }: World) {
  const ticks = new Map<number, { readonly begins: number; readonly skipped: boolean; readonly twice: boolean }>();
  const drawn = (minute: number) => {
    const chance = chanceOf(`${seed} sweep ${minute}`);
    const begins = minute + chance.whole(7_000, 9_000);
    const isLost = chance.is(SKIPPED) && outages.breaks("sweeper", begins - 1000, begins + MINUTE_MS);
    return { begins, skipped: isLost || outages.isDown("sweeper", begins), twice: chance.is(TWICE) };
  };
  const tick = (time: number) => {
    const minute = Math.floor(time / MINUTE_MS) * MINUTE_MS;
    const made = ticks.get(minute) ?? drawn(minute);
    ticks.set(minute, made);
    return made;
  };
  return {
    isTwice: (time: number): boolean => tick(time).twice,
    /** The first look that comes at a time or after it, and not before now. */
    next: (time: number): number => {
      const least = Math.max(time, timeline.now() + 1);
      for (let minute = least - MINUTE_MS; ; minute += MINUTE_MS) {
        const { begins, skipped } = tick(minute);
        const found = [begins, begins + SECOND_LOOK_MS].find((at) => at >= least);
        if (found !== undefined && !skipped) return found;
      }
    },
  };
}

/** The second waker: mends whatever is overdue, needs neither the workflow nor the stream. Where nothing is overdue, nobody need look. */
export function sweeping(world: World): void {
  const { timeline, store, outages } = world;
  const schedule = scheduleOf(world);
  const overdue = heapOf<Due>((one, other) => one.at < other.at);
  const looks = new Set<number>();

  const expect = (time: number): void => {
    const at = schedule.next(time);
    if (looks.has(at)) return;
    looks.add(at);
    timeline.at(at, () => look(at));
  };
  const isStill = ({ at, id, notice }: Due): boolean => {
    const { of, notices } = store.get(id);
    const message = notice === null ? undefined : notices.get(notice);
    return (message ? dueAt(message) : nextDueAt(of.clocks)) === at;
  };
  const taken = (): Due[] => {
    const now = world.clock("sweeper");
    const all: Due[] = [];
    for (let due = overdue.first(); due && due.at <= now; due = overdue.first()) {
      overdue.pop();
      if (isStill(due)) all.push(due);
    }
    return [...all.filter(({ notice }) => notice === null), ...all.filter(({ notice }) => notice !== null)];
  };
  const look = (at: number): void => {
    looks.delete(at);
    const due = outages.isDown("sweeper", at) ? [] : taken();
    mendAll(due);
    const took = Math.ceil(due.length / ABREAST) * MENDS_MS;
    if (due.length > 0) timeline.after(took + WRITTEN_MS, () => mendAll(taken()));
    if (schedule.isTwice(at)) timeline.after(TWIN_MS, () => mendAll(due));
    const rest = overdue.first();
    if (rest) expect(Date.parse(rest.at));
  };
  const mendAll = (due: readonly Due[]): void => {
    for (const [nth, one] of due.entries()) timeline.after(1 + Math.floor(nth / ABREAST) * MENDS_MS, () => mend(one));
  };
  const mend = (one: Due): void => {
    const now = world.clock("sweeper");
    const after = (): void => {
      if (isStill(one)) dues(one); // what could not be mended is due as it was, at the next look
    };
    if (one.notice === null) strikeCase(world, one.id, now, "sweeper", after);
    else mendMessage(world, one.id, one.notice, now, after);
  };
  const dues = (due: Due): void => {
    overdue.push(due);
    if (overdue.first() === due) expect(Date.parse(due.at)); // every look expects the next
  };
  store.onDue(dues);
}
