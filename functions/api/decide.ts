import { decide } from "../../core/escalation/decide.ts";
import { viewOf } from "../../core/escalation/view.ts";
import { routes } from "../../core/routes.ts";
import { hashOf } from "../chain.ts";
import { type CallOf, endpoint } from "../edge.ts";
import { moveCase } from "../move-case.ts";

/** Somebody on duty answers what was asked. */
export const decideCase = (press: CallOf<typeof routes.decide>) => {
  const { seen, ...body } = press.body;
  return moveCase(press, (current, who, duty) => {
    const shown = viewOf(current);
    return decide(current, body, who, seen, press.now, duty, { shown, hash: hashOf(shown) });
  });
};

export const handler = endpoint(routes.decide, decideCase);
