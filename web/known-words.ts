import type * as z from "zod";
import type { AlreadyDone, Ask, FactStatus, Hazard, LegalStatus, News, PoliceContact } from "../core/escalation/ask.ts";
import type { DecisionBody, Grade, Power, Reading } from "../core/escalation/decision.ts";
import type { Custody, Vehicle } from "../core/escalation/escalation.ts";
import { type Instant, london } from "../core/time.ts";

/** Where a fact of risk comes from. */
export const FACT_STATUS: Record<z.output<typeof FactStatus>, string> = {
  seen_by_staff: "Seen by staff",
  told_by_person: "Told by the person",
  told_by_family: "Told by family",
  told_by_agency: "Told by another agency",
  from_record: "From a record",
  inferred: "Inferred, nobody has said it",
};

/** What has been tried already. */
export const DONE: Record<z.output<typeof AlreadyDone>, string> = {
  phoned_person: "Rang the person",
  texted_person: "Texted the person",
  phoned_next_of_kin: "Rang next of kin",
  phoned_friends: "Rang friends",
  searched_department: "Searched the department",
  searched_site: "Searched the site",
  cctv_checked: "Looked at the cameras",
  security_told: "Told security",
  home_visited: "Went to their home",
  neighbours_asked: "Asked neighbours",
  keyholder_found: "Found a keyholder",
  ambulance_requested: "Asked for an ambulance",
  crisis_team_told: "Told the crisis team",
  amhp_or_edt_told: "Told the AMHP or the emergency duty team",
  gp_told: "Told the GP",
  ward_bed_held: "Held a bed on the ward",
  transport_ordered: "Ordered transport",
  rang_999: "Rang 999",
  rang_101: "Rang 101",
  manager_on_call_told: "Told the manager on call",
  not_possible: "Nothing was possible",
};

export const HAZARDS: Record<z.output<typeof Hazard>, string> = {
  weapons: "Weapons",
  violence: "Violence",
  dog: "A dog",
  infection: "Infection",
  locked_door: "A locked door",
};

/** Legal status as staff say it. */
export const LEGAL_STATUS: Record<z.output<typeof LegalStatus>, string> = {
  informal: "Informal",
  s2: "Section 2",
  s3: "Section 3",
  s4: "Section 4",
  s5_2: "Section 5(2)",
  s5_4: "Section 5(4)",
  s17_leave: "Section 17 leave",
  cto: "Community treatment order",
  s37: "Section 37",
  s37_41: "Section 37/41",
  s47_49: "Section 47/49",
  s135: "Section 135",
  s136: "Section 136",
  dols_lps: "Deprivation of liberty (DoLS, LPS)",
  none: "None",
  unknown: "Not known",
};

export const YES_NO: Record<"yes" | "no" | "unknown", string> = { yes: "Yes", no: "No", unknown: "Not known" };

export const CONFIDENCE: Record<NonNullable<Ask["place"]["confidence"]>, string> = {
  exact: "Exactly there",
  likely: "Likely there",
  last_known: "Last known there",
  unknown: "Not known whether there",
};

export const CAPACITY: Record<NonNullable<Ask["capacity"]>["assessed"], string> = {
  has: "Assessed: has capacity",
  lacks: "Assessed: lacks capacity",
  not_assessed: "Not assessed",
};

/** How police were asked before this was raised, and what they said. */
export const CHANNELS: Record<z.output<typeof PoliceContact>["channel"], string> = {
  rang_999: "Rang 999",
  rang_101: "Rang 101",
  in_person: "In person",
  none_yet: "Police have not been asked yet",
};
export const POLICE_ANSWERS: Record<NonNullable<z.output<typeof PoliceContact>["answer"]>, string> = {
  will_attend: "They will attend",
  will_not_attend: "They will not attend",
  will_review: "They will look at it again",
  told_to_call_other: "Told to ring somebody else",
  no_answer_yet: "No answer yet",
  call_ended: "The call ended",
};

/** Whom a piece of news comes from. */
export const NEWS_FROM: Record<NonNullable<z.output<typeof News.shape.from>>, string> = {
  staff: "Our own staff",
  family_or_friend: "Family or a friend",
  the_person: "The person",
  other_agency: "Another agency",
  public: "A member of the public",
};

/** How a limb of the threshold is read. */
export const READINGS: Record<Reading, string> = {
  met: "Met",
  not_met: "Not met",
  not_enough_information: "Not enough information",
};

export const POWERS: Record<z.output<typeof Power>, string> = {
  none: "None",
  common_law: "Common law",
  pace_17_1_e: "PACE section 17(1)(e), to save life or limb",
  mha_18: "Mental Health Act section 18",
  mha_135_1: "Mental Health Act section 135(1), warrant",
  mha_135_2: "Mental Health Act section 135(2), warrant",
  mha_136: "Mental Health Act section 136",
  mha_138: "Mental Health Act section 138",
  arrest: "Arrest",
  children_act_46: "Children Act section 46",
  other: "Another power",
};

/** The Met's grades of response. */
export const GRADES: Record<z.output<typeof Grade>, string> = {
  I: "I, immediate",
  S: "S, significant",
  E: "E, extended",
  R: "R, referred",
};

/** A missing person's grade of risk: each force means its own scale. */
export const RISK_GRADES: Record<NonNullable<DecisionBody["riskGrade"]>["grade"], string> = {
  no_apparent: "No apparent risk",
  low: "Low",
  medium: "Medium",
  high: "High",
};

export const NEXT_OF_KIN: Record<NonNullable<Custody["nextOfKin"]>["told"], string> = {
  told: "Told",
  not_wanted: "The person does not want it",
  none_known: "Nobody known",
  could_not_be_reached: "Could not be reached",
};

/** The two answers to a plain question, as a form offers them. */
export const YES_OR_NO = [
  { code: "yes", title: "Yes" },
  { code: "no", title: "No" },
] as const;

/** In what a detained person was brought. */
export const VEHICLES: Record<Vehicle, string> = {
  ambulance: "An ambulance",
  mental_health_car: "A mental health car or ambulance",
  police_vehicle: "A police vehicle",
  private_vehicle: "Another vehicle",
  on_foot: "On foot",
};

/** Whether an ambulance was asked for, and when it was expected. */
export const ambulanceWords = ({
  asked,
  expectedAt,
}: {
  readonly asked?: boolean | undefined;
  readonly expectedAt?: Instant | null | undefined;
}): string =>
  asked
    ? `An ambulance was asked for${expectedAt ? `, and expected at ${london(expectedAt)}` : ""}.`
    : "No ambulance was asked for.";

/** What two cases have in common. */
const MARKS: Readonly<Record<string, string>> = {
  nhs_number: "the same NHS number",
  phone: "the same telephone number",
  cad: "the same CAD number",
  postcode_and_number: "the same postcode and number",
  address: "the same address",
  what3words: "the same three-word place",
};
/** What two requests share, in words. */
export const sharedMarks = (on: readonly string[]): string => on.map((mark) => MARKS[mark] ?? mark).join(", ");

/** The limbs of the threshold in a word or two; a page of one case has the agreement's own words. */
export const LIMB_NAMES: Record<"limb_a" | "limb_b", string> = {
  limb_a: "A crime to investigate",
  limb_b: "People to protect",
};
