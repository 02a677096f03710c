import { Temporal } from "temporal-polyfill";
import type { Duty } from "../../core/escalation/climb.ts";
import type { Agency, Partnership, Team } from "../../core/partnership/partnership.ts";
import type { Person, Role } from "../../core/people.ts";
import { stretches } from "../../core/rota/on-duty.ts";
import { emptyRota, type Override, type Rota, type Rotation } from "../../core/rota/rota.ts";
import type { Instant } from "../../core/time.ts";
import type { Enrolment } from "../../functions/aws/enrolment.ts";
import { personOf } from "../../history/simulation/persons.ts";
import { type Chance, chanceOf } from "../quarter/chance.ts";
import { crew, isOnCall, RAISERS_OF_AN_AGENCY, type Roster } from "../quarter/roster.ts";

/** Everybody of a partnership who raises or stands on a desk, with their sign-ins: locally a person's subject is their id. */
export function folkOf({ agencies, teams }: Partnership, roster: Roster, partnership: string, issuer: string): Enrolment[] {
  const kinds = new Map(agencies.map(({ code, kind }) => [code, kind]));
  const ofDesks = teams.flatMap((team) => crew(team).map(({ id }) => ({ id, agency: team.agency })));
  const raisers = agencies.flatMap(({ code }) =>
    Array.from({ length: RAISERS_OF_AN_AGENCY }, (_, nth) => ({ id: roster.raiser(code, nth).id, agency: code })),
  );
  return [...ofDesks, ...raisers].map(({ id, agency }) => {
    const person: Person = { ...personOf(id), partnership, agency, roles: rolesOf(kinds.get(agency)) };
    return { person, signIn: { issuer, subject: id } };
  });
}

const rolesOf = (kind: Agency["kind"] | undefined): Role[] => (kind === "police" ? ["duty_officer"] : ["raiser"]);

/** How often nobody stands on a desk of the ladder for a night; and through the hour that the clocks change in. Ours. */
const EMPTY = 0.012;
const EMPTY_AT_CHANGE = 0.2;
/** Every rotation has begun long before any story. */
const BEGAN = Temporal.PlainDate.from("2023-01-02");

/**
 * A desk's rota with fewer turns than a real one: whoever is asked on the ladder of this year's cases, but for those on call at home, from seven
 * to seven; every other desk from Monday to Monday. Each turn that begins or ends is told to those whom it concerns, which at three turns a day of more
 * than a hundred desks would be most of what a machine has to do.
 */
export function rotaOf(team: Team, asked: readonly string[], seed: string, from: Temporal.PlainDate, days: number): Rota {
  const people = crew(team).map(({ id }) => id);
  const isDaily = asked.includes(team.desk) && !isOnCall(team);
  const turn = { title: "Turn", people, starts: BEGAN.toString(), ends: null };
  const rotation: Rotation = isDaily
    ? { code: "day", ...turn, on: 1, from: "07:00", to: "07:00" }
    : { code: "week", ...turn, on: 7, from: "08:00", to: "08:00" };
  const overrides = isDaily ? gapsOf(people, chanceOf(`${seed} gaps ${team.code}`), from, days) : [];
  return { ...emptyRota(team.code), rotations: [rotation], overrides };
}

function gapsOf(people: readonly string[], chance: Chance, from: Temporal.PlainDate, days: number): Override[] {
  return Array.from({ length: days }, (_, nth) => from.add({ days: nth })).flatMap((date, nth): Override[] => {
    const day = date.toString();
    const isChange = date.toZonedDateTime("Europe/London").hoursInDay !== 24;
    if (!chance.is(isChange ? EMPTY_AT_CHANGE : EMPTY)) return [];
    const [begins, ends] = isChange ? ["00:30", "02:30"] : ["00:00", "07:00"];
    const person = people[(BEGAN.until(date, { largestUnit: "days" }).days - 1) % people.length] ?? "";
    return [{ kind: "remove", person, from: `${day}T${begins}`, to: `${day}T${ends}`, id: `2-${nth}` }];
  });
}

/** Who is on duty by some rotas at each instant of a time: looked up once for all of it, and not once for each press. */
export function dutyBy(rotas: readonly Rota[], from: Instant, to: Instant): (now: Instant) => Duty {
  const turns = rotas.map(({ team, ...rota }) => ({ team, turns: stretches({ team, ...rota }, from, to) }));
  return (now) =>
    Object.fromEntries(
      turns.map(({ team, turns }) => {
        const turn = turns.find((one) => now < one.to);
        return [team, (turn?.people ?? []).map((person) => ({ person, until: turn?.to ?? to, reachable: true }))];
      }),
    );
}
