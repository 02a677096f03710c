import * as z from "zod";
import { invalid, Refusal } from "../refusal.ts";
import { Elapsed, type Instant } from "../time.ts";
import {
  AgencyCode,
  Code,
  DecisionOption,
  isFor,
  Limit,
  LookBack,
  Occasion,
  OF_POLICE,
  type Partnership,
  type Pathway,
  Priority,
  Question,
  Response,
  Speech,
  type Team,
} from "./partnership.ts";
import { namesOf, placeCode, siteDesks, siteNamed, sitesOf } from "./places.ts";

/** One rung of a case's own ladder: the teams that answer there, and the raiser's own teams that are told at the same moment. */
export const Rung = z.strictObject({ code: Code, title: z.string(), teams: z.array(Code).min(1), paired: z.array(Code) });
export const TeamOnCase = z.strictObject({ title: z.string(), agency: AgencyCode, owner: Code, controlRoom: z.string() });

/**
 * What was promised for one case: the pathway's version in force where and when it was raised. The ladder is frozen here;
 * the people on it are not, they are asked for at each alert.
 */
export const Terms = z.strictObject({
  pathway: Code,
  version: z.int().positive(),
  title: z.string(),
  speech: Speech.default(OF_POLICE),
  queue: z.boolean().default(false),
  /** On which side police are: they answer, or they ask and another service answers. */
  police: z.enum(["answer", "ask"]).default("answer"),
  area: z.strictObject({ code: Code, title: z.string(), agency: AgencyCode, recognised: z.boolean() }),
  /** The site of an agency at which it is, where the place that was named is one. */
  site: z.strictObject({ code: Code, title: z.string(), agency: AgencyCode }).nullable().default(null),
  types: z.array(
    z.strictObject({
      code: Code,
      title: z.string(),
      priority: z.string(),
      custody: z.boolean(),
      asks: z.array(Code),
      detention: z.enum(["before", "after"]).optional(),
    }),
  ),
  thresholds: z.array(
    z.strictObject({
      code: Code,
      title: z.string(),
      priority: z.string().optional(),
      limb: z.enum(["limb_a", "limb_b"]).optional(),
      unsure: z.boolean(),
    }),
  ),
  /** The whole question set: what a case is about can change, and what is asked with it. */
  questions: z.array(Question),
  questionSet: z.int().nonnegative(),
  riskFacts: z.array(z.strictObject({ code: Code, title: z.string(), priority: z.string().optional() })),
  priorities: z.array(Priority).min(1),
  ladder: z.array(Rung).min(1),
  /** The lowest tier that may decline when a child may be at risk; null when any may. */
  childTier: z.int().nonnegative().nullable(),
  teams: z.record(Code, TeamOnCase),
  decisions: z.array(DecisionOption).min(1),
  outcomes: z.array(
    z.strictObject({
      code: Code,
      title: z.string(),
      harm: z.boolean(),
      final: z.boolean().default(false),
      endsWait: z.literal(true).optional(),
    }),
  ),
  categories: z.array(z.strictObject({ code: Code, title: z.string() })).default([]),
  responses: z.array(Response).default([]),
  lookBacks: z.array(LookBack).default([]),
  bodies: z.array(z.strictObject({ code: Code, title: z.string(), entry: z.boolean(), teams: z.array(Code) })),
  beside: z.partialRecord(Occasion, z.array(Code)),
  custodyHandover: Limit,
  mostDeferrals: z.int().nonnegative(),
  matchWithin: Elapsed,
  confirmWithin: Elapsed,
});
export type Terms = z.output<typeof Terms>;

/**
 * The version of a pathway that counts in an area at an instant: of those for this area that have begun the last to begin, so that a
 * version for one area leaves every other with what it has. Undefined when there is none yet.
 */
export const pathwayCounting = (
  { pathways }: Pick<Partnership, "pathways">,
  code: string,
  area: string,
  at: Instant,
): Pathway | undefined =>
  pathways
    .filter((pathway) => pathway.code === code && isFor(pathway, area) && pathway.effectiveFrom <= at)
    .reduce<Pathway | undefined>((a, b) => (!a || b.effectiveFrom > a.effectiveFrom ? b : a), undefined);

