import { createHmac } from "node:crypto";
import type { Instant } from "../core/time.ts";
import { signingNow, type Webhook } from "../core/webhooks/webhook.ts";
import { env } from "./env.ts";

/**
 * The secret that a system and we share, made anew each time from a key of ours, whose it is and its number: nothing secret is kept.
 * Standard Webhooks writes it as `whsec_` and base64.
 */
export const secretOf = ({ partnership, system }: Pick<Webhook, "partnership" | "system">, generation: number): string =>
  `whsec_${createHmac("sha256", Buffer.from(env("WEBHOOK_KEY"), "base64url"))
    .update(["webhook", partnership, system, generation].join("\n"))
    .digest("base64")}`;

/** The headers that say who sent a body and when: one signature for each secret that signs now. */
export function signedHeaders(webhook: Webhook, id: string, body: string, now: Instant): Record<string, string> {
  const seconds = String(Math.floor(Date.parse(now) / 1000));
  const signed = (generation: number) => {
    const key = Buffer.from(secretOf(webhook, generation).replace("whsec_", ""), "base64");
    return `v1,${createHmac("sha256", key).update(`${id}.${seconds}.${body}`).digest("base64")}`;
  };
  return {
    "webhook-id": id,
    "webhook-timestamp": seconds,
    "webhook-signature": signingNow(webhook, now).map(signed).join(" "),
  };
}
