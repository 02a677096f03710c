import { BY_AMBULANCE } from "../escalation/custody.ts";
import { between } from "../time.ts";
import {
  BY_AGE,
  BY_AGENCY,
  BY_AREA,
  BY_ATTENDED,
  BY_BODY,
  BY_CAUSE,
  BY_ENDING,
  BY_HOUR,
  BY_LIMIT,
  BY_LOOK_BACK,
  BY_OUTCOME,
  BY_PLACE,
  BY_PRIORITY,
  BY_RESPONSE,
  BY_SITE,
  BY_THEME,
  BY_TIER,
  BY_TYPE,
  BY_WEEKDAY,
  type Titles,
} from "./breakdown.ts";
import type { MeasureCode } from "./codes.ts";
import { type Cut, casesWithin, isWithin, type Stretch, stretchOf } from "./cut.ts";
import { type Around, type Counted, rate, share, spread, type Timed, times, timesAndSum } from "./figure.ts";
import type { Kept, Tally } from "./tally.ts";

/** One measure: what is counted, of what, in words and in code. The page, the pack and the document say it by this row and by nothing else. */
export interface Measure {
  readonly code: MeasureCode;
  readonly title: string;
  readonly unit: "count" | "percent" | "minutes" | "hours";
  readonly numerator: string;
  readonly denominator: string;
  readonly edges: string;
  /** Only some pathways have anything of it: where there is nothing it is left out. */
  readonly seldom?: true;
  /** Only where an answer sends somebody: where none of the cases is of such a pathway it is left out. */
  readonly whereSent?: true;
  readonly compute: (cases: readonly Tally[], around: Around) => Counted | Timed;
}

/** The cases of a pathway of which an answer sends somebody. */
const whereSent = (cases: readonly Tally[]): Tally[] => cases.filter(({ attended }) => attended !== null);

const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 24 * HOUR_MS;

const isKept = ({ how }: Kept): boolean | null => (how === "within" ? true : how === "missed" ? false : null);
const WHEN_AND_WHERE = [BY_PRIORITY, BY_AREA, BY_HOUR, BY_WEEKDAY] as const;

/** An hour from the arrival is what the National Partnership Agreement works towards. */
function isWithinAnHour({ handover }: Tally): boolean | null {
  if (!handover) return null;
  if (handover.left) return false;
  if (handover.ms !== null) return handover.ms <= HOUR_MS;
  return handover.late ? false : null;
}

function firstNoToFinalAnswer({ firstNoAt, finalAnswerAt }: Tally): number | null {
  const ms = firstNoAt && finalAnswerAt ? between(firstNoAt, finalAnswerAt) : 0;
  return ms > 0 ? ms : null;
}

const NOT_OWED = "A limit that was never owed, was called off before it fell due, or still runs is in neither.";
const DEFERRED = "One that was put off and kept later was missed: its first due time counts.";
const STILL = "Read it beside the share within the limit: what has not happened yet, or never will, has no length.";

/**
 * Every measure there is, in the order in which boards read them. None is by person: no officer, no nurse, nobody who was asked about.
 */
