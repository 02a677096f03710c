import type { Who } from "../core/escalation/ask.ts";
import type { Duty } from "../core/escalation/climb.ts";
import { covered } from "../core/escalation/covered.ts";
import type { Escalation } from "../core/escalation/escalation.ts";
import type { Move } from "../core/escalation/move.ts";
import { mustShare } from "../core/escalation/rules.ts";
import { type EscalationView, viewOf } from "../core/escalation/view.ts";
import type { CaseRef } from "../core/keys.ts";
import type { Instant } from "../core/time.ts";
import * as cases from "./aws/cases.ts";
import * as directory from "./aws/directory.ts";
import { termsInMind } from "./aws/promised.ts";
import { type Call, whoIs } from "./edge.ts";

/** A press of a button on a case. */
type Press = Pick<Call<{ readonly id: string }, unknown, unknown>, "params" | "actor" | "request" | "now">;

/**
 * One move on one case: read it, ask who is on duty, let `core` decide, write it down. When somebody else was faster it is decided
 * again on what is there now, so the answer tells the truth. Undefined means that nothing is left to be done. A move without words is made
 * without opening what others wrote, so that it can be made while no key is to be had.
 */
export async function moveCase(
  { params, actor, request, now }: Press,
  decide: (current: Escalation, who: Who, duty: Duty) => Move | undefined,
  { worded = true } = {},
): Promise<EscalationView> {
  const { partnership } = actor;
  const moved = await cases.once(partnership, request, async () => {
    const [outline, duty] = await caseAndDuty({ partnership, id: params.id }, now);
    mustShare(outline, whoIs(actor));
    const current = worded ? await cases.opened(outline) : outline;
    const move = decide(current, whoIs(actor), duty);
    return move ? cases.save(move, now, request) : current;
  });
  mustShare(moved, whoIs(actor)); // a repeated press answers from the table: only to somebody who may still see it
  return viewOf(covered(await cases.openedIfCan(moved)));
}

/**
 * A case, and who is on duty for it: asked in one question where this function knows what the case was promised. Whoever goes off duty at that
 * very moment may still be asked; their page looks once more before it leaves.
 */
async function caseAndDuty(ref: CaseRef, now: Instant): Promise<readonly [Escalation, Duty]> {
  const terms = termsInMind(ref);
  const [outline, duty] = await Promise.all([cases.outline(ref), terms && directory.onDuty(ref.partnership, terms, now)]);
  return [outline, duty ?? (await directory.onDuty(ref.partnership, outline.terms, now))];
}
