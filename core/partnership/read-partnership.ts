import * as z from "zod";
import { Agency, Area, Code, Partnership, Pathway, Team } from "./partnership.ts";

/** One thing wrong in a partnership's files: which file, which field, why. */
export interface Fault {
  readonly file: string;
  readonly field: string;
  readonly reason: string;
}

/** A configuration that was refused, with everything that is wrong in it, not only the first. */
export class ConfigRefused extends Error {
  override readonly name = "ConfigRefused";
  readonly faults: readonly Fault[];
  constructor(faults: readonly Fault[]) {
    super(faults.map(({ file, field, reason }) => `${file}: ${field}: ${reason}`).join("\n"));
    this.faults = faults;
  }
}

const FILES = {
  "partnership.json": Partnership.omit({ agencies: true, areas: true, teams: true, pathways: true }),
  "agencies.json": z.array(Agency).min(1),
  "areas.json": z.array(Area).min(1),
  "teams.json": z.array(Team).min(1),
};
type Files = { readonly [file: string]: unknown };

/**
 * A partnership from the JSON of its folder: `partnership.json`, `agencies.json`, `areas.json`, `teams.json`, `pathways/*.json`.
 * Throws ConfigRefused, naming file, field and reason, unless every part is well formed and every name in it leads somewhere.
 */
export function readPartnership(files: Files): Partnership {
  const faults: Fault[] = [];
  const read = <S extends z.ZodType>(file: string, schema: S): z.output<S> | undefined => {
    if (!(file in files)) return void faults.push({ file, field: "(file)", reason: "is missing" });
    const result = schema.safeParse(files[file]);
    if (result.success) return result.data;
    faults.push(
      ...result.error.issues.map((issue) => ({ file, field: issue.path.join(".") || "(file)", reason: issue.message })),
    );
    return undefined;
  };
  const about = read("partnership.json", FILES["partnership.json"]);
  const agencies = read("agencies.json", FILES["agencies.json"]);
  const areas = read("areas.json", FILES["areas.json"]);
  const teams = read("teams.json", FILES["teams.json"]);
  const names = Object.keys(files).filter((file) => file.startsWith("pathways/"));
  if (names.length === 0) faults.push({ file: "pathways/", field: "(folder)", reason: "has no pathway" });
  const pathways = names.map((file) => ({ file, pathway: read(file, Pathway) }));
  if (!about || !agencies || !areas || !teams || faults.length > 0) throw new ConfigRefused(faults);
  const known = pathways.flatMap(({ file, pathway }) => (pathway ? [{ file, pathway }] : []));
  const partnership = { ...about, agencies, areas, teams, pathways: known.map(({ pathway }) => pathway) };
  const loose = [
    ...directoryFaults(partnership),
    ...known.flatMap(({ file, pathway }) => pathwayFaults(file, pathway, partnership)),
  ];
  if (loose.length > 0) throw new ConfigRefused(loose);
  return partnership;
}

const twice = (codes: string[]): string[] => [...new Set(codes.filter((code, at) => codes.indexOf(code) !== at))];

