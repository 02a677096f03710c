import * as z from "zod";
import type { Words } from "./escalation/wording.ts";
import { invalid, Refusal } from "./refusal.ts";
import { between, Instant, plus, since } from "./time.ts";

/** A code that somebody was sent, and has to read where it went. Of the code itself only a hash is kept. */
export const SentCode = z.strictObject({
  to: z.string(),
  hash: z.string(),
  until: Instant,
  triesLeft: z.int().nonnegative(),
  /** When codes were sent to this person, over the last day. */
  sent: z.array(Instant),
});
export type SentCode = z.output<typeof SentCode>;

export const OneTimeCode = z
  .string()
  .trim()
  .regex(/^\d{6}$/, "the six digits that were sent");

/** Long enough to find the phone; a code that lies about is worth nothing. */
const GOOD_FOR = "PT10M";
/** Six digits and so many tries: one guess in two hundred thousand. */
const TRIES = 5;
/** Codes are messages too: nobody can make us flood a stranger's phone. */
const PAUSE = "PT1M";
const MOST_A_DAY = 10;

/** A new code, in place of the one before. Throws TooMany when one has just been sent, or too many in a day. */
export function sending(kept: SentCode | undefined, to: string, hash: string, now: Instant): SentCode {
  const sent = (kept?.sent ?? []).filter((at) => at > since(now, "PT24H"));
  const tooMany = (said: string, again: Instant) =>
    new Refusal("TooMany", said, { facts: { retryAfter: Math.ceil(between(now, again) / 1000) } });
  const last = sent.find((at) => at > since(now, PAUSE));
  if (last) throw tooMany("A code was sent a moment ago. Wait a minute, then ask for another.", plus(last, PAUSE));
  if (sent.length >= MOST_A_DAY)
    throw tooMany("That is enough codes for one day. Ask your administrator.", plus(sent[0] ?? now, "PT24H"));
  return { to, hash, until: plus(now, GOOD_FOR), triesLeft: TRIES, sent: [...sent, now] };
}

/** Somebody says a code: it is right or not, and used up either way a little. A code is good once. */
export function saying(
  kept: SentCode | undefined,
  to: string,
  hash: string,
  now: Instant,
): { readonly right: boolean; readonly kept: SentCode } {
  if (!kept || kept.to !== to || kept.until <= now || kept.triesLeft === 0)
    throw invalid({ field: "code", reason: "has run out: ask for another" });
  const right = kept.hash === hash;
  return { right, kept: { ...kept, triesLeft: right ? 0 : kept.triesLeft - 1 } };
}

/** What marks a code on its way out and in its receipts: it is about no case, and nothing follows from what becomes of it. */
export const CODE = "code";
/** The same of a message that says that a week of looking has been gone through. */
export const WEEK_READY = "week_ready";

/** What comes with a code. Whoever did not ask for one learns that they need do nothing. */
export const codeWords = (code: string, site: string): Words => ({
  subject: `${code} is your code for Rightcall`,
  lines: [
    `${code} is your code. It is good for ten minutes, on your own page of Rightcall and nowhere else.`,
    "Nobody will ask you for it. If you did not ask for a code, you need do nothing.",
  ],
  link: { href: `${site}/me`, title: "Open your page" },
  footer: "No case is meant by this message.",
});

/** The same as a text message. */
export const codeText = (code: string): string =>
  `${code} is your code for Rightcall. It is good for ten minutes. Nobody will ask you for it.`;
