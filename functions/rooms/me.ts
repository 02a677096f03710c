import { routes } from "../../core/routes.ts";
import { handler as addChannel } from "../api/add-channel.ts";
import { handler as changeWebhookSecret } from "../api/change-webhook-secret.ts";
import { handler as orderChannels } from "../api/order-channels.ts";
import { handler as readWebhook } from "../api/read-webhook.ts";
import { handler as removeChannel } from "../api/remove-channel.ts";
import { handler as removeWebhook } from "../api/remove-webhook.ts";
import { handler as setPreferences } from "../api/set-preferences.ts";
import { handler as setWebhook } from "../api/set-webhook.ts";
import { handler as verifyChannel } from "../api/verify-channel.ts";
import { room } from "../edge.ts";

/** The room in which people and systems change how they are reached: the only one that writes to people, and it reads no case. */
export const handler = room(routes, {
  addChannel,
  verifyChannel,
  orderChannels,
  removeChannel,
  setPreferences,
  readWebhook,
  setWebhook,
  changeWebhookSecret,
  removeWebhook,
});
