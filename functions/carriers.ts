import type { Escalation } from "../core/escalation/escalation.ts";
import type { Notice } from "../core/escalation/notice.ts";
import { referenceOf, type Sending } from "../core/escalation/sending.ts";
import { texting, wording } from "../core/escalation/wording.ts";
import type { ChannelKind } from "../core/people.ts";
import * as mail from "./aws/mail.ts";
import { env } from "./env.ts";
import type { Failure } from "./failure.ts";
import { log } from "./log.ts";
import * as sms from "./sms.ts";

/** Who carries the messages of one channel, and how to read its no. */
interface Carrier {
  /** As a reason names it. */
  readonly title: string;
  /** Hands one attempt over, marked so that its receipts find it; answers with the service's own id for it. */
  readonly hand: (to: string, notice: Notice, about: Escalation) => Promise<string>;
  readonly failureOf: (error: unknown) => Failure;
  readonly logRefused: (ids: Parameters<typeof log>[1]) => void;
  readonly logNotTaken: (ids: Parameters<typeof log>[1]) => void;
}

const sendingOf = ({ id, attempts }: Notice, { partnership, id: about }: Escalation): Sending => ({
  partnership,
  case: about,
  notice: id,
  attempt: attempts,
});

/** The services that carry our messages, by channel. Which of them has this one is decided in `core/escalation/sending.ts`. */
export const carriers: Readonly<Record<ChannelKind, Carrier>> = {
  email: {
    title: "the mail service",
    hand: (to, notice, about) => {
      const tags = Object.entries(sendingOf(notice, about)).map(([name, value]) => [name, String(value)]);
      return mail.send(to, wording(notice, about, env("SITE")), Object.fromEntries(tags));
    },
    failureOf: mail.failureOf,
    logRefused: (ids) => log("mail_refused", ids),
    logNotTaken: (ids) => log("mail_not_accepted", ids),
  },
  sms: {
    title: "the text service",
    hand: (to, notice, about) => sms.send(to, texting(notice, about, env("SITE")), referenceOf(sendingOf(notice, about))),
    failureOf: sms.failureOf,
    logRefused: (ids) => log("text_refused", ids),
    logNotTaken: (ids) => log("text_not_accepted", ids),
  },
};
