import {
  changing,
  codesFor,
  ending,
  enrolling,
  mustAdminister,
  mustLeaveAdministrator,
  type Newcomer,
  namedFor,
  stopsAnswering,
  type Wanted,
} from "../core/membership/membership.ts";
import type { Agency } from "../core/partnership/partnership.ts";
import { isReachable, mayAnswer, type Person } from "../core/people.ts";
import { Refusal } from "../core/refusal.ts";
import { onDutyAt, stretches } from "../core/rota/on-duty.ts";
import { peopleOf } from "../core/rota/rota.ts";
import { type Instant, plus } from "../core/time.ts";
import { racing } from "./aws/cases.ts";
import * as directory from "./aws/directory.ts";
import { matterItems } from "./aws/learning.ts";
import { keepMembership, keepNewcomer, type Member, memberToChange } from "./aws/memberships.ts";
import { rotasOf } from "./aws/rotas.ts";
import { isOnALadder, knownAs, nameIn } from "./desks.ts";
import { env } from "./env.ts";
import { entryOf, type Seen } from "./leave-entry.ts";
import { leftBehind, MOST_LEFT } from "./left-behind.ts";

/** So far ahead a rota is looked through for somebody who stands on it. */
const AHEAD = "PT2208H";

/** A desk on whose rota somebody stands: until when, who looks after it, and who can still act there when they are on duty now. */
export interface Standing {
  readonly code: string;
  readonly title: string;
  readonly owner: string;
  /** Cases climb to it: whoever is on duty there must be able to answer. */
  readonly answers: boolean;
  /** Null: not in the next 92 days; `beyond` is that it goes on after them. */
  readonly until: Instant | null;
  readonly beyond: boolean;
  readonly leaves: readonly string[] | undefined;
}

/** The agency of an administrator, with its sites. Throws NotAllowed. */
export async function agencyOf(admin: Person, now: Instant): Promise<Agency> {
  mustAdminister(admin);
  const { agencies } = await directory.inForce(admin.partnership, now);
  const agency = agencies.find(({ code }) => code === admin.agency);
  if (!agency) throw new Refusal("NotFound", "Your agency is no partner here any more.");
  return agency;
}

/** Somebody of the administrator's own agency; anybody else is nobody. Throws NotFound. */
export async function ownMember(admin: Person, id: string): Promise<Member> {
  const found = await memberToChange(admin.partnership, id);
  mustAdminister(admin, found.person);
  return found;
}

/** Where somebody stands on rotas, those where they are on duty now first. */
export async function standingOf({ partnership, id, agency }: Person, now: Instant): Promise<Standing[]> {
  const agreed = await directory.inForce(partnership, now);
  const own = agreed.teams.filter((team) => team.agency === agency);
  const rotas = await rotasOf(
    partnership,
    own.map(({ code }) => code),
  );
  const on = rotas.filter(({ rota }) => peopleOf(rota).includes(id));
  const known = await knownAs(partnership, [...on.flatMap(({ rota }) => peopleOf(rota)), ...own.map(({ owner }) => owner)]);
  const end = plus(now, AHEAD);
  return on
    .flatMap(({ rota }): Standing[] => {
      const desk = own.find(({ code }) => code === rota.team);
      if (!desk) return [];
      const last = stretches(rota, now, end).findLast(({ people }) => people.includes(id));
      const there = onDutyAt(rota, now).map(({ person }) => person);
      const answers = isOnALadder(agreed, desk);
      const isLeft = (one: string) => one !== id && isReachable(known.get(one)) && (!answers || mayAnswer(known.get(one)));
      return [
        {
          ...{ code: desk.code, title: desk.title, owner: nameIn(known, desk.owner), answers },
          until: last?.to ?? null,
          beyond: last?.to === end,
          leaves: there.includes(id) ? there.filter(isLeft).map((one) => nameIn(known, one)) : undefined,
        },
      ];
    })
    .toSorted((one, other) => Number(other.leaves !== undefined) - Number(one.leaves !== undefined));
}

/** What somebody knows who has read who is left where: it is another when somebody else has gone meanwhile. */
export const leftBy = (standing: readonly Standing[]): string =>
  JSON.stringify(standing.flatMap(({ code, leaves }) => (leaves ? [[code, ...leaves]] : [])));

function mustKnowWhoIsLeft({ name }: Person, standing: readonly Standing[], known: string): void {
  if (standing.some(({ leaves }) => leaves !== undefined) && known !== leftBy(standing))
    throw new Refusal("NeedsConfirming", `${name} is on duty now. Say that you know who is left.`);
}

/** What a press on somebody's membership needs to know: who presses, through which row, and what its maker saw. */
export interface MembershipPress {
  readonly seen: Seen;
  readonly version: string;
}

