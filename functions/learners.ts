import type { Who } from "../core/escalation/ask.ts";
import { leadOf } from "../core/learning/matter.ts";
import type { Learning } from "../core/partnership/learning.ts";
import type { Person } from "../core/people.ts";
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

/** The names of the people that something speaks of, by their ids; who has gone keeps their id. */
export async function namesOf(partnership: string, people: readonly (string | null)[]): Promise<Record<string, string>> {
  const ids = [...new Set(people.filter((id) => id !== null))];
  const known = await directory.people(partnership, ids);
  return Object.fromEntries(ids.map((id) => [id, known.find((one) => one.id === id)?.name ?? id]));
}

/** Everybody who signed a line of a story. */
export const signers = (story: readonly { readonly by: Who | "clock" }[]): string[] =>
  story.flatMap(({ by }) => (by === "clock" ? [] : [by.id]));
