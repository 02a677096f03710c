import * as z from "zod";
import { Code } from "../partnership/partnership.ts";
import { Instant } from "../time.ts";
import { isRunning, Limit } from "./clock.ts";
import type { Escalation } from "./escalation.ts";

/** Why somebody is told: asked to answer, reminded, told alongside, told of a change, told they are no longer needed, told their rota has a hole. */
export const NoticeKind = z.enum(["page", "reminder", "paired", "update", "stand_down", "rota_gap"]);
export type NoticeKind = z.output<typeof NoticeKind>;

/** What has become of a message. `accepted` is what the mail service said; only `delivered` is notification. */
export const Fate = z.enum(["waiting", "accepted", "delivered", "failed", "withheld"]);

/** So many people of one desk are told at once: more would be noise, and what one move tells must fit into one transaction of 100 items. */
export const MOST_ASKED = 6;

/** One message to one person about one case: the outbox. Its words are chosen when it is sent, from the case as it then is. */
export const Notice = z.strictObject({
  id: z.string().regex(/^\d{6}-\d{2}$/),
  case: z.uuid(),
  partnership: Code,
  kind: NoticeKind,
  to: Code,
  about: z.string(),
  tier: z.int().nonnegative(),
  limit: Limit.nullable(),
  at: Instant,
  fate: Fate,
  attempts: z.int().nonnegative(),
  leasedUntil: Instant.nullable(),
  settledAt: Instant.nullable(),
  /** By when its delivery must have been confirmed, once the mail service has accepted it. */
  confirmBy: Instant.nullable(),
  reason: z.string().nullable(),
  messageId: z.string().nullable(),
});
export type Notice = z.output<typeof Notice>;

/** A notice as a move makes it: who is told what. Its number in the outbox follows from the move. */
export type NewNotice = Pick<Notice, "kind" | "to" | "about" | "tier" | "limit">;

/** Why a waiting notice need not be sent any more, asked once more just before it is; undefined when it must go. */
export function pointless({ kind, tier, limit }: Pick<Notice, "kind" | "tier" | "limit">, about: Escalation): string | undefined {
  if (kind !== "page" && kind !== "reminder") return undefined;
  if (about.closed) return "the case has closed";
  const owed = about.clocks.filter(isRunning).some((clock) => {
    if (clock.limit === "acknowledge") return limit === "acknowledge" && clock.tier >= tier;
    if (limit === null) return true;
    return clock.limit === "repeat" || clock.limit === limit;
  });
  if (owed) return undefined;
  return kind === "page" ? "it has been answered" : "it is no longer owed";
}
