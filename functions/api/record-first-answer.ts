import { routes } from "../../core/routes.ts";
import { endpoint } from "../edge.ts";
import { othersLike, recordFirstAnswer, viewOfFirstAnswer } from "../first-answers.ts";

/** A control room's own record of what it answered first, with what else it has answered about what may be the same. */
export const handler = endpoint(routes.recordFirstAnswer, async (press) => {
  const of = await recordFirstAnswer(press, press.body);
  return { ...viewOfFirstAnswer(of, press.now), alike: (await othersLike(of, press.now)) ?? null };
});
