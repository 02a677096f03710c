import type { Temporal } from "temporal-polyfill";
import type { Ask } from "../../core/escalation/ask.ts";
import type { Partnership } from "../../core/partnership/partnership.ts";
import type { Instant } from "../../core/time.ts";
import type { Chance } from "../quarter/chance.ts";
import { moments, type Place, somewhere } from "../quarter/demand.ts";
import { later, wallTime } from "../quarter/moment.ts";
import { newSubject } from "../quarter/subject.ts";

/** One referral as it comes: when, from where, and from which force. */
export interface Referral {
  readonly at: Instant;
  readonly place: Place;
  readonly agency: string;
}

/** So many referrals within so few minutes. */
export interface Storm {
  readonly from: Instant;
  readonly to: Instant;
}
export const STORM = { referrals: 60, minutes: 10 } as const;

/**
 * The referrals of a while, and the storms among them. The day goes up and down as it does in the made-up quarter, whose hours are ours:
 * we know of no count of what police refer by the hour.
 */
export function demand(
  chance: Chance,
  agreed: Partnership,
  count: number,
  storms: number,
  from: Temporal.PlainDate,
  days: number,
) {
  const calm = moments(chance, Math.max(0, count - storms * STORM.referrals), from, days);
  const eyes = stormsOf(chance, storms, from, days);
  const rough = eyes.flatMap((eye) =>
    Array.from({ length: STORM.referrals }, () => later(eye.from, STORM.minutes * chance.share())),
  );
  const referrals = [...calm, ...rough].sort().map((at): Referral => {
    const place = somewhere(chance, agreed);
    return { at, place, agency: agreed.areas.find(({ code }) => code === place.area)?.agency ?? "" };
  });
  return { referrals, storms: eyes };
}

/** Each storm on a day of its own, as far as there are days, at any hour. */
function stormsOf(chance: Chance, storms: number, from: Temporal.PlainDate, days: number): Storm[] {
  const dates = Array.from({ length: days }, (_, day) => from.add({ days: day }));
  const begins = chance.some(dates, storms, storms).map((day) => later(wallTime(day, "00:00"), chance.whole(0, 24 * 60 - 60)));
  return begins.sort().map((eye) => ({ from: eye, to: later(eye, STORM.minutes) }));
}

/*
 * What officers ask about. That a fifth is immediate, half is prompt and the rest is for today is ours: we know of no count of referrals by
 * urgency.
 */
const TYPES = { medical_emergency: 12, mental_health_crisis: 36, injury_or_fall: 20, concern_for_health: 32 } as const;
type Type = keyof typeof TYPES;
const THRESHOLDS: Readonly<Record<Type, Readonly<Record<string, number>>>> = {
  medical_emergency: { life_at_risk_now: 70, needs_clinician_soon: 30 },
  mental_health_crisis: { life_at_risk_now: 10, needs_clinician_soon: 55, needs_clinician_today: 15, not_sure: 20 },
  injury_or_fall: { needs_clinician_soon: 60, needs_clinician_today: 30, not_sure: 10 },
  concern_for_health: { needs_clinician_today: 80, not_sure: 20 },
};
const WORDS: Readonly<Record<Type, readonly string[]>> = {
  medical_emergency: [
    "He has gone grey and answers in single words",
    "She cannot be kept awake",
    "His chest hurts, and it began an hour ago",
  ],
  mental_health_crisis: [
    "She says that she cannot go on",
    "He talks to people who are not there, and is calm",
    "He has not slept for days",
  ],
  injury_or_fall: [
    "She fell on the stairs and cannot stand",
    "His hand is cut to the bone",
    "He hit his head, and it has stopped bleeding",
  ],
  concern_for_health: [
    "The flat is cold and she has not eaten",
    "He has missed his insulin since Friday",
    "A neighbour says he is not himself",
  ],
};
const ASKS = [
  "An ambulance",
  "Please ring him, and say what you think",
  "Somebody who can look at her",
  "Which way is best for this person?",
];

/** What an officer asks about somebody, as the form would have brought it into shape. */
export function askOf(chance: Chance, { place }: Referral): Ask {
  const type = chance.by(TYPES);
  const { person, address } = newSubject(chance);
  return {
    type,
    ask: chance.one(ASKS),
    place: { borough: place.title, address },
    threshold: [chance.by(THRESHOLDS[type])],
    whyNow: chance.one(WORDS[type]),
    callBack: `+44207946${String(chance.whole(0, 999)).padStart(4, "0")}`,
    answers: {
      conscious: chance.by({ yes: 80, not_known: 20 }),
      breathing: chance.by({ yes: 80, not_known: 20 }),
      officers_with_them: chance.by({ yes: 70, no: 30 }),
      ...(chance.is(0.6) ? { behaviour_now: chance.by({ calm: 50, distressed: 45, violent: 5 }) } : {}),
    },
    person,
  };
}
