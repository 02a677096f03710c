import type { Person } from "../people.ts";
import type { Fact } from "./fact.ts";

/** What everybody else reads in the place of a note that was written for its writer's own agency: that there is one, and no more. */
export const FOR_THEIR_OWN = "(A note for their own agency.)";

/** Is this a note that another agency has written for itself? */
export const isKeptFrom = ({ agency }: Pick<Person, "agency">, { what, about, by }: Fact): boolean =>
  what === "note_added" && about.own === true && !(typeof by === "object" && by.agency === agency);

/** A story as somebody of this agency reads it. */
export const toldTo = (reader: Pick<Person, "agency">, story: readonly Fact[]): Fact[] =>
  story.map((fact) =>
    fact.what === "note_added" && isKeptFrom(reader, fact) ? { ...fact, about: { ...fact.about, text: FOR_THEIR_OWN } } : fact,
  );
