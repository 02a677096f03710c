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

/** The sites at which a pathway can be raised that asks the site's own agency: those whose agency has a team at every tier. */
export const sitesOf = ({ agencies, teams }: Pick<Partnership, "agencies" | "teams">, pathway: Pick<Pathway, "ladder">) => {
  const desks = Object.values(pathway.ladder.tiers).map(({ desk }) => desk);
  const stands = (agency: string) => desks.every((desk) => teams.some((team) => team.desk === desk && isSiteDesk(team, agency)));
  return agencies
    .filter(({ code }) => stands(code))
    .flatMap(({ code, sites }) => sites.map((site) => ({ ...site, agency: code })));
};

/** A desk of an agency that answers for its own sites. */
export const isSiteDesk = (team: Partnership["teams"][number], agency: string): boolean =>
  team.agency === agency && Boolean(team.agencies?.includes(agency));

/**
 * The areas in which a desk may be asked: those that it serves, those of the places that it serves, and, where a pathway asks whoever has the
 * site, those in which its agency's sites stand. Open cases are found by them.
 */
export function areasServed({ agencies, areas, pathways }: Partnership, team: Team): string[] {
  const { desk, agency } = team;
  const asksSite = pathways.some(({ answeredAt, ladder }) => answeredAt === "site" && hasDesk(ladder, desk));
  const sites = asksSite && isSiteDesk(team, agency) ? (agencies.find(({ code }) => code === agency)?.sites ?? []) : [];
  const places = [...(team.places ?? []), ...sites.map(({ place }) => place)];
  return areas
    .filter((area) => team.areas?.includes(area.code) || area.places.some(({ code }) => places.includes(code)))
    .map(({ code }) => code);
}
const hasDesk = ({ tiers }: Pathway["ladder"], desk: string): boolean => Object.values(tiers).some((tier) => tier.desk === desk);
