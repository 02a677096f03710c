import { Refusal } from "../../core/refusal.ts";
import { routes } from "../../core/routes.ts";
import { changingSecret, type Webhook } from "../../core/webhooks/webhook.ts";
import { changeWebhook } from "../aws/webhooks.ts";
import { endpoint } from "../edge.ts";
import { whoseIs } from "./read-webhook.ts";
import { withSecret } from "./set-webhook.ts";

/** The address that is there. Throws NotFound. */
export function mustHear(webhook: Webhook | undefined): Webhook {
  if (!webhook || webhook.address === null) throw new Refusal("NotFound", "No address has been set.");
  return webhook;
}

export const handler = endpoint(routes.changeWebhookSecret, async ({ actor, now }) =>
  withSecret(await changeWebhook(whoseIs(actor), (before) => changingSecret(mustHear(before), now))),
);
