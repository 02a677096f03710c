import type { Instant } from "../time.ts";
import { type Clock, isRunning, running, started, stopped, wound } from "./clock.ts";
import { type Escalation, limitsOf, rung } from "./escalation.ts";
import type { Happening } from "./fact.ts";
import { raisingSide } from "./hearing.ts";
import { changing, type Move, marking, owed, recording, telling } from "./move.ts";
import { MOST_ASKED } from "./notice.ts";

/** Someone on a team's rota at this moment, whether a message can reach them who may answer it, and when their shift ends. */
export interface OnDuty {
  readonly person: string;
  readonly reachable: boolean;
  readonly until: Instant;
}
/** Who is on duty now, by team. A team that is not named here has nobody. */
export type Duty = Readonly<Record<string, readonly OnDuty[]>>;

const onTeams = (duty: Duty, teams: readonly string[]) => teams.flatMap((team) => duty[team] ?? []);
const reachable = (people: readonly OnDuty[]) => [...new Set(people.filter((one) => one.reachable).map(({ person }) => person))];

/** Whoever is on duty at a tier of this case now, and can be reached. */
export const reachableAt = ({ terms }: Pick<Escalation, "terms">, tier: number, duty: Duty): string[] =>
  reachable(onTeams(duty, terms.ladder[tier]?.teams ?? []));

type Because = Extract<Happening, { what: "tier_alerted" }>["about"]["because"];

/**
 * Alerts whoever is on duty at this tier, in place of the tiers below it. A tier with nobody on duty, or nobody a message
 * can reach, counts as missed at once: its owner is told, and the next is alerted now. Above the top the case is one that nobody
 * answered.
 */
export const climb = (move: Move, tier: number, now: Instant, duty: Duty, because?: Because, onDuty?: string[]): Move =>
  alert(changing(move, { clocks: withoutBelow(move.next.clocks, tier, now) }), tier, now, duty, because, onDuty);

/** Leaves a case to those above a tier, who are being asked already: nobody is asked once more. Undefined when nobody above is. */
export function leftToAbove(move: Move, tier: number, now: Instant): Move | undefined {
  const { clocks } = move.next;
  const isAsked = clocks.some((clock) => clock.limit === "acknowledge" && isRunning(clock) && clock.tier > tier);
  return isAsked ? changing(move, { clocks: withoutBelow(clocks, tier + 1, now) }) : undefined;
}

/** The clocks with the acknowledgements of the tiers below stopped: a tier that is being asked already keeps its time. */
const withoutBelow = (clocks: readonly Clock[], tier: number, now: Instant): Clock[] =>
  clocks.flatMap((clock) => (clock.tier >= tier ? [clock] : stopped([clock], ["acknowledge"], now)));

/**
 * The same, beside the tiers that are being asked already: their clocks run on, and a tier that nobody stands on leaves it to them.
 * `onDuty`: who of the tier is asked, when not all are.
 */
export function alert(
  move: Move,
  tier: number,
  now: Instant,
  duty: Duty,
  because?: Because,
  onDuty = reachableAt(move.next, tier, duty),
): Move {
  const step = rung(move.next, tier);
  if (!step) return nobodyAnswered(move, now, duty);
  const [people, unasked] = [onDuty.slice(0, MOST_ASKED), onDuty.slice(MOST_ASKED)];
  if (people.length === 0) {
    const reason = onTeams(duty, step.teams).length === 0 ? "nobody_on_duty" : "nobody_reachable";
    const skipped = recording(move, "clock", now, { what: "tier_skipped", about: { tier, reason, teams: step.teams } });
    const owners = step.teams.flatMap((team) => move.next.terms.teams[team]?.owner ?? []);
    const told = telling(skipped, "rota_gap", owners, reason);
    const above = move.next.clocks.some((clock) => clock.limit === "acknowledge" && isRunning(clock) && clock.tier > tier);
    return above ? told : alert(told, tier + 1, now, duty, because);
  }
  const paired = reachable(onTeams(duty, step.paired)).slice(0, MOST_ASKED);
  const { next } = move;
  const clock = running(next.clocks, "acknowledge", tier) ?? started("acknowledge", tier, now, limitsOf(next).acknowledge);
  const clocks = wound(stopped(next.clocks, ["repeat"], now), clock);
  const highest = Math.max(next.tier, tier);
  const asked = [...new Set([...next.asked, ...people])];
  const alerted = changing(move, { tier: highest, asked, clocks, beside: [...new Set([...next.beside, ...paired])] });
  const about = { tier, people, unasked, paired, ...(because ? { because } : {}) };
  const recorded = recording(alerted, "clock", now, { what: "tier_alerted", about });
  const paged = telling(recorded, "page", people, because ?? "tier_alerted", "acknowledge", tier);
  const told = telling(paged, "paired", paired, "tier_alerted", null, tier);
  if (next.version === 1) return told;
  const heard = telling(told, "update", raisingSide(next, duty, now), because ?? "tier_alerted", null, tier);
  return marking(heard, "clock", now, because ?? "tier_alerted");
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
  const told = telling(recorded, "update", raisingSide(next, duty, now), "nobody_answered");
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
