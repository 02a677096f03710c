import {
  changing,
  codesFor,
  ending,
  enrolling,
  mustAdminister,
  mustLeaveAdministrator,
  type Newcomer,
  type Wanted,
} from "../core/membership/membership.ts";
import type { Agency } from "../core/partnership/partnership.ts";
import type { Person } from "../core/people.ts";
import { Refusal } from "../core/refusal.ts";
import { onDutyAt, stretches } from "../core/rota/on-duty.ts";
import { peopleOf } from "../core/rota/rota.ts";
import { type Instant, plus } from "../core/time.ts";
import { racing } from "./aws/cases.ts";
import * as directory from "./aws/directory.ts";
import { keepMembership, keepNewcomer, type Member, memberToChange } from "./aws/memberships.ts";
import { rotasOf } from "./aws/rotas.ts";
import { knownAs, nameIn } from "./desks.ts";
import { env } from "./env.ts";
import { entryOf, type Seen } from "./leave-entry.ts";

/** So far ahead a rota is looked through for somebody who stands on it. */
const AHEAD = "PT2208H";

/** A desk on whose rota somebody stands: until when, who looks after it, and who is left there when they are on duty now. */
export interface Standing {
  readonly code: string;
  readonly title: string;
  readonly owner: string;
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
  const { teams } = await directory.inForce(partnership, now);
  const own = teams.filter((team) => team.agency === agency);
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
      return [
        {
          ...{ code: desk.code, title: desk.title, owner: nameIn(known, desk.owner) },
          until: last?.to ?? null,
          beyond: last?.to === end,
          leaves: there.includes(id) ? there.filter((one) => one !== id).map((one) => nameIn(known, one)) : undefined,
        },
      ];
    })
    .toSorted((one, other) => Number(other.leaves !== undefined) - Number(one.leaves !== undefined));
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

/** The change as it would be kept. Throws what `changing` does, ChangedMeanwhile and LastAdministrator. */
export async function changeFor(press: MembershipPress, id: string, to: Wanted) {
  const { actor, now } = press.seen;
  const [agency, admin, before] = await Promise.all([agencyOf(actor, now), ownMember(actor, actor.id), ownMember(actor, id)]);
  mustHaveSeen(before.person, press);
  const next = changing(admin.person, before.person, to, agency);
  mustLeaveAdministrator(before.person, next, await directory.peopleOf(actor.partnership, actor.agency));
  return { admin, before, next };
}

/** Makes the change, with its entry in the same transaction. */
export const makeChange = (press: MembershipPress, id: string, to: Wanted): Promise<void> =>
  racing(async () => {
    const { admin, before, next } = await changeFor(press, id, to);
    await keepMembership(admin, before, next, entryFor(press.seen, id, before.person, next, to.why));
  });

/** The end of a membership as it would be kept. Throws what `ending` does, and ChangedMeanwhile. */
export async function endFor(press: MembershipPress, id: string) {
  const { actor, now } = press.seen;
  const [admin, before] = await Promise.all([ownMember(actor, actor.id), ownMember(actor, id)]);
  mustHaveSeen(before.person, press);
  const everybody = await directory.peopleOf(actor.partnership, actor.agency);
  return { admin, before, next: ending(admin.person, before.person, everybody, now) };
}

/** Ends it, from the next request on. Throws NeedsConfirming when they are on duty now and nobody has said that they know what that leaves. */
export async function makeEnd(press: MembershipPress, id: string, said: { readonly known: boolean; readonly why?: string }) {
  const { now } = press.seen;
  await racing(async () => {
    const { admin, before, next } = await endFor(press, id);
    const standing = await standingOf(before.person, now);
    if (!said.known && standing.some(({ leaves }) => leaves !== undefined))
      throw new Refusal("NeedsConfirming", `${before.person.name} is on duty now. Say that you know who is left.`);
    await keepMembership(admin, before, next, entryFor(press.seen, id, before.person, next, said.why));
  });
}

/** Enrols somebody, with their sign-in: they are a member from the moment at which they sign in. Answers with their code. */
export async function makeNewcomer(seen: Seen, who: Newcomer): Promise<string> {
  const { actor, now } = seen;
  const { sites } = await agencyOf(actor, now);
  const admin = await ownMember(actor, actor.id);
  const codes = codesFor(who.name);
  const taken = (await directory.people(actor.partnership, codes)).map(({ id }) => id);
  const id = codes.find((code) => !taken.includes(code));
  if (!id) throw new Refusal("Conflict", "Too many people are called so. Add a second name.");
  const person = enrolling(admin.person, who, id, sites);
  const entry = entryFor(seen, id, null, person, who.why);
  await keepNewcomer(admin, person, { issuer: env("ISSUER"), subject: who.subject }, entry);
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
