import { acknowledge } from "../../core/escalation/acknowledge.ts";
import type { Who } from "../../core/escalation/ask.ts";
import { askForMore } from "../../core/escalation/ask-for-more.ts";
import { changePriority } from "../../core/escalation/change-priority.ts";
import type { Duty } from "../../core/escalation/climb.ts";
import { type Clock, isRunning, running } from "../../core/escalation/clock.ts";
import { withdraw } from "../../core/escalation/close.ts";
import { decide } from "../../core/escalation/decide.ts";
import { defer } from "../../core/escalation/defer.ts";
import { type Escalation, limitsOf, rung } from "../../core/escalation/escalation.ts";
import { isAboutChild, unreadBy } from "../../core/escalation/known.ts";
import { owed } from "../../core/escalation/move.ts";
import { addNews, linkRequest, readNews } from "../../core/escalation/news.ts";
import { cannot, isAsking } from "../../core/escalation/rules.ts";
import { type Instant, milliseconds } from "../../core/time.ts";
import { askOf, gravityOf, newsOf } from "./asking.ts";
import { answer, nextAnswer, optionOf } from "./deciding.ts";
import { agencyFor } from "./demand.ts";
import { later, londonDate } from "./moment.ts";
import { once, type Plan } from "./plan.ts";
import { answerer, asker, atTier, inTime, minutesTo, waiting } from "./pressing.ts";
import { type Press, type Step, type Steps, type Story, screenOf } from "./telling.ts";

/** How often nobody at a tier acknowledges in time. The limits are the configuration's; these shares are ours. */
const MISSED = [0.12, 0.08, 0.08, 0.08];
/** How often whoever was asked first still answers after the next tier has been asked, and anybody at all in one round of asking everyone. */
const ANSWERS_LATE = 0.25;
const ANSWERS_A_ROUND = 0.6;

/** What waits for an acknowledgement now, the lowest tier first; a round of asking everyone when nobody has answered. */
const asked = ({ clocks }: Escalation): Clock | undefined =>
  clocks
    .filter((clock) => isRunning(clock) && (clock.limit === "acknowledge" || clock.limit === "repeat"))
    .toSorted((a, b) => a.tier - b.tier)[0];

/** Somebody says that they have seen it, or nobody does until the limit has passed. */
export function* acknowledging(story: Story): Steps {
  const clock = asked(story.of);
  if (!clock) return;
  const { chance } = story;
  const round = clock.limit === "repeat";
  if (chance.is(round ? 1 - ANSWERS_A_ROUND : (MISSED[clock.tier] ?? 0))) return yield waiting(story, clock.dueAt);
  const tier = round ? chance.whole(0, clock.tier) : chance.is(ANSWERS_LATE) ? Math.max(0, clock.tier - 1) : clock.tier;
  yield {
    after: minutesTo(story, clock.dueAt) * Math.min(0.95, chance.around(0.3)),
    press: (of, _, duty) => {
      const free = (who: Who | undefined) => who && (who.id !== of.owner?.by.id || running(of.clocks, "repeat"));
      const by = [atTier(story, tier, duty), atTier(story, clock.tier, duty)].find(free);
      if (!by || !isAsking(of)) return undefined;
      return { move: "acknowledgement", by, body: {}, makes: (it, seen, at, on) => acknowledge(it, by, seen, at, on) };
    },
  };
}

/** The owner opens what is new. */
export function* reading(story: Story): Steps {
  yield {
    after: inTime(story, "read_information", 4, 0.06),
    press: ({ owner, news }) => (owner ? opening(news.at(-1)?.number ?? 1, owner.by) : undefined),
  };
}

const opening = (upTo: number, by: Who): Press => ({
  move: "news-read",
  by,
  body: { upTo },
  makes: (it, _, at, on) => readNews(it, { upTo }, by, at, on),
});

/** How many minutes whoever answers takes to decide, and how often too many. Ours. */
const DECIDES: Readonly<Record<string, number>> = { P1: 4, P2: 7, P3: 60 };
const DECIDES_LATE = 0.05;

