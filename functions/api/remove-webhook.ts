import { routes } from "../../core/routes.ts";
import { removing } from "../../core/webhooks/webhook.ts";
import { changeWebhook } from "../aws/webhooks.ts";
import { endpoint } from "../edge.ts";
import { mustHear } from "./change-webhook-secret.ts";
import { webhookView, whoseIs } from "./read-webhook.ts";

export const handler = endpoint(routes.removeWebhook, async ({ actor }) => {
  await changeWebhook(whoseIs(actor), (before) => removing(mustHear(before)));
  return webhookView({ actor });
});
