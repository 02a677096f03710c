import type { Temporal } from "temporal-polyfill";
import type { OnDuty } from "../../core/escalation/climb.ts";
import type { Instant } from "../../core/time.ts";
import type { Stretch } from "../../history/history.ts";
import { later, wallTime } from "../quarter/moment.ts";

/** So many clinicians on each shift of the hub. */
export interface Clinicians {
  readonly day: number;
  readonly evening: number;
  readonly night: number;
  /** One more on each shift, who only says of each referral that the hub has it. */
  readonly reader?: boolean;
}
export const SHIFTS = ["day", "evening", "night"] as const;
export type Shift = (typeof SHIFTS)[number];

/** Somebody who answers nothing, and says of each referral at once that the hub has it. */
export const isReader = (person: string): boolean => person.startsWith(READER);
const READER = "hub_reader";

/** London's wall clock, and a quarter of an hour to end what is in hand, in which nobody takes anything new. The hours are ours. */
const HOURS: Readonly<Record<Shift, readonly [from: string, to: string, ends: 0 | 1]>> = {
  day: ["07:00", "15:00", 0],
  evening: ["15:00", "23:00", 0],
  night: ["23:00", "07:00", 1],
};
const ENDS_WITHIN_MINUTES = 15;

/** The clinical hub by its shifts, from the day before `from` for so many days. */
export interface Hub {
  readonly on: (now: Instant) => readonly OnDuty[];
  /** Of those who are there, whoever takes something new: their shift has not come to its end. */
  readonly takes: (now: Instant) => readonly string[];
  /** When a shift comes, or takes nothing new any more. */
  readonly turns: readonly Instant[];
  readonly duty: readonly Stretch[];
}

interface Spell extends Stretch {
  readonly takesUntil: Instant;
}

export function hubOf(team: string, clinicians: Clinicians, from: Temporal.PlainDate, days: number): Hub {
  const spells = Array.from({ length: days + 2 }, (_, nth) => from.add({ days: nth - 1 })).flatMap((day) =>
    SHIFTS.flatMap((shift) => spellsOf(team, shift, clinicians, day)),
  );
  const turns = [...new Set(spells.flatMap((spell) => [spell.from, spell.takesUntil, spell.to]))].sort();
  const there = turns.map((turn) => spells.filter((spell) => spell.from <= turn && turn < spell.to));
  const on = there.map((here) => here.map(({ person, to }) => ({ person, reachable: true, until: to })));
  const takes = there.map((here, nth) => here.flatMap((one) => ((turns[nth] ?? "") < one.takesUntil ? one.person : [])));
  const at = turnsOf(turns);
  return { on: (now) => on[at(now)] ?? [], takes: (now) => takes[at(now)] ?? [], turns, duty: spells };
}

function spellsOf(team: string, shift: Shift, { reader = false, ...clinicians }: Clinicians, day: Temporal.PlainDate): Spell[] {
  const [begins, ends, ahead] = HOURS[shift];
  const [from, takesUntil] = [wallTime(day, begins), wallTime(day.add({ days: ahead }), ends)];
  const to = later(takesUntil, ENDS_WITHIN_MINUTES);
  const people = Array.from({ length: clinicians[shift] }, (_, nth) => `hub_${shift}_${nth + 1}`);
  return [...(reader ? [`${READER}_${shift}`] : []), ...people].map((person) => ({ person, team, from, to, takesUntil }));
}

/** Which of some turns was the last by an instant. Who asks goes on in time, so it is looked for from where it was. */
function turnsOf(turns: readonly Instant[]): (now: Instant) => number {
  let at = 0;
  return (now) => {
    if (now < (turns[at] ?? "")) at = 0;
    while ((turns[at + 1] ?? "~") <= now) at += 1;
    return at;
  };
}
