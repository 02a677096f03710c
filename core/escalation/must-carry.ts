import type { Carried, DecisionOption } from "../partnership/partnership.ts";
import { type FieldError, invalid } from "../refusal.ts";
import { between, type Instant, inWords, milliseconds, plus } from "../time.ts";
import type { DecisionBody } from "./decision.ts";
import { type Escalation, limitsOf } from "./escalation.ts";
import { askers } from "./hearing.ts";
import { isEmpty, isOnlyFault } from "./rationale.ts";

/** What is planned for a day ahead has an appointment within this: further ahead a year was mistyped, and the case would in effect have stopped. */
const LONGEST_APPOINTMENT = "PT720H";

/** An answer is looked at again, and somebody comes, within so many times what the urgency allows for the decision, and for the arrival. */
const MOST_TIMES = 24;
const times = (within: string, now: Instant): Instant =>
  new Date(Date.parse(now) + MOST_TIMES * milliseconds(within)).toISOString();

/** Nobody is detained for longer: 24 hours, and the doctor's 12 (Policing and Crime Act 2017, s.82). */
const LONGEST_DETENTION = "PT36H";

/**
 * Officers who stay with a detained person stay until the detention ends at the latest; where they asked to be relieved and are refused, that is
 * looked at again within the time agreed for a handover. Every other answer is looked at as its urgency says (3e).
 */
function latestReview(of: Escalation, { declines, carries }: DecisionOption, now: Instant): Instant {
  const byUrgency = times(limitsOf(of).decide.within, now);
  const withinTheHour = plus(now, of.terms.custodyHandover.within);
  if (of.custody !== null && declines && of.terms.police === "ask") return withinTheHour < byUrgency ? withinTheHour : byUrgency;
  const stays = of.custody !== null && !declines && !carries.includes("namedOwner");
  const byLaw = plus(now, LONGEST_DETENTION);
  return stays && byLaw > byUrgency ? byLaw : byUrgency;
}

/** Where only the lesser urgencies go by appointment, theirs is for planned work; where each of them does, it is the time when somebody comes. */
export function latestArrival(of: Escalation, now: Instant): Instant {
  const { byAppointment, arrive } = limitsOf(of);
  const plans = byAppointment && of.terms.priorities[0]?.limits.byAppointment !== true;
  return plans ? plus(now, LONGEST_APPOINTMENT) : times(arrive.within, now);
}

/** Do all who answer for this body work for an agency that asked? A case that is passed back to them is passed to nobody (domain of the field, case 5). */
export function isOfAskers(of: Escalation, { teams }: Pick<Escalation["terms"]["bodies"][number], "teams">): boolean {
  const agencies = askers(of).map(({ agency }) => agency);
  return teams.every((team) => agencies.includes(of.terms.teams[team]?.agency ?? ""));
}

/** How each thing that a decision must carry is asked for when it is missing. */
const ASKED_FOR: Record<Carried, string> = {
  limbs: "read both limbs, each on facts about the person now",
  changeIf: "say what would change this answer",
  reviewAt: "say when this will be looked at again",
  cad: "give the CAD number and its date, or say «not_yet»",
  grade: "give the grade of response: I, S, E or R",
  partner: "say with whom police go",
  meetingPoint: "say where they meet",
  entry: "say who enters, under what power, and by when",
  riskGrade: "give the grade of risk, and whose scale it is",
  reference: "give the reference",
  namedOwner: "name who has the enquiry",
  advice: "write the advice",
  referTo: "say which body is asked",
  custodyHolder: "name who has legal custody now",
  category: "give the category",
  safeWith: "say with whom they are safe",
  placeOfSafety: "say which place of safety has a bed",
  followUp: "say what follows, by whom and by when",
};

