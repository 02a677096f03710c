import * as z from "zod";
import { Learning } from "./learning.ts";
import { Monitoring } from "./monitoring.ts";
import { Agency, Area, isFor, Partnership, Pathway, Team } from "./partnership.ts";
import { namesOf, placeCode, sitesOf } from "./places.ts";
import { isTaken } from "./practice.ts";
import { Retention } from "./retention.ts";

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
  "partnership.json": Partnership.omit({
    agencies: true,
    areas: true,
    teams: true,
    pathways: true,
    learning: true,
    retention: true,
    monitoring: true,
  }),
  "agencies.json": z.array(Agency).min(1),
  "areas.json": z.array(Area).min(1),
  "teams.json": z.array(Team).min(1),
};
/** A partnership's folder as it was read: what each file holds, by its path in the folder. */
export type Files = { readonly [file: string]: unknown };
/** How the partners learn. A partnership may agree on that later. */
const LEARNING = "learning.json";
/** How long records are kept, and under which law. The same. */
const RETENTION = "retention.json";
/** What others have published, to be seen beside the partners' own figures. The same. */
const MONITORING = "monitoring.json";
const isPathway = (file: string) => file.startsWith("pathways/");

/**
 * A partnership from the JSON of its folder: `partnership.json`, `agencies.json`, `areas.json`, `teams.json`, `pathways/*.json`, and
 * `learning.json`, `retention.json` and `monitoring.json`, if the partners have agreed on those.
 * Throws ConfigRefused, naming file, field and reason, unless every part is well formed and every name in it leads somewhere.
 */
export function readPartnership(files: Files): Partnership {
  const faults: Fault[] = [];
  const read = <S extends z.ZodType>(file: string, schema: S): z.output<S> | undefined => {
    if (!Object.hasOwn(files, file)) return void faults.push({ file, field: "(file)", reason: "is missing" });
    const result = schema.safeParse(files[file]);
    if (result.success) return result.data;
    faults.push(...result.error.issues.flatMap((issue) => faultsOf(file, files[file], issue)));
    return undefined;
  };
  const about = read("partnership.json", FILES["partnership.json"]);
  if (about && isTaken(about.code))
    faults.push({ file: "partnership.json", field: "code", reason: "may not end like this: it is where practice lies" });
  const agencies = read("agencies.json", FILES["agencies.json"]);
  const areas = read("areas.json", FILES["areas.json"]);
  const teams = read("teams.json", FILES["teams.json"]);
  for (const file of Object.keys(files))
    if (!isPathway(file) && ![LEARNING, RETENTION, MONITORING].includes(file) && !Object.hasOwn(FILES, file))
      faults.push({ file, field: "(file)", reason: "nothing reads this file" });
  const learning = Object.hasOwn(files, LEARNING) ? read(LEARNING, Learning) : undefined;
  const retention = Object.hasOwn(files, RETENTION) ? read(RETENTION, Retention) : undefined;
  const monitoring = Object.hasOwn(files, MONITORING) ? read(MONITORING, Monitoring) : undefined;
  const names = Object.keys(files).filter(isPathway);
  if (names.length === 0) faults.push({ file: "pathways/", field: "(folder)", reason: "has no pathway" });
  const pathways = names.map((file) => ({ file, pathway: read(file, Pathway) }));
  if (!about || !agencies || !areas || !teams || faults.length > 0) throw new ConfigRefused(faults);
  const known = pathways.flatMap(({ file, pathway }) => (pathway ? [{ file, pathway }] : []));
  const agreed = { ...about, agencies, areas, teams, pathways: known.map(({ pathway }) => pathway) };
  const partnership: Partnership = {
    ...agreed,
    ...(learning ? { learning } : {}),
    ...(retention ? { retention } : {}),
    ...(monitoring ? { monitoring } : {}),
  };
  const loose = [
    ...directoryFaults(partnership),
    ...(learning ? learningFaults(learning, partnership) : []),
    ...(retention ? retentionFaults(retention, partnership) : []),
    ...(monitoring ? monitoringFaults(monitoring) : []),
    ...known.flatMap(({ file, pathway }) => pathwayFaults(file, pathway, partnership)),
    ...known.flatMap(({ file, pathway }) => versionFaults(file, pathway, partnership.pathways)),
  ];
  if (loose.length > 0) throw new ConfigRefused(loose);
  return partnership;
}

