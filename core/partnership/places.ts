import { Code, type Partnership, type Pathway, type Team } from "./partnership.ts";

/** The code a place is filed under, from what people call it: «Hammersmith & Fulham», «LB Hammersmith and Fulham» and «hammersmith_and_fulham» are one. */
export function placeCode(written: string): string {
  const words = written
    .toLowerCase()
    .replace(/\p{Cf}/gu, "") // what nobody sees in a name that was copied
    .replace(/&/g, " and ")
    .match(/[a-z0-9]+/g);
  const code = (words ?? [])
    .join("_")
    .replace(/^(the_)?((london|royal)_)?borough_of_|^lb_/, "")
    .replace(/(_borough)?_council$/, "");
  return Code.safeParse(code).success ? code : "";
}

/** Every code under which a place is found: its own, its title's, and those of its other names. */
export const namesOf = ({
  code,
  title,
  alsoKnownAs = [],
}: {
  readonly code: string;
  readonly title: string;
  readonly alsoKnownAs?: readonly string[] | undefined;
}): string[] => [...new Set([code, ...[title, ...alsoKnownAs].map(placeCode).filter(Boolean)])];

/** The site of an agency that a written place names; undefined when it names none. */
export function siteNamed({ agencies }: Pick<Partnership, "agencies">, place: string) {
  const wanted = placeCode(place);
  const sites = agencies.flatMap((agency) => agency.sites.map((site) => ({ ...site, agency: agency.code })));
  return wanted === "" ? undefined : sites.find((site) => namesOf(site).includes(wanted));
}

/** The sites at which a pathway can be raised that asks the site's own agency: those for which a desk answers at every tier. */
export const sitesOf = ({ agencies, teams }: Pick<Partnership, "agencies" | "teams">, pathway: Pick<Pathway, "ladder">) => {
  const desks = Object.values(pathway.ladder.tiers).map(({ desk }) => desk);
  return agencies
    .flatMap(({ code, sites }) => sites.map((site) => ({ ...site, agency: code })))
    .filter((site) => desks.every((desk) => siteDesks(teams, desk, site).length > 0));
};

/** The desks that answer at a site: those of the very site, or else those of its whole agency. */
export function siteDesks(
  teams: readonly Team[],
  desk: string,
  site: { readonly code: string; readonly agency: string },
): Team[] {
  const theirs = teams.filter((team) => team.desk === desk && team.agency === site.agency);
  const ofSite = theirs.filter(({ sites }) => sites?.includes(site.code));
  return ofSite.length > 0 ? ofSite : theirs.filter(({ agencies }) => agencies?.includes(site.agency));
}

/**
 * The areas in which a desk may be asked: those that it serves, those of the places that it serves, and, where a pathway asks whoever has the
 * site, those in which the sites stand for which it answers. Open cases are found by them.
 */
export function areasServed({ agencies, areas, teams, pathways }: Partnership, team: Team): string[] {
  const { desk, agency } = team;
  const asksSite = pathways.some(({ answeredAt, ladder }) => answeredAt === "site" && hasDesk(ladder, desk));
  const answers = ({ code }: { readonly code: string }) =>
    siteDesks(teams, desk, { code, agency }).some((one) => one.code === team.code);
  const sites = asksSite ? (agencies.find(({ code }) => code === agency)?.sites ?? []).filter(answers) : [];
  const places = [...(team.places ?? []), ...sites.map(({ place }) => place)];
  return areas
    .filter((area) => team.areas?.includes(area.code) || area.places.some(({ code }) => places.includes(code)))
    .map(({ code }) => code);
}
const hasDesk = ({ tiers }: Pathway["ladder"], desk: string): boolean => Object.values(tiers).some((tier) => tier.desk === desk);
