import type { Who } from "../core/escalation/ask.ts";
import { leadOf } from "../core/learning/matter.ts";
import type { Learning } from "../core/partnership/learning.ts";
import { isReachable, type Person } from "../core/people.ts";
import { invalid, Refusal } from "../core/refusal.ts";
import type { Instant } from "../core/time.ts";
import * as directory from "./aws/directory.ts";

/** How the partners have agreed to learn. Throws NotYet where they have not. */
export async function agreed(partnership: string, now: Instant): Promise<Learning> {
  const learning = await directory.learningInForce(partnership, now);
  if (!learning) throw new Refusal("NotYet", "The partners have not agreed on concerns, actions and calls here yet.");
  return learning;
}

export const isChair = ({ roles }: Pick<Person, "roles">): boolean => roles.includes("chair");
/** The lead of an agency, or a chair. */
export const leads = (actor: Person, agency: string, learning: Learning): boolean =>
  isChair(actor) || leadOf(learning, agency) === actor.id;
/** The lead of any agency, or a chair. */
export const isLead = (actor: Person, learning: Learning): boolean =>
  isChair(actor) || learning.chair === actor.id || learning.leads.some(({ person }) => person === actor.id);

/** A person who can be given something to do: a member here, by the field of whoever names them. Throws Invalid. */
export async function personToAsk(partnership: string, id: string, field: string): Promise<Person> {
  const known = await directory.person(partnership, id);
  if (!known || known.endedAt !== null) throw invalid({ field, reason: "is nobody who is known here" });
  return known;
}

/** Whom no message of the learning side reaches, of these and of those who could stand in for them: who has left, has no address that is theirs, or acts for another agency than they did. */
export async function absentOf(
  partnership: string,
  { leads, chair }: Learning,
  people: readonly { readonly id: string; readonly agency?: string }[],
): Promise<string[]> {
  const all = [...people, ...leads.map(({ person }) => ({ id: person })), { id: chair }];
  const known = await directory.people(
    partnership,
    all.map(({ id }) => id),
  );
  const isThere = ({ id, agency }: (typeof people)[number]) => {
    const person = known.find((one) => one.id === id);
    return isReachable(person) && (agency === undefined || person?.agency === agency);
  };
  return all.filter((one) => !isThere(one)).map(({ id }) => id);
}

/** The names of the people that something speaks of, by their ids; who has gone keeps their id. */
export async function namesOf(partnership: string, people: readonly (string | null)[]): Promise<Record<string, string>> {
  const ids = [...new Set(people.filter((id) => id !== null))];
  const known = await directory.people(partnership, ids);
  return Object.fromEntries(ids.map((id) => [id, known.find((one) => one.id === id)?.name ?? id]));
}

/** Everybody who signed a line of a story. */
export const signers = (story: readonly { readonly by: Who | "clock" }[]): string[] =>
  story.flatMap(({ by }) => (by === "clock" ? [] : [by.id]));
