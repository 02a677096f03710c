import { Refusal } from "../../core/refusal.ts";
import { routes } from "../../core/routes.ts";
import { giveAction, viewOfAction } from "../actions.ts";
import { concernFor } from "../concerns.ts";
import { endpoint } from "../edge.ts";
import { agreed, leads } from "../learners.ts";

/** Whoever answers a concern gives somebody something to do about it. */
export const handler = endpoint(routes.giveActionUnderConcern, async (press) => {
  const { actor, now, params } = press;
  const concern = await concernFor(actor, params.id);
  const learning = await agreed(actor.partnership, now);
  if (concern.owner !== actor.id && !leads(actor, concern.agency, learning))
    throw new Refusal("NotAllowed", "Whoever answers this concern gives actions about it.");
  return viewOfAction(await giveAction(press, press.body, { what: "concern", concern: concern.id }), now);
});
