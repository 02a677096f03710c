import * as z from "zod";
import { MatterName } from "../learning/matter.ts";
import { Code } from "../partnership/partnership.ts";
import { type Channel, type ChannelKind, type Person, verified } from "../people.ts";
import { type Elapsed, type Instant, plus } from "../time.ts";
import { type Attempt, type Message, NoticeId, type way } from "./notice.ts";

/** How long one sender may hold a message before another may try: two calls of 5 s, their pause, and the table, with room. */
const LEASE = "PT30S";
/** How long a message that could not be handed over rests before the next attempt, by attempts along that channel so far. */
const REST = ["PT5S", "PT15S", "PT30S", "PT1M"] as const;
/** So many attempts are kept with a message: every channel's last, and how it went in between. */
const MOST_KEPT = 20;

/** Why an attempt was counted as lost that may still arrive. A delivery takes these back, whichever of the two is heard first. */
export const NEVER_CONFIRMED = "accepted, and never confirmed";
export const CAME_BACK_FOR_NOW = "it came back, for now";
const MAY_STILL_ARRIVE: readonly string[] = [NEVER_CONFIRMED, CAME_BACK_FOR_NOW];

/** A message before anybody has tried to send it. */
export const unsent = <M extends object>(made: M): M & z.output<z.ZodObject<typeof way>> => ({
  ...made,
  fate: "waiting",
  revision: 0,
  attempts: 0,
  tried: [],
  leasedUntil: null,
  settledAt: null,
  confirmBy: null,
  lateFrom: null,
  reason: null,
});

/** Which attempt of which message: what a service hears beside the words, and says again with each receipt. */
export const Sending = z.strictObject({
  partnership: Code,
  /** The id of a case, the code of a team, or the name of a matter of the learning side. */
  about: z.union([z.uuid(), Code, MatterName]),
  notice: NoticeId,
  attempt: z.coerce.number().int().positive(),
});
export type Sending = z.output<typeof Sending>;

/** The same as one word, for a service that takes one; and read back, when it is one of ours. */
export const referenceOf = ({ partnership, about, notice, attempt }: Sending): string =>
  [partnership, about, notice, attempt].join("/");
export function sendingOf(reference: string): Sending | undefined {
  const [partnership, about, notice, attempt, ...more] = reference.split("/");
  return more.length === 0 ? Sending.safeParse({ partnership, about, notice, attempt }).data : undefined;
}

/** When somebody must look at it again, if nothing is heard; null when nothing more is owed on it. */
export function dueAt({ fate, leasedUntil, at, confirmBy }: Message): Instant | null {
  if (fate === "waiting") return leasedUntil ?? at;
  return fate === "accepted" ? confirmBy : null;
}

/**
 * As of when a message is looked at: now, or when it was written where that clock was ahead of ours. Whoever is paged as their shift begins is on duty
 * by the clock that asked them, and not yet by one that is a second behind.
 */
export const asOf = ({ at }: Pick<Message, "at">, now: Instant): Instant => (at > now ? at : now);

/** It waits, and nobody is sending it now. */
export const isFree = ({ fate, leasedUntil }: Message, now: Instant): boolean =>
  fate === "waiting" && (leasedUntil === null || leasedUntil <= now);

/** What waits, in the order in which it leaves: everybody's first before anybody's second, and else as it came. One person's storm holds up nobody else. */
export function inTurn<W>(waiting: readonly W[], whose: (one: W) => string): W[] {
  const so = new Map<string, number>();
  const placed = waiting.map((one) => {
    const nth = so.get(whose(one)) ?? 0;
    so.set(whose(one), nth + 1);
    return { one, nth };
  });
  return placed.toSorted((a, b) => a.nth - b.nth).map(({ one }) => one);
}

const isAlong = ({ channel, to }: Attempt, { kind, to: whole }: Channel): boolean =>
  channel === kind && (to === "" || to === whole);

/**
 * The channels along which this message may still go, in their person's order: verified, and not lost for it. Somebody who wants no text
 * message for what is no page gets none, as long as they have another way.
 */
export function openChannels(person: Person, { tried }: Pick<Message, "tried">, isLoud: boolean): Channel[] {
  const all = verified(person);
  const quiet = person.quiet && !isLoud && all.some((channel) => channel.kind !== "sms");
  return all.filter(
    (channel) =>
      !(quiet && channel.kind === "sms") && !tried.some((attempt) => attempt.fate === "lost" && isAlong(attempt, channel)),
  );
}

