import type { Temporal } from "temporal-polyfill";
import type { Who } from "../../core/escalation/ask.ts";
import type { Duty, OnDuty } from "../../core/escalation/climb.ts";
import type { Partnership, Team } from "../../core/partnership/partnership.ts";
import type { Instant } from "../../core/time.ts";
import { chanceOf } from "./chance.ts";
import { wallTime } from "./moment.ts";

/** Who is on duty through a quarter, and everybody's name. Nobody of them is real: people are called by their desk and a number. */
export interface Roster {
  readonly dutyAt: (now: Instant) => Duty;
  /** Whoever of a desk has this id. */
  readonly who: (id: string) => Who;
  /** Somebody of an agency who raises; and whoever takes over from them. */
  readonly raiser: (agency: string, nth: number) => Who;
  readonly relief: (raiser: Who) => Who;
}

/** Three shifts a day, London wall time. The hours are ours: no force's own were found. */
const TURNS = ["07:00", "15:00", "23:00"];
/** So many people share a desk. */
const OF_A_DESK = 6;
export const RAISERS_OF_AN_AGENCY = 20;
/** How often nobody stands on a desk of the ladder for a whole shift, and how often no message reaches whoever does. Ours. */
const EMPTY = 0.004;
const OUT_OF_REACH = 0.003;

/** What the ids of a desk's people begin with, in place of the desk's code: `insp_central_south_1`. */
const SHORT: Readonly<Record<string, string>> = {
  duty_inspector: "insp",
  control_room_duty_officer: "duty_officer",
  on_call_superintendent: "supt",
  on_call_chief_officer: "chief",
};
/** Desks that somebody takes home for a day, from morning to morning. */
export const isOnCall = ({ desk }: Team): boolean => desk.includes("on_call");

const RAISERS: Readonly<Record<string, readonly [string, string]>> = {
  acute_trust: ["nurse", "Nurse in charge"],
  mental_health_trust: ["ward", "Ward manager"],
  ambulance: ["control", "Clinical control"],
  council: ["social_worker", "Social worker"],
};

/** The desks of a partnership, manned from the day before `from` for so many days. Asking for any other time throws. */
export function rosterOf({ agencies, teams }: Partnership, seed: string, from: Temporal.PlainDate, days: number): Roster {
  const turns = Array.from({ length: days + 2 }, (_, day) =>
    TURNS.map((hour) => wallTime(from.add({ days: day - 1 }), hour)),
  ).flat();
  const people = new Map(teams.flatMap((team) => crew(team).map((one) => [one.id, one] as const)));
  const manned: Duty[] = [];
  const raiser: Roster["raiser"] = (code, nth) => {
    const agency = agencies.find((one) => one.code === code);
    const [short, title] = RAISERS[agency?.kind ?? ""] ?? ["caller", "Caller"];
    const number = (nth % RAISERS_OF_AN_AGENCY) + 1;
    const name = `${title} ${number}, ${agency?.title ?? code}`;
    return { id: `${short}_${code.toLowerCase()}_${number}`, name, agency: code };
  };
  return {
    dutyAt: (now) => {
      const turn = turnAt(turns, now);
      manned[turn] ??= Object.fromEntries(teams.map((team) => [team.code, onTurn(team, turn, turns, seed)]));
      return manned[turn];
    },
    who: (id) => {
      const found = people.get(id);
      if (!found) throw new Error(`nobody of a desk is called ${id}`);
      return found;
    },
    raiser,
    relief: ({ id, agency }) => raiser(agency, Number(id.split("_").at(-1))),
  };
}

function turnAt(turns: readonly Instant[], now: Instant): number {
  let [low, high] = [0, turns.length - 1];
  if (now < (turns[0] ?? "") || now >= (turns[high] ?? "")) throw new RangeError(`nobody has planned the rota of ${now}`);
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((turns[middle] ?? "") <= now) low = middle;
    else high = middle;
  }
  return low;
}

const idOf = ({ code, desk }: Team, nth: number): string => `${code.replace(desk, SHORT[desk] ?? desk)}_${nth + 1}`;
/** The people of a desk. */
export const crew = (team: Team): Who[] =>
  Array.from({ length: OF_A_DESK }, (_, nth) => ({
    id: idOf(team, nth),
    name: `${team.title} (${nth + 1})`,
    agency: team.agency,
  }));

/** Whoever stands on a desk for one turn: one after another of its people. Two tiers of one ladder are rarely empty at once. */
function onTurn(team: Team, turn: number, turns: readonly Instant[], seed: string): OnDuty[] {
  const day = Math.floor(turn / TURNS.length);
  const [spell, ends] = isOnCall(team) ? [day, (day + 1) * TURNS.length] : [turn, turn + 1];
  const chance = chanceOf(`${seed} rota ${team.code} ${spell}`);
  if (team.areas && chance.is(EMPTY)) return [];
  const reachable = !(team.areas && chance.is(OUT_OF_REACH));
  const nth = (spell + team.code.length) % OF_A_DESK;
  return [{ person: idOf(team, nth), reachable, until: turns[ends] ?? turns.at(-1) ?? "" }];
}
