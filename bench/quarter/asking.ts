import type { Ask, News } from "../../core/escalation/ask.ts";
import type { Terms } from "../../core/partnership/terms.ts";
import type { Instant } from "../../core/time.ts";
import type { Chance } from "./chance.ts";
import type { Request } from "./demand.ts";
import { later, londonDate } from "./moment.ts";
import { ON_SITE, type Subject } from "./subject.ts";
import { ANSWERS, ASKS, NEWS, POLICE_REASONS, WHY_NOW } from "./words.ts";

/** How much is at stake, as the raiser sees it. What it makes of the priority is the pathway's to say. */
export type Gravity = keyof typeof WHY_NOW;

/** Of what can be planned, most is; of all else about a third is grave. Ours. */
export const gravityOf = (chance: Chance, type: string): Gravity => {
  if (type === "violence_or_crime_on_site") return "grave";
  const planned = type === "conveyance" || type === "s135_warrant";
  return chance.by(planned ? { grave: 5, serious: 20, planned: 75 } : { grave: 33, serious: 67 });
};

/** Which facts of risk go with which type; the rest is rare. */
const PERTINENT: Readonly<Record<string, readonly string[]>> = {
  concern_for_welfare: [
    "suicidal_words_today",
    "goodbye_message",
    "overdose_or_ingestion",
    "previous_attempt",
    "out_of_character_no_contact",
    "signs_inside_premises",
    "essential_medication_missed",
    "police_previously_forced_entry",
    "exploitation_or_domestic_abuse",
  ],
  walkout_healthcare: [
    "suicidal_words_today",
    "plan_or_means",
    "transport_or_height_risk",
    "medical_deadline",
    "confused_dementia_or_delirium",
    "exposure_weather_or_clothing",
    "intoxicated",
    "learning_disability_or_autism",
  ],
  awol_detained: ["psychosis_or_command_voices", "threat_to_named_person", "previous_attempt", "plan_or_means", "intoxicated"],
  s136_handover: ["psychosis_or_command_voices", "staff_assaulted", "intoxicated", "self_harm_in_progress"],
  conveyance: ["psychosis_or_command_voices", "staff_assaulted", "violence_in_progress", "learning_disability_or_autism"],
  violence_or_crime_on_site: ["violence_in_progress", "weapon", "staff_assaulted", "intoxicated"],
  s135_warrant: ["psychosis_or_command_voices", "weapon", "police_previously_forced_entry"],
  other: ["transport_or_height_risk", "out_of_character_no_contact", "other"],
};
const AS_GRAVE: Readonly<Record<Gravity, readonly (string | undefined)[]>> = {
  grave: ["P1", "P2", undefined],
  serious: ["P2", undefined],
  planned: [undefined],
};

/** Facts of risk as grave as the case is, from somebody, obtained a while ago. */
export function factsOf(chance: Chance, terms: Terms, type: string, gravity: Gravity, now: Instant) {
  const codes = terms.riskFacts.filter(
    ({ code, priority }) => PERTINENT[type]?.includes(code) && AS_GRAVE[gravity].includes(priority),
  );
  return chance.some(codes, 0, 3).map(({ code }) => ({
    code,
    status: chance.one([
      "seen_by_staff",
      "told_by_person",
      "told_by_family",
      "told_by_agency",
      "from_record",
      "inferred",
    ] as const),
    source: chance.one(["The nurse in charge", "His sister", "The crisis team", "A neighbour", "The crew", "The social worker"]),
    obtainedAt: later(now, -chance.around(25)),
    ...(chance.is(0.3)
      ? { words: chance.one(["I cannot do this any more", "Tell my daughter I am sorry", "Keep away from me"]) }
      : {}),
    ...(chance.is(0.4) ? { verified: chance.is(0.7) } : {}),
  }));
}

const AHEAD = ["harm_by", "warrant_ends", "planned_for", "earliest_at", "latest_at", "retake_power_ends"];

/** Answers to about half of what the type asks: nobody at three in the morning answers everything. */
function answersOf(chance: Chance, terms: Terms, type: string, gravity: Gravity, now: Instant): Ask["answers"] {
  const asked = terms.types.find(({ code }) => code === type)?.asks ?? [];
  const answered = terms.questions.filter(({ code }) => asked.includes(code) && (code === "arrived_at" || chance.is(0.5)));
  return Object.fromEntries(answered.map((question) => [question.code, given(chance, question, AS_GRAVE[gravity], now)]));
}

/** One answer, no graver than the case is. That a child is there is said by the subject alone. */
function given(
  chance: Chance,
  { code, answer, choices = [], priority }: Terms["questions"][number],
  grave: readonly (string | undefined)[],
  now: Instant,
): string | number | string[] {
  const open = choices.filter((choice) => grave.includes(choice.priority) && !choice.child).map((choice) => choice.code);
  switch (answer) {
    case "words":
      return chance.one(ANSWERS);
    case "number":
      return chance.whole(2, 30) * 10;
    case "yes_no_unknown":
      return chance.one(grave.includes(priority) ? ["yes", "no", "unknown"] : ["no", "unknown"]);
    case "one_of":
      return chance.one(open);
    case "any_of":
      return chance.some(open, 1, 2);
    case "time":
      return later(now, AHEAD.includes(code) ? chance.around(900) : -sinceArrival(chance, code));
  }
}

