import { beforeAndAfter, besideStart, CAVEAT, type Comparison } from "../core/measures/before-and-after.ts";
import { casesWithin, monthEdges, type Stretch } from "../core/measures/cut.ts";
import { smallPiece } from "../core/measures/disclosure.ts";
import { isSmall, shownCount } from "../core/measures/small-numbers.ts";
import type { Tally } from "../core/measures/tally.ts";
import { type Turn, turnsAfter } from "../core/partnership/coming.ts";
import type { Partnership } from "../core/partnership/partnership.ts";
import type { Person } from "../core/people.ts";
import { invalid, Refusal } from "../core/refusal.ts";
import { type Instant, london, since } from "../core/time.ts";
import { agreedBy, everAgreed } from "./agreed.ts";
import { openCount } from "./aws/cases.ts";
import { talliesRaised } from "./aws/tallies.ts";
import { titlesOf } from "./board.ts";

/** A person who comes again within a week is seen by the week before. */
const WEEK = "PT168H";

/** Which version, and where: in one area, or everywhere where it began everywhere at once. */
export interface Compared {
  readonly pathway: string;
  readonly version: number;
  readonly area: string | null;
}

/**
 * The figures of the four weeks before a version began to count and of those after, once both are over. Refused when something could be
 * worked out from them about a few people. Throws Invalid, NotFound, NotYet and WouldIsolate.
 */
export async function compareFor(
  { partnership }: Pick<Person, "partnership">,
  asked: Compared,
  now: Instant,
): Promise<Comparison> {
  const agreed = await agreedBy(partnership, now);
  const { areas } = agreed.inForce;
  const area = asked.area === null ? null : areas.find(({ code }) => code === asked.area);
  if (area === undefined) throw invalid({ field: "area", reason: "is no area here" });
  const known = await everAgreed(partnership, agreed);
  const turns = turnsAfter(known.agreements, known.since ?? "");
  const { at, before: earlier, after: version } = turnOf(turns, asked, areas);
  const sides = besideStart(at, asked.area);
  if (sides.after.to > now)
    throw new Refusal(
      "NotYet",
      `The four weeks after are not over before ${london(sides.after.to)}: then they are shown beside those before.`,
    );
  const edges = monthEdges(sides.before.from, sides.after.to);
  const raised = await talliesRaised(partnership, since(edges[0] ?? at, WEEK), edges.at(-1) ?? at);
  const all = raised.filter(({ pathway }) => pathway === asked.pathway);
  const others = turns
    .filter((turn) => turn.at !== at && turn.code === asked.pathway)
    .flatMap((turn) => Object.values(besideStart(turn.at, asked.area)));
  mustNotIsolate([sides.before, sides.after], others, all);
  const codes = area ? [area.code] : areas.map(({ code }) => code);
  const side = async ({ from, to }: Stretch) => ({
    from,
    to,
    stillOpen: shownCount(await openCount(partnership, codes, from, to)),
  });
  const [before, after] = await Promise.all([side(sides.before), side(sides.after)]);
  return {
    ...{ pathway: asked.pathway, title: version.title, version: version.version, earlier: earlier.version },
    area: area && { code: area.code, title: area.title },
    ...{ at: now, before, after, caveat: CAVEAT },
    alsoChanged: othersIn(turns, at, sides, codes),
    figures: beforeAndAfter(all, at, asked.area, titlesOf(agreed.inForce, asked.pathway)),
  };
}

/** When the version took the place of another there: the last time, when it did more than once. Throws NotFound. */
function turnOf(turns: readonly Turn[], { pathway, version, area }: Compared, areas: Partnership["areas"]) {
  const theirs = turns.filter(({ code, after }) => code === pathway && after?.version === version);
  if (theirs.length === 0) throw new Refusal("NotFound", `No version ${version} of this pathway has been agreed.`);
  const here = theirs.findLast(({ areas: turned }) => (area === null ? turned.length >= areas.length : turned.includes(area)));
  if (here?.before && here.after) return { at: here.at, before: here.before, after: here.after };
  const where = area === null ? "everywhere at once: ask for one area" : "in this area";
  throw new Refusal("NotFound", `Version ${version} has taken no other version's place ${where}.`);
}

/** When another version began to count there in the same weeks: then neither side is of one version alone. */
function othersIn(
  turns: readonly Turn[],
  begins: Instant,
  sides: ReturnType<typeof besideStart>,
  codes: readonly string[],
): Instant[] {
  const others = turns.filter(
    ({ at, areas }) =>
      at !== begins && at > sides.before.from && at < sides.after.to && areas.some((area) => codes.includes(area)),
  );
  return [...new Set(others.map(({ at }) => at))];
}

/** Neither side may be so small that nothing of it can be shown, nor leave so few of a month, or beside another version's weeks, that are shown too. */
function mustNotIsolate(sides: readonly Stretch[], others: readonly Stretch[], tallies: readonly Tally[]): void {
  const instead = "Look at the months, quarters and years of the board.";
  if (sides.some((side) => isSmall(casesWithin(side, tallies).length)))
    throw new Refusal("WouldIsolate", `The four weeks before or after have too few cases to be shown. ${instead}`);
  const piece = smallPiece(sides, others, tallies);
  if (!piece) return;
  throw new Refusal(
    "WouldIsolate",
    `From ${london(piece.from)} to ${london(piece.to)} are too few cases: shown beside the months of the board, the four weeks would show those few. ${instead}`,
  );
}