/** What their maker saw of a membership, in a few signs: how they are reached is their own affair, and no part of it. */
export const versionOf = ({ name, site, roles, endedAt }: Person): string => JSON.stringify([name, site, roles, endedAt]);

function mustHaveSeen(person: Person, { version }: MembershipPress): void {
  if (version !== versionOf(person))
    throw new Refusal("ChangedMeanwhile", "Somebody has changed this membership meanwhile. This is how it stands now.");
}

/** The change as it would be kept, and where nobody could answer any more for whom it is. Throws what `changing` does, ChangedMeanwhile and LastAdministrator. */
export async function changeFor(press: MembershipPress, id: string, to: Wanted) {
  const { actor, now } = press.seen;
  const [agency, admin, before] = await Promise.all([agencyOf(actor, now), ownMember(actor, actor.id), ownMember(actor, id)]);
  mustHaveSeen(before.person, press);
  const next = changing(admin.person, before.person, to, agency);
  mustLeaveAdministrator(before.person, next, await directory.peopleOf(actor.partnership, actor.agency));
  const standing = stopsAnswering(before.person, next) ? await standingOf(before.person, now) : [];
  return { admin, before, next, standing: standing.filter(({ answers }) => answers) };
}

/** Makes the change, with its entry in the same transaction. Throws NeedsConfirming as an end does, when they could not answer any more. */
export const makeChange = (press: MembershipPress, id: string, to: Wanted, known: string): Promise<void> =>
  racing(async () => {
    const { admin, before, next, standing } = await changeFor(press, id, to);
    mustKnowWhoIsLeft(before.person, standing, known);
    await keepMembership(admin, before, next, entryFor(press.seen, id, before.person, next, to.why));
  });

/** The end of a membership as it would be kept, where they stand, what waits for them, and what the agreement names them for. Throws what `ending` does, and ChangedMeanwhile. */
export async function endFor(press: MembershipPress, id: string) {
  const { actor, now } = press.seen;
  const [admin, before] = await Promise.all([ownMember(actor, actor.id), ownMember(actor, id)]);
  mustHaveSeen(before.person, press);
  const everybody = await directory.peopleOf(actor.partnership, actor.agency);
  const next = ending(admin.person, before.person, everybody, now);
  const agreed = await directory.inForce(actor.partnership, now);
  const [standing, left] = await Promise.all([standingOf(before.person, now), leftBehind(before.person, now)]);
  return { admin, before, next, standing, left, named: namedFor(agreed, id, everybody) };
}

/** Ends it, from the next request on; whoever stands in for them in what the partners learn hears of what waited for them, in the same transaction. Throws NeedsConfirming when they are on duty now and nobody has said that they know whom that leaves. */
export async function makeEnd(press: MembershipPress, id: string, said: { readonly known: string; readonly why?: string }) {
  await racing(async () => {
    const { admin, before, next, standing, left } = await endFor(press, id);
    mustKnowWhoIsLeft(before.person, standing, said.known);
    const told = left.slice(0, MOST_LEFT).flatMap(({ made }) => matterItems(made, press.seen.now));
    await keepMembership(admin, before, next, entryFor(press.seen, id, before.person, next, said.why), told);
  });
}

/** Enrols somebody, with their sign-in: they are a member from the moment at which they sign in. Answers with their code; a second press with the first one's. */
export async function makeNewcomer(seen: Seen, who: Newcomer): Promise<string> {
  const { actor, now } = seen;
  const { sites } = await agencyOf(actor, now);
  const signIn = { issuer: env("ISSUER"), subject: who.subject };
  const [admin, there] = await Promise.all([ownMember(actor, actor.id), directory.whoSignsIn(signIn.issuer, signIn.subject)]);
  if (there?.agency === actor.agency && versionOf(there) === versionOf(enrolling(admin.person, who, there.id, sites)))
    return there.id;
  const codes = codesFor(who.name);
  const taken = (await directory.people(actor.partnership, codes)).map(({ id }) => id);
  const id = codes.find((code) => !taken.includes(code));
  if (!id) throw new Refusal("Conflict", "Too many people are called so. Add a second name.");
  const person = enrolling(admin.person, who, id, sites);
  const entry = entryFor(seen, id, null, person, who.why);
  await keepNewcomer(admin, person, signIn, entry);
  return id;
}

/** What is written down of it: the roles before and after, and why. */
const entryFor = (seen: Seen, id: string, before: Person | null, after: Person, why: string | undefined) =>
  entryOf(seen, {
    what: "membership_changed",
    of: ["people"],
    about: { kind: "person", id },
    membership: { before: before?.roles ?? null, after: after.endedAt === null ? after.roles : null, why: why ?? null },
  });
