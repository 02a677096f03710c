import { routes } from "../../core/routes.ts";
import { endpoint } from "../edge.ts";
import { orderChannels } from "../my-channels.ts";
import { channelsOf } from "./add-channel.ts";

export const handler = endpoint(routes.orderChannels, async ({ actor, body, now }) =>
  channelsOf(await orderChannels(actor, body.order, now)),
);