/** What the schema found, in words that somebody who writes these files can act on. */
function faultsOf(file: string, content: unknown, issue: z.core.$ZodIssue): Fault[] {
  const field = fieldOf(issue.path, content);
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({
      file,
      field: field === "(file)" ? key : `${field}.${key}`,
      reason: "is not a field here",
    }));
  const missing = issue.code === "invalid_type" && /received undefined/.test(issue.message);
  return [{ file, field, reason: missing ? "is needed" : issue.message }];
}

/** A field as a person finds it: an entry of a list by its code, or by its number when it has none. */
function fieldOf(path: readonly PropertyKey[], content: unknown): string {
  let at = content as Record<PropertyKey, unknown> | undefined;
  const names = path.map((step) => {
    at = at?.[step] as Record<PropertyKey, unknown> | undefined;
    const code = typeof step === "number" ? at?.code : undefined;
    return typeof code === "string" ? code : String(step);
  });
  return names.join(".") || "(file)";
}

const twice = (codes: string[]): string[] => [...new Set(codes.filter((code, at) => codes.indexOf(code) !== at))];
const codesOf = (entries: readonly { code: string }[]): string[] => entries.map(({ code }) => code);

/** What is wrong among agencies, areas and teams: names that lead nowhere, names used twice, a default area that is missing or doubled. */
function directoryFaults({ agencies, areas, teams }: Partnership): Fault[] {
  const faults: Fault[] = [];
  const fault = (file: string, field: string, reason: string) => void faults.push({ file, field, reason });
  const agencyCodes = new Set(codesOf(agencies));
  const areaCodes = new Set(codesOf(areas));
  const places = areas.flatMap((area) => area.places);
  for (const [file, entries] of Object.entries({ "agencies.json": agencies, "areas.json": areas, "teams.json": teams }))
    for (const code of twice(codesOf(entries))) fault(file, code, "stands here twice");
  for (const name of twice(places.flatMap(namesOf))) fault("areas.json", name, "is the name of two places");
  const defaults = areas.filter((area) => area.default).length;
  if (defaults !== 1) fault("areas.json", "default", `exactly one area takes what nobody knows; ${defaults} do`);
  for (const { code, sites } of agencies) {
    for (const site of twice(codesOf(sites))) fault("agencies.json", `${code}.sites.${site}`, "stands here twice");
    for (const site of sites)
      if (!codesOf(places).includes(site.place))
        fault("agencies.json", `${code}.sites.${site.code}.place`, `no area has the place ${site.place}`);
  }
  for (const area of areas) {
    if (!agencyCodes.has(area.agency)) fault("areas.json", `${area.code}.agency`, `no agency ${area.agency}`);
    if (area.places.length === 0 && !area.default) fault("areas.json", `${area.code}.places`, "no place leads to this area");
    for (const { code, alsoKnownAs = [] } of area.places)
      for (const name of alsoKnownAs)
        if (placeCode(name) === "")
          fault("areas.json", `${area.code}.places.${code}.alsoKnownAs`, `«${name}» must begin with a letter`);
  }
  for (const team of teams) {
    if (/^(concern|review|action|call)_/.test(team.code))
      fault("teams.json", team.code, "begins as what the partners learn from is called");
    if (!agencyCodes.has(team.agency)) fault("teams.json", `${team.code}.agency`, `no agency ${team.agency}`);
    if ([team.areas, team.agencies, team.places, team.sites].filter(Boolean).length !== 1)
      fault("teams.json", team.code, "serves areas, agencies, places or sites: name one of them");
    for (const area of team.areas ?? []) if (!areaCodes.has(area)) fault("teams.json", `${team.code}.areas`, `no area ${area}`);
    for (const agency of team.agencies ?? [])
      if (!agencyCodes.has(agency)) fault("teams.json", `${team.code}.agencies`, `no agency ${agency}`);
    for (const place of team.places ?? [])
      if (!codesOf(places).includes(place)) fault("teams.json", `${team.code}.places`, `no area has the place ${place}`);
    const sites = codesOf(agencies.find(({ code }) => code === team.agency)?.sites ?? []);
    for (const site of team.sites ?? [])
      if (!sites.includes(site)) fault("teams.json", `${team.code}.sites`, `${team.agency} has no site ${site}`);
    for (const site of twice(team.sites ?? [])) fault("teams.json", `${team.code}.sites`, `${site} stands here twice`);
  }
  return faults;
}

