import { invalid } from "../../core/refusal.ts";
import { routes } from "../../core/routes.ts";
import { unfit } from "../../core/webhooks/address.ts";
import { settingAddress, type Webhook } from "../../core/webhooks/webhook.ts";
import { changeWebhook } from "../aws/webhooks.ts";
import { endpoint } from "../edge.ts";
import { namesBeside } from "../post-webhook.ts";
import { secretOf } from "../sign-webhook.ts";
import { stateOf, whoseIs } from "./read-webhook.ts";

/** Where a system hears, with the secret that signs what is sent there. */
export const withSecret = (webhook: Webhook) => ({ secret: secretOf(webhook, webhook.generation), ...stateOf(webhook) });

export const handler = endpoint(routes.setWebhook, async ({ actor, body: { address }, now }) => {
  const reason = unfit(address, namesBeside());
  if (reason) throw invalid({ field: "address", reason });
  const whose = whoseIs(actor);
  return withSecret(await changeWebhook(whose, (before) => settingAddress(before, whose, address, now)));
});
