import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { SNSEvent } from "aws-lambda";
import PostalMime from "postal-mime";
import { aSecond, onCommand } from "./fails-on-command.ts";

export const MAIL_FAULTS = [
  ...["accept", "reject-hard", "reject-soft", "hang", "never-delivered", "suppressed"],
  ...["delayed", "bounce-late", "complaint", "account-down", "crowded", "full"],
] as const;
export type MailFault = (typeof MAIL_FAULTS)[number];
/** A message as it lies in its person's inbox. */
export interface Letter {
  readonly id: string;
  readonly at: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The invitation that came with it, as iCalendar; null for a letter without one. */
  readonly calendar: string | null;
  readonly tags: Readonly<Record<string, string>>;
}

/** What SES is, on one machine: it answers `SendEmail` and `SendRawEmail` as SES does, keeps an inbox, sends receipts, and fails on command. */
export interface Mailbox {
  readonly endpoint: string;
  readonly letters: Letter[];
  /** Fails from now on, for everyone or for one address only. */
  readonly fail: (how: MailFault, to?: string, after?: string) => void;
  readonly close: () => Promise<void>;
}

const escaped = (text: string) => text.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign] ?? sign);
const refusal = (code: string, message: string) =>
  `<ErrorResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${escaped(message)}</Message></Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`;
const taken = (action: string, id: string) =>
  `<${action}Response xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><${action}Result><MessageId>${id}</MessageId></${action}Result><ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></${action}Response>`;

/**
 * `receipts` hears what SES would publish through SNS; `hanging` hears when a request is left without an answer by order. `deliveredMs`: how
 * long after it was taken a letter is said to be delivered; at once, and so often before its sender has written down that it was taken, when that is 0.
 */
export async function startMailbox(
  receipts: (event: SNSEvent) => Promise<void>,
  hanging: (change: 1 | -1) => void,
  deliveredMs = 0,
): Promise<Mailbox> {
  const letters: Letter[] = [];
  const { fail, how, later, close } = onCommand<MailFault>("accept");
  const takesOneMore = aSecond(MOST_A_SECOND);
  /** As Lambda calls a function that SNS wakes: tried again, and then left to the sweeper. */
  const told = (event: SNSEvent, tries = 3): Promise<void> =>
    receipts(event).catch(() => (tries > 1 ? told(event, tries - 1) : undefined));
  const publish = (eventType: string, { id, tags }: Letter, more: object = {}) => {
    const mail = { messageId: id, tags: Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, [value]])) };
    const Message = JSON.stringify({ eventType, mail, ...more });
    void told({ Records: [{ Sns: { Message } }] } as unknown as SNSEvent);
  };

  const send = (action: string, letter: Letter, response: ServerResponse) => {
    const { fault, afterMs } = how(letter.to);
    const reply = (status: number, body: string) => response.writeHead(status, { "content-type": "text/xml" }).end(body);
    if (fault === "hang") {
      hanging(1);
      return void response.once("close", () => hanging(-1));
    }
    if (fault === "reject-hard") return reply(400, refusal("MessageRejected", "Refused by order of the laboratory."));
    if (fault === "reject-soft") return reply(503, refusal("ServiceUnavailable", "Not now, by order of the laboratory."));
    if (fault === "full" || (fault === "crowded" && !takesOneMore()))
      return reply(400, refusal("Throttling", "Maximum sending rate exceeded."));
    if (fault === "account-down")
      return reply(400, refusal("AccountSendingPausedException", "Sending is paused for this account."));
    const arrives = () => {
      letters.push({ ...letter, at: new Date().toISOString() });
      publish("Delivery", letter);
    };
    const lies = ["accept", "complaint", "crowded"].includes(fault);
    if (lies) letters.push(letter);
    reply(200, taken(action, letter.id));
    if (lies || fault === "bounce-late") later(deliveredMs, () => publish("Delivery", letter));
    if (fault === "complaint") later(deliveredMs, () => publish("Complaint", letter, { complaint: { complaintSubType: null } }));
    if (fault === "suppressed") publish("Bounce", letter, bounce("OnAccountSuppressionList"));
    if (fault === "bounce-late") later(afterMs, () => publish("Bounce", letter, bounce("General")));
    if (fault === "delayed") {
      publish("DeliveryDelay", letter);
      later(afterMs, arrives);
    }
  };

  const server = createServer((request, response) => {
    void bodyOf(request).then(async (body) => {
      const form = new URLSearchParams(body);
      const action = form.get("Action") ?? "";
      const letterOf = LETTERS[action];
      if (letterOf) return send(action, await letterOf(form), response);
      const answered = `Only ${Object.keys(LETTERS).join(" and ")} are answered here.`;
      response.writeHead(400, { "content-type": "text/xml" }).end(refusal("InvalidAction", answered));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    letters,
    fail,
    close: async () => {
      close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What a crowded service takes in one second, and answers «too many» to the rest. */
export const MOST_A_SECOND = 5;

const bounce = (bounceSubType: string) => ({ bounce: { bounceType: "Permanent", bounceSubType } });

/** The letter that a form asks us to send, by its action. */
const LETTERS: Readonly<Record<string, (form: URLSearchParams) => Letter | Promise<Letter>>> = {
  SendEmail: (form) => ({
    ...letterFor(form.get("Destination.ToAddresses.member.1"), form),
    subject: form.get("Message.Subject.Data") ?? "",
    text: form.get("Message.Body.Text.Data") ?? "",
    html: form.get("Message.Body.Html.Data") ?? "",
    calendar: null,
  }),
  SendRawEmail: async (form) => {
    const raw = Buffer.from(form.get("RawMessage.Data") ?? "", "base64");
    const { subject = "", text = "", html = "", attachments } = await PostalMime.parse(raw, { attachmentEncoding: "utf8" });
    const calendar = attachments.find(({ mimeType }) => mimeType === "text/calendar")?.content;
    return {
      ...letterFor(form.get("Destinations.member.1"), form),
      ...{ subject, text, html },
      calendar: calendar === undefined ? null : String(calendar),
    };
  },
};

function letterFor(to: string | null, form: URLSearchParams) {
  const tags: Record<string, string> = {};
  for (let nth = 1; form.has(`Tags.member.${nth}.Name`); nth += 1) {
    tags[form.get(`Tags.member.${nth}.Name`) ?? ""] = form.get(`Tags.member.${nth}.Value`) ?? "";
  }
  return { id: randomUUID(), at: new Date().toISOString(), to: to ?? "", tags };
}

export async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
