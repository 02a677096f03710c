import * as z from "zod";
import type { FieldError } from "../refusal.ts";
import { safeText } from "../text.ts";
import { AnyInstant, between, type Instant } from "../time.ts";
import type { Ask } from "./ask.ts";

/** What was written on paper while the service was down, and is entered later: when, and by whom. Nobody was asked before it was entered. */
export const OnPaper = z.strictObject({
  at: AnyInstant,
  by: safeText(120),
  answeredAt: AnyInstant.optional().meta({
    description:
      "When the answer in `policeContact` was given by telephone, if it was: not before it was written, and not ahead.",
  }),
});
export type OnPaper = z.output<typeof OnPaper>;

/**
 * As many days as a table may be taken back (`infra/constructs/case-table.ts`): a case that such a restore has lost is raised again as from
 * paper, with the time at which it was first raised. Short enough that a month or a year that was mistyped is seen.
 */
export const MOST_DAYS_AGO = 35;
const LONGEST_AGO_MS = MOST_DAYS_AGO * 24 * 3_600_000;

type OfPaper = Pick<Ask, "onPaper" | "policeContact">;

/** Why something cannot have been written on paper, or answered by telephone, at the times that are given. */
export function paperFaults({ onPaper, policeContact }: OfPaper, now: Instant): FieldError[] {
  if (!onPaper) return [];
  const { at, answeredAt } = onPaper;
  const wrong: FieldError[] = [];
  if (at > now || between(at, now) > LONGEST_AGO_MS)
    wrong.push({ field: "onPaper.at", reason: `not ahead, and within the last ${MOST_DAYS_AGO} days` });
  if (answeredAt !== undefined && (answeredAt < at || answeredAt > now))
    wrong.push({ field: "onPaper.answeredAt", reason: "not before it was written, and not ahead" });
  else if (answeredAt !== undefined && !isAnsweredOnPaper({ onPaper, policeContact }))
    wrong.push({ field: "onPaper.answeredAt", reason: "goes with what they answered: say that too, or leave it empty" });
  return wrong;
}

/** Whoever rang and heard nothing had no answer. */
const UNANSWERED: readonly string[] = ["no_answer_yet", "call_ended"];
/** Was it answered outside Rightcall before it was entered? What police had said of anything else is no answer to it. */
export const isAnsweredOnPaper = ({ onPaper, policeContact }: OfPaper): boolean =>
  onPaper !== undefined && policeContact?.answer !== undefined && !UNANSWERED.includes(policeContact.answer);
