import { routes } from "../../core/routes.ts";
import { endpoint } from "../edge.ts";
import { feedView, revokeFeed } from "../feeds.ts";

export const handler = endpoint(routes.endFeed, async ({ params, actor, now }) =>
  feedView(await revokeFeed(actor, params.team, params.id, now)),
);
