import { recordPlan } from "../../core/escalation/plan.ts";
import { routes } from "../../core/routes.ts";
import { type CallOf, endpoint } from "../edge.ts";
import { moveCase } from "../move-case.ts";

/** The raising side says how it keeps the person safe meanwhile. */
export const recordCasePlan = (press: CallOf<typeof routes.recordPlan>) => {
  const { seen, ...plan } = press.body;
  return moveCase(press, (current, who, duty) => recordPlan(current, plan, who, seen, press.now, duty));
};

export const handler = endpoint(routes.recordPlan, recordCasePlan);
