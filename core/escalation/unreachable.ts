import type { Instant } from "../time.ts";
import { climb, type Duty, reachableAt } from "./climb.ts";
import { running } from "./clock.ts";
import type { Escalation } from "./escalation.ts";
import { begin, type Move, recording, settle, telling } from "./move.ts";
import type { Notice } from "./notice.ts";

/**
 * A message did not reach its person: refused, bounced, never confirmed, or their shift was over when it could leave. When it asked for
 * an answer, and it was the last hope of the tier that is being asked, that counts as a missed limit at once: whoever has come on duty
 * there meanwhile is alerted now, or else the next tier. When it told the raiser that nobody has answered, their own desks are told.
 */
export function unreachable(
  current: Escalation,
  { id, kind, to, tier, about, fate }: Pick<Notice, "id" | "kind" | "to" | "tier" | "about" | "fate">,
  reason: string,
  hopeful: readonly string[],
  now: Instant,
  duty: Duty,
): Move {
  const failed: Move = { ...begin(current), settled: [{ notice: id, reason, was: fate }] };
  const recorded = recording(failed, "dispatcher", now, { what: "notice_failed", about: { notice: id, to, reason } });
  if (about === "nobody_answered" && !current.closed) {
    const own = current.terms.ladder.flatMap(({ paired }) => paired.flatMap((team) => duty[team] ?? []));
    const people = own.filter((one) => one.reachable).map(({ person }) => person);
    return settle(current, telling(recorded, "update", people, "nobody_answered_and_raiser_not_told"), now);
  }
  const asking = running(current.clocks, "acknowledge");
  if (kind !== "page" || !asking || asking.tier !== tier || current.closed) return settle(current, recorded, now);
  const owners = current.terms.ladder[tier]?.teams.flatMap((team) => current.terms.teams[team]?.owner ?? []) ?? [];
  const told = telling(recorded, "rota_gap", owners, "nobody_reachable");
  if (hopeful.length > 0) return settle(current, told, now);
  const fresh = reachableAt(current, tier, duty).some((person) => !current.asked.includes(person));
  return settle(current, climb(told, fresh ? tier : tier + 1, now, duty), now);
}
