import type { Instant } from "../time.ts";
import { climb, type Duty } from "./climb.ts";
import { running } from "./clock.ts";
import type { Escalation } from "./escalation.ts";
import { begin, changing, type Move, recording, settle, telling } from "./move.ts";
import type { Notice } from "./notice.ts";

/**
 * A message did not reach its person: refused, bounced, or accepted and never confirmed. When it asked for an answer, and it was the
 * last hope of the tier that is being asked, that counts as a missed limit at once: the next tier is alerted now, the owner is told.
 */
export function unreachable(
  current: Escalation,
  { id, kind, to, tier }: Notice,
  reason: string,
  hopeful: readonly string[],
  now: Instant,
  duty: Duty,
): Move {
  const failed: Move = { ...begin(current), settled: [{ notice: id, reason }] };
  const recorded = recording(failed, "dispatcher", now, { what: "notice_failed", about: { notice: id, to, reason } });
  const asking = running(current.clocks, "acknowledge");
  const asked = recorded.next.asked.filter((person) => person !== to);
  if (kind !== "page" || !asking || asking.tier !== tier || current.closed) return settle(current, recorded, now);
  const without = changing(recorded, { asked });
  const owners = current.terms.ladder[tier]?.teams.flatMap((team) => current.terms.teams[team]?.owner ?? []) ?? [];
  const told = telling(without, "rota_gap", owners, "nobody_reachable");
  return settle(current, hopeful.length === 0 ? climb(told, tier + 1, now, duty) : told, now);
}
