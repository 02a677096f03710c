import type { Person } from "../people.ts";
import type { Fact } from "./fact.ts";

/** What everybody else reads in the place of a note that was written for its writer's own agency: that there is one, and no more. */
export const FOR_THEIR_OWN = "(A note for their own agency.)";

/** A story as somebody of this agency reads it. */
export const toldTo = ({ agency }: Pick<Person, "agency">, story: readonly Fact[]): Fact[] =>
  story.map((fact) => {
    if (fact.what !== "note_added" || !fact.about.own) return fact;
    const isTheirs = typeof fact.by === "object" && fact.by.agency === agency;
    return isTheirs ? fact : { ...fact, about: { ...fact.about, text: FOR_THEIR_OWN } };
  });
