import * as z from "zod";
import { Person } from "../people.ts";
import { type Elapsed, Instant, plus } from "../time.ts";
import { Code, Title } from "./codes.ts";
import type { Area, Partnership, Team } from "./partnership.ts";

/** What is practised lies under a code of its own, which no partnership may have that agrees on something. */
const ENDING = "_practice";
export const practiceOf = (partnership: string): string => `${partnership}${ENDING}`;
export const isPractice = (partnership: string): boolean => partnership.endsWith(ENDING);
/** The probe practises apart from everybody: nobody who practises is asked for it. */
const PROBE = "_probe";
const PROBE_ENDING = new RegExp(`${PROBE}$`);
export const probePracticeOf = (partnership: string): string => practiceOf(`${partnership}${PROBE}`);
/** Whose practice this is. */
export const liveOf = (practice: string): string => practice.slice(0, -ENDING.length).replace(PROBE_ENDING, "");
/** No partnership that agrees on something may be called so. */
export const isTaken = (partnership: string): boolean => isPractice(partnership) || PROBE_ENDING.test(partnership);

/** So long somebody practises, and so long a case lasts that was raised in practice: then it is over, though nobody has said so. */
export const LASTS = "PT2H";
/** A case of the probe's is over at its first limit: time alone ends it, and nobody is asked again. */
const PROBE_LASTS = "PT1M";
export const lastsIn = (practice: string): Elapsed => (practice.endsWith(`${PROBE}${ENDING}`) ? PROBE_LASTS : LASTS);

/** Nobody is known by this name: in practice no desk has an owner who could be called. */
const NOBODY = "nobody";

/** What has been agreed, as it is practised: the same pathways, limits and desks. No desk has an owner, and nothing of it is learned from. */
export function forPractice(code: string, { learning: _, ...agreed }: Partnership): Partnership {
  return { ...agreed, code, teams: agreed.teams.map((team) => ({ ...team, owner: NOBODY })) };
}

/** The two sides of a case. Whoever practises alone plays both, one after the other. */
export const Side = z.enum(["asks", "answers"]);
export type Side = z.output<typeof Side>;

/** Somebody as one of the two sides, on duty at that side's desks until their practice is over. */
export const Player = z.strictObject({
  person: Person,
  side: Side,
  /** The side that they play beside it, and can change to. */
  other: Side.nullable(),
  area: z.strictObject({ code: Code, title: Title }),
  desks: z.array(Code),
  from: Instant,
  until: Instant,
});
export type Player = z.output<typeof Player>;

/** As whom somebody plays a side. */
export const playerId = (person: string, side: Side): string => `${person}_${side}`;

/** Somebody as the sides that they want to play in an area, from now on. A side that no agency of this partnership could be is left out. */
export const playing = (agreed: Partnership, who: Person, sides: readonly Side[], area: Area, now: Instant): Player[] =>
  sides.flatMap((side) => asSide(agreed, who, side, sides.find((one) => one !== side) ?? null, area, now) ?? []);

function asSide(
  agreed: Partnership,
  who: Person,
  side: Side,
  other: Side | null,
  { code: area, title, ...asked }: Area,
  now: Instant,
): Player | undefined {
  const agency = side === "answers" ? asked.agency : askingIn(agreed, who.agency, area);
  if (agency === undefined) return undefined;
  const own = agency === who.agency;
  const person: Person = {
    ...who,
    partnership: practiceOf(agreed.code),
    id: playerId(who.id, side),
    agency,
    site: own ? who.site : null,
    roles: side === "answers" ? ["duty_officer", "control_room"] : ["raiser"],
  };
  const serves = ({ areas, agencies }: Team) => (side === "answers" ? areas?.includes(area) : agencies?.includes(agency));
  const desks = agreed.teams.filter((team) => team.agency === agency && serves(team)).map(({ code }) => code);
  return { person, side, other, area: { code: area, title }, desks, from: now, until: plus(now, LASTS) };
}

/**
 * The agency for which somebody asks those who answer for an area: their own if it raises there at all, or else the first that does and has
 * a site in the area. What that force itself raises with others is not practised.
 */
export function askingIn({ agencies, areas, pathways }: Partnership, own: string | undefined, area: string): string | undefined {
  const asked = areas.find(({ code }) => code === area);
  const answers = agencies.find(({ code }) => code === asked?.agency);
  const practised = pathways.filter(({ raisedBy }) => answers === undefined || !raisedBy.includes(answers.kind));
  const raises = agencies.filter(({ kind }) => practised.some(({ raisedBy }) => raisedBy.includes(kind)));
  const places = asked?.places.map(({ code }) => code) ?? [];
  const here = raises.find(({ sites }) => sites.some(({ place }) => places.includes(place)));
  return (raises.find(({ code }) => code === own) ?? here ?? raises[0])?.code;
}
