import type { Theme } from "../../core/escalation/theme.ts";
import type { Instant } from "../../core/time.ts";
import type { Chance } from "./chance.ts";
import type { Step, Steps } from "./telling.ts";

/** What will come of a case, drawn when it is raised. What has been done is taken out, so that it is done once. */
export interface Plan {
  /** The first message comes back: its person cannot be reached by any of their channels. */
  bounces: boolean;
  /** The raiser takes it back before there is an answer. */
  withdraws: "withdrawn_found_safe" | "withdrawn_other" | "superseded_by_999" | undefined;
  /** Whoever answers asks for more first. */
  asksForMore: boolean;
  /** How often the answer or the arrival is put off: a third time is not applied. */
  defers: number;
  /** When more is told about the person. */
  news: "before_answer" | "after_answer" | "after_closing" | undefined;
  /** Another agency asks about the same person, and its request is linked. */
  linked: boolean;
  /** Another agency raises about the same person at the same time, and the two are merged. */
  doubled: Steps | undefined;
  /** The urgency is changed by hand. */
  regrades: boolean;
  /** At how many tiers the raising side disagrees with a «no», if it gets one. */
  disagrees: number;
  standsDown: boolean;
  /** What happens to the person, and when it is known: minutes after the first answer. */
  outcome: string;
  knownAfter: number;
  knownAt: Instant | undefined;
  /** It is learned after the case has closed what really happened. */
  learnedLater: string | undefined;
  note: Theme | "what_went_badly" | undefined;
  /** Nobody closes it. */
  forgotten: boolean;
}

/** What happens to people: two in a hundred come to harm. Half of the harm is learned when the case has closed. All ours. */
const OUTCOMES = { safe: 70, admitted: 11, detained: 10, still_missing: 3, unknown: 5, found_injured: 0.7, died: 0.3 };
const LEARNED_LATER = { no: 97.2, found_injured: 0.7, died: 0.3, safe: 1.8 };
/** How often each thing happens that is told of below. All ours: nobody has counted. */
const WITHDRAWS = { no: 93.5, withdrawn_found_safe: 4, withdrawn_other: 1.2, superseded_by_999: 1.3 } as const;
const DEFERS = { "0": 92, "1": 5, "2": 2, "3": 1 };
const NEWS_COMES = { no: 88, before_answer: 4, after_answer: 7, after_closing: 1 } as const;
const DISAGREES = { "0": 62, "1": 19, "2": 10, "3": 5, "4": 4 };
const NOTES = { no: 88, T20: 4, what_went_badly: 8 } as const;

const unlessNo = <K extends string>(drawn: K | "no"): Exclude<K, "no"> | undefined =>
  drawn === "no" ? undefined : (drawn as Exclude<K, "no">);

/** What will come of one case of a type. */
export function planOf(chance: Chance, type: string, doubled?: Steps): Plan {
  const detained = type === "s136_handover";
  return {
    bounces: chance.is(0.007),
    withdraws: detained ? undefined : unlessNo(chance.by(WITHDRAWS)),
    asksForMore: chance.is(0.04),
    defers: Number(chance.by(DEFERS)),
    news: unlessNo(chance.by(NEWS_COMES)),
    linked: chance.is(0.015),
    doubled,
    regrades: chance.is(0.03),
    disagrees: Number(chance.by(DISAGREES)),
    standsDown: chance.is(0.03),
    outcome: detained ? chance.by({ detained: 35, admitted: 25, safe: 38, found_injured: 0.6, died: 0.2 }) : chance.by(OUTCOMES),
    knownAfter: chance.around(type === "awol_detained" ? 240 : 90, 0.9),
    knownAt: undefined,
    learnedLater: unlessNo(chance.by(LEARNED_LATER)),
    note: unlessNo(chance.by(NOTES)),
    forgotten: chance.is(0.002),
  };
}

/** A step that is taken out of the plan when it is taken: one that was left comes again. */
export const once = (plan: Plan, done: Partial<Plan>, { after, press }: Step): Step => ({
  after,
  press: (...now) => {
    Object.assign(plan, done);
    return press(...now);
  },
});
