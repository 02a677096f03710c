import { running } from "../core/escalation/clock.ts";
import type { Notice } from "../core/escalation/notice.ts";
import { unreachable } from "../core/escalation/unreachable.ts";
import { caseOf, type Key } from "../core/keys.ts";
import type { Instant } from "../core/time.ts";
import * as cases from "./aws/cases.ts";
import * as directory from "./aws/directory.ts";
import * as notices from "./aws/notices.ts";

/**
 * A message will not reach its person. Its end and what follows from it, the next tier if this was the last hope of the one that is
 * being asked, are one transaction. Nothing happens when `still` no longer holds for it by then.
 */
export async function giveUp(key: Key, reason: string, now: Instant, still: (notice: Notice) => boolean): Promise<void> {
  const ref = caseOf(key);
  await cases.racing(async () => {
    const notice = await notices.get(key);
    if (!notice || !still(notice)) return;
    const current = await cases.get(ref); // first: what is read of the others after it is never older than the version that is guarded
    const others = await cases.noticesOf(ref);
    const askedAt = running(current.clocks, notice.limit ?? "acknowledge", notice.tier)?.startedAt ?? notice.at;
    const hopeful = others.filter(
      ({ id, kind, tier, limit, at, fate }) =>
        id !== notice.id &&
        kind === "page" &&
        tier === notice.tier &&
        limit === notice.limit &&
        at >= askedAt &&
        isHopeful({ fate }),
    );
    const duty = await directory.onDuty(ref.partnership, current.terms, now);
    const here = Object.values(duty).flat();
    const people = hopeful.flatMap(({ to }) => (here.some(({ person }) => person === to) ? [to] : []));
    await cases.save(unreachable(current, notice, reason, people, now, duty), now);
  });
}

/** It has not been handed over yet. */
export const isWaiting = ({ fate }: Notice): boolean => fate === "waiting";
/** It was handed over, and the time in which its delivery should have been confirmed is over. */
export const isUnconfirmed =
  (now: Instant) =>
  ({ fate, confirmBy }: Notice): boolean =>
    fate === "accepted" && confirmBy !== null && confirmBy <= now;
/** Nobody has counted it as lost, or as needless, yet; a bounce takes back even a delivery. */
export const isHopeful = ({ fate }: Pick<Notice, "fate">): boolean => fate !== "failed" && fate !== "withheld";
