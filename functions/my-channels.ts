import { createHash, randomInt } from "node:crypto";
import {
  adding,
  type ChangeOfWays,
  changedText,
  changedWords,
  hearsOfChange,
  type NewChannel,
  ordering,
  removing,
  verifying,
  WAYS_CHANGED,
} from "../core/channels.ts";
import type { Channel, Person } from "../core/people.ts";
import { invalid, Refusal } from "../core/refusal.ts";
import type { Instant } from "../core/time.ts";
import { CODE, codeText, codeWords, saying, sending } from "../core/verification.ts";
import * as mail from "./aws/mail.ts";
import * as people from "./aws/people.ts";
import { env } from "./env.ts";
import { log } from "./log.ts";
import * as sms from "./sms.ts";

const hashOf = ({ partnership, id }: Person, to: string, code: string): string =>
  createHash("sha256").update([partnership, id, to, code].join("\n")).digest("hex");

/** Adds a channel to somebody's own list and sends a code there. Nothing else is sent along it before they have said that code. */
export async function addChannel(actor: Person, channel: NewChannel, now: Instant): Promise<Person> {
  const person = await people.change(actor.partnership, actor.id, (current) => adding(current, channel));
  const code = String(randomInt(1_000_000)).padStart(6, "0");
  const hash = hashOf(actor, channel.to, code);
  await people.changeCode(actor, (kept) => ({ kept: sending(kept, channel.to, hash, now), answer: undefined }));
  await sendCode(channel, code);
  return person;
}

async function sendCode({ kind, to }: NewChannel, code: string): Promise<void> {
  try {
    await (kind === "email"
      ? mail.send(to, codeWords(code, env("SITE")), { purpose: CODE })
      : sms.send(to, codeText(code), CODE));
  } catch (error) {
    const { how, name } = kind === "email" ? mail.failureOf(error) : sms.failureOf(error);
    log("code_not_sent", { channel: kind, error: name });
    throw how === "refused"
      ? invalid({ field: "to", reason: "takes no messages from us" })
      : new Refusal("NotYet", "The code could not be sent at this moment. Try again in a minute.");
  }
}

/** Somebody says the code that was sent to a channel of theirs: right, it is verified; wrong, one try is gone. */
export async function verifyChannel(actor: Person, to: string, code: string, now: Instant): Promise<Person> {
  const hash = hashOf(actor, to, code);
  const right = await people.changeCode(actor, (current) => {
    const { right: answer, kept } = saying(current, to, hash, now);
    return { kept, answer };
  });
  if (!right) throw invalid({ field: "code", reason: "is not the code that was sent there" });
  return changeWays(actor, "added", now, (current) => verifying(current, to, now));
}

/** Puts somebody's own channels into another order. */
export const orderChannels = (actor: Person, order: readonly string[], now: Instant): Promise<Person> =>
  changeWays(actor, "reordered", now, (current) => ordering(current, order));

/** Takes a channel away from somebody's own list, but for the last that reaches them. */
export const removeChannel = (actor: Person, to: string, now: Instant): Promise<Person> =>
  changeWays(actor, "removed", now, (current) => removing(current, to));

/** Changes somebody's ways, and says so along each that they had: at a session that was left open, it may have been somebody else. */
async function changeWays(
  { partnership, id }: Person,
  change: ChangeOfWays,
  now: Instant,
  how: (current: Person) => Person,
): Promise<Person> {
  let told: readonly Channel[] = [];
  const person = await people.change(partnership, id, (current) => {
    const next = how(current);
    told = hearsOfChange(current, next);
    return next;
  });
  await Promise.all(told.map((channel) => tellOfChange(channel, change, now)));
  return person;
}

/** What has been changed stays so, and the other ways hear of it, when this one cannot. */
async function tellOfChange({ kind, to }: Channel, change: ChangeOfWays, now: Instant): Promise<void> {
  try {
    await (kind === "email"
      ? mail.send(to, changedWords(change, now, env("SITE")), { purpose: WAYS_CHANGED })
      : sms.send(to, changedText(change, now), WAYS_CHANGED));
  } catch (error) {
    const { name } = kind === "email" ? mail.failureOf(error) : sms.failureOf(error);
    log("change_not_told", { channel: kind, error: name });
  }
}

/** What somebody wants of their messages. A page comes by every way there is, whatever they want. */
export const prefer = ({ partnership, id }: Person, quiet: boolean): Promise<Person> =>
  people.change(partnership, id, (current) => ({ ...current, quiet }));
