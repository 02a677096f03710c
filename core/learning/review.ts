import * as z from "zod";
import { Who } from "../escalation/ask.ts";
import { Ending, type Escalation } from "../escalation/escalation.ts";
import { typeOf } from "../escalation/known.ts";
import { answersFirst } from "../escalation/standing.ts";
import { Theme } from "../escalation/theme.ts";
import { AgencyCode, Code } from "../partnership/codes.ts";
import type { Learning } from "../partnership/learning.ts";
import { OF_POLICE } from "../partnership/partnership.ts";
import { invalid, Refusal } from "../refusal.ts";
import { Day, dayNumber, dayOf, wallOf } from "../rota/wall.ts";
import { safeText } from "../text.ts";
import { Instant, plus } from "../time.ts";
import { Called, calledIn } from "./called.ts";
import { type LearningMove, Line, leadOf, tellingOnce } from "./matter.ts";
import type { Telling } from "./news.ts";

/** The side that asked for police, and the side that answered. */
export const Side = z.enum(["raising", "answering"]);
export type Side = z.output<typeof Side>;

const Verdict = z.enum(["yes", "no", "not_sure"]);

/** So many lines of its own words each side may give the pack of a call. */
export const MOST_LINES = 3;

/** The closing questions, the four of an after-action review, and up to three lines for the partners’ pack. */
export const ReviewAnswer = z.strictObject({
  /** Should this have come to police? */
  shouldHaveCome: Verdict,
  /** Should police have come? */
  shouldHaveAttended: Verdict,
  wentWell: safeText(1000).optional(),
  wouldHavePrevented: safeText(1000).optional(),
  expected: safeText(1000).optional(),
  happened: safeText(1000).optional(),
  whyDifferent: safeText(1000).optional(),
  learned: safeText(1000).optional(),
  themes: z.array(Theme).max(5, "at most 5 themes").default([]),
  lines: z.array(safeText(200)).max(MOST_LINES, `at most ${MOST_LINES} lines`).default([]),
});
export type ReviewAnswer = z.output<typeof ReviewAnswer>;

/** Where else this case is looked into. The reference is kept, what stands there is not. */
export const ReferenceKind = z.enum(["lfpse", "complaint", "iopc", "pfd"]);
export const NewReference = z.strictObject({
  kind: ReferenceKind,
  reference: safeText(60),
  on: Day,
  /** Who sees to the answer, where one is owed: for a coroner’s report to prevent future deaths. */
  owner: Code.optional(),
});

const signed = <S extends z.ZodRawShape>(shape: S) => z.strictObject({ by: Who, at: Instant, ...shape });
export const Asked = z.strictObject({
  side: Side,
  agency: AgencyCode,
  /** The person who is asked: whoever raised, or whoever decided. A colleague may answer. */
  person: Code.nullable(),
  answer: signed(ReviewAnswer.shape).nullable(),
  /** What this side said before the review was opened again. */
  before: z.array(signed(ReviewAnswer.shape)),
});

/** What both sides say of a closed case, side by side. One for each case, under the case’s own id. */
export const Review = z.strictObject({
  schema: z.literal(1),
  partnership: Code,
  id: z.uuid(),
  reference: z.string(),
  version: z.int().nonnegative(),
  type: Code,
  area: Code,
  called: Called.nullable().default(null),
  priority: z.string(),
  /** Who answered, as they stand inside a sentence. */
  answerers: z.string().default(OF_POLICE.answerers),
  endedAs: Ending,
  closedAt: Instant,
  asked: z.array(Asked),
  references: z.array(
    signed({ kind: ReferenceKind, reference: z.string(), on: Day, respondBy: Day.nullable(), action: z.uuid().nullable() }),
  ),
  reopened: z.array(z.strictObject({ at: Instant, why: z.literal("later_harm") })),
  owed: z.strictObject({ warnAt: Instant.nullable(), dueAt: Instant }).nullable(),
  /** How often the sides that have not answered were reminded after the limit. */
  reminders: z.int().nonnegative(),
  story: z.array(Line),
});
export type Review = z.output<typeof Review>;
export type ReviewMove = LearningMove<Review>;

/** When a review has to be looked at again: at its reminder or its limit. Null when nothing is owed. */
export const reviewDueAt = ({ owed }: Review): Instant | null => owed && (owed.warnAt ?? owed.dueAt);

/**
 * When both sides had answered, or it was given up: references that come later do not move it. Null as long as something is owed, and while
 * its case is open again and nobody may answer.
 */
export const settledAt = (of: Review): Instant | null =>
  of.owed || isSuspended(of) ? null : (of.story.findLast(({ what }) => what === "answered" || what === "not_given")?.at ?? null);

/** What begins it, and what lets it rest. */
const TURNS: readonly string[] = ["asked", "reopened", "ended_again", "case_opened_again"];
const isSuspended = ({ story }: Review): boolean =>
  story.findLast(({ what }) => TURNS.includes(what))?.what === "case_opened_again";

