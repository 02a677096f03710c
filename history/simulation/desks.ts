import type { Temporal } from "temporal-polyfill";
import { chanceOf } from "../../bench/quarter/chance.ts";
import { crew, isOnCall } from "../../bench/quarter/roster.ts";
import type { Duty, OnDuty } from "../../core/escalation/climb.ts";
import type { Partnership, Team } from "../../core/partnership/partnership.ts";
import type { Terms } from "../../core/partnership/terms.ts";
import { isReachable } from "../../core/people.ts";
import { type Stretch as Manned, stretches } from "../../core/rota/on-duty.ts";
import { emptyRota, type Override, type Rota, type Rotation } from "../../core/rota/rota.ts";
import { type Day, dayNumber, dayOf } from "../../core/rota/wall.ts";
import { type Instant, plus } from "../../core/time.ts";
import type { Stretch } from "../history.ts";
import { personOf } from "./persons.ts";

/** The desks of a partnership by their rotas, as the product reads them: London's wall clock, both changes of it, bank holidays, gaps. */
export interface Desks {
  readonly on: (team: string, now: Instant) => readonly OnDuty[];
  /** Who is on duty for each team of a case, and whether a message can reach them. */
  readonly dutyOf: (terms: Pick<Terms, "teams">, now: Instant) => Duty;
  /** Somebody leaves in the middle of their shift, and nobody comes in their place. */
  readonly leaves: (team: string, person: string, now: Instant, until: Instant) => void;
  /** Each person's duty from the beginning to the end, as the rotas had it, at every desk that somebody asked for. */
  readonly duty: () => Stretch[];
}

/** Three shifts a day; on Friday and Saturday nights a second person at a desk of the ladder. The hours are ours: no force's own were found. */
const SHIFTS = [
  { code: "early", from: "07:00", to: "15:00", ahead: 0 },
  { code: "late", from: "15:00", to: "23:00", ahead: 2 },
  { code: "night", from: "23:00", to: "07:00", ahead: 4 },
] as const;
const WEEKEND = { code: "weekend", from: "19:00", to: "03:00", ahead: 1, weekdays: [5, 6] };
const ON_CALL = { code: "on_call", from: "08:00", to: "08:00", ahead: 0 };
/** Every rotation has begun long before any story. */
const BEGAN = "2023-01-02";

/** How often nobody stands on a desk of the ladder for a whole shift; and through the hour that the clocks change in. Ours. */
const EMPTY = 0.004;
const EMPTY_AT_CHANGE = 0.2;

/** England's bank holidays (gov.uk), when a desk of the ladder has two long shifts in place of three. */
const BANK_HOLIDAYS = [
  ...["2026-01-01", "2026-04-03", "2026-04-06", "2026-05-04", "2026-05-25", "2026-08-31", "2026-12-25", "2026-12-28"],
  ...["2027-01-01", "2027-03-26", "2027-03-29", "2027-05-03", "2027-05-31", "2027-08-30", "2027-12-27", "2027-12-28"],
  ...["2028-01-03", "2028-04-14", "2028-04-17", "2028-05-01", "2028-05-29", "2028-08-28", "2028-12-25", "2028-12-26"],
];

const nextDay = (day: Day): Day => dayOf(dayNumber(day) + 1);

function rotation(
  people: readonly string[],
  { ahead, ...shift }: { code: string; from: string; to: string; ahead: number },
): Rotation {
  const turned = people.map((_, nth) => people[(nth + ahead) % people.length] as string);
  return { title: shift.code, on: 1, starts: BEGAN, ends: null, people: turned, ...shift };
}

/** A desk's rota before anybody has left a gap in it: the same for every seed. */
function plainRota(team: Team): Rota {
  const people = crew(team).map(({ id }) => id);
  const [day = "", night = ""] = people;
  const shifts = isOnCall(team) ? [ON_CALL] : [...SHIFTS, ...(isOfLadder(team) ? [WEEKEND] : [])];
  const rosters = BANK_HOLIDAYS.map((date, nth) => ({
    id: `1-${nth}`,
    title: "Bank holiday",
    from: `${date}T07:00`,
    to: `${nextDay(date)}T07:00`,
    shifts: [
      { person: day, from: `${date}T07:00`, to: `${date}T19:00` },
      { person: night, from: `${date}T19:00`, to: `${nextDay(date)}T07:00` },
    ],
  }));
  return {
    ...emptyRota(team.code),
    rotations: shifts.map((shift) => rotation(people, shift)),
    rosters: isOfLadder(team) && !isOnCall(team) ? rosters : [],
  };
}