/** Whoever is told of a call is told in one transaction of 100 items. */
const MOST_AT_A_CALL = 80;

/** A call that nobody could be asked to, or that would be in two minds: agencies that nobody knows, codes and leads that stand there twice. */
function learningFaults({ leads, series, feedback }: Learning, { agencies }: Partnership): Fault[] {
  const known = codesOf(agencies);
  const fault = (field: string, reason: string): Fault => ({ file: LEARNING, field, reason });
  return [
    ...twice(codesOf(series)).map((code) => fault(`series.${code}`, "stands here twice")),
    ...twice(leads.map(({ agency }) => agency)).map((agency) => fault("leads", `${agency} has two`)),
    ...leads.flatMap(({ agency }) => (known.includes(agency) ? [] : [fault("leads", `no agency ${agency}`)])),
    ...twice(codesOf(feedback?.languages ?? [])).map((code) => fault(`feedback.languages.${code}`, "stands here twice")),
    ...series.flatMap(({ code, agencies: asked }) =>
      asked.length > MOST_AT_A_CALL ? [fault(`series.${code}.agencies`, `at most ${MOST_AT_A_CALL}`)] : [],
    ),
    ...series
      .flatMap((one) => one.agencies.map((agency) => ({ field: `series.${one.code}.agencies`, agency })))
      .filter(({ agency }) => !known.includes(agency))
      .map(({ field, agency }) => fault(field, `no agency ${agency}`)),
  ];
}

/** A figure that stands there twice, or whose lower end is above its upper. */
const monitoringFaults = ({ published }: Monitoring): Fault[] => [
  ...twice(codesOf(published)).map((code) => ({ file: MONITORING, field: `published.${code}`, reason: "stands here twice" })),
  ...published
    .filter(({ low, high }) => low > high)
    .map(({ code }) => ({ file: MONITORING, field: `published.${code}.low`, reason: "is more than `high`" })),
];

/** A class that is not there, a record that would be in none, a type or an outcome that no pathway knows, a body that is no competent authority. */
function retentionFaults(
  { classes, records, learning, bases, competent }: Retention,
  { agencies, pathways }: Partnership,
): Fault[] {
  const fault = (field: string, reason: string): Fault => ({ file: RETENTION, field, reason });
  const types = pathways.flatMap((pathway) => codesOf(pathway.types));
  const outcomes = pathways.flatMap((pathway) => codesOf(pathway.outcomes));
  const unknown = (field: string, names: readonly string[], known: readonly string[]) =>
    names.filter((name) => !known.includes(name)).map((name) => fault(field, `no pathway has ${name}`));
  const always = (rows: readonly { kinds: readonly string[] }[], fits: (row: never) => boolean) =>
    [...new Set(agencies.map(({ kind }) => kind))].filter(
      (kind) => !rows.some((row) => row.kinds.includes(kind) && fits(row as never)),
    );
  const plain = ({ types, child, outcomes }: Retention["records"][number]) => !types && !child && !outcomes;
  return [
    ...twice(codesOf(classes)).map((code) => fault(`classes.${code}`, "stands here twice")),
    ...[...records.map((row) => row.class), learning]
      .filter((code) => !codesOf(classes).includes(code))
      .map((code) => fault("records", `no class ${code}`)),
    ...records.flatMap((row) => [
      ...unknown("records.types", row.types ?? [], types),
      ...unknown("records.outcomes", row.outcomes ?? [], outcomes),
    ]),
    ...bases.flatMap((row) => unknown("bases.types", row.types ?? [], types)),
    ...always(records, plain).map((kind) => fault("records", `what a body of the kind ${kind} writes is in no class`)),
    ...always(bases, ({ types }: Retention["bases"][number]) => !types).map((kind) =>
      fault("bases", `what a body of the kind ${kind} writes has no basis`),
    ),
    ...bases
      .filter(({ basis }) => basis === "le_part3")
      .flatMap(({ kinds }) => agencies.filter(({ code, kind }) => kinds.includes(kind) && !competent.includes(code)))
      .map(({ code }) => fault("bases", `${code} is no competent authority here, and records nothing under Part 3`)),
    ...competent.filter((code) => !codesOf(agencies).includes(code)).map((code) => fault("competent", `no agency ${code}`)),
  ];
}