/** The next of the open channels: one whose service is down comes last, and before it one that has had its time. */
export function nextChannel(
  open: readonly Channel[],
  notice: Pick<Message, "tried">,
  down: readonly ChannelKind[],
  within: Elapsed,
  now: Instant,
): Channel | undefined {
  const rank = (channel: Channel) =>
    Number(down.includes(channel.kind)) * 2 + Number(hasHadItsTime(channel, notice, within, now));
  return open.toSorted((a, b) => rank(a) - rank(b))[0];
}

/** It was first tried along this channel so long ago that its person should have had it. */
export function hasHadItsTime(channel: Channel, { tried }: Pick<Message, "tried">, within: Elapsed, now: Instant): boolean {
  const first = tried.find((attempt) => isAlong(attempt, channel));
  return first !== undefined && plus(first.at, within) <= now;
}

/** The attempt that was tried last, when its channel has had its time in vain and there is another. One that may have left is not counted out so. */
export function triedInVain(
  open: readonly Channel[],
  notice: Pick<Message, "tried">,
  within: Elapsed,
  now: Instant,
): Attempt | undefined {
  const last = notice.tried.at(-1);
  const along = last?.fate === "not_taken" ? open.find((channel) => isAlong(last, channel)) : undefined;
  return open.length > 1 && along && hasHadItsTime(along, notice, within, now) ? last : undefined;
}

const settling = ({ tried }: Message, number: number, change: Partial<Attempt>): Attempt[] =>
  tried.map((attempt) => (attempt.number === number ? { ...attempt, ...change } : attempt));

/** One more attempt begins along this channel, under a lease: every message that may have left has a number of its own. */
export function leaving<M extends Message>(notice: M, channel: Channel, within: Elapsed, now: Instant): M {
  const number = notice.attempts + 1;
  const attempt: Attempt = {
    number,
    channel: channel.kind,
    to: channel.to,
    at: now,
    fate: "leaving",
    messageId: null,
    settledAt: null,
    reason: null,
  };
  return {
    ...notice,
    attempts: number,
    tried: kept([...notice.tried, attempt]),
    leasedUntil: plus(now, LEASE),
    lateFrom: notice.lateFrom ?? plus(now, within),
  };
}

/** The oldest attempts that came to nothing are forgotten first; where a message went, and where it was lost, is not. */
function kept(tried: readonly Attempt[]): Attempt[] {
  if (tried.length <= MOST_KEPT) return [...tried];
  const oldest = tried.findIndex(({ fate }) => fate === "not_taken" || fate === "leaving");
  return tried.filter((_, nth) => nth !== oldest);
}

/** The service has taken it: to be confirmed within so long, or it counts as not notified. A receipt that was faster stands. */
export function accepted<M extends Message>(notice: M, number: number, messageId: string, within: Elapsed, now: Instant): M {
  const attempt = notice.tried.find((one) => one.number === number);
  if (attempt?.fate !== "leaving") return { ...notice, tried: settling(notice, number, { messageId }) };
  const tried = settling(notice, number, { fate: "accepted", messageId, settledAt: now });
  if (notice.fate !== "waiting" || notice.attempts !== number) return { ...notice, tried };
  return { ...notice, tried, fate: "accepted", leasedUntil: null, settledAt: now, confirmBy: plus(now, within) };
}

/** The service has not taken it this time: the lease goes on, for one more try, unless an older attempt has arrived meanwhile. */
export const notTaken = <M extends Message>(notice: M, number: number, reason: string, now: Instant): M =>
  notice.tried.some((attempt) => attempt.number === number && attempt.fate === "leaving")
    ? following(notice, settling(notice, number, { fate: "not_taken", settledAt: now, reason }), now)
    : notice;

/** Is its newest attempt this one, which was not taken, and does it wait for another? Else somebody else has it in hand, or it has come to something. */
export const waitsAfter = ({ fate, attempts, tried }: Message, number: number): boolean =>
  fate === "waiting" && attempts === number && tried.some((attempt) => attempt.number === number && attempt.fate === "not_taken");

/** Free at once, to go by another channel: the service of this one is down, and will hear of it again. */
export const freed = <M extends Message>(notice: M, now: Instant): M => ({ ...notice, leasedUntil: now });

/** Free again, and due after the shortest rest: the service had only too many at that moment. */
export const restingBriefly = <M extends Message>(notice: M, now: Instant): M => ({ ...notice, leasedUntil: plus(now, REST[0]) });

