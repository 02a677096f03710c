import type { Partnership } from "../../core/partnership/partnership.ts";
import type { Person } from "../../core/people.ts";
import type { Choice } from "../../web/form.tsx";

/** Every place that an area answers for, by its name. */
export const placesIn = ({ areas }: Pick<Partnership, "areas">): Choice[] =>
  areas
    .flatMap(({ places }) => places)
    .map(({ title }) => ({ code: title, title }))
    .toSorted((a, b) => a.title.localeCompare(b.title));

/** The name of the place in which a person's own site stands, if it is known. */
export function siteOf(
  { agencies, areas }: Pick<Partnership, "agencies" | "areas">,
  { agency, site }: Person,
): string | undefined {
  const sites = agencies.find(({ code }) => code === agency)?.sites;
  const place = sites?.find(({ code }) => code === site)?.place;
  return areas.flatMap((area) => area.places).find(({ code }) => code === place)?.title;
}
