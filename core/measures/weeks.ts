import { dayNumber, dayOf, instantOf, wallOf, weekdayOf } from "../rota/wall.ts";
import type { Instant } from "../time.ts";
import { boundsOf, type Cut } from "./cut.ts";

/** A week of London's calendar, from its Monday on. */
export interface Week {
  readonly from: Instant;
  readonly to: Instant;
  readonly title: string;
}

/** The whole weeks that lie in a cut, from Monday to Sunday. What is left at its two ends is in none. A week with a clock change is an hour longer or shorter. */
export function weeksIn(cut: Pick<Cut, "from" | "months">): Week[] {
  const { from, to } = boundsOf(cut);
  const first = dayNumber(wallOf(from).slice(0, 10));
  const monday = first + ((8 - weekdayOf(first)) % 7);
  const weeks: Week[] = [];
  for (let day = monday; ; day += 7) {
    const [begins, ends] = [day, day + 7].map((one) => instantOf(`${dayOf(one)}T00:00`)) as [Instant, Instant];
    if (ends > to) return weeks;
    weeks.push({ from: begins, to: ends, title: `Week of ${inWords(day)}` });
  }
}

const inWords = (day: number): string =>
  new Date(`${dayOf(day)}T12:00:00Z`).toLocaleDateString("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
