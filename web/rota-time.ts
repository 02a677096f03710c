import { AHEAD } from "../core/rota/on-duty.ts";
import { type Day, dayNumber, wallOf, weekdayOf } from "../core/rota/wall.ts";
import { between, type Instant, london, milliseconds, plus, since } from "../core/time.ts";

/** A rota speaks of many days: times carry their day, and the name of the zone only where the clock shows a time twice. */
export function clockOf(at: Instant): string {
  const wall = wallOf(at);
  const twice = [plus(at, "PT1H"), since(at, "PT1H")].some((other) => wallOf(other) === wall);
  return twice ? `${wall.slice(11)} ${zoneOf(at)}` : wall.slice(11);
}

const zoneOf = (at: Instant): string => london(at).split(/[ ,]+/)[1] ?? "";

export const dayAt = (at: Instant): Day => wallOf(at).slice(0, 10);

const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;
const MONTHS = [
  ...["January", "February", "March", "April", "May", "June"],
  ...["July", "August", "September", "October", "November", "December"],
];
/** 1 is Monday. */
export const weekdayName = (number: number): string => WEEKDAYS[number - 1] ?? "";

/** «Wednesday 25 November», with its year when that is not the reader's. */
export function dayInFull(day: Day, now: Instant): string {
  return `${weekdayName(weekdayOf(dayNumber(day)))} ${dateInFull(day, now)}`;
}

/** «25 November», with its year when that is not the reader's. */
export function dateInFull(day: Day, now: Instant): string {
  const [year = "", month, date] = day.split("-");
  const words = `${Number(date)} ${MONTHS[Number(month) - 1]}`;
  return year === wallOf(now).slice(0, 4) ? words : `${words} ${year}`;
}

/** «November 2026». */
export function monthInFull(month: string): string {
  const [year, number] = month.split("-");
  return `${MONTHS[Number(number) - 1]} ${year}`;
}

/** «Wed 25 Nov», with its year when that is not the reader's. */
export function dayWords(at: Instant, now: Instant): string {
  const [weekday = "", date, month = "", year] = dayInFull(dayAt(at), now).split(" ");
  return [weekday.slice(0, 3), date, month.slice(0, 3), year].filter(Boolean).join(" ");
}

/** «07:00 on Wed 25 Nov». */
export const timeWords = (at: Instant, now: Instant): string => `${clockOf(at)} on ${dayWords(at, now)}`;

/** «07:00 to 19:00 on Wed 25 Nov», or both days when it goes over midnight. */
export function spanWords({ from, to }: { readonly from: Instant; readonly to: Instant }, now: Instant): string {
  const begins = dayAt(from) === dayAt(to) ? clockOf(from) : timeWords(from, now);
  return `${begins} to ${timeWords(to, now)}`;
}

/** Until when somebody is on duty: nobody looks further ahead than three days, and this says so. */
export const untilWords = (until: Instant, now: Instant): string =>
  between(now, until) >= milliseconds(AHEAD) ? "for the next 3 days and longer" : `until ${timeWords(until, now)}`;

/** What the clocks do between two instants, if anything: the wall clock then moves on by another time than has passed. */
export function clockChange(from: Instant, to: Instant): "back" | "forward" | undefined {
  const shown = Date.parse(`${wallOf(to)}Z`) - Date.parse(`${wallOf(from)}Z`);
  const passed = Math.floor(Date.parse(to) / 60_000) * 60_000 - Math.floor(Date.parse(from) / 60_000) * 60_000;
  if (shown === passed) return undefined;
  return shown < passed ? "back" : "forward";
}
