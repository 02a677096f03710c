import type { DecisionBody } from "../../core/escalation/decision.ts";
import { decided, type Escalation, limitsOf } from "../../core/escalation/escalation.ts";
import { typeOf } from "../../core/escalation/known.ts";
import type { Carried, DecisionOption } from "../../core/partnership/partnership.ts";
import { type Instant, milliseconds } from "../../core/time.ts";
import type { Chance } from "./chance.ts";
import { later, londonDate } from "./moment.ts";
import { REASONS } from "./words.ts";

type Weights = Readonly<Record<string, number>>;

/*
 * What is decided, by type. The Met deployed to 29 % of health calls six months into the scheme; what is escalated has been declined or
 * is in doubt, so police go somewhat more often here. All shares are ours.
 */
const DECISIONS: Readonly<Record<string, Weights>> = {
  concern_for_welfare: {
    attend_prompt: 26,
    attend_entry_only: 6,
    attend_joint: 6,
    decline_threshold_not_met: 27,
    advise_partner_leads: 12,
    refer_to: 18,
    missing_report_accepted: 5,
  },
  walkout_healthcare: {
    attend_prompt: 28,
    decline_threshold_not_met: 32,
    advise_partner_leads: 12,
    refer_to: 8,
    missing_report_accepted: 20,
  },
  awol_detained: {
    attend_prompt: 22,
    decline_threshold_not_met: 14,
    advise_partner_leads: 12,
    refer_to: 5,
    missing_report_accepted: 47,
  },
  s136_handover: { remain_with_patient: 85, advise_partner_leads: 10, decline_threshold_not_met: 5 },
  conveyance: { attend_joint: 34, decline_threshold_not_met: 30, advise_partner_leads: 14, refer_to: 22 },
  violence_or_crime_on_site: { attend_immediate: 70, attend_prompt: 20, advise_partner_leads: 4, decline_threshold_not_met: 6 },
  s135_warrant: { attend_joint: 70, attend_entry_only: 18, decline_threshold_not_met: 12 },
  other: { attend_prompt: 30, decline_threshold_not_met: 25, advise_partner_leads: 25, refer_to: 20 },
};
/** Of answers that are given anew: after a disagreement, after news that is grave, at a look that was due. Ours. */
const OVERTURNED = 0.4;
const GOES_AFTER_NEWS = 0.6;
const CHANGES_AT_REVIEW = 0.12;

/** The code of a case's next answer. */
export function nextAnswer(chance: Chance, of: Escalation): string {
  const goes = of.priority === "P1" ? "attend_immediate" : "attend_prompt";
  const before = decided(of);
  if (!before) return firstAnswer(chance, of);
  switch (of.reopened?.why) {
    case "disagreement":
      return chance.is(OVERTURNED) ? goes : before.code;
    case "new_information":
    case "linked_request":
      return chance.is(GOES_AFTER_NEWS) ? goes : before.code;
    case "unit_stood_down":
    case "departure":
      return goes;
    case "referral_declined":
      return chance.by({ [goes]: 50, advise_partner_leads: 30, decline_threshold_not_met: 20 });
    case undefined:
      if (of.custody) return of.custody.left ? "advise_partner_leads" : "agree_release_officers";
      return before.leadsTo === "accept_referral" || chance.is(CHANGES_AT_REVIEW) ? goes : before.code;
  }
}

function firstAnswer(chance: Chance, of: Escalation): string {
  const code = chance.by(DECISIONS[typeOf(of)] ?? DECISIONS.other ?? {});
  return code === "attend_prompt" && of.priority === "P1" && chance.is(0.75) ? "attend_immediate" : code;
}

/** What an option of the case's terms is called by its code. */
export function optionOf({ terms }: Pick<Escalation, "terms">, code: string): DecisionOption {
  const option = terms.decisions.find((one) => one.code === code);
  if (!option) throw new Error(`the terms have no decision ${code}`);
  return option;
}

/** An answer with its reasons and all that it must carry, under some of the other headings too. */
export function answer(chance: Chance, of: Escalation, code: string, now: Instant): DecisionBody {
  const { leadsTo, declines, carries } = optionOf(of, code);
  const why = chance.one(declines ? REASONS.declines : REASONS[leadsTo === "respond" ? "close" : leadsTo]);
  const told = Object.fromEntries(Object.entries(HEADINGS).filter(() => chance.is(0.35)));
  const carried = carries.map((name) => BRINGS[name]({ chance, of, now, code, declines, why }));
  const read = leadsTo === "arrive" && chance.is(0.6) ? { limbs: limbs(why, "met") } : {};
  const appointed = leadsTo === "arrive" && limitsOf(of).byAppointment ? { arriveBy: later(now, chance.around(600, 0.8)) } : {};
  const remark = chance.is(0.02) ? { remark: "The ward lost sight of him: worth a word on the call" } : {};
  return Object.assign({ code, why }, told, read, appointed, remark, ...carried);
}