/** From this tier on nobody does anything else first. */
const SERIOUS = 2;

/** Something that comes before the answer, and leaves some time for it. */
const meanwhile = (story: Story, step: Step): Step => {
  const due = running(story.of.clocks, "decide")?.dueAt;
  return due === undefined ? step : { ...step, after: Math.min(step.after, minutesTo(story, due) * 0.4) };
};

/** Before the answer comes whatever was planned to come before; then somebody decides. */
export function* deciding(story: Story, plan: Plan): Steps {
  const { doubled } = plan;
  plan.doubled = undefined;
  if (doubled) {
    for (const step of doubled) yield meanwhile(story, step);
    return;
  }
  const before = story.of.tier < SERIOUS ? diversion(story, plan) : undefined;
  if (before) return yield meanwhile(story, before);
  yield {
    after: inTime(story, isAsking(story.of) ? "acknowledge" : "decide", DECIDES[story.of.priority] ?? 9, DECIDES_LATE),
    press: (it, now, duty) => (owed(it) === "decide" ? decision(story, now, duty) : undefined),
  };
}

/** The lowest tier that may give this answer: see `mustStand` in `decide`. */
function leastTier(of: Escalation, code: string): number {
  const option = optionOf(of, code);
  if (option.leadsTo === "arrive") return 0;
  const { disagreements, decision, terms } = of;
  const disputed = Math.max(-1, ...disagreements.map(({ tier }) => tier));
  const child = option.declines && isAboutChild(of) ? (terms.childTier ?? 0) : 0;
  return Math.max(decision?.tier ?? 0, rung(of, disputed + 1) ? disputed + 1 : 0, child);
}

/** Somebody decides now, as far as their tier may; whoever may not decline can still send somebody. News is opened first. */
export function decision(story: Story, now: Instant, duty: Duty): Press | undefined {
  const { chance, of } = story;
  const drawn = nextAnswer(chance, of);
  const code = drawn === "agree_release_officers" && !isSettled(of) ? "remain_with_patient" : drawn;
  const may = answerer(story, duty, leastTier(of, code));
  const by = may ?? answerer(story, duty);
  if (!by) return undefined;
  const unread = unreadBy(of, by.id).at(-1);
  if (unread) return opening(unread.number, by);
  const goes = of.priority === "P1" ? "attend_immediate" : "attend_prompt";
  const body = answer(chance, of, may ? code : goes, now);
  return { move: "decision", by, body, makes: (it, seen, at, on) => decide(it, body, by, seen, at, on, screenOf(it)) };
}

/** Everything is settled that officers leave on. */
export const isSettled = ({ custody }: Escalation): boolean =>
  custody !== null &&
  [custody.riskByPolice, custody.riskByHealth, custody.accepted, custody.nextOfKin, custody.tellResult].every(
    (one) => one !== null,
  );

/** The next thing that was planned to happen before the answer. */
function diversion(story: Story, plan: Plan): Step | undefined {
  const { chance } = story;
  if (plan.withdraws) return once(plan, { withdraws: undefined }, takingBack(story, plan.withdraws));
  if (plan.regrades) return once(plan, { regrades: false }, regrading(story));
  if (plan.asksForMore) return once(plan, { asksForMore: false }, askingForMore(story));
  if (plan.news === "before_answer") return once(plan, { news: undefined }, bringing(story, chance.around(5)));
  if (plan.linked) return once(plan, { linked: false }, linking(story));
  if (plan.defers > 0 && story.of.owner) return once(plan, { defers: plan.defers - 1 }, puttingOff(story, "decide"));
  return undefined;
}

