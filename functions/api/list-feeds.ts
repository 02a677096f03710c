import { routes } from "../../core/routes.ts";
import { feedsOf } from "../aws/feeds.ts";
import { deskOf } from "../desks.ts";
import { endpoint } from "../edge.ts";
import { feedView } from "../feeds.ts";

export const handler = endpoint(routes.listFeeds, async ({ params, actor, now }) => {
  await deskOf(actor, params.team, now);
  return { items: (await feedsOf(actor.partnership, params.team)).map(({ body }) => feedView(body)) };
});
