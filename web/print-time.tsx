import type { Instant } from "../core/time.ts";

/** Seen from no day of the case, every time carries its day: on paper there is no today. */
export const ON_PAPER: Instant = "1970-01-01T00:00:00.000Z";

const day = { timeZone: "Europe/London", day: "numeric", month: "long", year: "numeric" } as const;
const clock = { timeZone: "Europe/London", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" } as const;
const zoned = (timeZoneName: "short" | "longOffset") =>
  new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/London", timeZoneName });
const [date, time, name, offset] = [
  new Intl.DateTimeFormat("en-GB", day),
  new Intl.DateTimeFormat("en-GB", clock),
  zoned("short"),
  zoned("longOffset"),
];
const zoneOf = (format: Intl.DateTimeFormat, at: Date): string =>
  format.formatToParts(at).find(({ type }) => type === "timeZoneName")?.value ?? "";

/** An instant as a court reads it: «16 January 2026, 02:00:05 GMT (UTC+00:00)». */
export function inFull(instant: Instant): string {
  const at = new Date(instant);
  const from = zoneOf(offset, at).replace("GMT", "") || "+00:00";
  return `${date.format(at)}, ${time.format(at)} ${zoneOf(name, at)} (UTC${from})`;
}

/** The same, with UTC in the attribute. */
export const Full = ({ at }: { at: Instant }) => <time dateTime={at}>{inFull(at)}</time>;
