import { isPractice, lastsIn } from "../partnership/practice.ts";
import { type Instant, plus } from "../time.ts";
import type { Duty } from "./climb.ts";
import { end } from "./close.ts";
import type { Escalation } from "./escalation.ts";
import { begin, type Move, recording } from "./move.ts";

/** Has this case been practised with for so long that whoever raised it has gone? A real case never ends by itself. */
export const isExerciseOver = ({ partnership, raised, closed }: Escalation, now: Instant): boolean =>
  isPractice(partnership) && closed === null && plus(raised.at, lastsIn(partnership)) <= now;

/** Ends a case of practice in its raiser's name, whatever is still owed on it, so that nobody is asked any more. */
export function endExercise(of: Escalation, now: Instant, duty: Duty): Move {
  const { by } = of.raised;
  const about = { as: "withdrawn_other", why: "The exercise is over." } as const;
  return end(recording(begin(of), by, now, { what: "withdrawn", about }), of, about, by, now, duty);
}
