import { shownCad } from "../core/cad.ts";
import type { DecisionBody } from "../core/escalation/decision.ts";
import { titleOf } from "../core/escalation/escalation.ts";
import type { Terms } from "../core/partnership/terms.ts";
import type { Instant } from "../core/time.ts";
import { GRADES, LIMB_NAMES, POWERS, READINGS, RISK_GRADES } from "./known-words.ts";
import { clockWords } from "./time.tsx";

type Carries = Pick<
  DecisionBody,
  | "limbs"
  | "information"
  | "threat"
  | "power"
  | "options"
  | "changeIf"
  | "cad"
  | "grade"
  | "partner"
  | "meetingPoint"
  | "entry"
  | "riskGrade"
  | "reference"
  | "namedOwner"
  | "advice"
  | "referTo"
  | "custodyHolder"
  | "category"
  | "safeWith"
  | "placeOfSafety"
  | "followUp"
>;

/** What a decision carries beside its reason, each with its name: both limbs first, then what follows for whoever waits. An older decision carries less. */
export function carriedWords(
  decision: Carries,
  { bodies, categories }: Pick<Terms, "bodies" | "categories">,
  now: Instant,
  limbOf: (limb: "limb_a" | "limb_b") => string = (limb) => LIMB_NAMES[limb],
): { readonly name: string; readonly words: string }[] {
  const { limbs, cad, grade, entry, riskGrade, power, referTo, category, followUp } = decision;
  const limb = (code: "limb_a" | "limb_b") => limbs && `${READINGS[limbs[code].reading]}. ${limbs[code].facts}`;
  const lines: [string, string | undefined][] = [
    [limbOf("limb_a"), limb("limb_a")],
    [limbOf("limb_b"), limb("limb_b")],
    ["What would change this answer", decision.changeIf],
    ["Advice", decision.advice],
    ["Category", category && titleOf(categories, category)],
    ["Safe with", decision.safeWith],
    ["Place of safety with a bed", decision.placeOfSafety],
    ["What follows", followUp && `${followUp.what}. By ${followUp.who}, by ${clockWords(followUp.by, now)}`],
    ["Referred to", referTo && titleOf(bodies, referTo)],
    ["CAD", cad && (cad === "not_yet" ? "no CAD number yet" : shownCad(cad))],
    ["Grade of response", grade && GRADES[grade]],
    ["Together with", decision.partner],
    ["Where they meet", decision.meetingPoint],
    ["Who enters", entry && `${entry.who}, by ${clockWords(entry.by, now)}. Power: ${POWERS[entry.power]}`],
    ["Grade of risk", riskGrade && `${RISK_GRADES[riskGrade.grade]}, on the scale of ${riskGrade.scale}`],
    ["Reference", decision.reference],
    ["Who has the enquiry", decision.namedOwner],
    ["Who has legal custody now", decision.custodyHolder],
    ["Information", decision.information],
    ["Threat and risk", decision.threat],
    ["Powers and policy", power && POWERS[power]],
    ["Options that were weighed", decision.options],
  ];
  return lines.flatMap(([name, words]) => (words === undefined || words === "" ? [] : [{ name, words }]));
}
