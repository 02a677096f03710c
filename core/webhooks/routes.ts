import * as z from "zod";
import { route } from "../route.ts";
import { Instant } from "../time.ts";
import { LONGEST_ADDRESS } from "./address.ts";
import { Event } from "./webhook.ts";

/** Where a system hears of changes, as it sees it itself. */
const WebhookView = z
  .strictObject({
    address: z.string().nullable(),
    state: z
      .enum(["on", "off", "none"])
      .meta({ description: "«off»: nothing was taken for days. Set it again to switch it on." }),
    setAt: Instant.nullable(),
    takenAt: Instant.nullable(),
    failingSince: Instant.nullable(),
    reason: z.string().nullable().meta({ description: "Why the last attempt came to nothing." }),
    earlierSecretUntil: Instant.nullable().meta({ description: "Until when the secret before signs beside the one in use." }),
    events: z
      .array(z.strictObject({ id: z.string(), ...Event.omit({ partnership: true, system: true, agency: true }).shape }))
      .meta({ description: "What you were told lately, the newest first, and what became of it." }),
  })
  .meta({ id: "Webhook" });

const Secret = z.strictObject({
  secret: z
    .string()
    .meta({ description: "`whsec_` and base64: it signs what is sent to you. It is shown here and nowhere else." }),
  ...WebhookView.omit({ events: true }).shape,
});

/** A partner's system sets for itself where it hears of changes. */
export const webhookRoutes = {
  readWebhook: route({
    method: "GET",
    path: "/api/me/webhook",
    room: "me",
    may: ["service"],
    reach: "self",
    summary: "Where you hear of changes to the cases that your agency asked about, and what became of what was sent there.",
    reply: WebhookView,
  }),
  setWebhook: route({
    method: "POST",
    path: "/api/me/webhook",
    room: "me",
    may: ["service"],
    reach: "self",
    summary:
      "Hear of each change at this address, which is public and begins with https. Asked for again, it is switched on anew.",
    body: z.strictObject({ address: z.string().max(LONGEST_ADDRESS) }),
    reply: Secret,
  }),
  changeWebhookSecret: route({
    method: "POST",
    path: "/api/me/webhook/secret",
    room: "me",
    may: ["service"],
    reach: "self",
    summary: "Another secret. For 24 hours the one before signs beside it.",
    reply: Secret,
  }),
  removeWebhook: route({
    method: "POST",
    path: "/api/me/webhook/removal",
    room: "me",
    may: ["service"],
    reach: "self",
    summary: "Hear no more.",
    reply: WebhookView,
  }),
};
