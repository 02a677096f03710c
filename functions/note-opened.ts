import type { Escalation } from "../core/escalation/escalation.ts";
import type { Notice } from "../core/escalation/notice.ts";
import { keys } from "../core/keys.ts";
import type { Instant } from "../core/time.ts";
import * as cases from "./aws/cases.ts";
import * as notices from "./aws/notices.ts";
import { log, nameOf } from "./log.ts";

/**
 * Somebody who was paged opens a case that nobody has yet: their pages are marked as read, once. It acknowledges nothing, and tells a
 * missed limit's cause: read, and not acknowledged.
 */
export async function noteOpened(of: Escalation, told: readonly Notice[], reader: string, now: Instant): Promise<void> {
  if (of.owner || of.closed) return;
  const unopened = told.filter(({ to, kind, openedAt }) => to === reader && kind === "page" && openedAt === null);
  await Promise.all(unopened.map(({ id }) => opened(of, id, now))).catch((error: unknown) => {
    log("opening_not_noted", { case: of.id, error: nameOf(error) }); // the page is read all the same
  });
}

const opened = (of: Escalation, id: string, now: Instant): Promise<void> =>
  cases.racing(async () => {
    const notice = await notices.get(keys.notice(of, id));
    if (notice && "case" in notice && notice.openedAt === null) await notices.keep({ ...notice, openedAt: now });
  });
