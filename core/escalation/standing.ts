import { Refusal } from "../refusal.ts";
import { london } from "../time.ts";
import type { Who } from "./ask.ts";
import type { Duty } from "./climb.ts";
import type { Escalation } from "./escalation.ts";

/** Every agency that shares this case: the one that raised it, and those whose teams stand on its ladder or are told beside it. */
export const parties = ({ raised, terms }: Pick<Escalation, "raised" | "terms">): string[] => [
  ...new Set([
    raised.by.agency,
    ...terms.ladder.flatMap(({ teams, paired }) => [...teams, ...paired].flatMap((team) => terms.teams[team]?.agency ?? [])),
  ]),
];

/** May this person see the case at all? A case of others looks like no case. */
export function mustShare(of: Escalation, who: Who): void {
  if (!parties(of).includes(who.agency)) throw new Refusal("NotFound", "There is no such escalation.");
}

/** The highest tier, among those asked so far, at which this person is on duty now; undefined when at none. */
export function tierOf({ terms, tier }: Escalation, who: Who, duty: Duty): number | undefined {
  const tiers = terms.ladder
    .slice(0, tier + 1)
    .map(({ teams }, nth) => (teams.some((team) => duty[team]?.some(({ person }) => person === who.id)) ? nth : -1));
  const highest = Math.max(...tiers);
  return highest < 0 ? undefined : highest;
}

/** Only somebody on duty, for a desk that this case has reached, answers it. Throws NotOnDuty. */
export function mustAnswer(of: Escalation, who: Who, duty: Duty): number {
  mustShare(of, who);
  const tier = tierOf(of, who, duty);
  if (tier === undefined) throw new Refusal("NotOnDuty", "Only somebody on duty for a desk that has been asked can answer this.");
  return tier;
}

/** A case that has ended takes no more answers; says who ended it and when. */
export function mustBeOpen({ closed, reference }: Escalation): void {
  if (!closed) return;
  const { by, at } = closed;
  throw new Refusal("Closed", `${reference} was closed by ${by.name} at ${london(at)}.`, { facts: { by, at } });
}

/**
 * An answer is given to what its reader saw. When the tier, the owner, the decision or the end has changed since, the answer is not
 * applied: what changed is said, and one more press takes it. Notes refuse nothing.
 */
export function mustHaveSeen({ changed, version }: Escalation, seen: number): void {
  if (seen >= changed.version && seen <= version) return;
  const name = changed.by === "clock" ? "The clock" : changed.by.name;
  const detail = `${name} changed this at ${london(changed.at)} (${changed.what.replaceAll("_", " ")}). Read it again, then answer.`;
  throw new Refusal("ChangedMeanwhile", detail, { facts: { by: changed.by, at: changed.at, what: changed.what, version } });
}
