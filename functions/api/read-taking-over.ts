import { nextLimit } from "../../core/escalation/clock.ts";
import { type Escalation, stageOf } from "../../core/escalation/escalation.ts";
import type { Person } from "../../core/people.ts";
import { routes } from "../../core/routes.ts";
import type { Instant } from "../../core/time.ts";
import { deskState } from "../aws/desks.ts";
import * as directory from "../aws/directory.ts";
import { deskOf } from "../desks.ts";
import { endpoint } from "../edge.ts";
import { openAt } from "../tick-desk.ts";

/** What is open at a desk, and who has taken it over since the last change of shift. Throws NotFound. */
export async function takingOverOf(actor: Person, team: string, now: Instant) {
  const desk = await deskOf(actor, team, now);
  const agreed = await directory.inForce(actor.partnership, now);
  const [{ takingOver }, open] = await Promise.all([deskState(actor.partnership, team, now), openAt(agreed, desk)]);
  return { desk, takingOver, open };
}

const lineOf = (one: Escalation) => ({
  id: one.id,
  reference: one.reference,
  stage: stageOf(one),
  priority: one.priority,
  nextLimitAt: nextLimit(one.clocks)?.dueAt ?? null,
});

export const handler = endpoint(routes.readTakingOver, async ({ params, actor, now }) => {
  const { takingOver, open } = await takingOverOf(actor, params.team, now);
  return { takingOver, open: open.map(lineOf) };
});
