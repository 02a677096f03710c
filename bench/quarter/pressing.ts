import type { Who } from "../../core/escalation/ask.ts";
import type { Duty } from "../../core/escalation/climb.ts";
import { type Limit, running } from "../../core/escalation/clock.ts";
import { rung } from "../../core/escalation/escalation.ts";
import { teamsOf } from "../../core/escalation/hearing.ts";
import { tierOf } from "../../core/escalation/standing.ts";
import { between, type Instant } from "../../core/time.ts";
import type { Step, Story } from "./telling.ts";

/*
 * Whoever presses a button is looked for when it is pressed: shifts end while people think.
 */

/** The first of whoever stands on these desks. */
const first = ({ scene }: Story, teams: readonly string[], duty: Duty): Who | undefined => {
  const person = teams.flatMap((team) => duty[team] ?? [])[0]?.person;
  return person === undefined ? undefined : scene.roster.who(person);
};

/** Whoever is on duty at one tier. */
export const atTier = (story: Story, tier: number, duty: Duty): Who | undefined =>
  first(story, rung(story.of, tier)?.teams ?? [], duty);

/** Whoever can answer at this tier or above: the owner while they are on duty, or else the lowest tier that was asked and is manned. */
export function answerer(story: Story, duty: Duty, least = 0): Who | undefined {
  const { owner, tier } = story.of;
  if (owner && (tierOf(story.of, owner.by, duty) ?? -1) >= least) return owner.by;
  for (let at = least; at <= tier; at += 1) {
    const found = atTier(story, at, duty);
    if (found) return found;
  }
  return undefined;
}

/** Whoever is on duty for the body that the case was referred to. */
export const atBody = (story: Story, duty: Duty): Who | undefined =>
  first(story, teamsOf(story.of, story.of.referral?.body ?? ""), duty);

/** Whoever speaks for the raising side: the raiser, and a colleague when their shift is over. */
export function asker({ scene, of }: Story, now: Instant): Who {
  const { shiftEndsAt } = of.ask;
  const { by } = of.raised;
  return shiftEndsAt && shiftEndsAt <= now ? scene.roster.relief(by) : by;
}

/** Minutes from now in the story until an instant, and at least a little. */
export const minutesTo = ({ now }: Story, at: Instant): number => Math.max(0.3, between(now, at) / 60_000);

/** Nobody does anything until an instant has passed, and even the later of the two wakers has looked. */
export const waiting = (story: Story, at: Instant): Step => ({ after: minutesTo(story, at) + 0.6, press: () => undefined });

/**
 * After how many minutes something is done that people take so long for: where its limit runs, within it, as they see the clock; but for
 * this share of times, when it takes as long as it takes.
 */
export function inTime(story: Story, limit: Limit, middle: number, late: number): number {
  const { chance, of } = story;
  const [takes, isLate] = [chance.around(middle), chance.is(late)];
  const due = running(of.clocks, limit)?.dueAt;
  if (due === undefined) return takes;
  const left = minutesTo(story, due);
  if (isLate) return Math.max(takes, left + 1);
  return takes < left ? takes : left * (0.3 + 0.65 * chance.share());
}