/** What must come with a decision, by its own terms. Throws Invalid, naming each field that is missing, past, or not for this decision. */
export function mustCarry(current: Escalation, body: DecisionBody, now: Instant): DecisionOption {
  const { terms } = current;
  const open = terms.decisions.filter(({ custody }) => !custody || current.custody);
  const option = open.find(({ code }) => code === body.code);
  if (!option) throw invalid({ field: "code", reason: `one of ${open.map(({ code }) => code).join(", ")}` });
  const wrong: FieldError[] = [];
  for (const name of option.carries) if (body[name] === undefined) wrong.push({ field: name, reason: ASKED_FOR[name] });
  const isThere = current.arrived !== null && current.decision?.code === body.code;
  if (option.leadsTo === "arrive" && limitsOf(current).byAppointment && !body.arriveBy && !isThere)
    wrong.push({ field: "arriveBy", reason: "say when they will arrive: this priority is by appointment" });
  if (body.arriveBy && option.leadsTo !== "arrive") wrong.push({ field: "arriveBy", reason: "does not go with this decision" });
  if (body.referTo && option.leadsTo !== "accept_referral")
    wrong.push({ field: "referTo", reason: "does not go with this decision" });
  for (const field of ["arriveBy", "reviewAt"] as const) {
    const at = body[field];
    if (at !== undefined && at <= now) wrong.push({ field, reason: "must lie ahead" });
    const latest = field === "reviewAt" ? latestReview(current, option, now) : latestArrival(current, now);
    if (at !== undefined && at > latest) wrong.push({ field, reason: atMost(now, latest) });
  }
  if (body.entry && body.entry.by <= now) wrong.push({ field: "entry.by", reason: "must lie ahead" });
  if (body.entry && body.entry.by > latestArrival(current, now))
    wrong.push({ field: "entry.by", reason: atMost(now, latestArrival(current, now)) });
  const bodies = terms.bodies.filter(({ teams }) => teams.length > 0);
  const asked = bodies.find(({ code }) => code === body.referTo);
  if (body.referTo && !asked) wrong.push({ field: "referTo", reason: `one of ${bodies.map(({ code }) => code).join(", ")}` });
  if (asked && isOfAskers(current, asked))
    wrong.push({ field: "referTo", reason: "has asked for this itself: it cannot be referred back to it" });
  if (asked?.entry && !body.entry) wrong.push({ field: "entry", reason: ASKED_FOR.entry });
  if (body.entry?.power === "none") wrong.push({ field: "entry.power", reason: "say under what power they enter" });
  if (body.category && !terms.categories.some(({ code }) => code === body.category))
    wrong.push({ field: "category", reason: `one of ${terms.categories.map(({ code }) => code).join(", ")}` });
  if (body.followUp && body.followUp.by <= now) wrong.push({ field: "followUp.by", reason: "must lie ahead" });
  wrong.push(...limbFaults(option, body), ...custodyFaults(current, option));
  if (option.leadsTo !== "arrive") wrong.push(...wordFaults(body));
  if (option.leadsTo === "arrive" && body.grade === "R")
    wrong.push({ field: "grade", reason: "R means that nobody comes: give I, S or E for somebody who is sent" });
  if (wrong.length > 0) throw invalid(...wrong);
  return option;
}

/** How far ahead at most, as a form says it. */
export const atMost = (now: Instant, latest: Instant): string => `at most ${inWords(between(now, latest))} ahead`;

const NOT_A_REASON =
  "somebody’s failing is no reason: say what the risk to the person is now. The remark can be kept for learning (theme T18)";

/** Where nobody is sent, each word that stands for a reason is one. Nothing of this ever holds back sending somebody. */
function wordFaults({ why, changeIf, advice, limbs }: DecisionBody): FieldError[] {
  const said = [
    ["why", why, "says nothing: write why, on what is known of the person now"],
    ["changeIf", changeIf, "says nothing: write what would have to be seen or said for another answer"],
    ["advice", advice, "says nothing: write what whoever asked is to do"],
    ["limbs.limb_a.facts", limbs?.limb_a.facts, SAYS_NO_FACT],
    ["limbs.limb_b.facts", limbs?.limb_b.facts, SAYS_NO_FACT],
  ] as const;
  const empty = said.flatMap(([field, words, reason]) => (words !== undefined && isEmpty(words) ? [{ field, reason }] : []));
  return isOnlyFault(why) ? [...empty, { field: "why", reason: NOT_A_REASON }] : empty;
}

const SAYS_NO_FACT = "says nothing: give the facts about the person now, or say that there is not enough information";

/** Each limb is read on facts; where information is missing, that is no «no»: it is asked for, and the limits run on. */
function limbFaults({ declines }: DecisionOption, { limbs }: DecisionBody): FieldError[] {
  if (!limbs) return [];
  return (["limb_a", "limb_b"] as const).flatMap((limb) => {
    const { reading, facts } = limbs[limb];
    const fault = (field: string, reason: string) => ({ field: `limbs.${limb}.${field}`, reason });
    if (isOnlyFault(facts)) return [fault("facts", NOT_A_REASON)];
    if (declines && reading === "not_enough_information")
      return [fault("reading", "not enough information is no reason to decline: ask for what is missing, the limits run on")];
    return declines && reading === "met" ? [fault("reading", "this limb is read as met, so it is no reason to decline")] : [];
  });
}

/** Officers are released when both sides have said how they see the risk, and a named clinician has accepted the person. */
function custodyFaults({ custody }: Escalation, { carries }: DecisionOption): FieldError[] {
  if (!carries.includes("custodyHolder") || !custody) return [];
  const missing = [
    custody.riskByPolice ? undefined : "police have not entered the risk level",
    custody.riskByHealth ? undefined : "the nurse has not entered the risk level",
    custody.accepted ? undefined : "no named clinician has accepted the person",
    custody.nextOfKin ? undefined : "next of kin: nobody has said whether they were told",
    custody.tellResult ? undefined : "nobody has said who must be told the result",
  ].filter((one) => one !== undefined);
  return missing.length > 0 ? [{ field: "code", reason: missing.join("; ") }] : [];
}
