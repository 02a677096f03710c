import { between, type Instant } from "../core/time.ts";
import type { Outage } from "./history.ts";

/** Two machines' clocks differ by less: a wider difference rings. */
export const SKEW_MS = 2_000;
/** So long may somebody still be at work on what they have read: the longest that a request runs, and a message's lease. */
export const IN_HAND_MS = 30_000;
/** How late a limit may be struck, all parts up; and with any one of workflow, stream and sweeper down. */
const PROMISED_MS = 60_000;
const PROMISED_WITH_ONE_DOWN_MS = 120_000;

/** An instant, moved: forward, or back. */
export const moved = (instant: Instant, ms: number): Instant => new Date(Date.parse(instant) + ms).toISOString();

/** Whether a part was down at some time of a stretch; the outage, when it was. */
const downIn = (outages: readonly Outage[], part: Outage["part"], from: Instant, to: Instant): Outage | undefined =>
  outages.find((one) => one.part === part && one.from <= to && one.to > from);

/** By when the sweeper has looked at what was due then: it needs no other part, and when it is down, this counts from its return. */
export function sweptBy(due: Instant, outages: readonly Outage[]): Instant {
  const latest = moved(due, PROMISED_WITH_ONE_DOWN_MS);
  const gone = downIn(outages, "sweeper", due, latest);
  return gone ? sweptBy(gone.to, outages) : latest;
}

/**
 * By when a limit of a case must have been struck. A run of the workflow that could not be started, or was lost, comes back only when the
 * sweeper has struck: so an outage of workflow or stream counts from the case's first moment, and then the sweeper is all there is.
 */
export function struckBy(due: Instant, began: Instant, outages: readonly Outage[]): Instant {
  const latest = moved(due, PROMISED_WITH_ONE_DOWN_MS);
  if (downIn(outages, "workflow", began, latest) || downIn(outages, "stream", began, latest)) return sweptBy(due, outages);
  return downIn(outages, "sweeper", due, latest) ? latest : moved(due, PROMISED_MS);
}

/** Was it in time whatever was down? Asked first: nearly all are, and nobody need look for outages. */
export const isPrompt = (due: Instant, at: Instant): boolean => between(due, at) <= PROMISED_MS;