/** Shifts for which nobody was found: whoever would have had them is taken out. */
function gapsOf(team: Team, seed: string, days: readonly Planned[]): Override[] {
  if (!isOfLadder(team) || isOnCall(team)) return [];
  const chance = chanceOf(`${seed} gaps ${team.code}`);
  const people = crew(team).map(({ id }) => id);
  const gaps: Omit<Override, "id">[] = [];
  for (const { day, turn, changesClock } of days) {
    for (const { from: begins, to: ends, ahead } of SHIFTS) {
      const person = people[(turn + ahead) % people.length] ?? "";
      if (chance.is(EMPTY)) gaps.push(gap(person, `${day}T${begins}`, `${ends > begins ? day : nextDay(day)}T${ends}`));
    }
    const before = people[(turn - 1 + SHIFTS[2].ahead) % people.length] ?? "";
    if (changesClock && chance.is(EMPTY_AT_CHANGE)) gaps.push(gap(before, `${day}T00:30`, `${day}T02:30`));
  }
  return gaps.map((one, nth) => ({ ...one, id: `2-${nth}` }));
}
const gap = (person: string, from: string, to: string): Omit<Override, "id"> => ({ kind: "remove", person, from, to });

/** A day that desks are planned for: which since every rotation began, and whether London's clocks change on it. */
interface Planned {
  readonly day: Day;
  readonly turn: number;
  readonly changesClock: boolean;
}

const plannedFrom = (first: Temporal.PlainDate, days: number): Planned[] =>
  Array.from({ length: days }, (_, nth) => {
    const date = first.add({ days: nth });
    const day = date.toString();
    const changesClock = date.toZonedDateTime("Europe/London").hoursInDay !== 24;
    return { day, turn: dayNumber(day) - dayNumber(BEGAN), changesClock };
  });

/** A rota is looked through so many days at a time: what it takes grows faster than the days. */
const LOOK_DAYS = 14;
const LOOK = `PT${LOOK_DAYS * 24}H`;
/** A plain rota is looked through once, for every seed. */
const plain = new Map<string, readonly Manned[]>();

function mannedIn(rota: Rota, from: Instant): readonly Manned[] {
  const to = plus(from, LOOK);
  if (rota.overrides.length > 0) return stretches(rota, from, to);
  const key = `${rota.team} ${from}`;
  const found = plain.get(key) ?? stretches(rota, from, to);
  plain.set(key, found);
  return found;
}

/** One desk: its rota, who is there when, and each such time as somebody who asks is told of it. */
interface Desk {
  readonly rota: Rota;
  readonly looks: readonly (readonly Manned[])[];
  readonly manned: readonly Manned[];
  readonly told: (readonly OnDuty[])[];
}

/** The desks of a partnership from the day before `from` for so many days. A desk is worked out when somebody first asks for it. */
export function desksOf(agreed: Partnership, seed: string, from: Temporal.PlainDate, days: number): Desks {
  const first = from.subtract({ days: 1 });
  const starts = looksFrom(first, days + 4);
  const desks = new Map<string, Desk>();
  const planned = plannedFrom(first, days + 2);
  const keep = (rota: Rota, looked: (start: Instant, nth: number) => readonly Manned[]): Desk => {
    const looks = starts.map(looked);
    const desk: Desk = { rota, looks, manned: looks.flat(), told: [] };
    desks.set(rota.team, desk);
    return desk;
  };
  const opened = (team: Team): Desk => {
    const rota = { ...plainRota(team), overrides: gapsOf(team, seed, planned) };
    return keep(rota, (start) => mannedIn(touching(rota, start), start));
  };
  const byCode = new Map(agreed.teams.map((team) => [team.code, team]));
  const deskOf = (code: string): Desk | undefined => {
    const team = byCode.get(code);
    return desks.get(code) ?? (team && opened(team));
  };
  let known = new WeakMap<object, While>();
  return {
    on: (team, now) => whileOf(deskOf(team), now).on,
    dutyOf: (terms, now) => {
      const last = known.get(terms);
      if (last && last.from <= now && now < last.to) return last.duty;
      const made = together(Object.keys(terms.teams).map((team) => [team, whileOf(deskOf(team), now)] as const));
      known.set(terms, made);
      return made.duty;
    },
    leaves: (team, person, now, until) => {
      const desk = deskOf(team);
      if (!desk) return;
      const { overrides } = desk.rota;
      const gone = { kind: "remove", person, from: now, to: until, id: `3-${overrides.length}` } as const;
      const rota = { ...desk.rota, overrides: [...overrides, gone] };
      keep(rota, (start, nth) => (touches(gone, start) ? mannedIn(touching(rota, start), start) : (desk.looks[nth] ?? [])));
      known = new WeakMap();
    },
    duty: () => [...desks.values()].flatMap(({ rota, manned }) => dutyOf(rota.team, manned)),
  };
}

