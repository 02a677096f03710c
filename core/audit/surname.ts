import type { EscalationView } from "../escalation/view.ts";

/** Surnames as they are compared: the last word of a name, whatever its signs. */
const surnameOf = (name: string): string =>
  (name.trim().split(/\s+/).at(-1) ?? "")
    .normalize("NFD")
    .replace(/[^\p{L}]/gu, "")
    .toLowerCase();

/** Does the reader bear the name of the person? Only this answer is kept of it. */
export const isSameSurname = (reader: string, familyName: string | undefined): boolean =>
  familyName !== undefined && surnameOf(familyName) !== "" && surnameOf(reader) === surnameOf(familyName);

/** Does the reader bear the surname of anybody who was named as the person of a case? */
export const bearsNameOf = (reader: string, { person, news }: Pick<EscalationView, "person" | "news">): boolean =>
  [{ person }, ...news].some((told) => isSameSurname(reader, told.person?.familyName));
