import { AHEAD } from "../rota/on-duty.ts";
import { between, type Instant, milliseconds } from "../time.ts";
import type { Who } from "./ask.ts";
import { type Duty, reachableAt } from "./climb.ts";
import type { Escalation } from "./escalation.ts";
import { askers, hearers, teamsOf } from "./hearing.ts";
import { unreadBy } from "./known.ts";

/** Every agency that shares this case: those that asked, those whose teams stand on its ladder or are told beside it, and the bodies that were told. */
export const parties = (of: Pick<Escalation, "raised" | "news" | "told" | "terms">): string[] => [
  ...new Set([
    ...hearers(of),
    ...of.terms.ladder.flatMap(({ teams, paired }) =>
      [...teams, ...paired].flatMap((team) => of.terms.teams[team]?.agency ?? []),
    ),
  ]),
];

/** Does somebody see the case at all: their agency shares it; a system sees what its own agency asked, and no other. */
export const shares = (of: Pick<Escalation, "raised" | "news" | "told" | "terms">, who: Who): boolean =>
  who.system ? isAsker(of, who) : parties(of).includes(who.agency);

/** Does this person speak for one of the agencies that asked? */
export const isAsker = (of: Pick<Escalation, "raised" | "news">, who: Who): boolean =>
  askers(of).some(({ agency }) => agency === who.agency);

/** Does this person speak for an agency that answers on the ladder? */
export const isOfTheLadder = (of: Pick<Escalation, "terms">, who: Who): boolean => answerAgencies(of).includes(who.agency);

const answerAgencies = ({ terms }: Pick<Escalation, "terms">): string[] =>
  terms.ladder.flatMap(({ teams }) => teams.flatMap((team) => terms.teams[team]?.agency ?? []));

/** Has news come that whoever has the case has not opened, or, where nobody has it, nobody of those who answer? One who opened it before agencies were kept counts as one of them. */
export function hasUnread(of: Pick<Escalation, "terms" | "news" | "owner">): boolean {
  if (of.owner) return unreadBy(of, of.owner.by.id).length > 0;
  const answers = (agency: string | undefined) => agency === undefined || answerAgencies(of).includes(agency);
  return of.news.some(({ by, readBy }) => !answers(by.agency) && !readBy.some((read) => answers(read.agency)));
}

/** The agency that is asked first: that of the desk on the first rung. */
export const answersFirst = ({ terms }: Pick<Escalation, "terms">): string =>
  terms.teams[terms.ladder[0]?.teams[0] ?? ""]?.agency ?? terms.area.agency;

/** Does this person speak for police, who answer here or ask? */
export const isOfPolice = (of: Pick<Escalation, "raised" | "news" | "terms">, who: Who): boolean =>
  of.terms.police === "ask" ? isAsker(of, who) : isOfTheLadder(of, who);

/** Does this person speak for the side that takes a detained person on? */
export const takesOn = (of: Pick<Escalation, "raised" | "news" | "terms">, who: Who): boolean =>
  of.terms.police === "ask" ? isOfTheLadder(of, who) : isAsker(of, who);

/** The highest tier, among those asked so far, at which this person is on duty now; undefined when at none. */
export function tierOf({ terms, tier }: Escalation, who: Pick<Who, "id">, duty: Duty): number | undefined {
  const tiers = terms.ladder
    .slice(0, tier + 1)
    .map(({ teams }, nth) => (teams.some((team) => duty[team]?.some(({ person }) => person === who.id)) ? nth : -1));
  const highest = Math.max(...tiers);
  return highest < 0 ? undefined : highest;
}

/** Who else is on duty now at the tiers asked so far and can be reached: to take the case over, or to agree that it is less urgent. A rota also names who has left. */
export const colleaguesOf = ({ terms, tier }: Escalation, who: Pick<Who, "id">, duty: Duty): string[] => {
  const there = terms.ladder.slice(0, tier + 1).flatMap((_, nth) => reachableAt({ terms }, nth, duty));
  return [...new Set(there)].filter((person) => person !== who.id);
};

/** When this person's shift at a tier of the case ends; of several, the last. */
export function shiftEnd({ terms }: Pick<Escalation, "terms">, tier: number, person: string, duty: Duty): Instant | undefined {
  const teams = terms.ladder[tier]?.teams ?? [];
  const ends = teams.flatMap((team) => duty[team] ?? []).filter((one) => one.person === person);
  return ends.map(({ until }) => until).reduce<Instant | undefined>((last, one) => (last && last > one ? last : one), undefined);
}

/**
 * The end of a shift as it was found at an instant, or null when none was in sight: a shift is followed no further than some days ahead, and
 * where that ends nobody's shift does.
 */
export const endInSight = (foundAt: Instant, until: Instant): Instant | null =>
  between(foundAt, until) < milliseconds(AHEAD) ? until : null;

/** When the shift of whoever has a case ends, as it was last looked for; null when no end was in sight, or nobody has it. */
export function shiftOfOwnerEnds({ owner, clocks }: Pick<Escalation, "owner" | "clocks">): Instant | null {
  if (!owner) return null;
  const found = clocks.findLast(({ limit, dueAt }) => limit === "shift_end" && dueAt === owner.until);
  return endInSight(found?.startedAt ?? owner.at, owner.until);
}

/** Is this person on duty for the body that the case has been referred to? */
export const answersReferral = (of: Escalation, who: Who, duty: Duty): boolean =>
  of.referral !== null && teamsOf(of, of.referral.body).some((team) => duty[team]?.some(({ person }) => person === who.id));