const HEADINGS = {
  information: "The log, the ward’s account and two earlier contacts",
  threat: "To himself, within the hour; to nobody else",
  options: "To go now, to ask the ambulance service, to look again in an hour",
} as const;

const limbs = (facts: string, reading: "met" | "not_met"): NonNullable<DecisionBody["limbs"]> => ({
  limb_a: { reading: "not_met", facts: "No crime is reported by anybody" },
  limb_b: { reading, facts },
});

interface Answering {
  readonly chance: Chance;
  readonly of: Escalation;
  readonly now: Instant;
  readonly code: string;
  readonly declines: boolean;
  readonly why: string;
}

/** What each thing that a decision may have to carry looks like. */
const BRINGS: Readonly<Record<Carried, (so: Answering) => Partial<DecisionBody>>> = {
  limbs: ({ why, declines }) => ({ limbs: limbs(why, declines ? "not_met" : "met") }),
  changeIf: () => ({ changeIf: "Somebody sees her outside, or she no longer answers" }),
  reviewAt: ({ chance, of, now, declines }) => ({
    reviewAt: later(now, lookWithin(of, declines) * (0.3 + 0.6 * chance.share())),
  }),
  cad: ({ chance, now }) => ({
    cad: chance.is(0.7) ? { number: String(chance.whole(1, 9999)), date: londonDate(now) } : "not_yet",
  }),
  grade: ({ of, code }) => ({ grade: code === "attend_immediate" ? "I" : of.priority === "P3" ? "E" : "S" }),
  partner: ({ chance }) => ({ partner: chance.one(["An ambulance crew", "The AMHP", "Two nurses of the ward"]) }),
  meetingPoint: ({ chance }) => ({
    meetingPoint: chance.one(["The main gate", "Outside the flats, by the shops", "At the ambulance entrance"]),
  }),
  entry: ({ chance, now }) => entry(chance, "The response team", now),
  riskGrade: ({ chance }) => ({
    riskGrade: { grade: chance.by({ low: 15, medium: 55, high: 30 }), scale: "Metropolitan Police" },
  }),
  reference: ({ chance }) => ({ reference: `MP ${chance.whole(10_000, 99_999)}` }),
  namedOwner: () => ({ namedOwner: "The missing persons desk" }),
  advice: ({ chance }) => ({
    advice: chance.one(["Ring the crisis team, who know her", "Try his sister first, and ring us when that fails"]),
  }),
  referTo: ({ chance, of, now }) => referral(chance, of, now),
  category: ({ of }) => ({ category: of.terms.categories[0]?.code ?? "" }),
  safeWith: () => ({ safeWith: "Her sister, who stays the night" }),
  placeOfSafety: () => ({ placeOfSafety: "The health-based place of safety that holds a bed" }),
  followUp: ({ now }) => ({ followUp: { what: "A call tomorrow", who: "The crisis team", by: later(now, 24 * 60) } }),
  custodyHolder: () => ({ custodyHolder: "The nurse in charge of the place of safety" }),
};

const entry = (chance: Chance, who: string, now: Instant): Partial<DecisionBody> => ({
  entry: { who, power: "pace_17_1_e", by: later(now, chance.around(30, 0.3)) },
});

/** Within how many minutes another look is due: at most what the terms allow, for an enquiry some hours. Ours. */
const lookWithin = (of: Escalation, declines: boolean): number =>
  Math.min((24 * milliseconds(limitsOf(of).decide.within)) / 60_000, (declines ? 12 : 6) * 60);

/** Which body is asked, as far as it answers there and did not ask itself. Ours. */
const BODIES: Weights = { ambulance: 55, crisis_team: 20, amhp_or_edt: 12, fire_brigade: 6, another_police_desk: 4 };

function referral(chance: Chance, { terms, raised }: Escalation, now: Instant): Partial<DecisionBody> {
  const open = terms.bodies.filter(
    ({ code, teams }) =>
      code in BODIES && teams.length > 0 && teams.every((team) => terms.teams[team]?.agency !== raised.by.agency),
  );
  const referTo = chance.by(Object.fromEntries(open.map(({ code }) => [code, BODIES[code] ?? 0])));
  return { referTo, ...(open.some(({ code, entry }) => code === referTo && entry) ? entry(chance, "The fire crew", now) : {}) };
}
