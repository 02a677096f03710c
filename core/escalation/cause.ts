import * as z from "zod";
import type { Clock, Limit } from "./clock.ts";
import type { Escalation } from "./escalation.ts";
import type { Notice } from "./notice.ts";

/** Why a limit was missed, as receipts and the case tell it: the first of these that is true. What a person meant is for the review. */
export const Cause = z.enum([
  "nobody_on_rota",
  "not_delivered",
  "delivered_late",
  "read_not_acknowledged",
  "delivered_not_read",
  "not_acknowledged",
  "decided_late",
  "unit_diverted",
  "not_arrived",
]);
export type Cause = z.output<typeof Cause>;

const PAGED: readonly Limit[] = ["acknowledge", "accept_referral"];
/** Is this a limit that somebody is paged to keep, so that receipts tell why it was missed? */
export const isPaged = ({ limit }: Pick<Clock, "limit">): boolean => PAGED.includes(limit);

/**
 * Why this limit of a case was missed, by what became of the pages that asked for it. Undefined for limits whose cause no receipt can tell:
 * a review, a plan, a reading.
 */
export function causeOf(clock: Clock, of: Escalation, notices: readonly Notice[]): Cause | undefined {
  if (isPaged(clock)) return causeOfPages(clock, notices);
  return causeOnCase(clock.limit, { acknowledged: of.acknowledged !== null, stoodDown: of.stoodDownAt !== null });
}

/** Why a limit was missed for which nobody is paged, by what the case alone tells. */
export function causeOnCase(limit: Limit, { acknowledged, stoodDown }: { acknowledged: boolean; stoodDown: boolean }) {
  if (limit === "decide") return acknowledged ? "decided_late" : "not_acknowledged";
  if (limit === "arrive") return stoodDown ? "unit_diverted" : "not_arrived";
  return undefined;
}

function causeOfPages({ limit, tier, startedAt }: Clock, notices: readonly Notice[]): Cause {
  const asked = notices.filter(
    (notice) => notice.kind === "page" && notice.limit === limit && notice.tier === tier && notice.at >= startedAt,
  );
  if (asked.length === 0) return "nobody_on_rota";
  const arrived = asked.filter(({ tried }) => tried.some(({ fate }) => fate === "delivered"));
  if (arrived.length === 0) return "not_delivered";
  if (asked.some(({ openedAt }) => openedAt !== null)) return "read_not_acknowledged";
  return arrived.every(isLate) ? "delivered_late" : "delivered_not_read";
}

/** It arrived after the time in which its delivery should have been confirmed. */
const isLate = ({ lateFrom, tried }: Notice): boolean =>
  lateFrom !== null && tried.every(({ fate, settledAt }) => fate !== "delivered" || settledAt === null || settledAt > lateFrom);
