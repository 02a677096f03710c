import { routes } from "../../core/routes.ts";
import { endpoint } from "../edge.ts";
import { verifyChannel } from "../my-channels.ts";
import { channelsOf } from "./add-channel.ts";

export const handler = endpoint(routes.verifyChannel, async ({ actor, body, now }) =>
  channelsOf(await verifyChannel(actor, body.to, body.code, now)),
);