/** The sides that have not answered. */
export const unansweredSides = ({ asked }: Pick<Review, "asked">): Review["asked"] =>
  asked.filter(({ answer }) => answer === null);

/** The sides of which it stands as not given: they were asked, and are asked no more. */
export const silentSides = (of: Review): Review["asked"] => (settledAt(of) === null ? [] : unansweredSides(of));

/** The themes that either side has named, each once. */
export const themesOf = ({ asked }: Pick<Review, "asked">): Theme[] => [
  ...new Set(asked.flatMap(({ answer }) => answer?.themes ?? [])),
];

/** The two closing questions, as they are asked of who answered; and what the sides differ on when they answer one differently. */
export function closingQuestions({ answerers }: Pick<Review, "answerers">) {
  const whoCame = answerers === OF_POLICE.answerers ? answerers : "somebody";
  return {
    shouldHaveCome: { asks: `Should this have come to ${answerers}?`, on: `whether it should have come to ${answerers}` },
    shouldHaveAttended: { asks: `Should ${whoCame} have come?`, on: `whether ${whoCame} should have come` },
  };
}

/** The closing questions that the two sides answer differently. */
export function differencesOf({ asked }: Pick<Review, "asked">): ("shouldHaveCome" | "shouldHaveAttended")[] {
  const answers = asked.map(({ answer }) => answer);
  return (["shouldHaveCome", "shouldHaveAttended"] as const).filter(
    (question) => answers.every(Boolean) && new Set(answers.map((answer) => answer?.[question])).size > 1,
  );
}

/**
 * May an agency see what a side has said? Its own always; the other side’s once it has said something itself, so that neither copies the
 * other; whoever is on neither side, once both have.
 */
export function isSideShown(
  { asked }: Pick<Review, "asked">,
  agency: string,
  { agency: whose }: Pick<z.output<typeof Asked>, "agency">,
): boolean {
  const own = asked.filter((one) => one.agency === agency);
  if (own.length === 0) return asked.every(({ answer }) => answer !== null);
  return whose === agency || own.every(({ answer }) => answer !== null);
}

/** A case that went on in another is looked at there. */
const isAsked = (as: z.output<typeof Ending>): boolean => as !== "merged_duplicate";

/** The review of a case that has ended, before anybody has been asked: of the agency that raised it and of the one that answered. */
export function reviewOf(of: Escalation): Review | undefined {
  const { closed } = of;
  if (!closed) return undefined;
  const { partnership, id, reference, priority, terms, raised, decision, acknowledged } = of;
  const answerer = decision?.by ?? acknowledged?.by;
  const fresh = { answer: null, before: [] };
  const asked: Review["asked"] = [
    { side: "raising", agency: raised.by.agency, person: raised.by.id, ...fresh },
    { side: "answering", agency: answerer?.agency ?? answersFirst(of), person: answerer?.id ?? null, ...fresh },
  ];
  return {
    schema: 1,
    partnership,
    id,
    reference,
    version: 0,
    type: typeOf(of),
    area: terms.area.code,
    called: calledIn(of),
    priority,
    answerers: terms.speech.answerers,
    endedAs: closed.as,
    closedAt: closed.at,
    asked: isAsked(closed.as) ? asked : [],
    references: [],
    reopened: [],
    owed: null,
    reminders: 0,
    story: [],
  };
}

/** A review begins, once its case has been counted: both sides are asked, under the limit that the partners agreed. */
export function beginReview(of: Review, now: Instant, learning: Learning): ReviewMove {
  if (of.asked.length === 0) return moved(of, []);
  const owed = owing(learning, now);
  return moved(said({ ...of, owed }, "asked", null, "clock", now), askingAll(of, "review_asked", owed.dueAt, learning));
}

/** Its case has been opened again: nobody is asked about it until it has ended anew. */
export const suspended = (of: Review, now: Instant): ReviewMove =>
  moved(said({ ...of, owed: null }, "case_opened_again", null, "clock", now), []);

/** Its case was opened again and has ended anew: both sides are asked about the whole of it, what they said before stays beside. */
export function endedAgain(of: Review, ended: Review, now: Instant, learning: Learning): ReviewMove {
  const before = (side: Side) => of.asked.find((one) => one.side === side);
  const asked = ended.asked.map((one) => {
    const { answer = null, before: earlier = [] } = before(one.side) ?? {};
    return { ...one, before: answer ? [...earlier, answer] : earlier };
  });
  const { type, area, called, priority, endedAs, closedAt } = ended;
  const next = { ...of, type, area, called, priority, endedAs, closedAt, asked, reminders: 0 };
  if (asked.length === 0) return moved({ ...next, owed: null }, []);
  const owed = owing(learning, now);
  return moved(said({ ...next, owed }, "ended_again", null, "clock", now), askingAll(next, "review_asked", owed.dueAt, learning));
}

