import * as z from "zod";
import type { Words } from "./escalation/wording.ts";
import { type Channel, Mobile, Person, verified } from "./people.ts";
import { invalid, Refusal } from "./refusal.ts";
import { type Instant, london } from "./time.ts";

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

/** What can be changed of the ways along which somebody's messages go. */
export type ChangeOfWays = "added" | "reordered" | "removed";

/** Which ways hear of a change: all that were verified before it, one that was taken away too. None where messages go as they did. */
export function hearsOfChange(before: Person, after: Person): Channel[] {
  const ways = (person: Person) => verified(person).map(({ to }) => to);
  return JSON.stringify(ways(before)) === JSON.stringify(ways(after)) ? [] : verified(before);
}

/** What marks such a message on its way out and in its receipts: it is about no case, and nothing follows from what becomes of it. */
export const WAYS_CHANGED = "ways_changed";

const CHANGED: Readonly<Record<ChangeOfWays, string>> = {
  added: "another way to reach you was added",
  reordered: "the order in which you are reached was changed",
  removed: "one of the ways to reach you was taken away",
};

/** What somebody is told of it: what and when, and what to do when it was somebody else. No address, no number and no name. */
export const changedWords = (change: ChangeOfWays, now: Instant, site: string): Words => ({
  subject: "Rightcall: how you are reached was changed",
  lines: [
    `At ${london(now)} ${CHANGED[change]}. If it was you, you need do nothing.`,
    "If it was not you, somebody else may be signed in as you, and what asks you to answer may go elsewhere. Open your page, press «Sign out everywhere», sign in again and put right how you are reached. Then tell your administrator.",
  ],
  link: { href: `${site}/me`, title: "Open your page" },
  footer: "Each way by which you are reached is told of such a change. No case is meant by this message.",
});

/** The same as a text message. */
export const changedText = (change: ChangeOfWays, now: Instant): string =>
  `Rightcall, ${london(now)}: ${CHANGED[change]}. If it was not you, open your page, sign out everywhere, put it right and tell your administrator.`;
