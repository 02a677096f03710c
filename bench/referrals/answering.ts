import type { DecisionBody } from "../../core/escalation/decision.ts";
import type { Escalation } from "../../core/escalation/escalation.ts";
import type { Instant } from "../../core/time.ts";
import type { Chance } from "../quarter/chance.ts";
import { later } from "../quarter/moment.ts";

/*
 * How long it takes and what is answered. We know of no hub's own figures for what police refer, so all times and shares on this page are
 * ours; a hub that knows its own puts them here.
 */

/** Minutes until whoever is free has seen it: the hub has its board open, whoever is on call is rung. */
export const SEES = [0.3, 1, 2] as const;
/** Minutes that a clinician works on one referral, from «I have it» to the answer; half take less. */
export const WORKS: Readonly<Record<string, number>> = { P1: 3, P2: 8, P3: 11 };
export const WORKS_SPREAD = 0.5;
/** A call to the person, and a look at what somebody else has left. */
export const RINGS = 11;
export const LOOKS = 0.7;

type Weights = Readonly<Record<string, number>>;
/** What is answered first, by how urgent it is. */
const FIRST: Readonly<Record<string, Weights>> = {
  P1: { accept_ambulance: 84, accept_car: 5, accept_call: 6, pass_on: 2, decline: 3 },
  P2: { accept_ambulance: 46, accept_car: 15, accept_call: 22, pass_on: 9, decline: 8 },
  P3: { accept_ambulance: 22, accept_car: 8, accept_call: 39, pass_on: 17, decline: 14 },
};
/** After another body has said no or nothing, after a call that was not made in time, and after officers disagreed. */
const ANEW: Weights = { accept_ambulance: 60, accept_car: 25, decline: 15 };
/** How often a call settles it; else an ambulance goes. */
export const CALL_SETTLES = 0.75;

const CATEGORIES: Readonly<Record<string, Weights>> = {
  P1: { category_1: 25, category_2: 75 },
  P2: { category_2: 55, category_3: 45 },
  P3: { category_3: 70, category_4: 30 },
};
/** Minutes after which a crew is expected. */
const EXPECTED: Readonly<Record<string, number>> = { category_1: 8, category_2: 35, category_3: 90, category_4: 150, car: 60 };
/** Minutes after which it is looked at again whether somebody has rung. */
const CALLED_WITHIN: Readonly<Record<string, number>> = { P1: 20, P2: 45, P3: 120 };

/** What comes of expecting somebody: a crew comes after such a part of the time, and so about one in four is late. */
export const CREW_TAKES = { middle: 0.8, spread: 0.35 } as const;

/** The code of a case's next answer. */
export const codeFor = (chance: Chance, of: Escalation): string => chance.by(of.decision ? ANEW : (FIRST[of.priority] ?? ANEW));

/** An answer with all that it must carry. */
export function answerOf(chance: Chance, of: Escalation, code: string, now: Instant): DecisionBody {
  const category = chance.by(CATEGORIES[of.priority] ?? {});
  const reference = `LAS ${chance.whole(1, 9999)}`;
  const why = "On what the officer says of the person now";
  switch (code) {
    case "accept_ambulance":
      return { code, why, category, reference, arriveBy: later(now, EXPECTED[category] ?? 0) };
    case "accept_car":
      return { code, why, category: "category_3", reference, arriveBy: later(now, EXPECTED.car ?? 0) };
    case "accept_call":
      return {
        code,
        why,
        category: "clinician_rings",
        namedOwner: "A clinician of the hub",
        reviewAt: later(now, CALLED_WITHIN[of.priority] ?? 60),
      };
    case "pass_on":
      return { code, why, referTo: chance.one(of.terms.bodies.filter(({ teams }) => teams.length > 0)).code };
    default:
      return { code, why, changeIf: "They can no longer be woken, or speak of dying" };
  }
}

/** What officers do with an answer, by what it leads to. */
export const RESPONSES: Readonly<Record<string, Weights>> = {
  arrive: { person_told: 58, officers_wait: 35, police_go: 5, not_needed: 2 },
  review: { person_told: 85, officers_wait: 5, police_go: 7, not_needed: 3 },
  accept_referral: { person_told: 75, officers_wait: 12, police_go: 8, asked_elsewhere: 5 },
  respond: { police_go: 52, asked_elsewhere: 30, not_needed: 18 },
};
/** Minutes until they have said it; how often they read a decline differently, and how often police go once an ambulance is late. */
export const RESPONDS = 4;
export const DISAGREES = 0.1;
export const GOES_WHEN_LATE = 0.25;

/** Another service: minutes until it answers, how often it says nothing at all, and how often it declines. */
export const BODY_ANSWERS = 5;
export const BODY_SILENT = 0.06;
export const BODY_DECLINES = 0.1;

/** Minutes from being there to knowing how the person is, by who has them; and from there to the closing. */
export const SETTLES = { crew: 45, body: 120, police: 60 } as const;
export const CLOSES = 5;
export const OUTCOMES = { safe: 30, supported_in_community: 40, admitted: 22, detained: 4, harmed: 1, unknown: 3 } as const;
