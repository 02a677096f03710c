import { routes } from "../../core/routes.ts";
import { rotaStory } from "../aws/rotas.ts";
import { deskOf } from "../desks.ts";
import { endpoint } from "../edge.ts";

export const handler = endpoint(routes.readRotaStory, async ({ params, query: { after, most }, actor, now }) => {
  await deskOf(actor, params.team, now);
  const { items, next } = await rotaStory(actor.partnership, params.team, after, most);
  return { items: items.map(({ version, at, by, what, why }) => ({ version, at, by, what, why })), next };
});
