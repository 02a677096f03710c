import * as z from "zod";
import { Code } from "../partnership/codes.ts";
import type { Agency, Partnership } from "../partnership/partnership.ts";
import { isSystem, mayAnswer, type Person, type Role } from "../people.ts";
import { invalid, Refusal } from "../refusal.ts";
import { safeText } from "../text.ts";
import type { Instant } from "../time.ts";

/** The roles that an agency's administrator gives and takes. Who chairs, who sits on the board and what is a system is the partnership's to say. */
export const GIVEN_BY_AGENCIES = [
  "raiser",
  "site_lead",
  "duty_officer",
  "control_room",
  "rota_manager",
  "agency_admin",
  "privacy_officer",
] as const satisfies readonly Role[];
/** Nobody is given these without a reason that stays in the audit. */
export const GRAVE: readonly Role[] = ["duty_officer", "agency_admin", "privacy_officer"];

const why = safeText(300).optional();
/** What somebody's membership is to be. */
export const Wanted = z.strictObject({
  name: safeText(120),
  site: Code.optional(),
  roles: z.array(z.enum(GIVEN_BY_AGENCIES)),
  why,
});
export type Wanted = z.output<typeof Wanted>;

/** Somebody new: the name under which their organisation's sign-in knows them, and one address that is theirs once they have said so. */
export const Newcomer = Wanted.extend({
  subject: z.string().regex(/^[\x21-\x7e]{1,200}$/, "1 to 200 visible signs without a space"),
  email: z.email("an email address").max(200),
});
export type Newcomer = z.output<typeof Newcomer>;

/** Who may change people at all: the administrators of an agency, and of it alone. Throws NotAllowed and NotFound. */
export function mustAdminister(admin: Person, person?: Person): void {
  if (!admin.roles.includes("agency_admin"))
    throw new Refusal("NotAllowed", "Only your agency's administrators change its people.");
  if (person && person.agency !== admin.agency) throw new Refusal("NotFound", "Your agency has nobody by that name.");
}

/** The membership as it is to be. Throws NotAllowed for one's own roles, Closed when it has ended, and Invalid. */
export function changing(admin: Person, person: Person, to: Wanted, { sites }: Pick<Agency, "sites">): Person {
  mustAdminister(admin, person);
  mustStand(person);
  if (isSystem(person) && to.roles.length > 0)
    throw invalid({ field: "roles", reason: "a system raises and reads, and no more" });
  const kept = person.roles.filter((role) => !GIVEN_BY_AGENCIES.some((given) => given === role));
  const roles = [...GIVEN_BY_AGENCIES.filter((role) => to.roles.includes(role)), ...kept];
  if (person.id === admin.id && !isSame(roles, person.roles)) throw new Refusal("NotAllowed", "Nobody changes their own roles.");
  mustBeReasoned(person.roles, roles, to.why);
  return { ...person, name: to.name, site: siteIn(to.site, sites), roles };
}

/** The membership as it is when it has ended: no role, and no way to be reached any more. Throws NotAllowed, Closed and LastAdministrator. */
export function ending(admin: Person, person: Person, everybody: readonly Person[], now: Instant): Person {
  mustAdminister(admin, person);
  mustStand(person);
  if (person.id === admin.id) throw new Refusal("NotAllowed", "Nobody ends their own membership.");
  mustLeaveAdministrator(person, { ...person, roles: [] }, everybody);
  return { ...person, roles: [], channels: [], endedAt: now };
}

/** Somebody who was not a member before. Nothing is sent to their address before they have verified it. */
export function enrolling(
  admin: Person,
  { name, site, roles, email, why }: Newcomer,
  id: string,
  sites: Agency["sites"],
): Person {
  mustAdminister(admin);
  mustBeReasoned([], roles, why);
  return {
    partnership: admin.partnership,
    id,
    name,
    agency: admin.agency,
    site: siteIn(site, sites),
    channels: [{ kind: "email", to: email, verifiedAt: null }],
    quiet: false,
    roles: GIVEN_BY_AGENCIES.filter((role) => roles.includes(role)),
    owner: null,
    endedAt: null,
  };
}

/** What the agreement and systems name somebody for. They go on naming them when they have gone, and what is sent to them then reaches nobody. */
export const namedFor = (
  { teams, learning }: Pick<Partnership, "teams" | "learning">,
  id: string,
  everybody: readonly Pick<Person, "name" | "owner">[],
) => ({
  systems: everybody.flatMap(({ name, owner }) => (owner === id ? [name] : [])),
  desks: teams.flatMap(({ owner, title }) => (owner === id ? [title] : [])),
  leads: learning?.leads.some(({ person }) => person === id) ?? false,
  chairs: learning ? [learning, ...learning.series].some(({ chair }) => chair === id) : false,
});
export type NamedFor = ReturnType<typeof namedFor>;

/** Could they answer until now, and cannot any more? Where they stand on a rota no page asks them any more. */
export const stopsAnswering = (before: Person, after: Person): boolean => mayAnswer(before) && !mayAnswer(after);

/** An agency without an administrator could never have one again. Throws LastAdministrator. */
export function mustLeaveAdministrator(before: Person, after: Person, everybody: readonly Person[]): void {
  if (!before.roles.includes("agency_admin") || after.roles.includes("agency_admin")) return;
  const others = everybody.some(
    ({ id, roles, endedAt }) => id !== before.id && endedAt === null && roles.includes("agency_admin"),
  );
  if (!others)
    throw new Refusal("LastAdministrator", "This is the last administrator of your agency. Make somebody else one first.");
}

/** Codes that a name may become, the first that is free is taken: amara_bell, amara_bell_2. */
export function codesFor(name: string): string[] {
  const words =
    name
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? [];
  const base =
    words
      .join("_")
      .replace(/^[^a-z]+/, "")
      .slice(0, 60)
      .replace(/_+$/, "") || "person";
  return [base, ...Array.from({ length: 48 }, (_, nth) => `${base}_${nth + 2}`)];
}

function mustStand({ endedAt }: Person): void {
  if (endedAt !== null) throw new Refusal("Closed", "This membership has ended.");
}

function mustBeReasoned(before: readonly Role[], after: readonly Role[], why: string | undefined): void {
  const given = after.filter((role) => GRAVE.includes(role) && !before.includes(role));
  if (given.length > 0 && why === undefined) throw invalid({ field: "why", reason: "is needed for what this lets them do" });
}

function siteIn(site: string | undefined, sites: Agency["sites"]): string | null {
  if (site === undefined) return null;
  if (!sites.some(({ code }) => code === site)) throw invalid({ field: "site", reason: "is no site of your agency" });
  return site;
}

const isSame = (one: readonly Role[], other: readonly Role[]): boolean =>
  one.length === other.length && one.every((role) => other.includes(role));
