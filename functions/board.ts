import type { FirstAnswerTally } from "../core/first-answers/first-answer.ts";
import { type FirstAnswersShown, firstFigures, sendingIn } from "../core/first-answers/measures.ts";
import { daysLate } from "../core/learning/action.ts";
import { type BoardView, boardOf } from "../core/measures/board.ts";
import type { Titles } from "../core/measures/breakdown.ts";
import { coarserThan } from "../core/measures/coarser.ts";
import { boundsOf, type Cut, casesIn, inWords } from "../core/measures/cut.ts";
import { isolating, keptBackIn } from "../core/measures/disclosure.ts";
import { shownCount } from "../core/measures/small-numbers.ts";
import type { Tally } from "../core/measures/tally.ts";
import type { Partnership } from "../core/partnership/partnership.ts";
import type { Person } from "../core/people.ts";
import { invalid, Refusal } from "../core/refusal.ts";
import { type Instant, since } from "../core/time.ts";
import { openCount } from "./aws/cases.ts";
import * as directory from "./aws/directory.ts";
import { firstAnswersGiven } from "./aws/first-answers.ts";
import { openMattersOf } from "./aws/learning.ts";
import { talliesOfRaised, talliesRaised } from "./aws/tallies.ts";

/** A person who comes again within a week is seen by the week before. */
const WEEK = "PT168H";

/** Each of these by its code once, as it is called last. */
const once = <T extends { readonly code: string; readonly title: string }>(list: readonly T[]) => [
  ...new Map(list.map(({ code, title }) => [code, { code, title }])).values(),
];

/** The pathways of an agreement, each once however many versions it has: every one has figures of its own. */
export const pathwaysIn = ({ pathways }: Pick<Partnership, "pathways">) => once(pathways);

/**
 * The figures of one pathway in a period that is over, of one area or all: the first pathway's when none is named. Two pathways have no case
 * in common, and nothing is shown of several together, so what can be subtracted is within one. Refused when they could be subtracted from
 * others that may be shown too, so that a few people are left. Throws Invalid, NotYet and WouldIsolate.
 */
export async function boardFor(
  { partnership }: Pick<Person, "partnership">,
  cut: Cut,
  now: Instant,
  asked: string | null = null,
): Promise<BoardView> {
  const agreed = await directory.inForce(partnership, now);
  const { areas } = agreed;
  const pathways = pathwaysIn(agreed);
  const pathway = asked === null ? pathways[0] : pathways.find(({ code }) => code === asked);
  if (!pathway) throw invalid({ field: "pathway", reason: "is no pathway here" });
  const isOf = (tally: Tally) => tally.pathway === pathway.code;
  if (cut.area !== null && !areas.some(({ code }) => code === cut.area))
    throw invalid({ field: "area", reason: "is no area here" });
  const { from, to } = boundsOf(cut);
  if (to > now)
    throw new Refusal("NotYet", `${inWords(cut, areas)} is not over yet: figures are of whole months, quarters and years.`);
  const around = coarserThan(cut);
  const begins = since(earliestOf([cut, ...around]), WEEK);
  const tallies = (await talliesRaised(partnership, begins, latestOf([cut, ...around]))).filter(isOf);
  mustNotIsolate(cut, around, tallies, agreed);
  const [stillOpen, firstAnswers, actions, concerns, feedback] = await Promise.all([
    openCount(partnership, cut.area === null ? areas.map(({ code }) => code) : [cut.area], from, to),
    firstAnswersIn(cut, around, agreed),
    openMattersOf(partnership, "action"),
    openMattersOf(partnership, "concern"),
    openMattersOf(partnership, "feedback"),
  ]);
  return {
    ...boardOf(tallies, cut, titlesOf(agreed, pathway.code)),
    title: inWords(cut, areas),
    at: now,
    pathway,
    pathways,
    areas: areas.map(({ code, title }) => ({ code, title })),
    stillOpen: shownCount(stillOpen),
    references: agreed.monitoring?.published ?? [],
    firstAnswers,
    actions: { open: actions.length, late: actions.filter((action) => daysLate(action, now) > 0).length },
    concerns: { open: concerns.length, late: concerns.filter(({ missed }) => missed > 0).length },
    feedback: { open: feedback.length, late: feedback.filter(({ missed }) => missed > 0).length },
  };
}