/** How a check of one pathway says what it found: which field, and why. */
type Found = (field: string, reason: string) => void;

/** What is wrong in one pathway: each part is looked at in its own terms, and everything found is named. */
function pathwayFaults(file: string, pathway: Pathway, partnership: Partnership): Fault[] {
  const { areas, pathways } = partnership;
  const faults: Fault[] = [];
  const fault: Found = (field, reason) => void faults.push({ file, field, reason });
  checkLadder(pathway, fault);
  if (pathway.answeredAt === "site") checkSites(pathway, partnership, fault);
  else checkReach(pathway, partnership, fault);
  checkUnknownPlace(pathway, areas, pathways, fault);
  checkCodes(pathway, fault);
  checkPriorities(pathway, fault);
  checkQuestions(pathway, fault);
  checkDecisions(pathway, fault);
  checkOthersAsked(pathway, partnership, fault);
  return faults;
}

/** The people of one ladder must fit into one transaction of 100 items beside the case, its facts and its request. */
const MOST_TIERS = 6;

/** A tier that leads nowhere or round in a circle, that nobody reaches, or that a child's case is to be shown to and is not there; a «no» without one. */
function checkLadder({ ladder, childTier, decisions }: Pathway, fault: Found): void {
  const tiers = new Map(Object.entries(ladder.tiers));
  const seen: string[] = [];
  for (let at: string | null = ladder.start; at !== null; at = tiers.get(at)?.next ?? null) {
    const from = seen.length === 0 ? "ladder.start" : `ladder.tiers.${seen.at(-1)}.next`;
    if (seen.includes(at)) {
      fault(from, `goes back to ${at}: the ladder would never end`);
      break;
    }
    if (!tiers.has(at)) fault(from, `no tier ${at}`);
    seen.push(at);
  }
  for (const code of tiers.keys()) if (!seen.includes(code)) fault(`ladder.tiers.${code}`, "no tier leads here");
  if (seen.length > MOST_TIERS) fault("ladder", `at most ${MOST_TIERS} tiers`);
  if (childTier !== undefined && !tiers.has(childTier)) fault("childTier", `no tier ${childTier}`);
  const [no] = decisions.filter(({ declines }) => declines);
  if (no && childTier === undefined)
    fault("childTier", `is needed: ${no.code} declines, and a child is never declined at the first tier alone`);
  if (no && childTier === ladder.start && seen.length > 1)
    fault("childTier", "must lie above the first tier, which never declines a child alone");
}

/** An area that the pathway is for and no team answers in, at some tier. */
function checkReach(pathway: Pathway, partnership: Partnership, fault: Found): void {
  const { areas, teams } = partnership;
  const served = pathway.areas === "everywhere" ? areas : areas.filter(({ code }) => pathway.areas.includes(code));
  if (pathway.areas !== "everywhere")
    for (const code of pathway.areas) if (!codesOf(areas).includes(code)) fault("areas", `no area ${code}`);
  for (const [code, { desk, paired }] of Object.entries(pathway.ladder.tiers)) {
    if (!isDesk(desk, teams)) fault(`ladder.tiers.${code}.desk`, `no team is at the desk ${desk}`);
    else
      for (const area of served)
        if (
          !isReached(
            area,
            teams.filter((team) => team.desk === desk),
          )
        )
          fault(`ladder.tiers.${code}.desk`, `the area ${area.code} has no team at the desk ${desk}`);
    if (paired && !isRaisersDesk(paired, pathway, partnership))
      fault(`ladder.tiers.${code}.paired`, `no team of a raising agency is at the desk ${paired}`);
  }
}

/** A desk that serves the area answers there, or desks that serve its places, every one of them. */
const isReached = ({ code, places }: Partnership["areas"][number], teams: Partnership["teams"]): boolean =>
  teams.some((team) => team.areas?.includes(code)) ||
  (places.length > 0 && places.every((place) => teams.some((team) => team.places?.includes(place.code))));

