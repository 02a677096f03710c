import { running } from "../core/escalation/clock.ts";
import type { Escalation } from "../core/escalation/escalation.ts";
import { ASKED_STILL, type Notice } from "../core/escalation/notice.ts";
import { type Heard, type Noted, noting, openChannels } from "../core/escalation/sending.ts";
import { arrivedLate, rerouted, withheld } from "../core/escalation/told.ts";
import { unreachable } from "../core/escalation/unreachable.ts";
import { caseOf, type Key } from "../core/keys.ts";
import { Refusal } from "../core/refusal.ts";
import type { Instant } from "../core/time.ts";
import * as cases from "./aws/cases.ts";
import * as directory from "./aws/directory.ts";
import * as notices from "./aws/notices.ts";

/** Whether what was decided about a message still holds for it as it is now. */
type Still = (notice: Notice) => boolean;
const always: Still = () => true;
/** Nobody has touched the message since. */
export const untouched =
  ({ revision }: Notice): Still =>
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
export const heard = (key: Key, number: number, what: Heard, now: Instant, still = always): Promise<boolean> =>
  cases.racing(async () => {
    const notice = await notices.get(key);
    if (!notice) return false;
    const noted = still(notice) ? noting(notice, number, what, now) : undefined;
    if (noted) await follow(key, number, what, noted, now);
    return true;
  });

async function follow(key: Key, number: number, what: Heard, { notice, follows }: Noted, now: Instant): Promise<void> {
  if (follows === "nothing") return write(key, notice);
  const ref = caseOf(key);
  const current = await cases.get(ref);
  if (follows === "late") return void (await cases.save(arrivedLate(current, notice, number, now), now));
  const person = await directory.person(ref.partnership, notice.to);
  const [next] = person ? openChannels(person, notice) : [];
  const reason = what.what === "lost" ? what.reason : "";
  const from = notice.tried.find((attempt) => attempt.number === number)?.channel;
  if (next && from) return void (await cases.save(rerouted(current, notice, from, next.kind, reason, now), now));
  await end(key, current, notice, reason, now);
}

/** A message will not reach its person, whatever channels there are. Nothing happens when `still` no longer holds for it by then. */
export const giveUp = (key: Key, reason: string, now: Instant, still: Still): Promise<void> =>
  cases.racing(async () => {
    const notice = await notices.get(key);
    if (notice && still(notice)) await end(key, await cases.get(caseOf(key)), notice, reason, now);
  });

/** The end of a message, and what follows: the next tier, if this was the last hope of the one that is being asked. One transaction. */
async function end(key: Key, current: Escalation, notice: Notice, reason: string, now: Instant): Promise<void> {
  const ref = caseOf(key);
  const others = await cases.noticesOf(ref); // after the case: what is read of the others is never older than the version that is guarded
  const askedAt = running(current.clocks, notice.limit ?? "acknowledge", notice.tier)?.startedAt ?? notice.at;
  const hopeful = others.filter(
    (other) =>
      other.id !== notice.id &&
      other.kind === "page" &&
      other.about !== ASKED_STILL &&
      other.tier === notice.tier &&
      other.limit === notice.limit &&
      other.at >= askedAt &&
      isHopeful(other),
  );
  const duty = await directory.onDuty(ref.partnership, current.terms, now);
  const here = Object.values(duty).flat();
  const people = hopeful.flatMap(({ to }) => (here.some(({ person }) => person === to) ? [to] : []));
  await cases.save(unreachable(current, notice, reason, people, now, duty), now);
}

/** A message need not leave any more, when there still is a reason by then; the story says so. */
export const withhold = (
  key: Key,
  because: (about: Escalation) => string | undefined,
  now: Instant,
  still: Still,
): Promise<void> =>
  cases.racing(async () => {
    const [notice, current] = await Promise.all([notices.get(key), cases.get(caseOf(key))]);
    const reason = because(current);
    if (notice && reason && still(notice)) await cases.save(withheld(current, notice, reason, now), now);
  });

/** Nobody has counted it as lost, or as needless, yet. */
const isHopeful = ({ fate }: Pick<Notice, "fate">): boolean => fate !== "failed" && fate !== "withheld";

async function write(key: Key, notice: Notice): Promise<void> {
  if (!(await notices.write(key, notice))) throw new Refusal("Conflict", "Somebody else has heard of this message meanwhile.");
}