/** Who is on duty for some teams, from one instant until before another. */
interface While {
  readonly from: Instant;
  readonly to: Instant;
  readonly duty: Duty;
}

function together(teams: readonly (readonly [string, ReturnType<typeof whileOf>])[]): While {
  const from = teams.reduce((latest, [, one]) => (one.from > latest ? one.from : latest), "");
  const to = teams.reduce((earliest, [, one]) => (one.to < earliest ? one.to : earliest), "~");
  return { from, to, duty: Object.fromEntries(teams.map(([team, { on }]) => [team, on])) };
}

/** Who is at a desk at an instant, and from when until when it is so. */
function whileOf(
  desk: Desk | undefined,
  now: Instant,
): { readonly from: Instant; readonly to: Instant; readonly on: readonly OnDuty[] } {
  if (!desk) return { from: "", to: "~", on: [] };
  const { manned, told } = desk;
  const at = lastBegun(manned, now);
  const found = manned[at];
  if (!found) throw new RangeError(`nobody has planned the rota of ${now}`);
  told[at] ??= found.people.map((person) => ({
    person,
    reachable: isReachable(personOf(person)),
    until: endOf(manned, at, person),
  }));
  return { from: found.from, to: found.to, on: told[at] };
}

/** When somebody who is there leaves. */
function endOf(manned: readonly Manned[], at: number, person: string): Instant {
  let over = at + 1;
  while (manned[over]?.people.includes(person)) over += 1;
  return manned[over]?.from ?? manned.at(-1)?.to ?? "";
}

/** Which of some times, in order, is the last that has begun by an instant; -1 when none has. */
function lastBegun(manned: readonly Manned[], now: Instant): number {
  let [low, high] = [0, manned.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((manned[middle]?.from ?? "") <= now) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Whether something that is laid over a rota may tell within a look. */
function touches({ from, to }: Override, start: Instant): boolean {
  return from.slice(0, 10) <= plus(start, LOOK).slice(0, 10) && plus(start, "PT1H").slice(0, 10) <= nextDay(to.slice(0, 10));
}

/** The rota with what is laid over it within a look, so that a look at which nothing is can be shared. */
const touching = (rota: Rota, start: Instant): Rota => ({
  ...rota,
  overrides: rota.overrides.filter((one) => touches(one, start)),
});

const looksFrom = (first: Temporal.PlainDate, days: number): Instant[] =>
  Array.from({ length: Math.ceil(days / LOOK_DAYS) }, (_, nth) =>
    new Date(Date.parse(`${first.toString()}T00:00:00.000Z`) + nth * LOOK_DAYS * 86_400_000).toISOString(),
  );

/** A desk's people one by one: each for as long as they are there without a break. */
function dutyOf(team: string, manned: readonly Manned[]): Stretch[] {
  const open = new Map<string, Stretch>();
  const over: Stretch[] = [];
  for (const { from, to, people } of manned) {
    for (const [person, stretch] of open)
      if (!people.includes(person)) {
        over.push(stretch);
        open.delete(person);
      }
    for (const person of people) open.set(person, { person, team, from: open.get(person)?.from ?? from, to });
  }
  return [...over, ...open.values()];
}

/** A desk that is asked for answers of the ladder, where cases climb. */
export const isOfLadder = ({ areas }: Team): boolean => areas !== undefined;
