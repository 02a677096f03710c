import { routes } from "../../core/routes.ts";
import { eventId, isOfAgency, isOn, type Webhook } from "../../core/webhooks/webhook.ts";
import { eventsOf, webhookOf } from "../aws/webhooks.ts";
import { type CallOf, endpoint } from "../edge.ts";

/** As many as somebody looks through who asks what has become of the last ones. */
const LATELY = 50;

/** Whose it is: a system and its agency. */
export const whoseIs = ({ partnership, id, agency }: CallOf<typeof routes.readWebhook>["actor"]) => ({
  ...{ partnership, agency },
  system: id,
});

/** Where a system hears, as it sees it itself. */
export const stateOf = (webhook: Webhook | undefined) => ({
  address: webhook?.address ?? null,
  state: !webhook || webhook.address === null ? ("none" as const) : isOn(webhook) ? ("on" as const) : ("off" as const),
  setAt: webhook?.setAt ?? null,
  takenAt: webhook?.takenAt ?? null,
  failingSince: webhook?.failingSince ?? null,
  reason: webhook?.reason ?? null,
  earlierSecretUntil: webhook?.earlierUntil ?? null,
});

/** The same, with what it was told lately. */
export async function webhookView({ actor }: Pick<CallOf<typeof routes.readWebhook>, "actor">) {
  const [webhook, events] = await Promise.all([webhookOf(whoseIs(actor)), eventsOf(actor.partnership, actor.id, LATELY)]);
  return {
    ...stateOf(webhook),
    events: events
      .filter((event) => isOfAgency(event, actor.agency))
      .map(({ partnership: _, system: __, agency: ___, ...event }) => ({ id: eventId(event), ...event })),
  };
}

export const handler = endpoint(routes.readWebhook, webhookView);