const earliestOf = (cuts: readonly Cut[]): Instant => cuts.map((cut) => boundsOf(cut).from).toSorted()[0] ?? "";
const latestOf = (cuts: readonly Cut[]): Instant =>
  cuts
    .map((cut) => boundsOf(cut).to)
    .toSorted()
    .at(-1) ?? "";

/** The first answers of a cut, kept back by the same rules as cases where they would show a few: then the rest of the board stands without them. */
async function firstAnswersIn(cut: Cut, around: readonly Cut[], agreed: Partnership): Promise<FirstAnswersShown> {
  const all = await firstAnswersGiven(agreed.code, earliestOf([cut, ...around]), latestOf([cut, ...around]));
  const placed = all.map((first) => ({ ...first, raisedAt: first.givenAt, merged: false }));
  const why = whyIsolating(cut, around, placed, agreed, "first answers");
  if (why !== undefined) return { figures: [], why };
  const here: FirstAnswerTally[] = casesIn(cut, placed);
  const cases = await talliesOfRaised(
    agreed.code,
    here.flatMap(({ disputed }) => disputed ?? []),
  );
  return { figures: firstFigures(here, cases, sendingIn(agreed)), why: null };
}

/** A cut is a board of its own by the same rule by which it is a row or a point of another. */
function mustNotIsolate(cut: Cut, around: readonly Cut[], tallies: readonly Tally[], agreed: Partnership): void {
  const why = whyIsolating(cut, around, tallies, agreed, "cases");
  if (why !== undefined) throw new Refusal("WouldIsolate", why);
}

/** Why these figures would show a few, with what to ask for instead; undefined when they would not. */
function whyIsolating(
  cut: Cut,
  around: readonly Cut[],
  tallies: Parameters<typeof isolating>[2],
  { areas }: Partnership,
  things: "cases" | "first answers",
): string | undefined {
  const keptBackOf = keptBackIn(tallies);
  const few = keptBackOf(cut);
  if (!few) return undefined;
  const name = (of: Cut) => inWords(of, areas);
  const instead = around.find((wider) => !keptBackOf(wider));
  const hint = instead ? ` Ask for ${name(instead)}.` : "";
  if (few === cut) return `${name(cut)} has too few ${things} to be shown.${hint}`;
  const beside = isolating(cut, around, tallies);
  if (beside)
    return `${name(cut)} is all but a few ${things} of ${name(beside)}: shown beside it, it would show those few.${hint}`;
  return `${name(few)} has too few ${things} to be shown, and ${name(cut)} would help to work them out.${hint}`;
}

/** What the partnership calls its own codes, of what one pathway says. */
export function titlesOf({ areas, agencies, pathways: all }: Partnership, pathway: string): Titles {
  const pathways = all.filter(({ code }) => code === pathway);
  const raises = agencies.filter(({ kind }) => pathways.some(({ raisedBy }) => raisedBy.includes(kind)));
  return {
    areas: once(areas),
    agencies: once(raises),
    priorities: once(pathways.flatMap(({ priorities }) => priorities)),
    types: once(pathways.flatMap(({ types }) => types)),
    outcomes: once(pathways.flatMap(({ outcomes }) => outcomes)),
    bodies: once(pathways.flatMap(({ bodies }) => bodies)),
    sites: pathways.some(({ answeredAt }) => answeredAt === "site") ? once(agencies.flatMap(({ sites }) => sites)) : [],
    responses: once(pathways.flatMap(({ responses }) => responses)),
  };
}
