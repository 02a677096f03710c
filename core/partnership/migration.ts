import * as z from "zod";
import { Partnership } from "./partnership.ts";

/** What a pathway of the first shape, and the terms that were taken from it, have in common. */
const First = z.looseObject({
  priorities: z.array(z.looseObject({ limits: z.looseObject({ acknowledge: z.unknown() }) })),
  decisions: z.array(z.looseObject({ leadsTo: z.string() })),
});

/**
 * What the first shape did not say, for a pathway and for the terms of a case alike. Whoever is asked or has something to read gets as
 * long as for an acknowledgement. A decision that is to be looked at again always carried when; a fact of risk can be told in words.
 */
export function unsaid(first: unknown) {
  const { priorities, decisions } = First.parse(first);
  return {
    priorities: priorities.map(({ limits, ...priority }) => {
      const { acknowledge } = limits;
      return {
        ...priority,
        limits: { accept_referral: acknowledge, read_answer: acknowledge, read_information: acknowledge, ...limits },
      };
    }),
    decisions: decisions.map((decision) => ({ carries: decision.leadsTo === "review" ? ["reviewAt"] : [], ...decision })),
    riskFacts: [{ code: "other", title: "Something else" }],
    bodies: [],
    beside: {},
    custodyHandover: { within: "PT60M" },
    mostDeferrals: 2,
    matchWithin: "PT72H",
  };
}

/** The first shape asked no questions and had no words for the limbs of the threshold: the triage then says so, and prevents nothing. */
const NOT_SAID = {
  says: "What your answers mean for this part of the threshold has not been agreed in words. You can raise it: a person decides.",
  meanwhile: "If someone is about to be harmed, ring 999.",
};
const limb = (code: string, title: string) => ({
  code,
  title,
  met: NOT_SAID,
  not_met: NOT_SAID,
  not_enough_information: NOT_SAID,
});
const NO_QUESTIONS = {
  version: 1,
  limbs: [limb("limb_a", "A crime to investigate"), limb("limb_b", "People to protect")],
  questions: [],
};

const Kept = z.looseObject({ pathways: z.array(z.looseObject({})) });

/**
 * What a partnership has agreed, as it was kept, brought to the shape of today: new functions are there before the new configuration is
 * applied, and people raise meanwhile. Files are read by `read-partnership.ts`, which fills in nothing.
 */
export function readAgreement(stored: unknown): Partnership {
  const { pathways, ...agreed } = Kept.parse(stored);
  const today = pathways.map((pathway) =>
    pathway.questionSet === undefined ? { ...pathway, ...unsaid(pathway), questionSet: NO_QUESTIONS } : pathway,
  );
  return Partnership.parse({ ...agreed, pathways: today });
}
