import type { Message, Notice } from "../core/escalation/notice.ts";
import { asOf, type Heard, type Noted, noting, openChannels } from "../core/escalation/sending.ts";
import { caseOf, isOfDesk, isOfLearning, type Key } from "../core/keys.ts";
import type { LearningNotice } from "../core/learning/news.ts";
import type { ChannelKind } from "../core/people.ts";
import { Refusal } from "../core/refusal.ts";
import type { DeskNotice } from "../core/rota/desk-notice.ts";
import type { Elapsed, Instant } from "../core/time.ts";
import { aboutCase } from "./about-case.ts";
import { aboutDesk } from "./about-desk.ts";
import { aboutMatter } from "./about-matter.ts";
import * as cases from "./aws/cases.ts";
import * as directory from "./aws/directory.ts";
import * as notices from "./aws/notices.ts";
import type { Said } from "./carriers.ts";
import { countDelivery } from "./count-delivery.ts";

/** What the outbox asks of whatever its messages are about, as that is now: whether one must still leave, what it says, and what follows from its fate. */
export interface About<M extends Message> {
  readonly confirmWithin: Elapsed;
  /** It goes by every channel, whatever its person has said of quiet. */
  readonly isLoud: (notice: M) => boolean;
  /** Somebody waits for it: a channel that does not take it in time has lost it. */
  readonly isAwaited: (notice: M) => boolean;
  /** Nothing else may hold it up: when a service has too many at a moment, the others leave it the room. */
  readonly isFirst: (notice: M) => boolean;
  readonly needless: (notice: M, now: Instant) => string | undefined;
  readonly mayLeave: (notice: M, now: Instant) => Promise<boolean>;
  readonly said: (notice: M) => Promise<Said>;
  /** Each writes the message as it is then, with what follows, in one transaction. Throws Conflict when somebody was faster. */
  readonly late: (notice: M, attempt: number, now: Instant) => Promise<void>;
  readonly rerouted: (notice: M, from: ChannelKind, by: ChannelKind, reason: string, now: Instant) => Promise<void>;
  readonly withheld: (notice: M, reason: string, now: Instant) => Promise<void>;
  readonly ended: (notice: M, reason: string, now: Instant) => Promise<void>;
}
/** Reads what a message is about. */
export type Topic<M extends Message> = (key: Key, notice: M, now: Instant) => Promise<About<M>>;

/** Any message, whatever it is about: who handles it need not know. */
export type AnyMessage = Notice | DeskNotice | LearningNotice;
export function topicOf(key: Key, notice: AnyMessage, now: Instant): Promise<About<AnyMessage>> {
  const topic = isOfLearning(key) ? aboutMatter : isOfDesk(key) ? aboutDesk : aboutCase;
  return (topic as unknown as Topic<AnyMessage>)(key, notice, now);
}

/** Whether what was decided about a message still holds for it as it is now. */
export type Still = (notice: Message) => boolean;
const always: Still = () => true;
/** Nobody has touched the message since. */
export const untouched =
  ({ revision }: Message): Still =>
  (notice) =>
    notice.revision === revision;
/** It was handed over, and the time in which its delivery should have been confirmed is over. */
export const isUnconfirmed =
  (now: Instant): Still =>
  ({ fate, confirmBy }) =>
    fate === "accepted" && confirmBy !== null && confirmBy <= now;

/**
 * Notes what was heard of one attempt, with what follows from it in the same transaction: a late delivery stands in the story; a message
 * that this channel has lost goes by its person's next one, and waits for its sender; with no channel left it is given up. False when
 * there is no such message.
 */
export const heard = (key: Key, number: number, what: Heard, at: Instant, still = always): Promise<boolean> =>
  cases.racing(async () => {
    const notice = await notices.get(key);
    if (!notice) return false;
    const now = asOf(notice, at);
    const noted = still(notice) ? noting(notice, number, what, now) : undefined;
    if (!noted) return true;
    await follow(key, number, what, noted, now);
    if (what.what === "delivered" && "case" in notice) await countDelivery(caseOf(key), notice, now);
    return true;
  });

async function follow(
  key: Key,
  number: number,
  what: Heard,
  { notice, follows }: Noted<AnyMessage>,
  now: Instant,
): Promise<void> {
  if (follows === "nothing") return write(key, notice);
  const about = await topicOf(key, notice, now);
  if (follows === "late") return about.late(notice, number, now);
  const person = await directory.person(notice.partnership, notice.to);
  const [next] = person ? openChannels(person, notice, about.isLoud(notice)) : [];
  const reason = what.what === "lost" ? what.reason : "";
  const from = notice.tried.find((attempt) => attempt.number === number)?.channel;
  if (next && from) return about.rerouted(notice, from, next.kind, reason, now);
  await about.ended(notice, reason, now);
}

/** A message will not reach its person, whatever channels there are. Nothing happens when `still` no longer holds for it by then. */
export const giveUp = (key: Key, reason: string, at: Instant, still: Still): Promise<void> =>
  cases.racing(async () => {
    const notice = await notices.get(key);
    if (!notice || !still(notice)) return;
    const now = asOf(notice, at);
    await (await topicOf(key, notice, now)).ended(notice, reason, now);
  });

/** A message need not leave any more, when there still is a reason by then; the story of its case says so. */
export const withhold = (key: Key, now: Instant, still: Still): Promise<void> =>
  cases.racing(async () => {
    const notice = await notices.get(key);
    if (!notice || !still(notice)) return;
    const about = await topicOf(key, notice, now);
    const reason = about.needless(notice, now);
    if (reason) await about.withheld(notice, reason, now);
  });

async function write(key: Key, notice: Message): Promise<void> {
  if (!(await notices.write(key, notice))) throw new Refusal("Conflict", "Somebody else has heard of this message meanwhile.");
}
