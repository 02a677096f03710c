import * as z from "zod";
import { type Channel, Mobile, Person } from "./people.ts";
import { invalid, Refusal } from "./refusal.ts";
import type { Instant } from "./time.ts";

/** A way that somebody says reaches them. Nothing is sent along it but a code, until they have read that code there. */
export const NewChannel = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("email"), to: z.email().max(200) }),
  z.strictObject({ kind: z.literal("sms"), to: Mobile }),
]);
export type NewChannel = z.output<typeof NewChannel>;

/** An address or a number as it is written in one's own list. */
export const Whither = z.union([z.email().max(200), Mobile]);

const find = ({ channels }: Person, to: string): Channel => {
  const found = channels.find((channel) => channel.to === to);
  if (!found) throw invalid({ field: "to", reason: "is none of your channels" });
  return found;
};

/** With one more channel, the last and not verified. Adding one that is waiting for its code changes nothing: a new code is sent. */
export function adding(person: Person, { kind, to }: NewChannel): Person {
  const known = person.channels.find((channel) => channel.to === to);
  if (known?.verifiedAt) throw invalid({ field: "to", reason: "is verified already" });
  if (known) return person;
  const { data } = Person.safeParse({ ...person, channels: [...person.channels, { kind, to, verifiedAt: null }] });
  if (!data) throw invalid({ field: "to", reason: "is one too many: take another away first" });
  return data;
}

/** Its person has read a code there: from now on messages go along it. */
export function verifying(person: Person, to: string, now: Instant): Person {
  find(person, to);
  return {
    ...person,
    channels: person.channels.map((channel) => (channel.to === to ? { ...channel, verifiedAt: now } : channel)),
  };
}

/** The same channels in another order, each of them named once. */
export function ordering(person: Person, order: readonly string[]): Person {
  const { channels } = person;
  if (order.length !== channels.length || new Set(order).size !== order.length)
    throw invalid({ field: "order", reason: "names each of your channels once" });
  return { ...person, channels: order.map((to) => find(person, to)) };
}

/** Without this channel. The last that is verified stays: whoever may be on duty can be reached. */
export function removing(person: Person, to: string): Person {
  const gone = find(person, to);
  const channels = person.channels.filter((channel) => channel !== gone);
  if (gone.verifiedAt && !channels.some(({ verifiedAt }) => verifiedAt !== null))
    throw new Refusal("LastChannel", "This is your last verified channel. Add another and verify it first.");
  return { ...person, channels };
}
