import { routes } from "../../core/routes.ts";
import { rotaStory } from "../aws/rotas.ts";
import { pageAfter } from "../cursor.ts";
import { deskOf } from "../desks.ts";
import { type CallOf, endpoint } from "../edge.ts";

type Asked = Pick<CallOf<typeof routes.readRotaStory>, "params" | "query" | "actor" | "now">;

/** What was changed in a desk's rota, the newest first, a page at a time. Throws NotFound. */
export async function storyOf({ params, query: { after, most }, actor, now }: Asked) {
  await deskOf(actor, params.team, now);
  const { items, next } = await pageAfter(`rota ${params.team}`, actor, after, (before) =>
    rotaStory(actor.partnership, params.team, before, most),
  );
  return { items: items.map(({ version, at, by, what, why }) => ({ version, at, by, what, why })), next };
}

export const handler = endpoint(routes.readRotaStory, storyOf);