/** A pathway that asks whoever has the site, where no agency with a site has a team at every tier. */
function checkSites(pathway: Pathway, partnership: Partnership, fault: Found): void {
  if (sitesOf(partnership, pathway).length === 0)
    fault("answeredAt", "no agency that has a site has a team of its own at every tier");
}

/** A version for some areas before there is one for places that nobody knows. */
function checkUnknownPlace(
  { code, effectiveFrom }: Pathway,
  areas: Partnership["areas"],
  versions: readonly Pathway[],
  fault: Found,
) {
  const begun = versions.filter((one) => one.code === code && one.effectiveFrom <= effectiveFrom);
  const unnamed = areas.find((area) => area.default && !begun.some((one) => isFor(one, area.code)));
  if (unnamed)
    fault(
      "areas",
      `must hold ${unnamed.code}, or a version before this must: what is raised for a place that nobody knows must reach somebody`,
    );
}

const isDesk = (desk: string, teams: Partnership["teams"]) => teams.some((team) => team.desk === desk);
/** A desk of an agency that may raise: one that serves agencies, or the one of theirs that answers for areas. */
const isRaisersDesk = (desk: string, { raisedBy }: Pathway, { teams, agencies }: Pick<Partnership, "teams" | "agencies">) => {
  const raises = agencies.filter(({ kind }) => raisedBy.includes(kind)).map(({ code }) => code);
  return teams.some((team) => team.desk === desk && !team.places && !team.sites && raises.includes(team.agency));
};

/** A code that stands twice in one list: whoever looks it up would find either. */
function checkCodes({ questionSet, ...pathway }: Pathway, fault: Found) {
  const { limbs, questions } = questionSet;
  const { types, thresholds, riskFacts, priorities, decisions, outcomes, bodies, categories, responses, lookBacks } = pathway;
  const lists = { types, thresholds, riskFacts, priorities, decisions, outcomes, bodies, categories, responses, lookBacks };
  for (const [list, entries] of Object.entries(lists))
    for (const code of twice(codesOf(entries))) fault(`${list}.${code}`, "stands here twice");
  for (const [list, entries] of Object.entries({ limbs, questions }))
    for (const code of twice(codesOf(entries))) fault(`questionSet.${list}.${code}`, "stands here twice");
  for (const { code, choices = [] } of questions)
    for (const choice of twice(codesOf(choices))) fault(`questionSet.questions.${code}.choices.${choice}`, "stands here twice");
}

/** A priority that nobody promised anything for. */
function checkPriorities({ types, thresholds, riskFacts, priorities, questionSet: { questions } }: Pathway, fault: Found): void {
  const promised = codesOf(priorities);
  const lists = { types, thresholds, riskFacts, "questionSet.questions": questions };
  const choices = questions.map(({ code, choices = [] }) => [`questionSet.questions.${code}.choices`, choices] as const);
  for (const [list, entries] of [...Object.entries(lists), ...choices])
    for (const { code, priority } of entries)
      if (priority !== undefined && !promised.includes(priority)) fault(`${list}.${code}.priority`, `no priority ${priority}`);
}

/** The answer from which the clocks of a detention count. */
const ARRIVED = "arrived_at";
/** The answer that says when it began, where that was not the arrival. */
const BEGAN = "detention_began_at";

/** A question that no type asks or that nobody has written, one whose choices do not go with its answer, a detention without its start. */
function checkQuestions({ types, questionSet: { questions } }: Pathway, fault: Found): void {
  const asked = new Set(types.flatMap(({ asks }) => asks));
  const hasStart = questions.some(({ code, answer }) => code === ARRIVED && answer === "time");
  for (const { code, asks, custody } of types) {
    for (const one of twice(asks)) fault(`types.${code}.asks`, `asks ${one} twice`);
    for (const one of asks) if (!codesOf(questions).includes(one)) fault(`types.${code}.asks`, `no question ${one}`);
    if (custody && !(hasStart && asks.includes(ARRIVED)))
      fault(`types.${code}.asks`, `a detention counts from ${ARRIVED}: ask it, answered with a time`);
  }
  for (const { code, answer, choices, priority } of questions) {
    const field = `questionSet.questions.${code}`;
    const chosen = answer === "one_of" || answer === "any_of";
    if (!asked.has(code)) fault(field, "no type asks this");
    if (code === BEGAN && answer !== "time") fault(`${field}.answer`, "a detention counts from it: it is answered with a time");
    if (chosen && !choices) fault(`${field}.choices`, `is needed for ${answer}`);
    if (!chosen && choices) fault(`${field}.choices`, "is for one_of and any_of only");
    if (priority !== undefined && answer !== "yes_no_unknown")
      fault(`${field}.priority`, "is for a yes: give it to the choices, or ask yes_no_unknown");
  }
}

