import { Temporal } from "temporal-polyfill";
import * as z from "zod";

/** A moment: UTC with milliseconds, always this one shape, so that text order is time order. */
export const Instant = z.iso.datetime({ precision: 3, message: "a UTC instant such as 2026-11-22T02:00:00.000Z" });
export type Instant = z.infer<typeof Instant>;

/** A limit: elapsed time in hours, minutes and seconds, longer than zero. A change of the clocks neither lengthens nor shortens it. */
export const Elapsed = z
  .string()
  .regex(/^PT(?=\d)(\d{1,4}H)?(\d{1,5}M)?(\d{1,6}S)?$/, { error: "an elapsed time such as PT15M: no sign, no days", abort: true })
  .refine((limit) => milliseconds(limit) > 0, "a limit longer than zero");
export type Elapsed = z.infer<typeof Elapsed>;

/** A partnership promises the same few times again and again: each is read once. */
const known = new Map<string, number>();
const MOST_KNOWN = 1_000;

/** How long an elapsed time is, in milliseconds. */
export function milliseconds(elapsed: string): number {
  const before = known.get(elapsed);
  if (before !== undefined) return before;
  if (known.size >= MOST_KNOWN) known.clear();
  const length = Temporal.Duration.from(elapsed).total("milliseconds");
  known.set(elapsed, length);
  return length;
}

/** The instant that lies this much elapsed time later. */
export function plus(instant: Instant, elapsed: Elapsed): Instant {
  return new Date(Date.parse(instant) + milliseconds(elapsed)).toISOString();
}

/** The instant that lay this much elapsed time earlier. */
export function since(instant: Instant, elapsed: Elapsed): Instant {
  return new Date(Date.parse(instant) - milliseconds(elapsed)).toISOString();
}

/** Milliseconds from one instant to another; negative when the second is the earlier. */
export function between(from: Instant, to: Instant): number {
  return Date.parse(to) - Date.parse(from);
}

/** The earliest of some instants, or null when there is none. */
export function earliest(instants: Instant[]): Instant | null {
  return instants.reduce<Instant | null>((least, next) => (least === null || next < least ? next : least), null);
}

/** Any way of writing an instant that a partner's system may use, brought to our one shape. */
export const AnyInstant = z.iso
  .datetime({ offset: true, message: "a date and time with its offset, such as 2026-11-22T14:30:00+00:00" })
  .transform((text) => new Date(text).toISOString())
  .refine((instant) => instant > "2020-" && instant < "2100-", "a time in this century");

const WALL = {
  timeZone: "Europe/London",
  weekday: "short",
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
  timeZoneName: "short",
} as const;
const wall = new Intl.DateTimeFormat("en-GB", WALL);

/** An instant as London's wall clock shows it, with its offset in words: «14:32 GMT, Sun 22 Nov». */
export function london(instant: Instant): string {
  const parts = Object.fromEntries(wall.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]));
  return `${parts.hour}:${parts.minute} ${parts.timeZoneName}, ${parts.weekday} ${parts.day} ${parts.month}`;
}

/** A length of time in a person's words: «5 minutes», «1 hour 30 minutes». Seconds are named only below a minute. */
export function inWords(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} ${seconds === 1 ? "second" : "seconds"}`;
  const minutes = Math.floor(seconds / 60);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  const word = (n: number, unit: string) => (n === 0 ? "" : `${n} ${unit}${n === 1 ? "" : "s"}`);
  return [word(hours, "hour"), word(rest, "minute")].filter(Boolean).join(" ");
}
