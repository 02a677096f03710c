import type { Theme } from "../core/escalation/theme.ts";
import type { CaseRef } from "../core/keys.ts";
import { type Tally, tallyOf } from "../core/measures/tally.ts";
import * as cases from "./aws/cases.ts";
import { subjectIn, surest } from "./subject.ts";

/**
 * The figures’ row of one case, made from its whole story: the same one however often, and by whomever, it is made. No word is opened for
 * it. Of a case that was kept before words were sealed, its story still says who the person is.
 */
export async function tallyCase(ref: CaseRef, themes: readonly Theme[]): Promise<Tally> {
  const [of, facts, subjects] = await Promise.all([cases.outline(ref), cases.outlineOfStory(ref), cases.subjectsOf(ref)]);
  return tallyOf(of, facts, { subject: surest([...subjects, subjectIn(ref.partnership, facts)]), themes });
}