/** Somebody who is detained has been there for some minutes when the handover is escalated. Ours. */
const sinceArrival = (chance: Chance, code: string): number => chance.around(code === "arrived_at" ? 12 : 120);

const THRESHOLDS: Readonly<Record<Gravity, Readonly<Record<string, number>>>> = {
  grave: { risk_to_life_now: 60, serious_harm_now: 40 },
  serious: { none_unsure: 60, statutory_power_needed: 25, assumed_care_or_custody: 15 },
  planned: { statutory_power_needed: 70, none_unsure: 30 },
};

/** What police had said before this was raised: a «no» in half of the cases, which is what the scheme's disputes are about. Shares are ours. */
function policeContactOf(chance: Chance, now: Instant): NonNullable<Ask["policeContact"]> {
  const channel = chance.by({ rang_999: 55, rang_101: 28, in_person: 7, none_yet: 10 });
  if (channel === "none_yet") return { channel };
  const at = later(now, -chance.around(35));
  const answer = chance.by({
    will_not_attend: 50,
    told_to_call_other: 16,
    will_review: 12,
    no_answer_yet: 9,
    call_ended: 7,
    will_attend: 6,
  });
  const cad = { number: String(chance.whole(1, 9999)), date: londonDate(at) };
  return {
    ...{ channel, at, answer },
    ...(chance.is(0.8) ? { cad } : {}),
    ...(chance.is(0.3) ? { handler: `${chance.whole(100, 9999)}MC` } : {}),
    ...(chance.is(0.6) ? { reason: chance.one(POLICE_REASONS) } : {}),
    understood: chance.by({ yes: 20, no: 60, unknown: 20 }),
  };
}

const LEGAL_STATUS: Readonly<Record<string, readonly NonNullable<Ask["legalStatus"]>[]>> = {
  awol_detained: ["s2", "s3", "s3", "s17_leave", "cto", "s37"],
  s136_handover: ["s136"],
  s135_warrant: ["s135", "none"],
  conveyance: ["s2", "s3", "informal"],
};
const TRIED: Readonly<Record<string, readonly NonNullable<Ask["alreadyDone"]>[number]["code"][]>> = {
  walkout_healthcare: ["phoned_person", "searched_department", "searched_site", "cctv_checked", "security_told"],
  awol_detained: ["phoned_person", "searched_site", "phoned_next_of_kin", "ward_bed_held", "manager_on_call_told"],
  conveyance: ["transport_ordered", "ambulance_requested", "ward_bed_held"],
};
const TRIED_ELSE = [
  "phoned_person",
  "phoned_next_of_kin",
  "neighbours_asked",
  "home_visited",
  "ambulance_requested",
  "rang_999",
] as const;

/** What somebody asks about a person, as the form would have brought it into shape. */
export function askOf(chance: Chance, terms: Terms, { at, type, place }: Request, subject: Subject, gravity: Gravity): Ask {
  const crime = type === "violence_or_crime_on_site" && chance.is(0.7);
  const tried = TRIED[type] ?? TRIED_ELSE;
  return {
    type,
    ask: chance.one(ASKS[type] ?? ASKS.other ?? []),
    place: {
      borough: place.title,
      address: ON_SITE[type] ?? subject.address,
      ...(subject.postcode && !ON_SITE[type] ? { postcode: subject.postcode } : {}),
      confidence: chance.by({ exact: 45, likely: 25, last_known: 25, unknown: 5 }),
    },
    threshold: [crime ? "crime_in_progress_or_reported" : chance.by(THRESHOLDS[gravity])],
    whyNow: chance.one(WHY_NOW[gravity]),
    callBack: `+44207946${String(chance.whole(0, 999)).padStart(4, "0")}`,
    riskFacts: factsOf(chance, terms, type, gravity, at),
    answers: answersOf(chance, terms, type, gravity, at) ?? {},
    alreadyDone: chance.some(tried, 0, 3).map((code) => ({ code, at: later(at, -chance.around(40)) })),
    hazards: chance.is(0.15) ? [chance.one(["violence", "dog", "infection", "locked_door"] as const)] : [],
    person: subject.person,
    capacity: { assessed: chance.by({ has: 20, lacks: 20, not_assessed: 60 }) },
    legalStatus: chance.one(LEGAL_STATUS[type] ?? ["none", "unknown", "informal"]),
    under18: subject.under18 ? "yes" : "no",
    childAtRisk: subject.childAtRisk ? "yes" : chance.by({ no: 80, unknown: 20 }),
    policeContact: policeContactOf(chance, at),
    ...(chance.is(0.3) ? { deputy: { name: "The nurse who takes over", phone: "+442079460900" } } : {}),
    ...(chance.is(0.4) ? { shiftEndsAt: later(at, chance.whole(1, 12) * 60) } : {}),
    ...(chance.is(0.08) ? { alsoTell: ["ambulance"] } : {}),
  };
}

/** What changes later: worse in about half of it. */
export function newsOf(chance: Chance, terms: Terms, type: string, now: Instant): News {
  const worse = chance.is(0.5);
  return {
    words: chance.one(NEWS[worse ? "grave" : "mild"]),
    from: chance.one(["staff", "family_or_friend", "other_agency", "public"] as const),
    ...(worse ? { riskFacts: factsOf(chance, terms, type, "grave", now) } : { bearsOnRisk: false }),
  };
}
