import type { Partnership } from "../../core/partnership/partnership.ts";
import { readPartnership } from "../../core/partnership/read-partnership.ts";
import { pathwayInForce, type Terms, termsInForce } from "../../core/partnership/terms.ts";
import type { Instant } from "../../core/time.ts";
import { readFolder } from "../../operate/read-folder.ts";
import type { Scene } from "./telling.ts";

const PATHWAY = "police_attendance";
/** Every area has the same version here, and so has a place that nobody knows. */
const NOWHERE = "";

/** London as it is configured. */
export const london = (): Partnership => readPartnership(readFolder("config/london"));

type Agreed = Pick<Scene, "pathway" | "termsOf">;

/** What the same partners have agreed at the same instant is the same for every story. */
const made = new WeakMap<Partnership, Map<Instant, Agreed>>();

/** What the partners have agreed at an instant, with the terms of each place and agency made once: making them takes as long as raising. */
export function agreedOn(agreed: Partnership, at: Instant): Agreed {
  const known = made.get(agreed) ?? new Map<Instant, Agreed>();
  const found = known.get(at) ?? agreedAnew(agreed, at);
  made.set(agreed, known.set(at, found));
  return found;
}

function agreedAnew(agreed: Partnership, at: Instant): Agreed {
  const known = new Map<string, Terms>();
  const termsOf = (place: string, agency: string): Terms => {
    const key = `${agency}/${place}`;
    const terms = known.get(key) ?? termsInForce(agreed, PATHWAY, place, agency, at);
    known.set(key, terms);
    return terms;
  };
  return { termsOf, pathway: pathwayInForce(agreed, PATHWAY, NOWHERE, at) };
}
