import type { Instant } from "../core/time.ts";

/** Seen from no day of the case, every time carries its day: on paper there is no today. */
export const ON_PAPER: Instant = "1970-01-01T00:00:00.000Z";

/** When something is printed, and by whom. */
export interface Printed {
  readonly at: Instant;
  readonly by: string;
}

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

/** The day of an instant, with its year: «16 January 2026». */
export const dayInFull = (instant: Instant): string => date.format(new Date(instant));

/** An instant as a court reads it: «16 January 2026, 02:00:05 GMT (UTC+00:00)». */
export function inFull(instant: Instant): string {
  const at = new Date(instant);
  const from = zoneOf(offset, at).replace("GMT", "") || "+00:00";
  return `${date.format(at)}, ${time.format(at)} ${zoneOf(name, at)} (UTC${from})`;
}

/** The same, with UTC in the attribute. */
export const Full = ({ at }: { at: Instant }) => <time dateTime={at}>{inFull(at)}</time>;

/** The line on the face of every sheet. */
export const PrintedLine = ({ printed: { at, by } }: { printed: Printed }) => (
  <p className="app-print__printed">
    Printed at <Full at={at} />, by {by}.
  </p>
);