export const MEASURES = [
  {
    code: "raised",
    title: "Cases raised",
    unit: "count",
    numerator: "Cases raised in the time and area.",
    denominator: "The same; each row is its part of them.",
    edges:
      "A case that was merged into another is not counted: its own count stands under «Merged duplicates». Withdrawn cases count. A case that was on paper first counts when it was entered, here and in every measure: nobody was asked before.",
    compute: spread((tally) => [tally], BY_PRIORITY, BY_TYPE, BY_AREA, BY_AGENCY, BY_HOUR, BY_WEEKDAY, BY_AGE),
  },
  {
    code: "merged",
    title: "Merged duplicates",
    unit: "count",
    numerator: "Cases raised in the time and area that ended in an older case about the same person.",
    denominator: "The same.",
    edges: "They count in no other measure.",
    compute: (_, { merged }) => ({ numerator: merged.length, denominator: merged.length, interval: null, breakdowns: [] }),
  },
  {
    code: "closed",
    title: "Cases that have ended",
    unit: "count",
    numerator: "Cases raised in the time and area that stand ended now, closed or withdrawn.",
    denominator: "All cases raised; each row is its part of those that ended.",
    edges: "Counted by when a case was raised, not by when it ended. One that was opened again is open.",
    compute: spread((tally) => (tally.ended ? [tally] : []), BY_ENDING),
  },
  {
    code: "acknowledged_within_limit",
    title: "Acknowledged within the limit",
    unit: "percent",
    numerator: "Cases that somebody took within the limit of the first tier that was asked.",
    denominator: "Cases whose first acknowledgement was owed and is kept or missed.",
    edges: `Whoever took it: a higher tier that was asked beside the first counts. A ladder on which nobody could be reached has missed it. ${NOT_OWED}`,
    compute: share(({ acknowledge }) => isKept(acknowledge), ...WHEN_AND_WHERE),
  },
  {
    code: "decided_within_limit",
    title: "Decided within the limit",
    unit: "percent",
    numerator: "Cases whose first answer was given within the limit, counted from the raise.",
    denominator: "Cases whose first answer was owed and is kept or missed.",
    edges: `${DEFERRED} ${NOT_OWED}`,
    compute: share(({ decide }) => isKept(decide), ...WHEN_AND_WHERE),
  },
  {
    code: "arrived_within_limit",
    title: "Arrived within the limit",
    unit: "percent",
    numerator: "Cases in which somebody was on scene within the limit, counted from the first decision that sends somebody.",
    denominator: "Cases in which an arrival was owed and is kept or missed.",
    edges: `A sending that was called off in time owes nothing, and the next one counts; a unit that was replaced keeps the limit of the first. An arrival by appointment is due when it was promised. ${DEFERRED} ${NOT_OWED}`,
    compute: share(({ arrive }) => isKept(arrive), ...WHEN_AND_WHERE),
  },
  {
    code: "time_to_acknowledge",
    title: "Time until somebody took it",
    unit: "minutes",
    numerator: "Median and 90th centile, by the nearest rank, of the time from the raise until the first acknowledgement.",
    denominator: "Cases that somebody took.",
    edges: STILL,
    compute: times(({ acknowledge }) => acknowledge.ms),
  },
  {
    code: "time_to_decide",
    title: "Time until the first answer",
    unit: "minutes",
    numerator: "Median and 90th centile, by the nearest rank, of the time from the raise until the first answer.",
    denominator: "Cases that have an answer.",
    edges: STILL,
    compute: times(({ decide }) => decide.ms),
  },
  {
    code: "time_to_arrive",
    title: "Time until somebody was there",
    unit: "minutes",
    numerator:
      "Median and 90th centile, by the nearest rank, of the time from the first decision that sends somebody until the arrival.",
    denominator: "Cases in which somebody arrived whom a decision had sent.",
    edges: `The time of record is when the arrival was recorded. ${STILL}`,
    compute: times(({ arrive }) => arrive.ms),
  },
  {
    code: "tiers_reached",
    title: "Highest tier that was asked",
    unit: "count",
    numerator: "Cases, by the highest tier that was asked.",
    denominator: "All cases raised.",
    edges:
      "A tier that is asked beside the first because a child may be at risk counts as asked. A ladder that came to its end counts as its last tier.",
    compute: spread((tally) => [tally], BY_TIER),
  },
  {
    code: "nobody_answered",
    title: "Nobody answered",
    unit: "percent",
    numerator: "Cases whose ladder came to its end at some time.",
    denominator: "All cases raised.",
    edges: "Also when somebody answered later. Each one is a serious failure.",
    compute: share(({ nobodyAnswered }) => nobodyAnswered, ...WHEN_AND_WHERE),
  },
  {
    code: "missed_limits",
    title: "Limits missed, by cause",
    unit: "count",
    numerator: "Limits that were missed, of every kind and on every tier.",
    denominator: "All cases raised; each row is its part of the limits missed.",
    edges:
      "A case can miss several. A tier that nobody stood on, or where nobody could be reached, has missed its own at once. A limit that passed after its clock was stopped, as when nobody on the ladder answered, counts too. The cause is what receipts and the case tell, and «not told» where they tell none. What was over before a case was entered from paper is in none.",
    compute: spread(({ missed }) => missed, BY_CAUSE, BY_LIMIT),
  },
  {
    code: "deferred",
    title: "Put off",
    unit: "percent",
    numerator: "Cases in which an answer or an arrival was put off at least once.",
    denominator: "All cases raised.",
    edges: "Putting off that was not allowed any more is not counted here.",
    compute: share(({ deferrals }) => deferrals > 0, BY_AREA),
  },
  {
    code: "overturned",
    title: "Overturned",
    unit: "percent",
    numerator:
      "Cases whose first answer declined, and a later one sends somebody; where police ask, a later one that does not decline.",
    denominator: "Cases whose first answer declined.",
    edges:
      "With its 95 % interval, by Wilson’s method. Advice while the partner keeps the lead is an answer that declines. A high rate and a low one both ask a question; neither ranks anybody.",
    compute: rate(({ answered }) => (answered?.firstDeclined ? answered.overturned : null), BY_AREA, BY_TYPE),
  },
  {
    code: "declined_first",
    title: "Declined at first",
    unit: "percent",
    numerator: "Cases whose first answer leaves the raising side without what it asked.",
    denominator: "Cases that have an answer.",
    edges: "What became of them is in «Overturned».",
    compute: share(({ answered }) => answered?.firstDeclined ?? null, ...WHEN_AND_WHERE),
  },
  {
    code: "decision_changed",
    title: "Answer changed",
    unit: "percent",
    numerator: "Cases whose answer changed to another at least once.",
    denominator: "Cases that have an answer.",
    edges: "The same answer given again after another look is no change, and neither is a detail added to it.",
    compute: share(({ answered }) => answered && answered.changes > 0, BY_AREA),
  },
  {
    code: "first_no_to_final_answer",
    title: "Time from the first «no» to the final answer",
    unit: "minutes",
    numerator:
      "Median and 90th centile, by the nearest rank, of the time from the first no until the answer that stands was given.",
    denominator: "Cases in which those who were asked said no, before the raise or by an answer, and another answer followed.",
    edges:
      "A «no» before the raise counts from the time that the caller gave for it, and not at all without one, or of a case that is entered from paper. An answer that a later look upholds was given when it was given first. A «no» that is itself the final answer has no time to it.",
    compute: times(firstNoToFinalAnswer),
  },
  {
    code: "told_in_writing",
    title: "Raising side told in writing",
    unit: "percent",
    numerator: "Cases of which the raising side read every answer.",
    denominator: "Cases that have an answer.",
    edges: "An answer that was replaced before it was read was not read. One that nobody has read yet counts as not read.",
    compute: share(({ told }) => (told.answers > 0 ? told.read === told.answers : null), BY_AREA),
  },
  {
    code: "told",
    title: "Raising side told, in writing or by telephone",
    unit: "percent",
    numerator: "Cases of which the raising side read every answer, or was reached by telephone about it.",
    denominator: "Cases that have an answer.",
    edges: "A call that nobody answered tells nobody.",
    compute: share(({ told }) => (told.answers > 0 ? told.read + told.rung === told.answers : null), BY_AREA),
  },
  {
    code: "referral_accepted_first_time",
    title: "Referrals accepted first time",
    unit: "percent",
    numerator: "Cases in which the first body that was asked accepted.",
    denominator: "Cases that were referred and whose first body accepted, declined, or gave no answer.",
    edges:
      "An acceptance after the limit is one all the same. No answer: the limit was missed, or the case was decided anew or ended first.",
    compute: share(
      ({ referral }) => (referral && referral.answer !== "running" ? referral.answer === "accepted" : null),
      BY_BODY,
    ),
  },
  {
    code: "asked_before_detention",
    title: "Asked before a detention",
    unit: "percent",
    numerator: "Requests for advice that were made before a detention.",
    denominator: "Requests for advice that were made before a detention or after one.",
    edges: "By what the case is about at its end. Advice on something else is in neither.",
    seldom: true,
    compute: share(({ detention }) => (detention ? detention === "before" : null), ...WHEN_AND_WHERE),
  },
  {
    code: "advice_followed",
    title: "Advice followed",
    unit: "percent",
    numerator: "Cases in which what the raising side did with the last answer is what follows it.",
    denominator: "Cases in which the raising side has said what it did, with an answer that something follows.",
    edges:
      "By the partnership’s own list. To do something else is the officer’s right, with a reason: neither a high share nor a low one ranks anybody.",
    seldom: true,
    compute: share(({ response }) => response?.follows ?? null, BY_RESPONSE, BY_AREA),
  },
  {
    code: "detained_after_advice",
    title: "Detained after advice",
    unit: "percent",
    numerator: "Cases asked before a detention in which the person was then detained.",
    denominator: "Cases asked before a detention in which the raising side has said what it did.",
    edges: "Also where a place of safety was the advice. A detention that came later, and that nobody has added, is not in it.",
    seldom: true,
    compute: share(({ detention, response }) => (detention === "before" && response ? response.detains : null), BY_AREA),
  },
  {
    code: "went_themselves",
    title: "The raising side went after all",
    unit: "percent",
    numerator: "Cases in which the raising side went itself after it had seen the answer.",
    denominator: "Cases in which the raising side has said what it did with the answer, and no advice was asked.",
    edges: "After a decline, or because what was accepted would have come too late: the answer that stood then is in the case.",
    seldom: true,
    compute: share(({ detention, response }) => (response && !detention ? response.themselves : null), BY_RESPONSE, BY_AREA),
  },
  {
    code: "looked_back",
    title: "How the person was some time after",
    unit: "count",
    numerator: "Outcomes that were recorded at the times after the answer that were agreed on, each under its time.",
    denominator: "All cases raised; each row is its part of those outcomes.",
    edges: "What nobody recorded is in none: read the number beside that of the cases that have ended.",
    seldom: true,
    compute: spread(({ lookBacks }) => lookBacks, BY_LOOK_BACK),
  },
  {
    code: "handover_time",
    title: "Section 136 handover",
    unit: "hours",
    numerator: "Median and 90th centile, by the nearest rank, of the time from the arrival until a named clinician accepted.",
    denominator: "Detained persons whose arrival is known and whom a named clinician accepted.",
    edges:
      "People whom officers left without an agreed handover have no time unless somebody accepted them later: read it beside the share within 60 minutes. Who had arrived before the case was entered from paper has none, here, in that share or in the hours of officers.",
    compute: times(({ handover }) => handover?.ms ?? null, BY_SITE),
  },
  {
    code: "handover_within_60_minutes",
    title: "Section 136 handover within 60 minutes",
    unit: "percent",
    numerator: "Detained persons whom a named clinician accepted within 60 minutes of the arrival.",
    denominator: "Detained persons who were accepted, whom officers left, or whose handover limit was missed.",
    edges:
      "60 minutes are what the National Partnership Agreement works towards, whatever limit the partnership has agreed. Whom officers left without an agreed handover is not within it, also when somebody accepted soon after.",
    compute: share(isWithinAnHour, BY_PLACE, BY_SITE),
  },
  {
    code: "left_without_agreed_handover",
    title: "Left without an agreed handover",
    unit: "percent",
    numerator: "Detained persons whom officers left without an agreed handover.",
    denominator: "All detained persons whose handover was a case.",
    edges: "Also when somebody accepted them later.",
    compute: share(({ handover }) => handover?.left ?? null, BY_PLACE, BY_SITE),
  },
  {
    code: "officer_hours",
    title: "Officer hours a section 136 detention",
    unit: "hours",
    numerator:
      "Median and 90th centile, by the nearest rank, and the sum, of the officers who waited times the hours from the arrival until a named clinician accepted, they left, or what happened to the person ended the wait.",
    denominator: "Detained persons whose arrival is known, with whom a known number of officers waited until that was over.",
    edges: "The number of officers that was recorded last counts for all of the wait. Whoever still waits has no length yet.",
    compute: timesAndSum(({ handover }) => handover?.officersMs ?? null, BY_SITE),
  },
  {
    code: "conveyed_by_ambulance",
    title: "Brought by ambulance",
    unit: "percent",
    numerator: "Detained persons who were brought in an ambulance or a mental health car.",
    denominator: "Detained persons of whom somebody has recorded how they were brought.",
    edges:
      "What was recorded last counts. Whether an ambulance was asked for, and why none came, stands in the case and is not counted.",
    compute: share(({ handover }) => (handover?.vehicle ? BY_AMBULANCE.includes(handover.vehicle) : null), BY_PLACE),
  },
  {
    code: "outcome_attended",
    title: "Outcome where those asked came",
    unit: "count",
    numerator: "Cases in which somebody was on scene and an outcome is recorded, by that outcome.",
    denominator: "All cases raised where an answer can send somebody; each row is its part of those with an outcome.",
    edges:
      "The last outcome that was recorded, also after closing. Officers who had brought the person, and never left, were not sent: they count as attended only when an arrival was recorded.",
    whereSent: true,
    compute: (cases, around) =>
      spread((tally: Tally) => (tally.outcome && tally.attended ? [tally] : []), BY_OUTCOME)(whereSent(cases), around),
  },
  {
    code: "outcome_not_attended",
    title: "Outcome where those asked did not come",
    unit: "count",
    numerator: "Cases in which nobody was on scene and an outcome is recorded, by that outcome.",
    denominator: "All cases raised where an answer can send somebody; each row is its part of those with an outcome.",
    edges: "As where those asked came. Advice, and a hospital that takes somebody over, send nobody: they are in neither.",
    whereSent: true,
    compute: (cases, around) =>
      spread((tally: Tally) => (tally.outcome && !tally.attended ? [tally] : []), BY_OUTCOME)(whereSent(cases), around),
  },
  {
    code: "harm",
    title: "Harm",
    unit: "percent",
    numerator:
      "Cases in which an outcome of harm was recorded, injured or died, as the partnership has marked its outcomes, and nobody said later that the person was safe or that it is not known.",
    denominator: "Cases whose outcome says how the person is.",
    edges:
      "Still missing and not known are in neither. It does not say that the answer led to the harm. Where no answer sends anybody it is not told apart by whether they came.",
    compute: share(({ harm }) => harm, BY_ATTENDED),
  },
  {
    code: "harm_after_closing",
    title: "Harm found after closing",
    unit: "count",
    numerator: "Cases whose harm was recorded after they had closed.",
    denominator: "All cases raised.",
    edges: "Only while that outcome is the last one recorded.",
    compute: spread((tally) => (tally.harmAfterClosing ? [tally] : [])),
  },
  {
    code: "repeat_within_7_days",
    title: "The same person again within 7 days",
    unit: "percent",
    numerator: "Cases about a person about whom another case had been raised in the 168 hours before.",
    denominator: "Cases that carry the mark of a person.",
    edges:
      "The earlier case may lie before the time, and in any area. A person without a number that could be marked is in neither. Merged duplicates are no earlier case.",
    compute: share((tally, { again }) => (tally.subject ? again.has(tally.id) : null), BY_AREA),
  },
  {
    code: "disagreed",
    title: "Disagreed with",
    unit: "percent",
    numerator: "Cases in which the raising side disagreed at least once.",
    denominator: "Cases that have an answer.",
    edges: "Once or at every tier is the same here.",
    compute: share(({ answered, disagreed }) => answered && disagreed, BY_AREA),
  },
  {
    code: "unresolved",
    title: "Disagreement unresolved",
    unit: "percent",
    numerator: "Cases in which the disagreement stood at the top of the ladder, and no answer was given after it.",
    denominator: "Cases in which the raising side disagreed.",
    edges: "Each goes to the next partner call.",
    compute: share(({ disagreed, unresolved }) => (disagreed ? unresolved : null)),
  },
  {
    code: "themes",
    title: "Themes",
    unit: "count",
    numerator: "Cases that stand under a theme, by notes or by reviews, and how many under each.",
    denominator: "All cases raised; each row is its part of those under any.",
    edges: "A case can stand under several, once under each. It stands under none as long as nobody has named one.",
    compute: spread((tally) => (tally.themes.length > 0 ? [tally] : []), BY_THEME),
  },
] as const satisfies readonly Measure[];

