import { answerReferral } from "../../core/escalation/referral.ts";
import { routes } from "../../core/routes.ts";
import { type CallOf, endpoint } from "../edge.ts";
import { moveCase } from "../move-case.ts";

/** The body a case was referred to accepts it, or declines it with a reason. */
export const answerCaseReferral = (press: CallOf<typeof routes.answerReferral>) => {
  const { seen, ...body } = press.body;
  return moveCase(press, (current, who, duty) => answerReferral(current, body, who, seen, press.now, duty));
};

export const handler = endpoint(routes.answerReferral, answerCaseReferral);