/** Free again, and due after a rest that grows with each attempt along the channel that was tried last. */
export function resting<M extends Message>(notice: M, now: Instant): M {
  const last = notice.tried.at(-1);
  const along = notice.tried.filter(({ channel, to }) => channel === last?.channel && to === last.to).length;
  return { ...notice, leasedUntil: plus(now, REST[Math.min(along, REST.length) - 1] ?? REST[0]) };
}

/** It need not be sent any more, and why. */
export const withholding = <M extends Message>(notice: M, reason: string, now: Instant): M => ({
  ...notice,
  fate: "withheld",
  reason,
  settledAt: now,
  leasedUntil: null,
});

/** It will not reach its person, and no channel is left: the end of it. */
export const failing = <M extends Message>(notice: M, reason: string, now: Instant): M => ({
  ...notice,
  fate: "failed",
  reason,
  settledAt: now,
  leasedUntil: null,
  confirmBy: null,
});

/** One attempt is lost, and the message waits again, due at once, to go along another channel. */
export const rerouting = <M extends Message>(notice: M, now: Instant): M => ({
  ...notice,
  fate: "waiting",
  reason: null,
  settledAt: null,
  leasedUntil: now,
  confirmBy: null,
});

/** What is heard of one attempt: by a receipt, by silence, or by the service's own no. */
export type Heard =
  | { readonly what: "delivered" }
  /** Somebody on the way is slow to take it. It is only noted: the time in which it must be confirmed runs on. */
  | { readonly what: "delayed"; readonly reason: string }
  | { readonly what: "lost"; readonly reason: string };

/** A message with what was heard of one attempt, and what follows: nothing, a late delivery to be told of, or another channel to be found. */
export interface Noted<M> {
  readonly notice: M;
  readonly follows: "nothing" | "late" | "another_channel";
}

/**
 * Notes what was heard of one attempt; undefined when it changes nothing. What became of the message follows its newest attempt that is
 * still alive, so what comes late of an older one is kept with that one, and neither ends nor fails the message.
 */
export function noting<M extends Message>(notice: M, number: number, heard: Heard, now: Instant): Noted<M> | undefined {
  const attempt = notice.tried.find((one) => one.number === number);
  if (!attempt) return undefined;
  switch (heard.what) {
    case "delayed":
      if (attempt.reason !== null || (attempt.fate !== "accepted" && attempt.fate !== "leaving")) return undefined;
      return { notice: { ...notice, tried: settling(notice, number, { reason: heard.reason }) }, follows: "nothing" };
    case "delivered": {
      if (attempt.fate === "delivered" || (attempt.fate === "lost" && !mayStillArrive(attempt))) return undefined;
      const first = !notice.tried.some(({ fate }) => fate === "delivered");
      const tried = settling(notice, number, { fate: "delivered", settledAt: now, reason: null });
      const late = first && notice.lateFrom !== null && now > notice.lateFrom;
      return { notice: following(notice, tried, now), follows: late ? "late" : "nothing" };
    }
    case "lost": {
      const isNews = attempt.fate === "lost" ? mayStillArrive(attempt) && !mayStillArrive(heard) : true;
      if (!isNews || (attempt.fate === "delivered" && mayStillArrive(heard))) return undefined;
      const tried = settling(notice, number, { fate: "lost", settledAt: now, reason: heard.reason });
      if (attempt.fate === "lost") return { notice: { ...notice, tried }, follows: "nothing" };
      const next = following(notice, tried, now);
      return { notice: next, follows: isOver(next) || isAlive(next) ? "nothing" : "another_channel" };
    }
  }
}

const mayStillArrive = ({ reason }: Pick<Attempt, "reason">): boolean => reason !== null && MAY_STILL_ARRIVE.includes(reason);

const isOver = ({ fate }: Message): boolean => fate === "failed" || fate === "withheld";

/** Its newest attempt may still arrive or has, or an older one has. */
const isAlive = ({ tried }: Pick<Message, "tried">): boolean => {
  const newest = tried.at(-1)?.fate;
  return newest === "leaving" || newest === "accepted" || tried.some(({ fate }) => fate === "delivered");
};

/** The message with these attempts, and its fate by them. */
function following<M extends Message>(notice: M, tried: Attempt[], now: Instant): M {
  const newest = tried.at(-1)?.fate;
  const underWay = newest === "leaving" || newest === "accepted";
  const arrived = !underWay && tried.some(({ fate }) => fate === "delivered");
  if (!arrived || notice.fate === "withheld" || notice.fate === "delivered") return { ...notice, tried };
  return { ...notice, tried, fate: "delivered", settledAt: now, reason: null, leasedUntil: null, confirmBy: null };
}