/**
 * A decision that would leave somebody waiting for nothing: for a service that is not named, for a look that has no time, or for what the
 * raising side does where it may do nothing.
 */
function checkDecisions(
  { decisions, bodies, responses, categories, priorities, questionSet, speech }: Pathway,
  fault: Found,
): void {
  const responds = decisions.find(({ leadsTo }) => leadsTo === "respond");
  if (responds && responses.length === 0) fault("responses", `names nothing, and ${responds.code} leads to one of them`);
  for (const { code, limits } of responds ? priorities : [])
    if (!limits.respond) fault(`priorities.${code}.limits.respond`, "is needed: a decision leads to it");
  for (const { code, leadsTo, carries, declines, followedBy } of decisions) {
    const field = `decisions.${code}.carries`;
    for (const one of followedBy)
      if (!codesOf(responses).includes(one)) fault(`decisions.${code}.followedBy`, `no response ${one}`);
    if (carries.includes("category") && categories.length === 0) fault("categories", `names nothing, and ${code} carries one`);
    if (carries.includes("limbs") && questionSet.limbs.length === 0)
      fault(field, `limbs are read where police are asked by the threshold, and here ${speech.answerers} are`);
    const refers = leadsTo === "accept_referral";
    if (refers && !carries.includes("referTo")) fault(field, "must hold referTo: somebody has to accept it");
    if (!refers && carries.includes("referTo"))
      fault(`decisions.${code}.leadsTo`, "must be accept_referral, because it carries referTo");
    if (refers && bodies.length === 0) fault("bodies", `names nobody, and ${code} refers to one of them`);
    if (declines && !carries.includes("changeIf")) fault(field, "must hold changeIf: whoever declines says what would change it");
    if ((leadsTo === "review" || (declines && leadsTo !== "respond")) && !carries.includes("reviewAt"))
      fault(field, "must hold reviewAt: somebody looks again at a set time");
  }
}

/** Another body, or a desk beside the ladder, that no team stands behind. */
function checkOthersAsked(pathway: Pathway, partnership: Partnership, fault: Found): void {
  const { bodies, beside } = pathway;
  const { teams } = partnership;
  for (const { code, desk, teams: named } of bodies) {
    if (Boolean(desk) === Boolean(named)) fault(`bodies.${code}`, "is reached by a desk or by teams: name one of them");
    if (desk && !isDesk(desk, teams)) fault(`bodies.${code}.desk`, `no team is at the desk ${desk}`);
    for (const team of named ?? []) if (!codesOf(teams).includes(team)) fault(`bodies.${code}.teams`, `no team ${team}`);
  }
  for (const [occasion, desks] of Object.entries(beside))
    for (const desk of desks)
      if (!isRaisersDesk(desk, pathway, partnership))
        fault(`beside.${occasion}`, `no team of a raising agency is at the desk ${desk}`);
}

/** Which version is in force at an instant must never be a matter of luck: where two are for one area, the later takes effect later. */
function versionFaults(file: string, pathway: Pathway, pathways: readonly Pathway[]): Fault[] {
  const { code, version, effectiveFrom } = pathway;
  const same = pathways.filter((other) => other.code === code);
  if (same.filter((other) => other.version === version).length > 1)
    return [{ file, field: "version", reason: `two files hold version ${version} of ${code}` }];
  const late = same.find((other) => other.version > version && other.effectiveFrom <= effectiveFrom && meet(other, pathway));
  if (!late) return [];
  return [{ file, field: "effectiveFrom", reason: `must lie before that of version ${late.version}, ${late.effectiveFrom}` }];
}

/** Whether there is an area that both are for. */
const meet = ({ areas }: Pathway, other: Pathway): boolean =>
  areas === "everywhere" || other.areas === "everywhere" || areas.some((area) => isFor(other, area));
