import type { Waker } from "../core/escalation/fact.ts";
import type { CaseRef, Key } from "../core/keys.ts";
import { strikeAction } from "../core/learning/action.ts";
import { strikeConcern } from "../core/learning/concern.ts";
import type { MatterKind } from "../core/learning/matter.ts";
import {
  counted,
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
import { Refusal } from "../core/refusal.ts";
import { nextMorning } from "../core/rota/digest.ts";
import type { Instant } from "../core/time.ts";
import * as cases from "./aws/cases.ts";
import * as directory from "./aws/directory.ts";
import { endedAt, endedFollowed, harmSeen, isUnseen, matter, matterIn, saveMatters, written } from "./aws/learning.ts";
import { notTheEnd, tallyItems } from "./aws/tallies.ts";
import { tallyCase } from "./tally-case.ts";
import { tickCall } from "./tick-call.ts";

interface Ref {
  readonly partnership: string;
  readonly kind: MatterKind;
  readonly id: string;
}

/** Time’s own move on one matter of the learning side, if anything fell due. Another look changes nothing. */
export const tickMatter = (ref: Ref, now: Instant, waker: Waker): Promise<void> =>
  cases.racing(async () => {
    const learning = await directory.learningInForce(ref.partnership, now);
    if (ref.kind === "review") return tickReview(ref, now, learning);
    if (!learning) return;
    if (ref.kind === "call") return void (await tickCall(ref, now, learning, waker));
    if (ref.kind === "concern") {
      const move = strikeConcern(await matter(ref.partnership, "concern", ref.id), now, learning);
      return move && saveMatters([written("concern", move)], now);
    }
    const move = strikeAction(await matter(ref.partnership, "action", ref.id), now, learning);
    return move && saveMatters([written("action", move)], now);
  });

/** A review whose case has to be counted is counted, and asked; one whose limit fell due is struck. */
async function tickReview({ partnership, id }: Ref, now: Instant, learning: Learning | undefined): Promise<void> {
  const review = await matter(partnership, "review", id);
  if (review.toTally) {
    const tally = await tallyCase({ partnership, id }, themesOf(review));
    return saveMatters([written("review", counted(review, now, learning))], now, tallyItems(partnership, tally));
  }
  const move = learning && strikeReview(review, now, learning);
  if (move) await saveMatters([written("review", move)], now);
}

/**
 * What follows when a case has ended, was opened again, or something was said of it afterwards: its row in the figures is made from its
 * whole story, and its review begins, rests, or begins anew. Where the partners have not agreed how they learn, it waits for the morning.
 */
export const followEnd = (ref: CaseRef, now: Instant): Promise<void> =>
  cases.racing(async () => {
    const version = await endedAt(ref);
    if (version === undefined) return;
    const learning = await directory.learningInForce(ref.partnership, now);
    if (!learning) return saveMatters([], now, [endedFollowed(ref, version, nextMorning(now))]);
    const [of, kept] = await Promise.all([cases.get(ref), reviewKept(ref)]);
    const ended = reviewOf(of);
    const move = ended ? followed(kept, ended, now, learning) : kept && suspended(kept, now);
    if (!move) return saveMatters([], now, [endedFollowed(ref, version)]);
    const tally = await tallyCase(ref, themesOf(move.next));
    const before = kept && kept.closedAt !== tally.closedAt ? [notTheEnd(ref.partnership, tally, kept.closedAt)] : [];
    await saveMatters([written("review", move)], now, [
      ...tallyItems(ref.partnership, tally),
      ...before,
      endedFollowed(ref, version),
    ]);
  });

/** A review that is not there yet begins; that of a case which has ended anew begins anew; any other is counted again. */
function followed(kept: Review | undefined, ended: Review, now: Instant, learning: Learning): ReviewMove {
  if (!kept) return counted(ended, now, learning);
  return kept.closedAt === ended.closedAt ? counted(kept, now, learning) : endedAgain(kept, ended, now, learning);
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
    const review = await reviewKept({ partnership, id });
    const move = review && reopenReview(review, now, await directory.learningInForce(partnership, now));
    await saveMatters(move ? [written("review", move)] : [], now, [harmSeen(key)]);
  });
