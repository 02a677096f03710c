import { routes } from "../../core/routes.ts";
import { endpoint } from "../edge.ts";
import { feedView, makeFeed } from "../feeds.ts";

export const handler = endpoint(routes.addFeed, async ({ params, body, actor, now }) => {
  const { feed, address } = await makeFeed(actor, params.team, body.title, now);
  return { ...feedView(feed), address };
});
