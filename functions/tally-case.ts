import type { Theme } from "../core/escalation/theme.ts";
import type { CaseRef } from "../core/keys.ts";
import { type Tally, tallyOf } from "../core/measures/tally.ts";
import * as cases from "./aws/cases.ts";
import { subjectOf } from "./subject.ts";

/** The figures’ row of one case, made from its whole story: the same one however often, and by whomever, it is made. */
export async function tallyCase(ref: CaseRef, themes: readonly Theme[]): Promise<Tally> {
  const [of, facts] = await Promise.all([cases.get(ref), cases.wholeStory(ref)]);
  return tallyOf(of, facts, { subject: subjectOf(ref.partnership, facts), themes });
}
