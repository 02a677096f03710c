import * as z from "zod";
import type { Happening } from "../escalation/fact.ts";
import type { Words } from "../escalation/wording.ts";
import { AgencyCode, Code } from "../partnership/partnership.ts";
import { isSystem, type Person } from "../people.ts";
import { Refusal } from "../refusal.ts";
import { Instant, plus } from "../time.ts";

/** Where a partner's system hears that something has changed, and how that has gone. */
export const Webhook = z.strictObject({
  partnership: Code,
  system: Code,
  agency: AgencyCode,
  /** Null: it wants to hear no more. */
  address: z.string().nullable(),
  /** Which of its secrets signs; each has a number, and none is ever used again. */
  generation: z.int().positive(),
  /** Until when the secret before it signs beside it. */
  earlierUntil: Instant.nullable(),
  setAt: Instant,
  takenAt: Instant.nullable(),
  /** Since when nothing has been taken, when that was seen last, and why then. */
  failingSince: Instant.nullable(),
  failedAt: Instant.nullable().default(null),
  reason: z.string().nullable(),
  /** Since when nothing is sent any more, because nothing was taken for so long. */
  offAt: Instant.nullable(),
  /** When whoever answers for the system was told that. */
  ownerToldAt: Instant.nullable(),
});
export type Webhook = z.output<typeof Webhook>;

/** Something that happened to a case, on its way to a system: which case and what kind of thing, and never anybody's words. */
export const Event = z.strictObject({
  partnership: Code,
  system: Code,
  /** For which agency the system was to hear it; null for what was kept before that was written down. */
  agency: AgencyCode.nullable().default(null),
  case: z.uuid(),
  reference: z.string(),
  version: z.int().positive(),
  changes: z.array(z.string()).min(1),
  at: Instant,
  fate: z.enum(["waiting", "taken", "given_up"]),
  attempts: z.int().nonnegative(),
  /** From when on it may be tried; null when nothing more is owed on it. */
  tryAt: Instant.nullable(),
  settledAt: Instant.nullable(),
  reason: z.string().nullable(),
});
export type Event = z.output<typeof Event>;

/** How long two secrets sign beside one another, so that a receiver can change over without losing anything. */
const BOTH_SIGN = "PT24H";
/** How long one attempt may last, with room: whoever died in it is followed by another after that. */
const HELD = "PT1M";
/** How long an event rests after each attempt that came to nothing. */
const RESTS = ["PT10S", "PT1M", "PT5M", "PT30M", "PT2H", "PT5H"] as const;
/** After a day the page of the case says more than an event of yesterday does. */
const GIVEN_UP_AFTER = "PT24H";
/** So long an address may take nothing before nothing is sent there any more: a long weekend. */
const OFF_AFTER = "PT96H";
/** Two failures further apart than this say nothing of the time between them, in which nothing was sent. */
const SAME_FAILING = "PT24H";

/** What is told of no case: what becomes of messages to people, and what a side noted for itself. */
const UNTOLD: readonly Happening["what"][] = ["notice_failed", "notice_rerouted", "notice_late", "notice_withheld", "note_added"];

/** What of this is told to systems, each kind once and in order. */
export const toldOf = (happened: readonly string[]): string[] => [
  ...new Set(happened.filter((what) => !UNTOLD.some((untold) => untold === what))),
];

/** The name of an event: the same for each attempt, so that a receiver knows it again. */
export const eventId = (of: Pick<Event, "case" | "version">): string => `${of.case}-${of.version}`;

/** An event before anybody has tried to deliver it. */
export const unsentEvent = (
  made: Pick<Event, "partnership" | "system" | "agency" | "case" | "reference" | "version" | "changes" | "at">,
): Event => ({
  ...made,
  ...{ fate: "waiting", attempts: 0, tryAt: made.at, settledAt: null, reason: null },
});

/** What is sent of it, the same to the letter at each attempt. */
export const payloadOf = (event: Event): string =>
  JSON.stringify({
    type: "escalation.changed",
    timestamp: event.at,
    data: { id: event.case, reference: event.reference, version: event.version, changes: event.changes },
  });

/** Does anything leave for this address? */
export const isOn = ({ address, offAt }: Webhook): boolean => address !== null && offAt === null;

