import { SESClient, SESServiceException, SendEmailCommand, SendRawEmailCommand } from "@aws-sdk/client-ses";
import MailComposer from "nodemailer/lib/mail-composer";
import type { Words } from "../../core/escalation/wording.ts";
import { env } from "../env.ts";
import type { Failure } from "../failure.ts";
import { nameOf } from "../log.ts";

/** The client never tries again by itself: when an answer was lost, its second try would be a second letter with the same number. */
const ses = new SESClient({
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 1000, requestTimeout: 5000, throwOnRequestTimeout: true },
});

/** What the service says to one message for good: refused, or an address that is none. */
const FOR_GOOD = ["MessageRejected", "InvalidParameterValue"];
/** What it says to all of us, whatever the message: the account, its configuration, its domain, our rights, our key. */
const TO_ALL = [
  "AccountSendingPausedException",
  "ConfigurationSetDoesNotExistException",
  "ConfigurationSetSendingPausedException",
  "MailFromDomainNotVerifiedException",
  "LimitExceededException",
  "AccessDenied",
  "AccessDeniedException",
  "InvalidClientTokenId",
  "UnrecognizedClientException",
  "SignatureDoesNotMatch",
  "ExpiredToken",
  "ExpiredTokenException",
  "CredentialsProviderError",
];
/** Too many a second passes in a moment; too many a day does not, and has the same name. */
const TOO_MANY = ["Throttling", "ThrottlingException"];
const DAILY = /daily message quota/i;

/** What a failure to send means, by the name that the service gives it. What nobody knows is worth another attempt. */
export function failureOf(error: unknown): Failure {
  const name = nameOf(error);
  if (error instanceof SESServiceException && FOR_GOOD.includes(name)) return { how: "refused", name };
  if (TO_ALL.includes(name) || (error instanceof SESServiceException && DAILY.test(error.message))) return { how: "down", name };
  return { how: TOO_MANY.includes(name) ? "busy" : "later", name };
}

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" })[sign] ?? sign);

const asText = ({ lines, link, footer }: Words): string => [...lines, link.href, footer].join("\n\n");
const asHtml = ({ subject, lines, link, footer }: Words): string => `<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><title>${escaped(subject)}</title></head>
<body style="font-family:Arial,sans-serif;font-size:16px;line-height:1.5;color:#212b32">
${lines.map((line) => `<p>${escaped(line)}</p>`).join("\n")}
<p><a href="${escaped(link.href)}">${escaped(link.title)}</a></p>
<p style="color:#4c6272;font-size:14px">${escaped(footer)}</p>
</body></html>`;

/** A subject is one line, whatever a name in a configuration holds: what follows a line break would be a header of its own. */
const onOneLine = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ");

/** What a calendar is asked to do: said on the part that holds it too, and mail programs want both to say the same. */
const methodOf = (invitation: string): string => /^METHOD:([A-Z]+)\r?$/m.exec(invitation)?.[1] ?? "PUBLISH";

/** A letter that brings an invitation: the calendar beside text and HTML, where mail programs look for it, and once more as a file for those that do not. */
function withInvitation(to: string, words: Words, invitation: string): Promise<Buffer> {
  const letter = new MailComposer({
    from: env("MAIL_FROM"),
    to: { name: "", address: to }, // one person, whatever the address holds
    subject: onOneLine(words.subject),
    text: asText(words),
    html: asHtml(words),
    icalEvent: { method: methodOf(invitation), filename: "invitation.ics", content: invitation },
    newline: "win", // mail has CRLF
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return letter.compile().build();
}

/**
 * Hands one message to the mail service for one person, marked so that its receipts find their notice. An invitation goes with it as a
 * calendar that mail programs offer to accept. Answers with the service's own id for it.
 */
export async function send(
  to: string,
  words: Words,
  tags: Readonly<Record<string, string>>,
  invitation?: string,
): Promise<string> {
  const so = {
    Source: env("MAIL_FROM"),
    ConfigurationSetName: env("MAIL_SET"),
    Tags: Object.entries(tags).map(([Name, Value]) => ({ Name, Value })),
  };
  if (invitation !== undefined) {
    const RawMessage = { Data: await withInvitation(to, words, invitation) };
    const { MessageId } = await ses.send(new SendRawEmailCommand({ ...so, Destinations: [to], RawMessage }));
    return MessageId ?? "";
  }
  const Charset = "UTF-8";
  const Message = {
    Subject: { Data: onOneLine(words.subject), Charset },
    Body: { Text: { Data: asText(words), Charset }, Html: { Data: asHtml(words), Charset } },
  };
  const { MessageId } = await ses.send(new SendEmailCommand({ ...so, Destination: { ToAddresses: [to] }, Message }));
  return MessageId ?? "";
}
