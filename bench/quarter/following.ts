import { arrive } from "../../core/escalation/arrive.ts";
import { running } from "../../core/escalation/clock.ts";
import { disagree } from "../../core/escalation/disagree.ts";
import { decided, type Escalation } from "../../core/escalation/escalation.ts";
import { owed } from "../../core/escalation/move.ts";
import { answerReferral } from "../../core/escalation/referral.ts";
import { hasHeard } from "../../core/escalation/rules.ts";
import { standDown } from "../../core/escalation/stand-down.ts";
import { bringing, decision, isSettled, linking, puttingOff } from "./answering.ts";
import { closing, handing, hearing, planning } from "./closing.ts";
import { later } from "./moment.ts";
import { once, type Plan } from "./plan.ts";
import { answerer, asker, atBody, minutesTo, waiting } from "./pressing.ts";
import type { Step, Steps, Story } from "./telling.ts";

/** How often somebody is there in time: the Met reached 86.9 % of its immediate calls and 81.9 % of the next grade in the year to September 2018. The third is ours. */
const IN_TIME: Readonly<Record<string, number>> = { P1: 0.869, P2: 0.819, P3: 0.95 };

/** Once the limit has been missed, and the next tier knows. Ours. */
const IN_TIME_THEN = 0.98;

/** Somebody comes: in time, too late, or after they were sent elsewhere. */
export function* arriving(story: Story, plan: Plan): Steps {
  const { chance, of } = story;
  if (plan.standsDown) return yield once(plan, { standsDown: false }, standingDown(story));
  if (plan.defers > 0 && of.owner) return yield once(plan, { defers: plan.defers - 1 }, puttingOff(story, "arrive"));
  const due = running(of.clocks, "arrive")?.dueAt;
  const late = of.clocks.some(({ limit, missedAt }) => limit === "arrive" && missedAt !== null);
  if (due && !chance.is(late ? IN_TIME_THEN : (IN_TIME[of.priority] ?? 0.9))) return yield waiting(story, due);
  yield {
    after: due ? minutesTo(story, due) * (0.25 + 0.7 * chance.share()) : chance.around(12),
    press: (it, now, duty) => {
      if (owed(it) !== "arrive") return undefined;
      const police = chance.is(0.6) ? answerer(story, duty) : undefined;
      const body = police ? { callSign: `CX${chance.whole(10, 99)}`, claimedAt: later(now, -1) } : {};
      const by = police ?? asker(story, now);
      return { move: "arrival", by, body, makes: (then, _, at, on) => arrive(then, body, by, at, on) };
    },
  };
}

const standingDown = (story: Story): Step => ({
  after: story.chance.around(5),
  press: (of, _, duty) => {
    const by = answerer(story, duty, of.decision?.tier ?? 0);
    if (!by || owed(of) !== "arrive" || of.stoodDownAt) return undefined;
    const body = { why: "The unit was nearest to a stabbing" };
    return { move: "stand-down", by, body, makes: (it, seen, at, on) => standDown(it, body, by, seen, at, on) };
  },
});

/** What the other body does. Ours. */
const REFERRAL = { accepts: 76, declines: 13, is_silent: 11 };

/** Nobody says of an immediate case that they come later than this. */
const MOST_EXPECTED = 6 * 60;

/** The other body accepts, says no, or is silent until its limit has passed. */
export function* referred(story: Story): Steps {
  const { chance, of } = story;
  const says = chance.by(REFERRAL);
  const due = running(of.clocks, "accept_referral")?.dueAt ?? later(story.now, 10);
  if (says === "is_silent") return yield waiting(story, due);
  yield {
    after: minutesTo(story, due) * (0.2 + 0.7 * chance.share()),
    press: (it, now, duty) => {
      const by = atBody(story, duty);
      if (!by || owed(it) !== "accept_referral") return undefined;
      const accepted = {
        accepts: true,
        reference: `REF ${chance.whole(1000, 99_999)}`,
        expectedAt: later(now, Math.min(chance.around(80), MOST_EXPECTED)),
      };
      const body = says === "accepts" ? accepted : { accepts: false, why: "Nobody of ours can open a door" };
      return { move: "referral-answer", by, body, makes: (then, seen, at, on) => answerReferral(then, body, by, seen, at, on) };
    },
  };
}

const DISAGREES = {
  threshold_read_differently: 40,
  facts_misread: 20,
  new_facts: 15,
  referral_not_workable: 15,
  other: 10,
} as const;

/** It is looked at again at a set time. Until then the raising side reads the answer, disagrees or plans, and it may be over before. */
export function* looking(story: Story, plan: Plan): Steps {
  const { of } = story;
  const { decision: answered, custody } = of;
  if (!answered) return;
  if (!hasHeard(of)) return yield* hearing(story);
  if (decided(of)?.declines && mayDisagree(of) && plan.disagrees > 0)
    return yield once(plan, { disagrees: plan.disagrees - 1 }, disagreeing(story));
  if (decided(of)?.declines && !of.plan) return yield planning(story);
  if (plan.news === "after_answer") return yield once(plan, { news: undefined }, bringing(story, story.chance.around(40)));
  if (plan.linked) return yield once(plan, { linked: false }, linking(story));
  if (custody?.left) return yield* closing(story, plan);
  if (custody && !isSettled(of)) return yield handing(story);
  if (answered.code === "remain_with_patient" && isSettled(of)) return yield lookingNow(story, 5);
  const reviewAt = answered.reviewAt ?? story.now;
  plan.knownAt ??= later(answered.at, plan.knownAfter);
  if (plan.knownAt < later(reviewAt, -2)) return yield* closing(story, plan);
  if (story.chance.is(LOOK_IS_MISSED)) return yield waiting(story, reviewAt);
  yield lookingNow(story, minutesTo(story, reviewAt) * 0.9);
}
/** Ours. */
const LOOK_IS_MISSED = 0.03;

const lookingNow = (story: Story, after: number): Step => ({
  after,
  press: (of, now, duty) => (owed(of) === "review" ? decision(story, now, duty) : undefined),
});

const mayDisagree = ({ decision: answered, disagreements }: Escalation): boolean =>
  !disagreements.some(({ tier }) => tier === answered?.tier);

const disagreeing = (story: Story): Step => ({
  after: story.chance.around(8),
  press: (of, now) => {
    if (!decided(of)?.declines || of.reopened || !mayDisagree(of)) return undefined;
    const body = { reason: story.chance.by(DISAGREES), why: "The risk is here now, and nobody else can get in" };
    const by = asker(story, now);
    return { move: "disagreement", by, body, makes: (it, seen, at, on) => disagree(it, body, by, seen, at, on) };
  },
});
