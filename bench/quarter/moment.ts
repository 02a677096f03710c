import type { Temporal } from "temporal-polyfill";
import { type Day, dayNumber, dayOf, instantOf } from "../../core/rota/wall.ts";
import type { Instant } from "../../core/time.ts";

const MINUTE_MS = 60_000;

/** The instant so many minutes later, or earlier where they are fewer than none. */
export const later = (instant: Instant, minutes: number): Instant =>
  new Date(Date.parse(instant) + Math.round(minutes * MINUTE_MS)).toISOString();

/** The day of an instant in London: a CAD number begins anew with it. */
export function londonDate(at: Instant): Day {
  const day = at.slice(0, 10);
  const next = dayOf(dayNumber(day) + 1); // London's clocks are never behind
  return at < instantOf(`${next}T00:00`) ? day : next;
}

/** An hour of London's wall clock as an instant; one that a change of the clocks leaves out is the hour after it. */
export const wallTime = (date: Temporal.PlainDate, time: string): Instant =>
  new Date(date.toZonedDateTime({ timeZone: "Europe/London", plainTime: time }).epochMilliseconds).toISOString();
