import type { Partnership } from "../../core/partnership/partnership.ts";
import { readPartnership } from "../../core/partnership/read-partnership.ts";
import { pathwayInForce, type Terms, termsInForce } from "../../core/partnership/terms.ts";
import type { Instant } from "../../core/time.ts";
import { readFolder } from "../../operate/read-folder.ts";
import type { Scene } from "./telling.ts";

const PATHWAY = "police_attendance";

/** London as it is configured. */
export const london = (): Partnership => readPartnership(readFolder("config/london"));

/** What the partners have agreed at an instant, with the terms of each place and agency made once: making them takes as long as raising. */
export function agreedOn(agreed: Partnership, at: Instant): Pick<Scene, "pathway" | "termsOf"> {
  const made = new Map<string, Terms>();
  const termsOf = (place: string, agency: string): Terms => {
    const key = `${agency}/${place}`;
    const terms = made.get(key) ?? termsInForce(agreed, PATHWAY, place, agency, at);
    made.set(key, terms);
    return terms;
  };
  return { termsOf, pathway: pathwayInForce(agreed, PATHWAY, at) };
}
