import { shown } from "../../core/rota/imported.ts";
import { dayNumber, dayOf, weekdayOf } from "../../core/rota/wall.ts";
import { type CalendarTime, instantIn, timeOf } from "./calendar-time.ts";

/** How many days the rules of one file may have us look at, half a second's work: a rule that counts is followed from its beginning, and one that nothing fulfils to the end of the window. */
const MOST_DAYS = 300_000;

/** A file's rules asked for more than they may cost. */
export class TooMuchWork extends Error {
  override readonly name = "TooMuchWork";
}

/** What one file's rules may still cost. */
export class Work {
  left: number;
  constructor(days = MOST_DAYS) {
    this.left = days;
  }
  /** One day is looked at. Throws TooMuchWork when that was the last. */
  readonly spend = (): void => {
    if (this.left <= 0) throw new TooMuchWork();
    this.left -= 1;
  };
}

/** The parts of each rule that rotas are written in. Another part is refused: a rule half understood puts the wrong person on duty. */
const READ: Readonly<Record<string, readonly string[]>> = {
  DAILY: ["byday", "bymonthday", "bymonth"],
  WEEKLY: ["byday", "bymonth"],
  MONTHLY: ["byday", "bymonthday", "bymonth"],
  YEARLY: ["byday", "bymonthday", "bymonth"],
};
const ALWAYS = ["freq", "interval", "count", "until", "wkst"];
const LONGEST_LIST = 31;
const LARGEST_NUMBER = 10_000;
const WEEK = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/** A recurrence rule as ical.js reads it: its parts by name. */
export type Parts = Readonly<Record<string, unknown>>;

/**
 * The wall times at which a rule has something begin, from one day to another, in order, or why we do not read it. Days are counted out one
 * by one: ical.js's own iterator finds days that a rule does not mean, such as a 31 November, and never ends where nothing fits. Throws
 * TooMuchWork.
 */
export function recurring(
  rule: Parts,
  start: CalendarTime,
  days: { readonly first: string; readonly last: string },
  work: Work,
): readonly string[] | { readonly reason: string } {
  const reason = unread(rule);
  if (reason) return { reason };
  const until = rule.until === undefined ? undefined : timeOf(rule.until, undefined, () => undefined);
  if (until && "reason" in until) return until;
  const begins = dayNumber(start.wall.slice(0, 10));
  const isMeant = meaning(rule, begins);
  if (!isMeant(begins)) return { reason: "does not mean the day of DTSTART: let the event begin on the first day of its rule" };
  const count = rule.count === undefined ? Number.POSITIVE_INFINITY : Number(rule.count);
  const found: string[] = [];
  let day = count === Number.POSITIVE_INFINITY ? Math.max(begins, dayNumber(days.first)) : begins;
  for (let nth = 0; day <= dayNumber(days.last) && nth < count; day += 1) {
    work.spend();
    if (!isMeant(day)) continue;
    nth += 1;
    const wall = `${dayOf(day)}${start.wall.slice(10)}`;
    if (wall >= days.first && !(until && isOver({ ...start, wall }, until, String(rule.until)))) found.push(wall);
  }
  return found;
}

/** UNTIL is the last day, the last wall time, or, with a Z, the last instant at which something may begin. */
function isOver(time: CalendarTime, until: CalendarTime, written: string): boolean {
  if (until.isDay) return time.wall.slice(0, 10) > until.wall.slice(0, 10);
  return written.endsWith("Z") ? instantIn(time) > instantIn(until) : time.wall > until.wall;
}

const listed = (rule: Parts, part: string): string[] => [rule[part] ?? []].flat().map(String);

/** Why a rule is not read, in words. */
function unread(rule: Parts): string | undefined {
  const frequency = String(rule.freq);
  const parts = READ[frequency];
  if (!parts)
    return `repeats ${shown(frequency)}, and we read DAILY, WEEKLY, MONTHLY and YEARLY: write these shifts out one by one`;
  const other = Object.keys(rule).find((part) => !ALWAYS.includes(part) && !parts.includes(part));
  if (other) return `has ${other.toUpperCase()}, which we do not read with ${frequency}: write these shifts out one by one`;
  const long = parts.find((part) => listed(rule, part).length > LONGEST_LIST);
  if (long) return `has too long a list in ${long.toUpperCase()}`;
  const uncounted = ["interval", "count"].find((part) => {
    const number = rule[part] ?? 1;
    return !Number.isInteger(number) || Number(number) < 1 || Number(number) > LARGEST_NUMBER;
  });
  if (uncounted) return `has ${uncounted.toUpperCase()} with a number that is not from 1 to ${LARGEST_NUMBER}`;
  const isInMonth = frequency === "MONTHLY" || (frequency === "YEARLY" && listed(rule, "bymonth").length > 0);
  if (!isInMonth && listed(rule, "byday").some((day) => day.length > 2))
    return "has a numbered BYDAY without a month to number it in";
  return undefined;
}

/** Whether a rule that begins on one day means another, by the words of RFC 5545. */
function meaning(rule: Parts, begins: number): (day: number) => boolean {
  const [byDay, byDate, byMonth] = ["byday", "bymonthday", "bymonth"].map((part) => listed(rule, part)) as [
    string[],
    string[],
    string[],
  ];
  const [dates, months] = [byDate.map(Number), byMonth.map(Number)];
  const interval = Number(rule.interval ?? 1);
  const weekStart = rule.wkst === undefined ? 1 : ((Number(rule.wkst) + 5) % 7) + 1; // ical.js has 1 for Sunday
  const weekOf = (day: number) => Math.floor((day - ((weekdayOf(day) - weekStart + 7) % 7)) / 7);
  const first = partsOf(begins);
  const isFree = byDay.length === 0 && byDate.length === 0;
  const fits: Readonly<Record<string, (day: number, date: DateParts) => boolean>> = {
    DAILY: (day) => (day - begins) % interval === 0,
    WEEKLY: (day) =>
      (weekOf(day) - weekOf(begins)) % interval === 0 && (byDay.length > 0 || weekdayOf(day) === weekdayOf(begins)),
    MONTHLY: (_, { year, month, date }) =>
      ((year - first.year) * 12 + month - first.month) % interval === 0 && (!isFree || date === first.date),
    YEARLY: (_, { year, month, date }) =>
      (year - first.year) % interval === 0 &&
      (!isFree || date === first.date) &&
      (!isFree || months.length > 0 || month === first.month),
  };
  const isInTurn = fits[String(rule.freq)] ?? (() => false);
  return (day) => {
    const date = partsOf(day);
    return (
      isInTurn(day, date) &&
      (months.length === 0 || months.includes(date.month)) &&
      (dates.length === 0 || dates.includes(date.date) || dates.includes(date.date - date.length - 1)) &&
      (byDay.length === 0 || byDay.some((one) => isWeekday(one, day, date)))
    );
  };
}

interface DateParts {
  readonly year: number;
  readonly month: number;
  readonly date: number;
  /** How many days its month has. */
  readonly length: number;
}
function partsOf(day: number): DateParts {
  const [year = 0, month = 0, date = 0] = dayOf(day).split("-").map(Number);
  return { year, month, date, length: new Date(Date.UTC(year, month, 0)).getUTCDate() };
}

/** MO is any Monday, 2MO the second of the month, -1MO the last. */
function isWeekday(written: string, day: number, { date, length }: DateParts): boolean {
  if (WEEK[weekdayOf(day) - 1] !== written.slice(-2)) return false;
  const nth = Number(written.slice(0, -2));
  return written.length === 2 || nth === Math.ceil(date / 7) || nth === -Math.ceil((length - date + 1) / 7);
}
