import * as z from "zod";
import { safeText } from "../text.ts";
import { AnyInstant, between, type Instant } from "../time.ts";
import type { Ask } from "./ask.ts";

/** What was written on paper while the service was down, and is entered later: when, and by whom. Nobody was asked before it was entered. */
export const OnPaper = z.strictObject({ at: AnyInstant, by: safeText(120) });
export type OnPaper = z.output<typeof OnPaper>;

/**
 * As many days as a table may be taken back (`infra/constructs/case-table.ts`): a case that such a restore has lost is raised again as from
 * paper, with the time at which it was first raised. Short enough that a month or a year that was mistyped is seen.
 */
export const MOST_DAYS_AGO = 35;
const LONGEST_AGO_MS = MOST_DAYS_AGO * 24 * 3_600_000;

/** Why something cannot have been written on paper at that time; undefined when it can. */
export const paperFault = (at: Instant, now: Instant): string | undefined =>
  at > now || between(at, now) > LONGEST_AGO_MS ? `not ahead, and within the last ${MOST_DAYS_AGO} days` : undefined;

/** Whoever rang and heard nothing had no answer. */
const UNANSWERED: readonly string[] = ["no_answer_yet", "call_ended"];
/** Was it answered outside Rightcall before it was entered? What police had said of anything else is no answer to it. */
export const isAnsweredOnPaper = ({ onPaper, policeContact }: Pick<Ask, "onPaper" | "policeContact">): boolean =>
  onPaper !== undefined && policeContact?.answer !== undefined && !UNANSWERED.includes(policeContact.answer);