/** What is wrong among agencies, areas and teams: names that lead nowhere, names used twice, a default area that is missing or doubled. */
function directoryFaults({ agencies, areas, teams }: Partnership): Fault[] {
  const faults: Fault[] = [];
  const fault = (file: string, field: string, reason: string) => void faults.push({ file, field, reason });
  const agencyCodes = new Set(agencies.map(({ code }) => code));
  const areaCodes = new Set(areas.map(({ code }) => code));
  const places = areas.flatMap((area) => area.places.map(({ code }) => code));
  for (const code of twice(agencies.map((agency) => agency.code))) fault("agencies.json", code, "stands here twice");
  for (const code of twice(areas.map((area) => area.code))) fault("areas.json", code, "stands here twice");
  for (const code of twice(teams.map((team) => team.code))) fault("teams.json", code, "stands here twice");
  for (const code of twice(places)) fault("areas.json", `places.${code}`, "belongs to two areas");
  const defaults = areas.filter((area) => area.default).length;
  if (defaults !== 1) fault("areas.json", "default", `exactly one area takes what nobody knows; ${defaults} do`);
  agencies.forEach((agency, nth) => {
    for (const site of agency.sites)
      if (!places.includes(site.place)) fault("agencies.json", `${nth}.sites.${site.code}.place`, `no area has ${site.place}`);
  });
  areas.forEach((area, nth) => {
    if (!agencyCodes.has(area.agency)) fault("areas.json", `${nth}.agency`, `no agency ${area.agency}`);
  });
  teams.forEach((team, nth) => {
    if (!agencyCodes.has(team.agency)) fault("teams.json", `${nth}.agency`, `no agency ${team.agency}`);
    if (Boolean(team.areas) === Boolean(team.agencies))
      fault("teams.json", `${nth}`, "serves either areas or agencies: name one of them");
    for (const area of team.areas ?? []) if (!areaCodes.has(area)) fault("teams.json", `${nth}.areas`, `no area ${area}`);
    for (const agency of team.agencies ?? [])
      if (!agencyCodes.has(agency)) fault("teams.json", `${nth}.agencies`, `no agency ${agency}`);
  });
  return faults;
}

/** The people of one ladder must fit into one transaction of 100 items beside the case, its facts and its request. */
const MOST_TIERS = 8;

/** What is wrong in one pathway: a tier that leads nowhere or round in a circle, an area that no team answers for, priorities nobody promised. */
function pathwayFaults(file: string, pathway: Pathway, { areas, teams }: Partnership): Fault[] {
  const faults: Fault[] = [];
  const fault = (field: string, reason: string) => void faults.push({ file, field, reason });
  const { tiers, start } = pathway.ladder;
  const seen: string[] = [];
  for (let at: string | null = start; at !== null; at = tiers[at]?.next ?? null) {
    if (!tiers[at]) fault(seen.length === 0 ? "ladder.start" : `ladder.tiers.${seen.at(-1)}.next`, `no tier ${at}`);
    if (seen.includes(at)) {
      fault(`ladder.tiers.${seen.at(-1)}.next`, `goes back to ${at}: the ladder would never end`);
      break;
    }
    seen.push(at);
  }
  for (const code of Object.keys(tiers)) if (!seen.includes(code)) fault(`ladder.tiers.${code}`, "no tier leads here");
  if (seen.length > MOST_TIERS) fault("ladder", `at most ${MOST_TIERS} tiers`);
  const served = pathway.areas === "everywhere" ? areas : areas.filter(({ code }) => pathway.areas.includes(code));
  if (pathway.areas !== "everywhere") {
    for (const code of pathway.areas) if (!areas.some((area) => area.code === code)) fault("areas", `no area ${code}`);
  }
  const desks = new Set(teams.map(({ desk }) => desk));
  for (const [code, { desk, paired }] of Object.entries(tiers)) {
    if (!desks.has(desk)) fault(`ladder.tiers.${code}.desk`, `no team is at the desk ${desk}`);
    else
      for (const area of served)
        if (!teams.some((team) => team.desk === desk && team.areas?.includes(area.code)))
          fault(`ladder.tiers.${code}.desk`, `the area ${area.code} has no team at the desk ${desk}`);
    if (paired && !desks.has(paired)) fault(`ladder.tiers.${code}.paired`, `no team is at the desk ${paired}`);
  }
  const promised = pathway.priorities.map(({ code }) => code);
  for (const [list, entries] of Object.entries({ types: pathway.types, thresholds: pathway.thresholds }))
    for (const { code, priority } of entries)
      if (priority !== undefined && !promised.includes(priority)) fault(`${list}.${code}.priority`, `no priority ${priority}`);
  return faults;
}

/** The code a place is filed under, from what people call it: «Hammersmith & Fulham» and «hammersmith_and_fulham» are one. */
export function placeCode(written: string): string {
  const words = written
    .toLowerCase()
    .replace(/&/g, " and ")
    .replace(/^(the )?(london|royal) borough of /, "")
    .match(/[a-z0-9]+/g);
  const code = (words ?? []).join("_");
  return Code.safeParse(code).success ? code : "";
}
