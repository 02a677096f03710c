import { routes } from "../../core/routes.ts";
import { endpoint } from "../edge.ts";
import { prefer } from "../my-channels.ts";
import { channelsOf } from "./add-channel.ts";

export const handler = endpoint(routes.setPreferences, async ({ actor, body }) => channelsOf(await prefer(actor, body.quiet)));
