import { runBehind, runName } from "../../core/keys.ts";
import { between, type Instant } from "../../core/time.ts";
import { closedAt, type Open, openCases } from "../aws/runs.ts";
import * as workflow from "../aws/workflow.ts";
import { log, measure, nameOf } from "../log.ts";
import { instant } from "../task.ts";

/** A run that was asked for is under way within this time; what was listed may be as old. */
const A_MOMENT_MS = 30_000;
/** A run looks again within a day, whatever it waits for (functions/tasks/strike.ts); a look that failed is made again within minutes. */
const OVER_BY_ITSELF_MS = 25 * 3_600_000;
/** So many runs of cases that may be over are looked at in one go, the longest under way first. The others wait for the next. */
const AT_ONCE = 100;

/** What is open, and which runs are under way at the same time. */
interface Seen {
  readonly open: readonly Open[];
  readonly underWay: readonly workflow.UnderWay[];
}

/**
 * I2, I5. Each open case has a run of the workflow, long before its next limit: one that was lost is started again. A run that goes on past
 * its own end after its case is over is stopped. What is looked through is what is open and what runs, never what was.
 */
export async function handler(): Promise<{ started: number; stopped: number }> {
  const seen = await look();
  const lost = await lostIn(seen);
  const now = instant();
  const started = await countOf(lost, (open) => startAgain(open, now));
  const stopped = await countOf(longUnderWay(seen, now), (run) => stopIfOver(run, now));
  measure(now, { RunsLookedAt: 1, RepairedRun: started, StoppedRun: stopped });
  return { started, stopped };
}

async function look(): Promise<Seen> {
  const [open, underWay] = await Promise.all([openCases(), workflow.underWay()]);
  return { open, underWay };
}

/** Open cases whose run is not there, and is still not there a moment later: nothing is waited for while all have theirs. */
async function lostIn(seen: Seen): Promise<readonly Open[]> {
  const suspected = withoutRun(seen);
  if (suspected.length === 0) return [];
  await new Promise((resolve) => setTimeout(resolve, A_MOMENT_MS));
  const before = new Set(suspected.map(nameOfRun));
  return withoutRun(await look()).filter((open) => before.has(nameOfRun(open)));
}

const nameOfRun = ({ id, run }: Open): string => runName(id, run);

function withoutRun({ open, underWay }: Seen): Open[] {
  const running = new Set(underWay.map(({ name }) => runBehind(name)));
  return open.filter((one) => !running.has(nameOfRun(one)));
}

/** Runs of no open case that began so long ago that they should have ended by themselves. */
function longUnderWay({ open, underWay }: Seen, now: Instant): workflow.UnderWay[] {
  const ours = new Set(open.map(({ id }) => id));
  return underWay
    .filter(({ name, startedAt }) => between(startedAt, now) > OVER_BY_ITSELF_MS && !ours.has(caseIn(name)))
    .toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : 1))
    .slice(0, AT_ONCE);
}

/** The id of the case stands before the version in the name of each of its runs. */
const caseIn = (name: string): string => name.slice(0, name.lastIndexOf("-v"));

async function startAgain(open: Open, now: Instant): Promise<boolean> {
  try {
    await workflow.startInPlace(open, open.run, now);
    log("run_started_again", { case: open.id });
    return true;
  } catch (error) {
    log("clock_not_started", { case: open.id, error: nameOf(error) });
    return false;
  }
}

async function stopIfOver(run: workflow.UnderWay, now: Instant): Promise<boolean> {
  try {
    const at = await closedAt(await workflow.caseBehind(run));
    if (at === undefined || between(at, now) <= OVER_BY_ITSELF_MS) return false;
    await workflow.stop(run, "CaseIsOver", "Its case was closed more than a day ago, and this run has not ended by itself.");
    log("run_stopped", { execution: run.name });
    return true;
  } catch (error) {
    log("run_not_stopped", { execution: run.name, error: nameOf(error) });
    return false;
  }
}

/** How many of them it was done for, one after another: a thousand starts at once would be held back. */
async function countOf<T>(all: readonly T[], done: (one: T) => Promise<boolean>): Promise<number> {
  let count = 0;
  for (const one of all) if (await done(one)) count += 1;
  return count;
}
