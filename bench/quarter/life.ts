import { running } from "../../core/escalation/clock.ts";
import { unreadBy } from "../../core/escalation/known.ts";
import { owed } from "../../core/escalation/move.ts";
import { isAsking } from "../../core/escalation/rules.ts";
import { tierOf } from "../../core/escalation/standing.ts";
import { unreachable } from "../../core/escalation/unreachable.ts";
import { acknowledging, bringing, deciding, reading } from "./answering.ts";
import { closing, hearing, learning } from "./closing.ts";
import { arriving, looking, referred } from "./following.ts";
import { once, type Plan } from "./plan.ts";
import type { Press, Step, Steps, Story } from "./telling.ts";

/** No case takes so many turns: one that does goes in circles, and that is ours to mend. */
const MOST_TURNS = 400;

/** A case from the raise to its end: at each turn somebody does what it waits for. */
export function* lifeOf(story: Story, plan: Plan): Steps {
  if (plan.bounces) yield bouncing(story);
  for (let turn = 0; ; turn += 1) {
    if (turn === MOST_TURNS) throw new Error(`${story.of.reference} comes to no end`);
    if (!story.of.closed) yield* turnOf(story, plan);
    else if (plan.news === "after_closing") yield once(plan, { news: undefined }, bringing(story, story.chance.around(300)));
    else if (plan.learnedLater) yield once(plan, { learnedLater: undefined }, learning(story, plan.learnedLater));
    else return;
  }
}

/** How often an owner who is late goes on, while the next tier is being asked. Ours. */
const GOES_ON = 0.25;

function turnOf(story: Story, plan: Plan): Steps {
  const { of, chance, scene, now } = story;
  const { owner, clocks } = of;
  const here = owner !== null && tierOf(of, owner.by, scene.roster.dutyAt(now)) !== undefined;
  if (owner && here && unreadBy(of, owner.by.id).length > 0) return reading(story);
  const goesOn = here && owed(of) === "decide" && !of.reopened && chance.is(GOES_ON);
  if (isAsking(of) && !goesOn) return acknowledging(story);
  if (
    clocks.some(({ limit, of: whose, endedAt }) => limit === "read_answer" && endedAt === null && whose === of.raised.by.agency)
  )
    return hearing(story);
  switch (owed(of)) {
    case "decide":
      return deciding(story, plan);
    case "arrive":
      return arriving(story, plan);
    case "accept_referral":
      return referred(story);
    case "review":
      return looking(story, plan);
    case "respond":
    case "look_back":
    case "close":
    case null:
      return closing(story, plan);
  }
}

/** The first message comes back, and nobody else of that desk was told. */
const bouncing = (story: Story): Step => ({
  after: 1.2,
  press: (of) => {
    const page = story.pages.find(({ tier, limit }) => tier === of.tier && limit === "acknowledge");
    if (!page || !running(of.clocks, "acknowledge", page.tier) || of.acknowledged) return undefined;
    const makes: Press["makes"] = (it, _, at, on) => unreachable(it, page, "the address does not exist", [], at, on);
    return { move: "bounce", by: "dispatcher", body: {}, makes };
  },
});