/** One measure’s exact value: kept among ourselves, to be computed again and compared. People see it through `shownFigures`. */
export type Figure = { readonly code: MeasureCode } & (Counted | Timed);
/** Every measure of one cut. */
export interface Figures {
  readonly cut: Cut;
  readonly figures: readonly Figure[];
}

/**
 * Every measure of a cut, exactly, whatever the order of the rows. The rows are tallies of any time and area: those of the 7 days before the
 * cut are needed to know who was asked about again.
 */
export const figuresOf = (tallies: readonly Tally[], cut: Cut, titles: Titles = {}): Figures => ({
  cut,
  figures: figuresWithin(tallies, stretchOf(cut), titles),
});

/** The same of any stretch of time: there is one definition of each. */
export function figuresWithin(tallies: readonly Tally[], stretch: Stretch, titles: Titles = {}): Figure[] {
  const cases = casesWithin(stretch, tallies);
  const merged = tallies.filter((tally) => tally.merged && isWithin(stretch, tally));
  const around: Around = { titles, merged, again: raisedAgain(tallies) };
  return MEASURES.map(({ code, compute }) => ({ code, ...compute(cases, around) }));
}

/** The cases whose person another case had been raised about in the 7 days before. */
function raisedAgain(tallies: readonly Tally[]): Set<string> {
  const raised = tallies.filter(({ subject, merged }) => subject !== null && !merged);
  const bySubject = Map.groupBy(raised, ({ subject }) => subject);
  const isAgain = ({ subject, raisedAt }: Tally) =>
    bySubject.get(subject)?.some((earlier) => earlier.raisedAt < raisedAt && between(earlier.raisedAt, raisedAt) <= WEEK_MS);
  return new Set(raised.filter(isAgain).map(({ id }) => id));
}