/** A version of a pathway with the areas in which it counts. */
export interface Counting {
  readonly pathway: Pathway;
  readonly areas: Partnership["areas"];
}

/** Every version of every pathway that counts somewhere at an instant: of one pathway the last to begin first. */
export function versionsCounting(partnership: Partnership, at: Instant): Counting[] {
  const codes = [...new Set(partnership.pathways.map(({ code }) => code))];
  return codes.flatMap((code) => {
    const versions = Map.groupBy(partnership.areas, (area) => pathwayCounting(partnership, code, area.code, at));
    return [...versions]
      .flatMap(([pathway, areas]) => (pathway ? [{ pathway, areas }] : []))
      .toSorted((a, b) => b.pathway.effectiveFrom.localeCompare(a.pathway.effectiveFrom));
  });
}

/** The version that counts where a place lies. Throws NotFound when there is none yet. */
export function pathwayInForce(partnership: Partnership, code: string, place: string, at: Instant): Pathway {
  const area = areaOf(partnership, place);
  const counting = pathwayCounting(partnership, code, area.code, at);
  if (counting) return counting;
  const elsewhere = versionsCounting(partnership, at).find(({ pathway }) => pathway.code === code)?.pathway;
  const [detail, reason] = elsewhere
    ? [`${elsewhere.title} is not in force in ${area.title}.`, `is not in force in ${area.title}`]
    : [`No pathway ${code} is in force.`, "is none that is in force"];
  throw new Refusal("NotFound", detail, { errors: [{ field: "pathway", reason }] });
}

/** Agencies that raise on a pathway and have no desk of their own beside it: at no tier does anybody of theirs hear with police. */
export const unpaired = ({ agencies, teams }: Partnership, { raisedBy, ladder }: Pathway): string[] => {
  const desks = Object.values(ladder.tiers).flatMap(({ paired }) => paired ?? []);
  const served = teams.flatMap((team) =>
    desks.includes(team.desk) ? [...(team.agencies ?? []), ...(team.areas ? [team.agency] : [])] : [],
  );
  return desks.length === 0
    ? []
    : agencies.filter(({ code, kind }) => raisedBy.includes(kind) && !served.includes(code)).map(({ code }) => code);
};

/** The area that answers for a place, or for that in which a site stands. A place nobody knows goes to the named default area, and says so. */
export function areaOf(partnership: Partnership, place: string): Terms["area"] {
  const wanted = siteNamed(partnership, place)?.place ?? placeCode(place);
  const found = partnership.areas.find((area) => wanted !== "" && area.places.some((place) => namesOf(place).includes(wanted)));
  const area = found ?? partnership.areas.find((one) => one.default);
  if (!area) throw new Error("a partnership that was read has a default area");
  return { code: area.code, title: area.title, agency: area.agency, recognised: found !== undefined };
}

/** The code under which a written place is known, or undefined. */
const knownPlace = (partnership: Partnership, place: string): string | undefined =>
  siteNamed(partnership, place)?.place ??
  partnership.areas.flatMap(({ places }) => places).find((one) => namesOf(one).includes(placeCode(place)))?.code;

/** The tiers of a ladder, from the first that is asked to the last. */
export function rungsOf({ ladder: { start, tiers } }: Pick<Pathway, "ladder">) {
  const rungs: ({ code: string } & (typeof tiers)[string])[] = [];
  for (let next: string | null = start; next !== null; ) {
    const tier: (typeof tiers)[string] | undefined = tiers[next];
    if (!tier) break;
    rungs.push({ code: next, ...tier });
    next = tier.next;
  }
  return rungs;
}

/**
 * The desks that answer at a tier for a place: those of the very site, or else of its agency, where the pathway asks them; or those that
 * serve the place by name, or else its area.
 */
export function desksFor(partnership: Partnership, { answeredAt }: Pathway, place: string, desk: string): Team[] {
  const site = siteNamed(partnership, place);
  if (answeredAt === "site") return site ? siteDesks(partnership.teams, desk, site) : [];
  const here = partnership.teams.filter((team) => team.desk === desk);
  const [area, known] = [areaOf(partnership, place).code, knownPlace(partnership, place)];
  const ofPlace = here.filter((team) => known !== undefined && team.places?.includes(known));
  return ofPlace.length > 0 ? ofPlace : here.filter((team) => team.areas?.includes(area));
}