/** One side says what it thinks, or says it anew. Once both have, nothing is owed. Throws NotAllowed. */
export function answerReview(of: Review, answer: ReviewAnswer, by: Who, now: Instant): ReviewMove {
  const own =
    of.asked.find(({ agency, answer: given }) => agency === by.agency && given === null) ??
    of.asked.find(({ agency, person }) => agency === by.agency && person === by.id) ??
    of.asked.find(({ agency }) => agency === by.agency);
  if (!own) throw new Refusal("NotAllowed", "The two agencies whose case it was answer its closing questions.");
  const asked = of.asked.map((one) => (one === own ? { ...one, answer: { by, at: now, ...answer } } : one));
  const isWhole = asked.every((one) => one.answer !== null);
  const next = { ...of, asked, owed: isWhole ? null : of.owed };
  return moved(said(next, "answered", own.side, by, now), []);
}

/** A later harm makes both sides look again: what they said before stays beside what they say now. */
export function reopenReview(of: Review, now: Instant, learning: Learning): ReviewMove {
  const asked = of.asked.map((one) => ({ ...one, answer: null, before: one.answer ? [...one.before, one.answer] : one.before }));
  const again = { ...of, asked, reminders: 0, reopened: [...of.reopened, { at: now, why: "later_harm" as const }] };
  if (asked.length === 0) return moved({ ...again, owed: null }, []);
  const owed = owing(learning, now);
  return moved(
    said({ ...again, owed }, "reopened", null, "clock", now),
    askingAll(again, "review_reopened", owed.dueAt, learning),
  );
}

/** By when a coroner’s report that came on a day has to be answered. */
export const respondBy = (on: Day, { pfdDays }: Pick<Learning, "pfdDays">): Day => dayOf(dayNumber(on) + pfdDays);

/** Where else the case is looked into; a coroner’s report comes with the action that answers it. Throws NotAllowed, Invalid. */
export function addReference(
  of: Review,
  { kind, reference, on }: z.output<typeof NewReference>,
  by: Who,
  now: Instant,
  owed: { respondBy: Day; action: string } | null,
): ReviewMove {
  if (!of.asked.some(({ agency }) => agency === by.agency))
    throw new Refusal("NotAllowed", "The two agencies whose case it was keep its references.");
  if (on > wallOf(now).slice(0, 10)) throw invalid({ field: "on", reason: "today or earlier" });
  if (of.references.some((one) => one.kind === kind && one.reference === reference))
    throw invalid({ field: "reference", reason: "stands here already" });
  const entry = { by, at: now, kind, reference, on, respondBy: owed?.respondBy ?? null, action: owed?.action ?? null };
  return moved(said({ ...of, references: [...of.references, entry] }, "reference_added", kind, by, now), []);
}

/** Time’s own move: a reminder before the limit; after it the leads hear, again and again for so long, and then it stands as not given. Undefined when nothing fell due. */
export function strikeReview(of: Review, now: Instant, learning: Learning): ReviewMove | undefined {
  const { owed } = of;
  if (!owed || (owed.warnAt ?? owed.dueAt) > now) return undefined;
  if (owed.dueAt > now)
    return moved({ ...of, owed: { ...owed, warnAt: null } }, askingAll(of, "review_near", owed.dueAt, learning));
  const isLast = of.reminders + 1 >= learning.review.mostReminders;
  const next: Review = {
    ...of,
    reminders: of.reminders + 1,
    owed: isLast ? null : { warnAt: null, dueAt: plus(now, learning.review.again) },
  };
  const late = unansweredSides(of).flatMap(({ agency, person }): Telling[] =>
    [leadOf(learning, agency), ...(person ? [person] : [])].map((to) => ({
      to,
      news: { what: "review_late", review: of.id, reference: of.reference, agency },
    })),
  );
  return moved(said(next, isLast ? "not_given" : "late", null, "clock", now), late);
}

function owing({ review: { answer } }: Learning, now: Instant): NonNullable<Review["owed"]> {
  return { warnAt: answer.warnAfter ? plus(now, answer.warnAfter) : null, dueAt: plus(now, answer.within) };
}

/** Each side that owes an answer is asked: the person whose case it was, or the lead of their agency where nobody had it. */
const askingAll = (
  of: Review,
  what: "review_asked" | "review_near" | "review_reopened",
  dueAt: Instant,
  learning: Learning,
): Telling[] =>
  unansweredSides(of).map(({ person, agency }) => ({
    to: person ?? leadOf(learning, agency),
    news: { what, review: of.id, reference: of.reference, dueAt },
  }));

const said = (of: Review, what: string, words: string | null, by: Who | "clock", at: Instant): Review => ({
  ...of,
  story: [...of.story, { at, by, what, words }],
});
const moved = (next: Review, telling: readonly Telling[]): ReviewMove => ({
  next: { ...next, version: next.version + 1 },
  telling: tellingOnce(telling),
});
