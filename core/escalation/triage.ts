import * as z from "zod";
import { Code, type Pathway } from "../partnership/partnership.ts";
import type { Ask } from "./ask.ts";
import { Reading } from "./decision.ts";
import { moreUrgent, priorityTold } from "./known.ts";

/** What a raiser's answers mean, in plain words. It informs and never prevents: what is asserted is decided by a person. */
export const Triage = z
  .strictObject({
    questionSet: z.int(),
    priority: z.string(),
    limbs: z.array(
      z.strictObject({
        limb: z.enum(["limb_a", "limb_b"]),
        title: z.string(),
        reading: Reading,
        says: z.string(),
        meanwhile: z.string(),
      }),
    ),
    missing: z
      .array(z.strictObject({ code: Code, title: z.string() }))
      .meta({ description: "Questions of the type that nobody has answered: what police are likely to ask." }),
  })
  .meta({ id: "Triage" });
export type Triage = z.output<typeof Triage>;

/**
 * Each limb read by itself from what the raiser asserts. Not sure, a duty beside the threshold, or facts and answers that make it urgent
 * leave a limb without enough information: nobody is told that there is no risk while what they wrote speaks of one.
 */
export function triage(pathway: Pathway, told: Pick<Ask, "type" | "threshold" | "riskFacts" | "answers">): Triage {
  const { questionSet, thresholds, types } = pathway;
  const asserted = thresholds.filter(({ code }) => told.threshold.includes(code));
  const { riskFacts, answers } = told;
  const grave = priorityTold({ ...pathway, questions: questionSet.questions }, { riskFacts, answers }) !== undefined;
  const unsure = grave || asserted.length === 0 || asserted.some((one) => one.unsure || one.limb === undefined);
  const limbs = questionSet.limbs.map(({ code, title, ...words }) => {
    const met = asserted.some(({ limb }) => limb === code);
    const reading: z.output<typeof Reading> = met ? "met" : unsure ? "not_enough_information" : "not_met";
    return { limb: code, title, reading, ...words[reading] };
  });
  const asks = types.find(({ code }) => code === told.type)?.asks ?? [];
  const questions = questionSet.questions.filter(({ code }) => asks.includes(code));
  const missing = questions.filter(({ code }) => told.answers?.[code] === undefined).map(({ code, title }) => ({ code, title }));
  return { questionSet: questionSet.version, priority: priorityAsked(pathway, told), limbs, missing };
}

/** The priority that the answers ask for: the most urgent that any of them asks for, or the most urgent of all when none does. */
export function priorityAsked(pathway: Pathway, told: Pick<Ask, "type" | "threshold" | "riskFacts" | "answers">): string {
  const asked = priorityTold({ ...pathway, questions: pathway.questionSet.questions }, told);
  const first = pathway.priorities[0]?.code ?? "";
  return asked === undefined ? first : moreUrgent(pathway.priorities, asked, undefined);
}
