import { type Instant, plus, since } from "../time.ts";
import type { Titles } from "./breakdown.ts";
import type { Stretch } from "./cut.ts";
import { figuresWithin } from "./measures.ts";
import { type ShownFigure, shownFigure } from "./shown.ts";
import type { Shown } from "./small-numbers.ts";
import type { Tally } from "./tally.ts";

/** Four weeks to the second, so that both sides are as long when the clocks change. */
const FOUR_WEEKS = "PT672H";

/** The four weeks before a version began and those from then on, in one area or all. They are given by the agreement: nobody chooses them. */
export const besideStart = (begins: Instant, area: string | null): Readonly<Record<"before" | "after", Stretch>> => ({
  before: { from: since(begins, FOUR_WEEKS), to: begins, area },
  after: { from: begins, to: plus(begins, FOUR_WEEKS), area },
});

/** One measure on both sides of a start, after the small-number rule, as a whole: a part of so short a time would be of few. */
export interface BesideEachOther {
  readonly before: ShownFigure;
  readonly after: ShownFigure;
}

/** One side: its time, and how many of its cases have not ended and are counted when they do. */
export interface Side extends Pick<Stretch, "from" | "to"> {
  readonly stillOpen: Shown;
}

/** The figures before a version of a pathway took the place of another, and after: all that is shown of them. */
export interface Comparison {
  readonly pathway: string;
  readonly title: string;
  /** Null where it began everywhere at once. */
  readonly area: { readonly code: string; readonly title: string } | null;
  readonly version: number;
  readonly earlier: number;
  readonly at: Instant;
  readonly before: Side;
  readonly after: Side;
  /** When something else that was agreed began there in the same weeks. */
  readonly alsoChanged: readonly Instant[];
  readonly caveat: string;
  readonly figures: readonly BesideEachOther[];
}

/** What nobody may forget who reads the two sides: it stands with them wherever they are shown. */
export const CAVEAT =
  "That a figure is otherwise after a version than before it does not show that the version is why: what was asked, how many were on duty, the season and chance change too.";

/** Every measure on both sides, by its one definition. Rows are tallies of any time; those of the 7 days before are needed as well. */
export function beforeAndAfter(
  tallies: readonly Tally[],
  begins: Instant,
  area: string | null,
  titles: Titles,
): BesideEachOther[] {
  const { before, after } = besideStart(begins, area);
  const later = figuresWithin(tallies, after, titles);
  return figuresWithin(tallies, before, titles).flatMap((figure) => {
    const beside = later.find(({ code }) => code === figure.code);
    return beside ? [{ before: whole(shownFigure(figure)), after: whole(shownFigure(beside)) }] : [];
  });
}

const whole = (figure: ShownFigure): ShownFigure => ("breakdowns" in figure ? { ...figure, breakdowns: [] } : figure);
