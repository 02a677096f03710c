import type { Learning, Rhythm, Series } from "../partnership/learning.ts";
import { type Day, dayNumber, dayOf, instantOf, wallOf, weekdayOf } from "../rota/wall.ts";
import { type Instant, plus, since } from "../time.ts";

/** One call of a series as the calendar has it. A call at a wall-clock time keeps that time through both clock changes. */
export interface Occasion {
  readonly series: Series;
  readonly day: Day;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly inviteAt: Instant;
  readonly packAt: Instant;
}

/** The days, from one to another, on which a rhythm would fall if no day were a holiday. */
function nominal(rhythm: Rhythm, from: number, to: number): number[] {
  const days = Array.from({ length: Math.max(0, to - from + 1) }, (_, nth) => from + nth);
  return days.filter((day) => {
    if (rhythm.each === "working_day") return weekdayOf(day) <= 5;
    if (weekdayOf(day) !== rhythm.weekday) return false;
    return rhythm.each === "week" || Math.ceil(Number(dayOf(day).slice(8)) / 7) === rhythm.nth;
  });
}

/** How far a call moves at most: Easter is four days, a Christmas at a weekend too. */
const FURTHEST = 10;

/** The days from one to another on which a series is held. A working day is Monday to Friday and no bank holiday of England. */
export function heldOn(
  { rhythm, onHoliday }: Pick<Series, "rhythm" | "onHoliday">,
  holidays: readonly Day[],
  from: Day,
  to: Day,
): Day[] {
  const isHoliday = (day: number) => holidays.includes(dayOf(day));
  const isFree = (day: number) => weekdayOf(day) > 5 || isHoliday(day);
  const [first, last] = [dayNumber(from), dayNumber(to)];
  const nextFree = (day: number): number => (isFree(day) ? nextFree(day + 1) : day);
  const days = nominal(rhythm, first - FURTHEST, last).flatMap((day) => {
    if (onHoliday === "hold" || !isHoliday(day)) return [day];
    return onHoliday === "next_working_day" ? [nextFree(day)] : [];
  });
  return [...new Set(days)].filter((day) => day >= first && day <= last).map(dayOf);
}

/** One day’s call of a series, with the moments that lead up to it. */
export function occasionOn(series: Series, day: Day): Occasion {
  const startsAt = instantOf(`${day}T${series.at}`);
  return {
    series,
    day,
    startsAt,
    endsAt: plus(startsAt, series.lasts),
    inviteAt: since(startsAt, series.inviteBefore),
    packAt: since(startsAt, series.packBefore),
  };
}

/** The occasion of a call that was laid out before, as its series has it now; undefined when that has no call on this day any more. */
export function occasionOf(
  { series, bankHolidays }: Pick<Learning, "series" | "bankHolidays">,
  { series: code, startsAt }: { readonly series: string; readonly startsAt: Instant },
): Occasion | undefined {
  const day = wallOf(startsAt).slice(0, 10);
  const its = series.find((one) => one.code === code);
  return its && heldOn(its, bankHolidays, day, day).length > 0 ? occasionOn(its, day) : undefined;
}

/** Each series is laid out so many days ahead of its invitations. */
const AHEAD = 3;

/** The calls that have to stand in the calendar by a day: those whose invitations leave within the next days, and that have not begun. */
export const occasionsBy = ({ series, bankHolidays }: Pick<Learning, "series" | "bankHolidays">, today: Day): Occasion[] =>
  series.flatMap((one) => {
    const last = dayOf(dayNumber(today) + AHEAD + LONGEST_NOTICE);
    const by = instantOf(`${dayOf(dayNumber(today) + AHEAD)}T00:00`);
    return heldOn(one, bankHolidays, today, last)
      .map((day) => occasionOn(one, day))
      .filter(({ inviteAt }) => inviteAt <= by);
  });
/** No invitation leaves earlier than this before its call. */
const LONGEST_NOTICE = 62;
