import { type Counted, centile, type Timed } from "../measures/figure.ts";
import { wilson } from "../measures/interval.ts";
import { type ShownBy, shownAs } from "../measures/shown.ts";
import type { Tally } from "../measures/tally.ts";
import { asksPolice, type Partnership } from "../partnership/partnership.ts";
import { between } from "../time.ts";
import { type FirstAnswerTally, isNo } from "./first-answer.ts";

/** A first answer with the figures’ row of the case that disputes it, once that case has ended. */
export interface Followed {
  readonly first: FirstAnswerTally;
  readonly into: Tally | undefined;
}

/** One measure of first answers: what is counted, of what, in words and in code. None is by a call handler, and none ranks anybody. */
export interface FirstMeasure {
  readonly code: "first_deployed" | "first_disputed" | "first_overturned" | "first_no_to_final";
  readonly title: string;
  readonly unit: "percent" | "minutes";
  readonly numerator: string;
  readonly denominator: string;
  readonly edges: string;
  /** `sends` are the decisions that send somebody, by their codes. */
  readonly compute: (all: readonly Followed[], sends: ReadonlySet<string>) => Counted | Timed;
}

const share = (all: readonly Followed[], counts: (one: Followed) => boolean): Counted => ({
  numerator: all.filter(counts).length,
  denominator: all.length,
  interval: null,
  breakdowns: [],
});

/** A «no» that was disputed, in a case that has ended with an answer. */
const settled = (all: readonly Followed[]): { readonly first: FirstAnswerTally; readonly into: Tally }[] =>
  all.flatMap(({ first, into }) => (isNo(first.answer) && into?.answered ? [{ first, into }] : []));

/** What boards see of first answers, in this order. */
export const FIRST_MEASURES: readonly FirstMeasure[] = [
  {
    code: "first_deployed",
    title: "First answers that send police",
    unit: "percent",
    numerator: "First answers given in the time and area that were «police attend».",
    denominator: "All first answers that were recorded.",
    edges:
      "Only what a control room has recorded: an answer that nobody recorded is in neither. «Look at it again» sends nobody.",
    compute: (all) => share(all, ({ first }) => first.answer === "will_attend"),
  },
  {
    code: "first_disputed",
    title: "First answers that were disputed",
    unit: "percent",
    numerator: "First answers that became tier 0 of an escalation.",
    denominator: "All first answers that were recorded.",
    edges:
      "Whatever was answered, and also while the case is open. A partner who raises without naming the record disputes none here.",
    compute: (all) => share(all, ({ first }) => first.disputed !== null),
  },
  {
    code: "first_overturned",
    title: "Disputed first noes that were overturned",
    unit: "percent",
    numerator:
      "Disputed first answers that were a «no», and whose case sends somebody by its first answer or by the one that stands.",
    denominator: "Disputed first answers that were a «no», and whose case has ended with an answer.",
    edges:
      "With its 95 % interval, by Wilson’s method. «No» is «police do not attend» or «another body is asked instead». A case that is open, was withdrawn before an answer or joined an older one is in neither.",
    compute: (all, sends) => {
      const counted = share(settled(all), ({ into }) =>
        [into?.answered?.first, into?.answered?.last].some((code) => code !== undefined && sends.has(code)),
      );
      return { ...counted, interval: wilson(counted.numerator, counted.denominator) };
    },
  },
  {
    code: "first_no_to_final",
    title: "From a recorded first «no» to the final answer",
    unit: "minutes",
    numerator:
      "Median and 90th centile, by the nearest rank, of the time from when a disputed first «no» was given until the answer that stands was first given.",
    denominator: "Disputed first answers that were a «no», and whose case has ended with an answer.",
    edges:
      "Whether the answer changed or was upheld. A request that joined an older case which had its answer already has no length.",
    compute: (all) => {
      const took = settled(all).map(({ first, into }) => (into.finalAnswerAt ? between(first.givenAt, into.finalAnswerAt) : 0));
      const sorted = took.filter((ms) => ms > 0).toSorted((one, other) => one - other);
      return { count: sorted.length, medianMs: centile(sorted, 0.5), p90Ms: centile(sorted, 0.9), parts: [] };
    },
  },
];

/** The decisions that send somebody, in any version of any pathway on which police answer. */
export const sendingIn = ({ pathways }: Pick<Partnership, "pathways">): Set<string> =>
  new Set(
    pathways
      .filter(({ speech }) => asksPolice(speech))
      .flatMap(({ decisions }) => decisions.filter(({ leadsTo }) => leadsTo === "arrive"))
      .map(({ code }) => code),
  );

/** What boards see of first answers: each figure after the small-number rule; none, and why, where they would show a few. */
export interface FirstAnswersShown {
  readonly figures: readonly ShownBy<FirstMeasure["code"]>[];
  readonly why: string | null;
}

/** The figures of these first answers after the small-number rule: the only form that leaves for people. */
export const firstFigures = (
  all: readonly FirstAnswerTally[],
  cases: readonly Tally[],
  sends: ReadonlySet<string>,
): FirstAnswersShown["figures"] => {
  const byId = new Map(cases.map((tally) => [tally.id, tally]));
  const followed = all.map((first) => ({ first, into: first.disputed ? byId.get(first.disputed.id) : undefined }));
  return FIRST_MEASURES.map(({ code, title, unit, compute }) => shownAs({ code, title, unit }, compute(followed, sends)));
};
