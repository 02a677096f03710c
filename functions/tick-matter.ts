import type { Escalation } from "../core/escalation/escalation.ts";
import type { Waker } from "../core/escalation/fact.ts";
import type { CaseRef, Key } from "../core/keys.ts";
import { strikeAction } from "../core/learning/action.ts";
import { strikeConcern } from "../core/learning/concern.ts";
import { strikeFeedback } from "../core/learning/feedback.ts";
import type { MatterKind } from "../core/learning/matter.ts";
import {
  beginReview,
  endedAgain,
  type Review,
  type ReviewMove,
  reopenReview,
  reviewOf,
  strikeReview,
  suspended,
  themesOf,
} from "../core/learning/review.ts";
import type { Learning } from "../core/partnership/learning.ts";
import { isPractice } from "../core/partnership/practice.ts";
import { Refusal } from "../core/refusal.ts";
import { nextMorning } from "../core/rota/digest.ts";
import type { Instant } from "../core/time.ts";
import * as cases from "./aws/cases.ts";
import * as directory from "./aws/directory.ts";
import {
  endedFollowed,
  harmSeen,
  isUnseen,
  leftToFollow,
  type Matters,
  matter,
  matterIn,
  saveMatters,
  type Written,
  written,
} from "./aws/learning.ts";
import { notTheEnd, tallyItems } from "./aws/tallies.ts";
import { absentOf } from "./learners.ts";
import { tallyCase } from "./tally-case.ts";
import { tickCall } from "./tick-call.ts";

interface Ref {
  readonly partnership: string;
  readonly kind: MatterKind;
  readonly id: string;
}

/** Time’s own move on one matter of the learning side, if anything fell due. Another look changes nothing. */
export const tickMatter = ({ partnership, kind, id }: Ref, now: Instant, waker: Waker): Promise<void> =>
  cases.racing(async () => {
    const learning = await directory.learningInForce(partnership, now);
    if (!learning) return;
    if (kind === "call") return void (await tickCall({ partnership, id }, now, learning, waker));
    const struck = await STRIKES[kind]({ partnership, id }, now, learning);
    if (struck) await saveMatters([struck], now);
  });

type Strike = (ref: CaseRef, now: Instant, learning: Learning) => Promise<Written | undefined>;
/** `whom`: who is asked for what is due, and is told whether a message reaches them. */
const striking =
  <K extends MatterKind>(
    kind: K,
    strike: (of: Matters[K], now: Instant, learning: Learning, absent: readonly string[]) => Written<K>["move"] | undefined,
    whom?: (of: Matters[K]) => Parameters<typeof absentOf>[2],
  ): Strike =>
  async ({ partnership, id }, now, learning) => {
    const of = await matter(partnership, kind, id);
    const move = strike(of, now, learning, whom ? await absentOf(partnership, learning, whom(of)) : []);
    return move && written(kind, move);
  };
const STRIKES: Readonly<Record<Exclude<MatterKind, "call">, Strike>> = {
  concern: striking("concern", strikeConcern, ({ owner, raised }) => [{ id: owner }, raised.by]),
  action: striking("action", strikeAction, ({ owner }) => [{ id: owner }]),
  review: striking("review", strikeReview),
  feedback: striking("feedback", strikeFeedback, ({ owner }) => [{ id: owner }]),
};

/**
 * What follows when a case has ended, was opened again, or something was said of it afterwards: its row in the figures is made from its
 * whole story, and its review begins, rests, or begins anew. Where the partners have not agreed how they learn, it waits for the morning;
 * from practice nobody ever learns.
 */
export const followEnd = (ref: CaseRef, now: Instant): Promise<void> =>
  cases.racing(async () => {
    const left = await leftToFollow(ref);
    if (left === undefined) return;
    const learning = await directory.learningInForce(ref.partnership, now);
    const again = isPractice(ref.partnership) ? undefined : nextMorning(now);
    if (!learning) return saveMatters([], now, [endedFollowed(ref, left, again)]);
    const [of, kept] = await Promise.all([cases.outline(ref), reviewKept(ref)]);
    const move = reviewAfter(of, kept, now, learning);
    const review = move?.next ?? kept;
    if (!review) return saveMatters([], now, [endedFollowed(ref, left)]); // opened again before its end was followed
    const tally = await tallyCase(ref, themesOf(review));
    const before = kept && kept.closedAt !== tally.closedAt ? [notTheEnd(ref.partnership, tally, kept.closedAt)] : [];
    const rows = [...tallyItems(ref.partnership, tally), ...before];
    await saveMatters(move ? [written("review", move)] : [], now, [...rows, endedFollowed(ref, left)]);
  });

/** What becomes of a case’s review: it begins with the first end, rests while the case is open again, and begins anew with the next. Undefined when it goes on as it is. */
function reviewAfter(of: Escalation, kept: Review | undefined, now: Instant, learning: Learning): ReviewMove | undefined {
  const ended = reviewOf(of);
  if (!ended) return kept && suspended(kept, now);
  if (!kept) return beginReview(ended, now, learning);
  return kept.closedAt === ended.closedAt ? undefined : endedAgain(kept, ended, now, learning);
}

/** The review of a case; undefined for one that has none. */
const reviewKept = ({ partnership, id }: CaseRef): Promise<Review | undefined> =>
  matter(partnership, "review", id).catch((error: unknown) => {
    if (error instanceof Refusal && error.name === "NotFound") return undefined;
    throw error;
  });

/** A harm that became known after closing opens the review again, once. A case that has no review has nothing to open. */
export const followHarm = (key: Key, now: Instant): Promise<void> =>
  cases.racing(async () => {
    if (!(await isUnseen(key))) return;
    const { partnership, id } = matterIn(key);
    await followEnd({ partnership, id }, now); // a review that has not begun yet begins first
    const [review, learning] = await Promise.all([reviewKept({ partnership, id }), directory.learningInForce(partnership, now)]);
    const move = review && learning && reopenReview(review, now, learning);
    await saveMatters(move ? [written("review", move)] : [], now, [harmSeen(key)]);
  });
