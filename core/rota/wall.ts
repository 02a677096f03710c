import { Temporal } from "temporal-polyfill";
import * as z from "zod";
import { AnyInstant, type Instant } from "../time.ts";

const LONDON = "Europe/London";

/** A time of day as a wall clock shows it: 07:00. */
export const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "a time of day such as 07:00");
/** A day: 2026-11-30. */
export const Day = z.iso.date("a date such as 2026-11-30").refine(isOfThisCentury, "a date in this century");
export type Day = z.output<typeof Day>;

/** A date and time as a wall clock in London shows it, to the minute and without an offset: 2026-11-30T07:00. */
export const Wall = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, { error: "a London date and time such as 2026-11-30T07:00", abort: true })
  .refine((text) => Day.safeParse(text.slice(0, 10)).success && TimeOfDay.safeParse(text.slice(11)).success, {
    error: "a date and a time of day that exist",
    abort: true,
  });
export type Wall = z.output<typeof Wall>;

/** When something begins or ends: on London's wall clock, or, with an offset, at exactly that instant. Only the second turn of a repeated hour needs one. */
export const When = z.string().transform((text, context) => {
  const read = Wall.or(AnyInstant).safeParse(text);
  if (read.success) return read.data;
  context.addIssue("a London date and time such as 2026-11-30T07:00, or an exact one with its offset");
  return z.NEVER;
});
export type When = z.output<typeof When>;

function isOfThisCentury(day: string): boolean {
  return day >= "2020-01-01" && day < "2100-01-01";
}

/** Every team of a partnership hands over at the same few times: each is worked out once. */
const known = new Map<Wall, Instant>();
const MOST_KNOWN = 20_000;

/**
 * The one rule for the two nights on which London's clocks change. A time that happens twice means the first of the two; a time that the
 * clocks skip is the moment at which they jump. So what is later on the wall is never earlier in truth, a shift that ends when another
 * begins still meets it, and a shift that lies wholly in the hour that is skipped has no length.
 */
export function instantOf(wall: Wall): Instant {
  const before = known.get(wall);
  if (before) return before;
  if (known.size >= MOST_KNOWN) known.clear();
  const plain = Temporal.PlainDateTime.from(wall);
  const first = plain.toZonedDateTime(LONDON, { disambiguation: "earlier" });
  const exists = first.toPlainDateTime().equals(plain);
  const at = exists ? first : (first.getTimeZoneTransition("next") ?? first);
  const instant = new Date(at.epochMilliseconds).toISOString();
  known.set(wall, instant);
  return instant;
}

/** The instant that a wall time or an exact time names. */
export const momentOf = (when: When): Instant => (when.length === 16 ? instantOf(when) : when);

/** What London's wall clock shows at an instant, to the minute. */
export const wallOf = (instant: Instant): Wall =>
  Temporal.Instant.from(instant).toZonedDateTimeISO(LONDON).toPlainDateTime().toString({ smallestUnit: "minute" });

/** An instant as a rota writes it: on London's wall clock where that says exactly this instant, else exactly. */
export function whenOf(instant: Instant): When {
  const wall = wallOf(instant);
  return instantOf(wall) === instant ? wall : instant;
}

const DAY_MS = 86_400_000;
/** Days since 1970, to count turns with: no clock changes there. */
export const dayNumber = (day: Day): number => Date.parse(`${day}T00:00:00Z`) / DAY_MS;
export const dayOf = (number: number): Day => new Date(number * DAY_MS).toISOString().slice(0, 10);
/** 1 for Monday to 7 for Sunday. */
export const weekdayOf = (number: number): number => ((((number + 3) % 7) + 7) % 7) + 1;