function takingBack(story: Story, as: NonNullable<Plan["withdraws"]>): Step {
  const { chance } = story;
  return {
    after: chance.around(7),
    press: (of, now, duty) => {
      const cad = { number: String(chance.whole(1, 9999)), date: londonDate(now) };
      const why = as === "withdrawn_found_safe" ? "She has come back by herself" : "It is dealt with in another way";
      const seen = as === "withdrawn_found_safe" ? { seenBy: "family_or_friend" as const } : {};
      const body = { as, why, ...seen, ...(as === "superseded_by_999" ? { cad } : {}) };
      const by = asker(story, now);
      if (cannot("withdraw", of, by, duty)) return undefined;
      return { move: "withdrawal", by, body, makes: (it, seen, at, on) => withdraw(it, body, by, seen, at, on) };
    },
  };
}

/** The raising side makes it more urgent; what is most urgent already, police make less so, when a second person on duty agrees. */
function regrading(story: Story): Step {
  const why = "It is not what it was when this was written";
  return {
    after: story.chance.around(5),
    press: (of, now, duty) => {
      const codes = of.terms.priorities.map(({ code }) => code);
      const at = codes.indexOf(of.priority);
      const more = codes[at - 1];
      const regraded = (who: Who, body: Parameters<typeof changePriority>[1]): Press => ({
        move: "priority",
        by: who,
        body,
        makes: (it, seen, at, on) => changePriority(it, body, who, seen, at, on),
      });
      if (more) return regraded(asker(story, now), { priority: more, why });
      const [by, second, less] = [answerer(story, duty), atTier(story, of.tier, duty), codes[at + 1]];
      if (!by || !second || by.id === second.id || !less) return undefined;
      return regraded(by, { priority: less, why, agreedWith: second.id });
    },
  };
}

const askingForMore = (story: Story): Step => ({
  after: story.chance.around(4),
  press: (_, now, duty) => {
    const by = answerer(story, duty);
    const facts = "Nobody has said when he was last seen";
    const limbs = { limb_b: { reading: "not_enough_information", facts } } as const;
    const body = { limbs, missing: "When and by whom he was last seen", whoGets: "The nurse in charge", byWhen: later(now, 15) };
    return by && { move: "more-wanted", by, body, makes: (it, _, at, on) => askForMore(it, body, by, at, on) };
  },
});

/** The raising side tells more. */
export const bringing = (story: Story, after: number): Step => ({
  after,
  press: (of, now) => {
    const [news, by] = [newsOf(story.chance, of.terms, of.ask.type, now), asker(story, now)];
    return { move: "news", by, body: news, makes: (it, _, at, on) => addNews(it, news, by, at, on) };
  },
});

/** Another agency asks about the same person, and whoever asks says so. */
export const linking = (story: Story): Step => ({
  after: story.chance.around(15),
  press: (of, now) => {
    const { chance, scene, request, subject } = story;
    const agency = agencyFor(chance, scene.agreed, "other", request.place);
    const by = scene.roster.raiser(agency, chance.whole(0, 19));
    const ask = askOf(chance, of.terms, { ...request, at: now }, subject, gravityOf(chance, request.type));
    const because = "The same person, by name and address";
    const body = { pathway: of.terms.pathway, ...ask, link: { to: of.id, because } };
    return { move: "raise", by, body, makes: (it, _, at, on) => linkRequest(it, ask, because, by, at, on) };
  },
});

const PUT_OFF = {
  no_units: "Every unit is at a fire, and one is free in a while",
  awaiting_call_back: "The ward rings back when the doctor has seen her",
  other: "The officers who know him come on duty then",
} as const;

/** Whoever has it puts it off, for about as long as its limit. */
export const puttingOff = (story: Story, limit: "decide" | "arrive"): Step => ({
  after: story.chance.around(5),
  press: (of, now) => {
    const reason = story.chance.by({ no_units: 60, awaiting_call_back: 30, other: 10 });
    const within = milliseconds(limitsOf(of)[limit].within) / 60_000;
    const until = later(now, within * (0.4 + 0.5 * story.chance.share()));
    if (owed(of) !== limit || !of.owner) return undefined;
    const { by } = of.owner;
    const body = { reason, why: PUT_OFF[reason], until };
    return { move: "deferral", by, body, makes: (it, seen, at, on) => defer(it, body, by, seen, at, on) };
  },
});
