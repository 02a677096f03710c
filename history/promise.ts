import { between, type Instant } from "../core/time.ts";
import type { Outage } from "./history.ts";

/** Two machines' clocks differ by less: a wider difference rings. */
export const SKEW_MS = 2_000;
/** So long may somebody still be at work on what they have read: the longest that a request runs, and a message's lease. */
export const IN_HAND_MS = 30_000;
/** How late a limit may be struck, all parts up; and with any one of workflow, stream and sweeper down. */
const PROMISED_MS = 60_000;
const PROMISED_WITH_ONE_DOWN_MS = 120_000;

/** A run that was lost is there again when nothing has been down for so long: four looks at the runs an hour, and half a minute for each. */
const RUNS_BACK_MS = 16 * 60_000;

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
 * By when a limit of a case must have been struck. A run of the workflow that could not be started, or was lost, comes back when a look at
 * the runs finds that, or the sweeper has struck. So an outage of workflow or stream since the case's first moment counts until a look has been
 * made with nothing down, and until then the sweeper is all there is.
 */
export function struckBy(due: Instant, began: Instant, outages: readonly Outage[]): Instant {
  const latest = moved(due, PROMISED_WITH_ONE_DOWN_MS);
  const lostUntil = outages
    .filter(({ part, from, to }) => (part === "workflow" || part === "stream") && from <= latest && to > began)
    .reduce<Instant | undefined>((last, { to }) => (last && last > to ? last : to), undefined);
  if (lostUntil !== undefined && !hasBeenLookedAt(lostUntil, due, outages)) return sweptBy(due, outages);
  return downIn(outages, "sweeper", due, latest) ? latest : moved(due, PROMISED_MS);
}

/** Whether a look at the runs must have been made between two instants: that look may be down with the sweeper, whose schedule it shares. */
function hasBeenLookedAt(from: Instant, to: Instant, outages: readonly Outage[]): boolean {
  let since = from;
  for (const gone of outages.filter(({ part }) => part === "sweeper").toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    if (gone.from >= to) break;
    if (between(since, gone.from) >= RUNS_BACK_MS) return true;
    if (gone.to > since) since = gone.to;
  }
  return between(since, to) >= RUNS_BACK_MS;
}

/** Was it in time whatever was down? Asked first: nearly all are, and nobody need look for outages. */
export const isPrompt = (due: Instant, at: Instant): boolean => between(due, at) <= PROMISED_MS;
