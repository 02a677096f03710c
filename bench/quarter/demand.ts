import { Temporal } from "temporal-polyfill";
import type { Partnership } from "../../core/partnership/partnership.ts";
import type { Instant } from "../../core/time.ts";
import type { Chance } from "./chance.ts";
import { wallTime } from "./moment.ts";

/** One request as it comes: when, about what, where police are needed, who asks. */
export interface Request {
  readonly at: Instant;
  readonly type: string;
  readonly place: Place;
  readonly agency: string;
}
/** A place by its title, as people write it, and its code where the partnership knows it. */
export interface Place {
  readonly code: string | undefined;
  readonly title: string;
  readonly area: string;
}

/*
 * No count of escalations has been published, so every share on this page is ours. Two figures of the scheme stand behind the first:
 * concern for welfare came to London's police more than twice as often as all other mental health calls (204,000 and 78,000 calls in
 * 2021/22), and the four kinds of call that the scheme names (concern for welfare, walkouts, AWOL, transport) make most of the rest.
 */
const TYPES = {
  concern_for_welfare: 34,
  walkout_healthcare: 22,
  awol_detained: 13,
  s136_handover: 11,
  conveyance: 7,
  violence_or_crime_on_site: 7,
  s135_warrant: 3,
  other: 3,
} as const;
type Type = keyof typeof TYPES;

/** Of each hour of the day: few before breakfast, a peak when clinics and surgeries close, another when pubs and shifts do. */
const HOURS = [6, 5, 4, 3, 2, 2, 2, 3, 4, 5, 5, 5, 5, 5, 6, 6, 7, 8, 8, 7, 7, 8, 9, 8];
/** From Monday: Friday afternoons and the nights of the weekend are heaviest. */
const WEEKDAYS = [0.95, 0.9, 0.95, 1, 1.2, 1.15, 1];

const AREAS: Readonly<Record<string, number>> = {
  central_west: 10,
  south_west: 7,
  south: 8,
  south_east: 8,
  east: 7,
  west: 7,
  central_south: 10,
  north: 6,
  central_east: 8,
  central_north: 7,
  north_west: 8,
  north_east: 7,
  city: 2,
  railway: 4,
  unknown_place: 1,
};

/** Which kind of agency asks for what. */
const ASKED_BY: Readonly<Record<Type, Readonly<Partial<Record<Kind, number>>>>> = {
  concern_for_welfare: { council: 33, ambulance: 27, mental_health_trust: 25, acute_trust: 15 },
  walkout_healthcare: { acute_trust: 86, mental_health_trust: 9, ambulance: 5 },
  awol_detained: { mental_health_trust: 100 },
  s136_handover: { acute_trust: 55, mental_health_trust: 45 },
  conveyance: { mental_health_trust: 50, acute_trust: 20, ambulance: 15, council: 15 },
  violence_or_crime_on_site: { acute_trust: 48, mental_health_trust: 38, ambulance: 14 },
  s135_warrant: { council: 85, mental_health_trust: 15 },
  other: { acute_trust: 30, mental_health_trust: 30, council: 20, ambulance: 20 },
};
type Kind = "acute_trust" | "mental_health_trust" | "ambulance" | "council";

/** The emergency departments that people of a borough go to: general knowledge, good enough to make up a quarter with. */
const ACUTE: Readonly<Record<string, readonly string[]>> = {
  hammersmith_and_fulham: ["RYJ", "RQM"],
  kensington_and_chelsea: ["RQM", "RYJ"],
  westminster: ["RYJ", "RQM"],
  kingston_upon_thames: ["RAX"],
  merton: ["RVR", "RJ7"],
  richmond_upon_thames: ["RAX"],
  wandsworth: ["RJ7"],
  bromley: ["RJZ"],
  croydon: ["RJ6"],
  sutton: ["RVR"],
  bexley: ["RJ2"],
  greenwich: ["RJ2"],
  lewisham: ["RJ2"],
  barking_and_dagenham: ["RF4"],
  havering: ["RF4"],
  redbridge: ["RF4", "R1H"],
  ealing: ["R1K"],
  hillingdon: ["RAS"],
  hounslow: ["RQM"],
  lambeth: ["RJ1", "RJZ"],
  southwark: ["RJ1", "RJZ"],
  enfield: ["RAP", "RAL"],
  haringey: ["RAP"],
  hackney: ["RQX"],
  tower_hamlets: ["R1H"],
  camden: ["RRV", "RAL"],
  islington: ["RKE"],
  barnet: ["RAL"],
  brent: ["R1K"],
  harrow: ["R1K"],
  newham: ["R1H"],
  waltham_forest: ["R1H"],
  city_of_london: ["R1H"],
};

/** So many requests, in the order in which they come, between two midnights of London. */
export const requests = (chance: Chance, agreed: Partnership, count: number, from: Temporal.PlainDate, days: number): Request[] =>
  moments(chance, count, from, days).map((at) => {
    const type = chance.by(TYPES);
    const place = somewhere(chance, agreed);
    return { at, type, place, agency: agencyFor(chance, agreed, type, place) };
  });

/** So many moments between two midnights of London, by the hour of the day and the day of the week, in their order. */
export function moments(chance: Chance, count: number, from: Temporal.PlainDate, days: number): Instant[] {
  const dates = Array.from({ length: days }, (_, day) => from.add({ days: day }));
  const byDay = Object.fromEntries(dates.map((date) => [date.toString(), WEEKDAYS[date.dayOfWeek - 1] ?? 1]));
  const byHour = Object.fromEntries(HOURS.map((weight, hour) => [String(hour).padStart(2, "0"), weight]));
  const drawn = Array.from({ length: count }, () => {
    const minutes = String(chance.whole(0, 59)).padStart(2, "0");
    const time = `${chance.by(byHour)}:${minutes}`;
    const hour = Date.parse(wallTime(Temporal.PlainDate.from(chance.by(byDay)), time));
    return new Date(hour + chance.whole(0, 59_999)).toISOString();
  });
  return drawn.sort();
}

/** A place somewhere in the partnership, in some areas more often than in others. */
export const somewhere = (chance: Chance, agreed: Partnership): Place => placeIn(chance, agreed, chance.by(AREAS));

/** A place nobody knows is written all the same. */
const SOMEWHERE = ["Not known, she would not say", "Somewhere near the river", "In a car, heading for the coast"];

function placeIn(chance: Chance, { areas }: Partnership, area: string): Place {
  const places = areas.find(({ code }) => code === area)?.places ?? [];
  if (places.length === 0) return { code: undefined, title: chance.one(SOMEWHERE), area };
  const { code, title } = chance.one(places);
  return { code, title, area };
}

/** An agency that works in a place and asks for such things there. */
export function agencyFor(chance: Chance, agreed: Partnership, type: string, place: Place): string {
  const kind = chance.by<Kind>(ASKED_BY[type as Type]);
  if (kind === "acute_trust") return chance.one(ACUTE[place.code ?? ""] ?? ACUTE[chance.one(Object.keys(ACUTE))] ?? []);
  if (kind === "ambulance") return agreed.agencies.find((one) => one.kind === kind)?.code ?? "";
  const desk = kind === "council" ? "emergency_duty_team" : "crisis_team";
  const teams = agreed.teams.filter((team) => team.desk === desk);
  const here = teams.filter(({ places = [] }) => places.includes(place.code ?? ""));
  return chance.one(here.length > 0 ? here : teams).agency;
}
