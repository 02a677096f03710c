import * as z from "zod";
import { AgencyReference } from "../agency-reference.ts";
import { Cad } from "../cad.ts";
import { Code } from "../partnership/partnership.ts";
import { safeText } from "../text.ts";
import { AnyInstant, Instant } from "../time.ts";
import { Who } from "./ask.ts";

/** How a limb of the threshold is read. The third is no «no»: it says what is missing, and stops no clock. */
export const Reading = z.enum(["met", "not_met", "not_enough_information"]);
export type Reading = z.output<typeof Reading>;

/** One limb as the decider reads it, on facts about the person now. */
export const Limb = z.strictObject({ reading: Reading, facts: safeText(1000) });

export const Power = z.enum([
  "none",
  "common_law",
  "pace_17_1_e",
  "mha_18",
  "mha_135_1",
  "mha_135_2",
  "mha_136",
  "mha_138",
  "arrest",
  "children_act_46",
  "other",
]);

/** The Met's grades of response. */
export const Grade = z.enum(["I", "S", "E", "R"]);

/**
 * An answer to what was asked, under the headings of the National Decision Model: what is known, the threat, powers and policy, the
 * options, and why this one. What else it must carry follows from its code.
 */
export const DecisionBody = z.strictObject({
  code: Code,
  why: safeText(2000),
  limbs: z.strictObject({ limb_a: Limb, limb_b: Limb }).optional(),
  information: safeText(1000).optional(),
  threat: safeText(1000).optional(),
  power: Power.optional(),
  options: safeText(1000).optional(),
  changeIf: safeText(1000).optional(),
  arriveBy: AnyInstant.optional(),
  reviewAt: AnyInstant.optional(),
  cad: z.union([Cad, z.literal("not_yet")]).optional(),
  grade: Grade.optional(),
  partner: safeText(120).optional(),
  meetingPoint: safeText(200).optional(),
  /** Forced entry: who enters, under what power, by when. */
  entry: z.strictObject({ who: safeText(120), power: Power, by: AnyInstant }).optional(),
  /** A missing person's grade of risk, and whose scale it is: the same word means different things. */
  riskGrade: z.strictObject({ grade: z.enum(["no_apparent", "low", "medium", "high"]), scale: safeText(60) }).optional(),
  reference: AgencyReference.optional(),
  namedOwner: safeText(120).optional(),
  advice: safeText(1000).optional(),
  referTo: Code.optional(),
  custodyHolder: safeText(120).optional(),
  /** How another service grades what it sends. */
  category: Code.optional(),
  /** With whom the person is safe, and where a place of safety has a bed. */
  safeWith: safeText(120).optional(),
  placeOfSafety: safeText(200).optional(),
  /** What follows for the person, by whom, and by when. */
  followUp: z.strictObject({ what: safeText(300), who: safeText(120), by: AnyInstant }).optional(),
  /** A remark about how it came to this: kept for the learning side under its theme, and no part of the reasons. */
  remark: safeText(500).optional(),
});
export type DecisionBody = z.output<typeof DecisionBody>;

/** A decision that was made: by whom, at which tier, on which screen. `screen` is the hash of what was shown then. */
export const Decision = z.strictObject({
  ...DecisionBody.omit({ remark: true }).shape,
  by: Who,
  at: Instant,
  tier: z.int().nonnegative(),
  version: z.int().nonnegative(),
  arriveBy: Instant.nullable(),
  reviewAt: Instant.nullable(),
  screen: z.string(),
});
export type Decision = z.output<typeof Decision>;
