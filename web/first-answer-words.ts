import type { Doubt, FirstAnswerCode } from "../core/first-answers/first-answer.ts";

/** What a control room answers first, as the record says it. */
export const FIRST_ANSWERS: Record<FirstAnswerCode, string> = {
  will_attend: "Police attend",
  will_not_attend: "Police do not attend",
  will_review: "Police look at it again",
  told_to_call_other: "Another body is asked instead",
};

/** What speaks against relying on it. */
export const DOUBTS: Record<Doubt, string> = {
  review_overdue: "The time by which police were to look at it again is over.",
  understood_otherwise: "The caller understood otherwise than was answered.",
  not_read_back: "The answer was not read back to the caller.",
  limb_met: "A limb is read as met, and nobody is sent.",
  limb_not_known: "A limb could not be read, and nobody is sent: missing information is no «no».",
};