/** A desk of the raiser's own: one that serves their agency, or the one of theirs that answers for the area of the place. */
const isRaisersOwn = (team: Partnership["teams"][number], raisedBy: string, area: string): boolean =>
  team.agencies?.includes(raisedBy) || (team.agency === raisedBy && Boolean(team.areas?.includes(area)));

/**
 * What is promised to this raiser, for this place, now. Throws NotAllowed when the pathway is not for agencies of the raiser's kind, and
 * Invalid when it asks whoever has the site and the place is no site of theirs.
 */
export function termsInForce(partnership: Partnership, code: string, place: string, raisedBy: string, now: Instant): Terms {
  const pathway = pathwayInForce(partnership, code, place, now);
  const area = areaOf(partnership, place);
  const kind = partnership.agencies.find((agency) => agency.code === raisedBy)?.kind;
  if (!kind || !pathway.raisedBy.includes(kind))
    throw new Refusal("NotAllowed", `Your agency does not raise here: ${pathway.title}.`);
  const at = (desk: string | undefined, serves: (team: Partnership["teams"][number]) => boolean | undefined) =>
    partnership.teams.filter((team) => team.desk === desk && serves(team)).map((team) => team.code);
  const site = siteNamed(partnership, place);
  if (pathway.answeredAt === "site" && !sitesOf(partnership, pathway).some(({ code: one }) => one === site?.code))
    throw invalid({ field: "place.borough", reason: "choose the site: its own staff are asked" });
  const ladder = rungsOf(pathway).map(({ code: rung, title, desk, paired }) => ({
    code: rung,
    title,
    teams: desksFor(partnership, pathway, place, desk).map((team) => team.code),
    paired: at(paired, (team) => isRaisersOwn(team, raisedBy, area.code)),
  }));
  const known = knownPlace(partnership, place);
  const serves = (team: Partnership["teams"][number]) =>
    team.areas?.includes(area.code) || (known !== undefined && team.places?.includes(known)) || team.agencies?.includes(raisedBy);
  const bodies = pathway.bodies.map(({ code: body, title, entry, desk, teams: named }) => ({
    code: body,
    title,
    entry,
    teams: named ?? at(desk, serves),
  }));
  const beside = Object.fromEntries(
    Object.entries(pathway.beside).map(([occasion, desks]) => [
      occasion,
      desks.flatMap((desk) => at(desk, (team) => isRaisersOwn(team, raisedBy, area.code))),
    ]),
  );
  const onCase = new Set([
    ...ladder.flatMap(({ teams, paired }) => [...teams, ...paired]),
    ...bodies.flatMap((body) => body.teams),
    ...Object.values(beside).flat(),
  ]);
  const teams = partnership.teams.filter((team) => onCase.has(team.code));
  const childTier = ladder.findIndex((rung) => rung.code === pathway.childTier);
  return Terms.parse({
    pathway: pathway.code,
    version: pathway.version,
    title: pathway.title,
    speech: pathway.speech,
    queue: pathway.queue,
    police: kind === "police" ? "ask" : "answer",
    area,
    site: site ? { code: site.code, title: site.title, agency: site.agency } : null,
    types: pathway.types,
    thresholds: pathway.thresholds,
    questions: pathway.questionSet.questions,
    questionSet: pathway.questionSet.version,
    riskFacts: pathway.riskFacts,
    priorities: pathway.priorities,
    ladder,
    childTier: childTier < 0 ? null : childTier,
    teams: Object.fromEntries(
      teams.map(({ code, title, agency, owner, controlRoom }) => [code, { title, agency, owner, controlRoom }]),
    ),
    decisions: pathway.decisions,
    outcomes: pathway.outcomes,
    categories: pathway.categories,
    responses: pathway.responses,
    lookBacks: pathway.lookBacks,
    bodies,
    beside,
    custodyHandover: pathway.custodyHandover,
    mostDeferrals: pathway.mostDeferrals,
    matchWithin: pathway.matchWithin,
    confirmWithin: pathway.confirmWithin,
  });
}
