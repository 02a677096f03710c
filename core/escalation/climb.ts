import type { Instant } from "../time.ts";
import { running, started, stopped, wound } from "./clock.ts";
import { type Escalation, limitsOf, rung } from "./escalation.ts";
import { changing, type Move, marking, owed, recording, telling } from "./move.ts";

/** Someone on a team's rota at this moment, and whether a message can reach them at all. */
export interface OnDuty {
  readonly person: string;
  readonly reachable: boolean;
}
/** Who is on duty now, by team. A team that is not named here has nobody. */
export type Duty = Readonly<Record<string, readonly OnDuty[]>>;

/** So many people of one tier are paged at once: more would be noise, and the pages of eight tiers must fit into one transaction of 100 items. */
const MOST_ASKED = 8;

const onTeams = (duty: Duty, teams: readonly string[]) => teams.flatMap((team) => duty[team] ?? []);
const reachable = (people: readonly OnDuty[]) => [...new Set(people.filter((one) => one.reachable).map(({ person }) => person))];

/** Whoever is on duty at a tier of this case now, and can be reached. */
export const reachableAt = ({ terms }: Pick<Escalation, "terms">, tier: number, duty: Duty): string[] =>
  reachable(onTeams(duty, terms.ladder[tier]?.teams ?? []));

/**
 * Alerts whoever is on duty at this tier. A tier with nobody on duty, or nobody a message can reach, counts as missed at once: its
 * owner is told, and the next is alerted now. Above the top the case is one that nobody answered.
 */
export function climb(move: Move, tier: number, now: Instant, duty: Duty): Move {
  const step = rung(move.next, tier);
  if (!step) return nobodyAnswered(move, now, duty);
  const onDuty = reachableAt(move.next, tier, duty);
  const [people, unasked] = [onDuty.slice(0, MOST_ASKED), onDuty.slice(MOST_ASKED)];
  if (people.length === 0) {
    const reason = onTeams(duty, step.teams).length === 0 ? "nobody_on_duty" : "nobody_reachable";
    const skipped = recording(move, "clock", now, { what: "tier_skipped", about: { tier, reason, teams: step.teams } });
    const owners = step.teams.flatMap((team) => move.next.terms.teams[team]?.owner ?? []);
    return climb(telling(skipped, "rota_gap", owners, reason), tier + 1, now, duty);
  }
  const paired = reachable(onTeams(duty, step.paired)).slice(0, MOST_ASKED);
  const { next } = move;
  const clock = started("acknowledge", tier, now, limitsOf(next).acknowledge);
  const clocks = wound(stopped(next.clocks, ["acknowledge", "repeat"], now), clock);
  const alerted = changing(move, { tier, asked: [...new Set([...next.asked, ...people])], clocks });
  const recorded = recording(alerted, "clock", now, { what: "tier_alerted", about: { tier, people, unasked, paired } });
  const told = telling(telling(recorded, "page", people, "tier_alerted", "acknowledge"), "paired", paired, "tier_alerted");
  if (next.version === 1) return told;
  return marking(telling(told, "update", [next.raised.by.id], "tier_alerted"), "clock", now, "tier_alerted");
}

/**
 * The top of the ladder. The case goes on asking everyone on it who is on duty, the raiser is told in plain words whom to ring, and the
 * fact is a serious failure that the learning side reads.
 */
function nobodyAnswered(move: Move, now: Instant, duty: Duty): Move {
  const { next } = move;
  if (next.nobodyAnsweredAt !== null && running(next.clocks, "repeat")) return move;
  const unanswered = (next.acknowledged && owed(next)) || "acknowledge";
  const named = changing(move, { nobodyAnsweredAt: now, tier: next.terms.ladder.length - 1 });
  const recorded = recording(named, "clock", now, { what: "nobody_answered", about: { unanswered } });
  const told = telling(recorded, "update", [next.raised.by.id], "nobody_answered");
  return askAgain(marking(told, "clock", now, "nobody_answered"), now, duty);
}

/** Asks everyone on the ladder who is on duty now, once more, and starts the next round. Until somebody answers, the rounds are the only clock of the answer. */
export function askAgain(move: Move, now: Instant, duty: Duty): Move {
  const { next } = move;
  const people = [...new Set(next.terms.ladder.flatMap((_, tier) => reachableAt(next, tier, duty).slice(0, MOST_ASKED)))];
  const round = started("repeat", next.tier, now, limitsOf(next).repeat);
  const clocks = wound(stopped(next.clocks, ["acknowledge", "decide", "repeat"], now), round);
  const recorded = recording(changing(move, { clocks, asked: people }), "clock", now, { what: "asked_again", about: { people } });
  return telling(recorded, "page", people, "asked_again", "acknowledge");
}
