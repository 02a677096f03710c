import { routes } from "../../core/routes.ts";
import { endpoint } from "../edge.ts";
import { addChannel } from "../my-channels.ts";

export const handler = endpoint(routes.addChannel, async ({ actor, body, now }) =>
  channelsOf(await addChannel(actor, body, now)),
);

/** How somebody is reached, as they see it themselves. */
export const channelsOf = ({ channels, quiet }: Awaited<ReturnType<typeof addChannel>>) => ({ channels, quiet });
