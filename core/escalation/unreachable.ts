import type { Instant } from "../time.ts";
import { climb, type Duty, leftToAbove, reachableAt } from "./climb.ts";
import { running } from "./clock.ts";
import type { Escalation } from "./escalation.ts";
import { onDutyAt, standIns } from "./hearing.ts";
import { begin, type Move, recording, settle, telling } from "./move.ts";
import { ASKED_STILL, type Notice } from "./notice.ts";
import { failing } from "./sending.ts";
import { missedNow } from "./strike.ts";

/** Who else was asked the same, is on duty, and whose message nobody has counted as lost, or as needless, yet. `others` are read after the case. */
export function hopefulBeside(
  notice: Notice,
  others: readonly Notice[],
  { clocks }: Pick<Escalation, "clocks">,
  duty: Duty,
): string[] {
  const { id, tier, limit, at } = notice;
  const askedAt = running(clocks, limit ?? "acknowledge", tier)?.startedAt ?? at;
  const here = new Set(Object.values(duty).flatMap((team) => team.map(({ person }) => person)));
  const isHopeful = (other: Notice): boolean =>
    other.id !== id &&
    other.kind === "page" &&
    other.about !== ASKED_STILL &&
    other.tier === tier &&
    other.limit === limit &&
    other.at >= askedAt &&
    other.fate !== "failed" &&
    other.fate !== "withheld";
  return others.flatMap((other) => (isHopeful(other) && here.has(other.to) ? [other.to] : []));
}

/**
 * A message will not reach its person: lost along each of their channels, or their shift was over when it could leave. When it asked for
 * an answer, and it was the last hope of those who were asked, that counts as a missed limit at once: whoever has come on duty there
 * meanwhile, or was not among those who were asked, is alerted now, or else the next tier. When it told the raiser of an answer, or that nobody has answered, those who answer
 * for them are told.
 */
export function unreachable(
  current: Escalation,
  notice: Notice,
  reason: string,
  hopeful: readonly string[],
  now: Instant,
  duty: Duty,
): Move {
  const { id, kind, to, tier, about, limit, at } = notice;
  const failed: Move = { ...begin(current), settled: [failing(notice, reason, now)] };
  const recorded = recording(failed, "dispatcher", now, { what: "notice_failed", about: { notice: id, to, reason } });
  if (about === "nobody_answered" && !current.closed) {
    const own = current.terms.ladder.flatMap(({ paired }) => paired);
    const people = onDutyAt(duty, own);
    return settle(current, telling(recorded, "update", people, "nobody_answered_and_raiser_not_told"), now);
  }
  if (kind === "update" && to === current.raised.by.id && !current.closed) {
    const people = standIns(current, duty).filter((person) => person !== to);
    return settle(current, telling(recorded, "update", people, "raiser_not_told"), now);
  }
  const asking = limit === null ? undefined : running(current.clocks, limit, tier);
  if (kind !== "page" || about === ASKED_STILL || !asking || at < asking.startedAt || current.closed)
    return settle(current, recorded, now);
  if (asking.limit !== "acknowledge") {
    const over = hopeful.length > 0 ? recorded : missedNow(recorded, [asking], now, duty, "not_delivered");
    return settle(current, over, now);
  }
  const owners = current.terms.ladder[tier]?.teams.flatMap((team) => current.terms.teams[team]?.owner ?? []) ?? [];
  const told = telling(recorded, "rota_gap", owners, "nobody_reachable");
  if (hopeful.length > 0) return settle(current, told, now);
  const fresh = reachableAt(current, tier, duty).filter((person) => !current.asked.includes(person));
  if (fresh.length > 0) return settle(current, climb(told, tier, now, duty, undefined, fresh), now);
  return settle(current, leftToAbove(told, tier, now) ?? climb(told, tier + 1, now, duty), now);
}
