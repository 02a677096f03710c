import { referenceOf, type Sending } from "../core/escalation/sending.ts";
import type { Words } from "../core/escalation/wording.ts";
import type { ChannelKind } from "../core/people.ts";
import * as mail from "./aws/mail.ts";
import type { Failure } from "./failure.ts";
import { log } from "./log.ts";
import * as sms from "./sms.ts";

/** What one message says: at length, and as a short text. */
export interface Said {
  readonly words: Words;
  readonly text: string;
  /** An iCalendar object that goes with it, where a channel can carry one. */
  readonly invitation?: string;
}

/** What a message of practice says: nobody who reads it in a hurry may take it for a real one. */
export const exercise = ({ words, text, ...said }: Said): Said => ({
  ...said,
  words: { ...words, subject: `EXERCISE ${words.subject}`, lines: [EXERCISE, ...words.lines] },
  text: `${EXERCISE} ${text}`,
});
const EXERCISE =
  "EXERCISE. This is practice: nobody needs help, and nobody is to go anywhere or ring anybody. Open it in a browser in which you practise.";

/** Who carries the messages of one channel, and how to read its no. */
interface Carrier {
  /** As a reason names it. */
  readonly title: string;
  /** Hands one attempt over, marked so that its receipts find it; answers with the service's own id for it. */
  readonly hand: (to: string, said: Said, sending: Sending) => Promise<string>;
  readonly failureOf: (error: unknown) => Failure;
  readonly logRefused: (ids: Parameters<typeof log>[1]) => void;
  readonly logNotTaken: (ids: Parameters<typeof log>[1]) => void;
}

/** The services that carry our messages, by channel. Which of them has this one is decided in `core/escalation/sending.ts`. */
export const carriers: Readonly<Record<ChannelKind, Carrier>> = {
  email: {
    title: "the mail service",
    hand: (to, { words, invitation }, sending) => {
      const tags = Object.entries(sending).map(([name, value]) => [name, String(value)]);
      return mail.send(to, words, Object.fromEntries(tags), invitation);
    },
    failureOf: mail.failureOf,
    logRefused: (ids) => log("mail_refused", ids),
    logNotTaken: (ids) => log("mail_not_accepted", ids),
  },
  sms: {
    title: "the text service",
    hand: (to, { text }, sending) => sms.send(to, text, referenceOf(sending)),
    failureOf: sms.failureOf,
    logRefused: (ids) => log("text_refused", ids),
    logNotTaken: (ids) => log("text_not_accepted", ids),
  },
};
