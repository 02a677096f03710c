import { Ask, type Who } from "../../../core/escalation/ask.ts";
import type { Duty } from "../../../core/escalation/climb.ts";
import { decide } from "../../../core/escalation/decide.ts";
import type { DecisionBody } from "../../../core/escalation/decision.ts";
import type { Escalation } from "../../../core/escalation/escalation.ts";
import type { Move } from "../../../core/escalation/move.ts";
import { raise } from "../../../core/escalation/raise.ts";
import { recordOutcome } from "../../../core/escalation/record-outcome.ts";
import { respond } from "../../../core/escalation/respond.ts";
import { pathwayInForce, termsInForce } from "../../../core/partnership/terms.ts";
import { type Instant, plus } from "../../../core/time.ts";
import { london, NOW, SCREEN } from "../../builders.ts";

/** The scheme's other channels: police ask, and another service answers. */
export const CHANNELS = ["s136_advice", "ambulance_referral", "crisis_referral", "handover_in_hospital"] as const;
export type Channel = (typeof CHANNELS)[number];

const person = (id: string, name: string, agency: string): Who => ({ id, name, agency });
export const officer = person("officer", "The officer at the scene", "01");
/** Who stands at each tier of a channel, in their order, and the raiser's own duty inspector. */
export const ANSWERERS: Readonly<Record<Channel, readonly [Who, Who, Who]>> = {
  s136_advice: [
    person("clinician", "The clinician", "RWK"),
    person("line_lead", "The lead of the line", "RV5"),
    person("director", "The director", "RV5"),
  ],
  ambulance_referral: [
    person("hub", "The clinical hub", "RRU"),
    person("incident_manager", "The incident manager", "RRU"),
    person("ambulance_director", "The ambulance director", "RRU"),
  ],
  crisis_referral: [
    person("crisis_worker", "The crisis worker", "RV5"),
    person("line_lead", "The lead of the line", "RV5"),
    person("director", "The director", "RV5"),
  ],
  handover_in_hospital: [
    person("nurse_in_charge", "The nurse in charge", "RJ1"),
    person("site_manager", "The site manager", "RJ1"),
    person("hospital_director", "The director on call", "RJ1"),
  ],
};
export const bcuInspector = person("bcu_inspector", "The inspector of the area", "01");

const TYPES: Readonly<Record<Channel, readonly [type: string, threshold: string, place: string]>> = {
  s136_advice: ["before_detention", "unwell", "Lambeth"],
  ambulance_referral: ["mental_health_crisis", "needs_clinician_soon", "Lambeth"],
  crisis_referral: ["mental_health_crisis", "needs_clinician_today", "Lambeth"],
  handover_in_hospital: ["s136_handover", "no_clinician", "St Thomas’ Hospital, Emergency Department"],
};

export const termsOf = (channel: Channel, place = TYPES[channel][2]) => termsInForce(london, channel, place, "01", NOW);

/** Everybody on duty at their tier of a channel, and the police's own desks beside it; but for the tiers named empty. */
export function onChannel(channel: Channel, empty: readonly number[] = [], until: Instant = plus(NOW, "PT9000H")): Duty {
  const { ladder } = termsOf(channel);
  const stands = (who: Who) => [{ person: who.id, reachable: true, until }];
  return {
    duty_inspector_central_south: stands(bcuInspector),
    ...Object.fromEntries(
      ladder.flatMap(({ teams }, tier) => {
        const who = ANSWERERS[channel][tier as 0 | 1 | 2];
        return teams.slice(0, 1).map((team) => [team, empty.includes(tier) ? [] : stands(who)]);
      }),
    ),
  };
}

/** A request of an officer on a channel, as it was just raised. */
export function askedOn(channel: Channel, more: object = {}, on = onChannel(channel), now: Instant = NOW): Move {
  const [type, threshold, place] = TYPES[channel];
  const ask = Ask.parse({
    ...{ type, threshold: [threshold], place: { borough: place, address: "By the fountain" } },
    ...{ ask: "Which way is best for this person?", whyNow: "He talks to people who are not there, and is calm" },
    ...{ callBack: "07700 900456", ...more },
  });
  const names = { partnership: "london", id: "8e8c8f1e-3c1a-4b52-9f00-0123456789ab", reference: "RC-345-678" };
  const pathway = pathwayInForce(london, channel, ask.place.borough, now);
  const terms = termsInForce(london, channel, ask.place.borough, "01", now);
  return raise(names, ask, undefined, officer, now, pathway, terms, on);
}

/** What the answers of these channels carry, at their plainest. */
export function carriedOn(code: string, now: Instant): Partial<DecisionBody> {
  const followUp = { what: "A call in the morning", who: "The crisis team", by: plus(now, "PT12H") };
  const advice = "He is known to the team, and his sister can be rung";
  const carries: Readonly<Record<string, Partial<DecisionBody>>> = {
    community_support: { advice, followUp },
    crisis_service: { advice, followUp },
    safe_to_leave_with: { advice, safeWith: "His sister", followUp },
    place_of_safety: { advice, placeOfSafety: "The Maudsley, which holds a bed" },
    emergency_department: { advice },
    no_mental_health_need: { advice, changeIf: "He speaks of dying" },
    accept_ambulance: { category: "category_2", reference: "LAS 4471", arriveBy: plus(now, "PT38M") },
    accept_car: { category: "category_3", reference: "LAS 4472", arriveBy: plus(now, "PT90M") },
    accept_visit: { category: "within_4_hours", namedOwner: "The crisis team", arriveBy: plus(now, "PT3H") },
    accept_call: { category: "clinician_rings", namedOwner: "The clinician of the hub", reviewAt: plus(now, "PT30M") },
    decline: { changeIf: "He can no longer be woken" },
    take_on_now: { custodyHolder: "Dr A. Example" },
    take_on_at: { namedOwner: "The nurse in charge", reviewAt: plus(now, "PT45M") },
    officers_stay: { changeIf: "A room is free", reviewAt: plus(now, "PT40M") },
  };
  return carries[code] ?? {};
}

/** An answer on a channel with all that it must carry. */
export const answeredOn =
  (code: string, by: Who, now: Instant, on: Duty, more: object = {}) =>
  (current: Escalation): Move => {
    const body = { code, why: "On what the officer says now", ...carriedOn(code, now), ...more } as DecisionBody;
    return decide(current, body, by, current.version, now, on, SCREEN);
  };

/** What the officer did with the answer. */
export const responded =
  (code: string, now: Instant, on: Duty, why?: string, by = officer) =>
  (current: Escalation): Move =>
    respond(current, { code, ...(why ? { why } : {}) }, by, current.version, now, on);

/** What has happened to the person. */
export const wasFound =
  (code: string, by: Who, now: Instant, on: Duty) =>
  (current: Escalation): Move =>
    recordOutcome(current, { code, seenBy: "health_staff" }, by, now, on);
