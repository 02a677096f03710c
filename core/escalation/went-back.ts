import { between, type Instant, plus } from "../time.ts";
import type { Duty } from "./climb.ts";
import { nextDueAt } from "./clock.ts";
import type { Escalation } from "./escalation.ts";
import { hearing } from "./hearing.ts";
import { begin, changing, type Move, marking, passingOver, recording, settle, telling } from "./move.ts";

/** So many versions are passed over at least: more than a case gives out in any burst. */
const LEAST_PASSED_OVER = 1_000;
/** And one for every five seconds since that moment, because no case moves faster for long: so what two restores on end give out never meets either. */
const ONE_MORE_MS = 5_000;
/** A table is restored to a second, and the clocks that wrote into it differ. What was raised later than this was raised after the restore. */
const ABOUT_THEN = "PT1M";

/**
 * The table was put back, and what was written of this case after `to` is not kept. The story says so; its version passes over all that were
 * given out since, so that nobody's old view and no partner's old version fits it by chance; and whoever has the case, raised it or is asked
 * hears what to say again. Its clocks run on, in a run of the workflow under a name that was never used. Undefined for a case that has lost
 * nothing by this restore, or says so already.
 */
export function goBack(current: Escalation, to: Instant, now: Instant, duty: Duty): Move | undefined {
  if (current.closed || current.wentBack?.to === to || current.raised.at > plus(to, ABOUT_THEN)) return undefined;
  const passedOver = LEAST_PASSED_OVER + Math.ceil(between(to, now) / ONE_MORE_MS);
  const gone = changing(passingOver(begin(current), passedOver), { wentBack: { to, at: now } });
  const recorded = recording(gone, "operator", now, { what: "went_back", about: { to } });
  const told = telling(recorded, "update", concerned(current, duty, now), "went_back");
  const settled = settle(current, marking(told, "operator", now, "went_back"), now);
  return nextDueAt(settled.next.clocks) === null ? settled : changing(settled, { run: settled.next.version });
}

/** Whoever is asked now, was offered it, or would hear an answer. */
const concerned = (of: Escalation, duty: Duty, now: Instant): string[] => [
  ...of.asked,
  ...(of.offered ? [of.offered.to] : []),
  ...hearing(of, undefined, duty, now),
];
