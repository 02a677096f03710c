import * as z from "zod";
import { Code } from "../partnership/partnership.ts";
import { ChannelKind } from "../people.ts";
import { Instant, plus } from "../time.ts";
import { isRunning, Limit } from "./clock.ts";
import { type Escalation, isReferred } from "./escalation.ts";
import { isAboutChild, unreadBy } from "./known.ts";

/** Why somebody is told: asked to answer, reminded, told alongside, told of a change, told they are no longer needed, told their rota has a hole. */
export const NoticeKind = z.enum(["page", "reminder", "paired", "update", "stand_down", "rota_gap"]);
export type NoticeKind = z.output<typeof NoticeKind>;

/** What has become of a message. `accepted` is what the service that carries it said; only `delivered` is notification. */
export const Fate = z.enum(["waiting", "accepted", "delivered", "failed", "withheld"]);

/** So many people of one desk are told at once: more would be noise, and what one move tells must fit into one transaction of 100 items. */
export const MOST_ASKED = 6;

/**
 * One time that a message was handed to a service: along which of its person's channels, and what became of it. `leaving` is what is known
 * before the service has answered, and all that is known when we died then. `lost` is for good.
 */
export const Attempt = z.strictObject({
  number: z.int().positive(),
  channel: ChannelKind,
  to: z.string(),
  at: Instant,
  fate: z.enum(["leaving", "not_taken", "accepted", "delivered", "lost"]),
  messageId: z.string().nullable(),
  settledAt: Instant.nullable(),
  reason: z.string().nullable(),
});
export type Attempt = z.output<typeof Attempt>;

/** The id of a message: the version that made it, and which of that version's messages it is. */
export const NoticeId = z.string().regex(/^\d{6}-\d{2}$/);

/** How far a message has come on its way, whatever it is about. */
export const way = {
  fate: Fate,
  /** How often it was written: whoever changes it names the one they read. */
  revision: z.int().nonnegative(),
  /** The number of the newest attempt. */
  attempts: z.int().nonnegative(),
  /** Each attempt, the newest last; of a message that nobody would take for hours the oldest are left out. */
  tried: z.array(Attempt),
  leasedUntil: Instant.nullable(),
  settledAt: Instant.nullable(),
  /** By when its delivery must have been confirmed, once a service has accepted it. */
  confirmBy: Instant.nullable(),
  /** From when on a delivery is a late one, by the first attempt. */
  lateFrom: Instant.nullable(),
  reason: z.string().nullable(),
};

/** One message to one person about one case: the outbox. Its words are chosen when it is sent, from the case as it then is. */
export const Notice = z.strictObject({
  id: NoticeId,
  case: z.uuid(),
  partnership: Code,
  kind: NoticeKind,
  to: Code,
  about: z.string(),
  tier: z.int().nonnegative(),
  limit: Limit.nullable(),
  at: Instant,
  /** When its person first opened the case after it, as far as we know. */
  openedAt: Instant.nullable().default(null),
  ...way,
});
export type Notice = z.output<typeof Notice>;
/** What every message has, of a case or of a desk's rota. */
export type Message = Pick<Notice, "id" | "partnership" | "to" | "at" | keyof typeof way>;

/** What the newest attempt had come to, by what a message of the first shape says of itself. */
const CAME_TO: Readonly<Record<Notice["fate"], Attempt["fate"]>> = {
  waiting: "not_taken",
  accepted: "accepted",
  delivered: "delivered",
  failed: "lost",
  withheld: "not_taken",
};

/** A message of the first shape knew one address, email, and how often it had been tried: its newest attempt is told from that. */
function attempted(written: unknown): unknown {
  if (typeof written !== "object" || written === null || "revision" in written) return written;
  const { messageId, ...kept } = written as Record<string, unknown> & Pick<Notice, "fate" | "attempts" | "at" | "settledAt">;
  const { attempts, fate, at, settledAt } = kept;
  const newest = { number: attempts, channel: "email", to: "", at, fate: CAME_TO[fate], messageId, settledAt, reason: null };
  return { ...kept, revision: 0, tried: attempts > 0 ? [newest] : [], lateFrom: null };
}

/** A message of any shape there has been, brought to the shape of today. Every reader goes through here. */
export const AnyNotice = z.preprocess(attempted, Notice);

/** Why somebody is paged who has been paged already. It goes the ways that the first page went, so it is no hope when that is lost, and no loss when it is. */
export const ASKED_STILL = "asked_still";
/** Pages to people who have been paged for this case before. */
export const REPEATED: readonly string[] = [ASKED_STILL, "asked_again"];
/** It asks for something that has not been asked of this person yet: no other message may hold it up. */
export const isFirstPage = ({ kind, about }: Pick<Notice, "kind" | "about">): boolean =>
  kind === "page" && !REPEATED.includes(about);

/** A notice as a move makes it: who is told what. Its number in the outbox follows from the move. */
export type NewNotice = Pick<Notice, "kind" | "to" | "about" | "tier" | "limit">;

/** Why a waiting notice need not be sent any more, asked once more just before it is; undefined when it must go. */
export function pointless({ kind, tier, limit }: Pick<Notice, "kind" | "tier" | "limit">, about: Escalation): string | undefined {
  if (kind !== "page" && kind !== "reminder") return undefined;
  if (about.closed) return "the case has closed";
  const owed = about.clocks.filter(isRunning).some((clock) => {
    if (clock.limit === "acknowledge") return limit === "acknowledge" && clock.tier >= tier;
    if (limit === null) return true;
    return clock.limit === "repeat" || clock.limit === limit;
  });
  if (owed || (kind === "page" && isStillAsked({ tier, limit }, about))) return undefined;
  return kind === "page" ? "it has been answered" : "it is no longer owed";
}

/**
 * Is somebody to hear it although no clock of it runs: the tier that is asked beside for a child, as long as nobody has decided; a body that
 * has not said whether it accepts, and an owner who has not read the news, when that limit has been missed.
 */
function isStillAsked({ tier, limit }: Pick<Notice, "tier" | "limit">, about: Escalation): boolean {
  if (limit === "acknowledge") return tier === about.terms.childTier && about.decision === null && isAboutChild(about);
  if (limit === "accept_referral") return isReferred(about);
  return limit === "read_information" && about.owner !== null && unreadBy(about, about.owner.by.id).length > 0;
}

/** A message that has waited this long tells nobody anything: the page of the case says what is. */
const STALE = "PT24H";

/** Why a waiting message about a case need not be sent any more, or is too old to be; undefined when it must go. */
export const needless = (
  notice: Pick<Notice, "kind" | "tier" | "limit" | "at">,
  about: Escalation,
  now: Instant,
): string | undefined => pointless(notice, about) ?? (plus(notice.at, STALE) <= now ? "it is a day old" : undefined);
