import { routes } from "../../core/routes.ts";
import { endpoint } from "../edge.ts";
import { calendarsOf, feedView } from "../feeds.ts";

export const handler = endpoint(routes.listFeeds, async ({ params, actor, now }) => {
  const { feeds } = await calendarsOf(actor, params.team, now);
  return { items: feeds.map(feedView) };
});
