import type { Partnership, Team } from "../core/partnership/partnership.ts";
import { isReachable, mayAnswer, type Person } from "../core/people.ts";
import { Refusal } from "../core/refusal.ts";
import { coverageOf, type Fit } from "../core/rota/coverage.ts";
import { onDutyAt } from "../core/rota/on-duty.ts";
import type { Rota } from "../core/rota/rota.ts";
import type { Instant } from "../core/time.ts";
import * as directory from "./aws/directory.ts";

/** A desk of the reader's own agency. Another agency's looks like one that is not there. Throws NotFound. */
export async function deskOf({ partnership, agency }: Person, code: string, now: Instant): Promise<Team> {
  const { teams } = await directory.inForce(partnership, now);
  const desk = teams.find((team) => team.code === code && team.agency === agency);
  if (!desk) throw new Refusal("NotFound", "Your agency has no such desk.");
  return desk;
}

/** A desk whose rota the reader may change. Throws NotFound and NotAllowed. */
export async function deskToChange(actor: Person, code: string, now: Instant): Promise<Team> {
  const desk = await deskOf(actor, code, now);
  if (mayChange(actor, desk)) return desk;
  throw new Refusal("NotAllowed", "Only the owner of this desk, or a rota manager of your agency, changes its rota.");
}

/** Who may change a desk's rota: its owner, and the rota managers of its agency. */
export const mayChange = ({ id, agency, roles }: Person, desk: Team): boolean =>
  desk.owner === id || (desk.agency === agency && roles.includes("rota_manager"));

/** Who looks after the people of their agency: its rota managers, and the owners of its desks. */
export const looksAfterPeople = (person: Person, { teams }: Pick<Partnership, "teams">): boolean =>
  person.roles.includes("rota_manager") || teams.some(({ agency, owner }) => agency === person.agency && owner === person.id);

/** The site that somebody leads; undefined when it is none. */
export const siteLed = ({ roles, site }: Pick<Person, "roles" | "site">): string | undefined =>
  roles.includes("site_lead") ? (site ?? undefined) : undefined;

/** Do cases climb to this desk, so that whoever is on duty there must be able to answer? */
export const isOnALadder = ({ pathways }: Pick<Partnership, "pathways">, { desk }: Pick<Team, "desk">): boolean =>
  pathways.some(({ ladder }) => Object.values(ladder.tiers).some((tier) => tier.desk === desk));

/** Whom of a desk's people a message reaches, and who may answer there; where no case climbs to it nobody need be able to. */
export function fitFor(agreed: Pick<Partnership, "pathways">, desk: Pick<Team, "desk">, known: ReadonlyMap<string, Person>): Fit {
  const answers = isOnALadder(agreed, desk);
  return {
    isReachable: (person) => isReachable(known.get(person)),
    mayAnswer: (person) => !answers || mayAnswer(known.get(person)),
  };
}

/** A desk as its own agency sees it: who is on duty now, and what is wrong in the next 14 days. */
export function deskView(
  reader: Person,
  { desk, rota }: { desk: Team; rota: Rota },
  fit: Fit,
  nameOf: (person: string) => string,
  now: Instant,
) {
  const coverage = coverageOf(rota, fit, now);
  const fitness = (person: string) => ({ reachable: fit.isReachable(person), mayAnswer: fit.mayAnswer(person) });
  return {
    code: desk.code,
    title: desk.title,
    owner: desk.owner,
    mayChange: mayChange(reader, desk),
    onDuty: onDutyAt(rota, now).map((one) => ({ ...one, name: nameOf(one.person), ...fitness(one.person) })),
    nobodyAtAll: coverage.nobodyAtAll,
    gaps: coverage.gaps.map((gap) => ({ ...gap, people: [...gap.people] })),
    unreachable: [...coverage.unreachable],
    mayNotAnswer: [...coverage.mayNotAnswer],
  };
}

/** A person's name, or their code when nobody knows them. */
export const nameIn = (known: ReadonlyMap<string, Person>, person: string): string => known.get(person)?.name ?? person;

/** People by their id, those who are known. */
export async function knownAs(partnership: string, ids: readonly string[]): Promise<Map<string, Person>> {
  const found = await directory.people(partnership, ids);
  return new Map(found.map((person) => [person.id, person]));
}