/** Is this where a system hears now? One that has gone to another agency hears there what that agency asked, and nothing of the one before. */
export const hearsHere = ({ system, agency }: Pick<Webhook, "system" | "agency">, person: Person | undefined): boolean =>
  person?.id === system && person.agency === agency && person.endedAt === null && isSystem(person);

/** Is this of the agency whose system it is? What was kept before an event named its agency is. */
export const isOfAgency = (event: Pick<Event, "agency">, agency: string): boolean =>
  event.agency === null || event.agency === agency;

/** It hears at this address from now on. A system that had one keeps its secret. One that had been removed gets another. */
export function settingAddress(
  before: Webhook | undefined,
  whose: Pick<Webhook, "partnership" | "system" | "agency">,
  address: string,
  now: Instant,
): Webhook {
  const generation = before ? before.generation + Number(before.address === null) : 1;
  const clean = { takenAt: null, failingSince: null, failedAt: null, reason: null, offAt: null, ownerToldAt: null };
  return { ...whose, address, generation, earlierUntil: before?.address ? before.earlierUntil : null, setAt: now, ...clean };
}

/** With the next secret. The one before signs beside it for a day. Throws NotYet while two do already. */
export function changingSecret(webhook: Webhook, now: Instant): Webhook {
  if (webhook.earlierUntil !== null && webhook.earlierUntil > now)
    throw new Refusal("NotYet", "The secret before this one still signs beside it. It can be changed again after a day.");
  return { ...webhook, generation: webhook.generation + 1, earlierUntil: plus(now, BOTH_SIGN) };
}

/** It hears no more. */
export const removing = (webhook: Webhook): Webhook => ({ ...webhook, address: null, earlierUntil: null });

/** The numbers of the secrets that sign now, the newest first. */
export const signingNow = ({ generation, earlierUntil }: Webhook, now: Instant): number[] =>
  earlierUntil !== null && earlierUntil > now ? [generation, generation - 1] : [generation];

/** One more attempt begins: nobody else tries meanwhile. */
export const trying = (event: Event, now: Instant): Event => ({ ...event, attempts: event.attempts + 1, tryAt: plus(now, HELD) });

/** It was taken. */
export const taken = (event: Event, now: Instant): Event => ({
  ...event,
  fate: "taken",
  tryAt: null,
  settledAt: now,
  reason: null,
});

/** It never will be. */
export const givingUp = (event: Event, reason: string, now: Instant): Event => ({
  ...event,
  ...{ fate: "given_up", tryAt: null, settledAt: now, reason },
});

/** It was not taken this time: it rests, longer each time, or is a day old and given up. */
export function notTaken(event: Event, reason: string, now: Instant): Event {
  const tryAt = plus(now, RESTS[Math.min(event.attempts, RESTS.length) - 1] ?? RESTS[0]);
  return tryAt >= plus(event.at, GIVEN_UP_AFTER) ? givingUp(event, reason, now) : { ...event, tryAt, reason };
}

/** The address as it is once something was taken there. */
export const reached = (webhook: Webhook, now: Instant): Webhook => ({
  ...webhook,
  takenAt: now,
  failingSince: null,
  failedAt: null,
  reason: null,
});

/** The address as it is once something was not taken there. One that says it is gone, or has taken nothing for days, is sent nothing more. */
export function missed(webhook: Webhook, reason: string, gone: boolean, now: Instant): Webhook {
  const { failedAt } = webhook;
  const goesOn = failedAt !== null && now <= plus(failedAt, SAME_FAILING);
  const failingSince = (goesOn && webhook.failingSince) || now;
  const off = gone || plus(failingSince, OFF_AFTER) <= now;
  return { ...webhook, failingSince, failedAt: now, reason, offAt: webhook.offAt ?? (off ? now : null) };
}

/** What marks the mail about an address that was given up, on its way out and in its receipts. */
export const ADDRESS_OFF = "address_off";

/** What whoever answers for a system is told when nothing is sent to it any more. */
export const offWords = (name: string, site: string): Words => ({
  subject: `Rightcall no longer tells ${name} of changes`,
  lines: [
    `Nothing that Rightcall sent to ${name} was taken for days, so nothing more is sent. Cases, pages and messages to people go on as before.`,
    "Whoever runs the system sets its address again, by the API, once it answers. What it was not told meanwhile it finds by listing its cases.",
    "You are named as the person who answers for it.",
  ],
  link: { title: "Open Rightcall", href: site },
  footer: "Rightcall is not an emergency line: 999 first.",
});
