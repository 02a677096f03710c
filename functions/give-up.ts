import { unreachable } from "../core/escalation/unreachable.ts";
import { caseOf, type Key } from "../core/keys.ts";
import type { Instant } from "../core/time.ts";
import * as cases from "./aws/cases.ts";
import * as directory from "./aws/directory.ts";
import * as notices from "./aws/notices.ts";

/**
 * A message will not reach its person. Its end and what follows from it, the next tier if this was the last hope of the one that is
 * being asked, are one transaction. Nothing happens when it has been settled meanwhile.
 */
export async function giveUp(key: Key, reason: string, now: Instant): Promise<void> {
  const ref = caseOf(key);
  await cases.racing(async () => {
    const notice = await notices.get(key);
    if (!notice || (notice.fate !== "waiting" && notice.fate !== "accepted")) return;
    const [current, others] = await Promise.all([cases.get(ref), cases.noticesOf(ref)]);
    const hopeful = others.filter(
      ({ id, kind, tier, fate }) =>
        id !== notice.id && kind === "page" && tier === notice.tier && fate !== "failed" && fate !== "withheld",
    );
    const duty = await directory.onDuty(ref.partnership, current.terms, now);
    await cases.save(
      unreachable(
        current,
        notice,
        reason,
        hopeful.map(({ to }) => to),
        now,
        duty,
      ),
      now,
    );
  });
}
