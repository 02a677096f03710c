import { routes } from "../../core/routes.ts";
import { endpoint } from "../edge.ts";
import { removeChannel } from "../my-channels.ts";
import { channelsOf } from "./add-channel.ts";

export const handler = endpoint(routes.removeChannel, async ({ actor, body, now }) =>
  channelsOf(await removeChannel(actor, body.to, now)),
);
