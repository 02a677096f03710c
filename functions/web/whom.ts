import type { Learning } from "../../core/partnership/learning.ts";
import type { Person } from "../../core/people.ts";
import { invalid } from "../../core/refusal.ts";
import { elseName } from "../../web/action-forms.tsx";
import type { Choice } from "../../web/form.tsx";
import * as directory from "../aws/directory.ts";
import { textIn } from "./press.ts";

/** People as a form offers them, each once, by name. */
const choices = (people: readonly Person[]): Choice[] =>
  [...new Map(people.map((person) => [person.id, person])).values()]
    .map(({ id, name }) => ({ code: id, title: name }))
    .toSorted((a, b) => a.title.localeCompare(b.title));

/** Those named by their ids who are members still, and everybody of one agency, as a form offers them. */
export async function peopleToAsk(partnership: string, ids: readonly string[], agency?: string): Promise<Choice[]> {
  const [named, colleagues] = await Promise.all([
    directory.people(partnership, ids),
    agency === undefined ? [] : directory.peopleOf(partnership, agency),
  ]);
  return choices([...named.filter(({ endedAt }) => endedAt === null), ...colleagues]);
}

/** The people who answer for an agency, and the chair. */
export const leadsIn = ({ leads, chair }: Learning): string[] => [chair, ...leads.map(({ person }) => person)];

/** Whom a form names: chosen from its list, or somebody of the partners’ agencies by their whole name or their code. Throws Invalid when it may be several, or nobody. */
export async function whomIn(
  form: URLSearchParams,
  name: string,
  { partnership, agency }: Person,
  { leads }: Learning,
): Promise<string | undefined> {
  const [chosen, other] = [textIn(form, name), textIn(form, elseName(name))];
  if (other === undefined) return chosen;
  const field = elseName(name);
  if (chosen !== undefined) throw invalid({ field, reason: "choose somebody from the list or name somebody, not both" });
  const agencies = [...new Set([agency, ...leads.map((lead) => lead.agency)])];
  const everybody = (await Promise.all(agencies.map((one) => directory.peopleOf(partnership, one)))).flat();
  const same = everybody.filter((one) => one.id === other || one.name.toLowerCase() === other.toLowerCase());
  const [found] = same;
  if (!found) throw invalid({ field, reason: "is nobody who is known at the partners’ agencies" });
  if (same.length > 1) throw invalid({ field, reason: "is the name of several people: give a code" });
  return found.id;
}
