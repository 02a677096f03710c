import * as z from "zod";
import { isPaged } from "../../core/escalation/cause.ts";
import { isDue, nextDueAt } from "../../core/escalation/clock.ts";
import type { Escalation } from "../../core/escalation/escalation.ts";
import { endExercise, isExerciseOver } from "../../core/escalation/exercise.ts";
import type { Waker } from "../../core/escalation/fact.ts";
import { waitingFor } from "../../core/escalation/move.ts";
import { strike } from "../../core/escalation/strike.ts";
import type { CaseRef } from "../../core/keys.ts";
import { type Instant, plus } from "../../core/time.ts";
import * as cases from "../aws/cases.ts";
import * as directory from "../aws/directory.ts";
import { task } from "../task.ts";

/** Writes down what came near or fell due, if anything did, and returns the case as it now is. The sweeper calls it too. */
export const strikeCase = (ref: CaseRef, now: Instant, waker: Waker): Promise<Escalation> =>
  cases.racing(async () => {
    const current = await cases.outline(ref);
    const next = nextDueAt(current.clocks);
    if (next === null || next > now) return current; // woken early: nobody need be looked up
    const pages = current.clocks.some((clock) => isDue(clock, now) && isPaged(clock)); // only then do messages tell why
    const [duty, told] = await Promise.all([
      directory.onDuty(ref.partnership, current.terms, now),
      pages ? cases.noticesOf(ref) : [],
    ]);
    const move = isExerciseOver(current, now) ? endExercise(current, now, duty) : strike(current, now, duty, waker, told);
    return move ? cases.save(move, now) : current;
  });

/** A timer of one machine overflows after 24.8 days, and one look a day costs nothing. */
const LONGEST_WAIT = "PT24H";

/**
 * «Read the clocks». Answers with what is, never with what this call did, so a retry after a crash gives the same answer. A run that
 * a newer one has replaced is told that nothing is left for it.
 */
export const handler = task(z.object({ partnership: z.string(), id: z.uuid(), run: z.int() }), async ({ run, ...ref }, now) => {
  const current = await strikeCase(ref, now, "workflow");
  const next = nextDueAt(current.clocks);
  const latest = plus(now, LONGEST_WAIT);
  const waiting = run < current.run ? "nothing" : waitingFor(current);
  return { waitingFor: waiting, wakeAt: next !== null && next < latest ? next : latest };
});
