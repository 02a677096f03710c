import type { Partnership, Team } from "../../core/partnership/partnership.ts";
import { ANSWERERS, type Person, verified } from "../../core/people.ts";
import { Refusal } from "../../core/refusal.ts";
import { peopleOf } from "../../core/rota/rota.ts";
import { type Colleague, peoplePage } from "../../web/people-page.tsx";
import * as directory from "../aws/directory.ts";
import { rotasOf } from "../aws/rotas.ts";
import { isOnALadder, looksAfterPeople, siteLed } from "../desks.ts";
import type { Answer, AskedBy } from "./door.ts";

/** The people of the reader's own agency, for whoever looks after its rotas. Nothing of how they are reached but whether they are. */
export async function readPeople({ actor, now }: AskedBy): Promise<Answer> {
  const agreed = await directory.inForce(actor.partnership, now);
  const changes = actor.roles.includes("agency_admin");
  const seesAll = changes || looksAfterPeople(actor, agreed);
  const site = siteLed(actor);
  if (!seesAll && !site)
    throw new Refusal(
      "NotAllowed",
      "Only the owners of your agency's desks, its rota managers and its administrators see its people; whoever leads a site sees those of that site.",
    );
  const desks = agreed.teams.filter(({ agency }) => agency === actor.agency);
  const [everybody, rotas] = await Promise.all([
    directory.everybodyOf(actor.partnership, actor.agency),
    rotasOf(
      actor.partnership,
      desks.map(({ code }) => code),
    ),
  ]);
  const members = everybody.filter(({ endedAt }) => endedAt === null);
  const people = seesAll ? members : members.filter((person) => person.site === site);
  const own = agreed.agencies.find(({ code }) => code === actor.agency);
  const agency = own?.title ?? actor.agency;
  const standing = desks.map((desk) => ({
    desk,
    people: rotas.filter(({ rota }) => rota.team === desk.code).flatMap(({ rota }) => peopleOf(rota)),
  }));
  const isKnown = (id: string) => members.some((person) => person.id === id);
  const gone = (id: string) => everybody.find((person) => person.id === id);
  const content = peoplePage({
    agency: seesAll ? agency : `${own?.sites.find(({ code }) => code === site)?.title ?? site}, ${agency}`,
    people: people.toSorted((a, b) => a.name.localeCompare(b.name)).map((person) => colleague(person, standing, agreed)),
    strangers: (seesAll ? standing : []).flatMap(({ desk, people: on }) =>
      on
        .filter((id) => !isKnown(id))
        .map((id) => ({ person: gone(id)?.name ?? id, desk: desk.title, hasEnded: gone(id) !== undefined })),
    ),
    ...(changes ? { ended: endedOf(everybody), now } : {}),
  });
  return { content };
}

/** Whose membership has ended, the last first. */
const endedOf = (everybody: readonly Person[]) =>
  everybody
    .flatMap(({ id, name, endedAt }) => (endedAt === null ? [] : [{ id, name, at: endedAt }]))
    .toSorted((a, b) => Number(a.at < b.at) - Number(a.at > b.at));

type Standing = readonly { readonly desk: Team; readonly people: readonly string[] }[];

/** Whoever has no role to answer and is on duty where cases climb to is of no use there: no page asks them. */
function colleague(person: Person, standing: Standing, agreed: Partnership): Colleague {
  const { id, name, roles } = person;
  const desks = standing.filter(({ people }) => people.includes(id)).map(({ desk }) => desk);
  const mayAnswer = ANSWERERS.some((role) => roles.includes(role));
  return {
    ...{ id, name, roles },
    site: agreed.agencies.find(({ code }) => code === person.agency)?.sites.find(({ code }) => code === person.site)?.title,
    desks: desks.map(({ code, title }) => ({ code, title })),
    mayNotAnswer: mayAnswer ? [] : desks.filter((desk) => isOnALadder(agreed, desk)).map(({ title }) => title),
    ways: verified(person).length,
  };
}
