import { SESClient, type SendRawEmailCommandInput } from "@aws-sdk/client-ses";
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from "@jest/globals";
import type { SNSEvent } from "aws-lambda";
import PostalMime from "postal-mime";
import { type InvitationMethod, writeInvitation } from "../../functions/packs/write-invitation.ts";
import { type Mailbox, type MailFault, startMailbox } from "../../local/mailbox.ts";
import { startTexts, type Texts } from "../../local/texts.ts";

const CALL = {
  id: "weekly_2026_07_01",
  title: "Wöchentlicher Call – agenda",
  startsAt: "2026-07-01T09:00:00.000Z",
  endsAt: "2026-07-01T10:00:00.000Z",
  version: 3,
};
const TO = "ann.okafor@police.example.org";
const made = (method: InvitationMethod, title = CALL.title, name = "Ann Okafor") => {
  const organiser = { name: "Partner calls", email: "calls@example.org" };
  const to = { site: "https://rightcall.example.org", organiser, attendee: { name, email: TO } };
  return writeInvitation({ ...CALL, title }, to, method, "2026-06-20T12:00:00.000Z");
};
const WORDS = {
  subject: "Wöchentlicher Call – agenda",
  lines: [
    "The weekly call is at 10:00 BST, Wed 1 Jul. <Bring> your laptop & a pen – and a line that is so long that it has to be broken on its way.",
  ],
  link: { href: "https://rightcall.example.org/calls/weekly_2026_07_01?a=1&b=2", title: "See the agenda" },
  footer: "Nothing of a patient is in this message.",
};
const SENDING = { partnership: "london", about: "weekly_2026_07_01", notice: "000001-00", attempt: 2 };
const TAGS = { partnership: "london", about: "weekly_2026_07_01", notice: "000001-00", attempt: "2" };

const receipts: { eventType: string; mail: { messageId: string; tags: Record<string, string[]> } }[] = [];
let mailbox: Mailbox;
let texts: Texts;
let mail: typeof import("../../functions/aws/mail.ts");
let carriers: typeof import("../../functions/carriers.ts").carriers;
beforeAll(async () => {
  const hear = async ({ Records }: SNSEvent) => void receipts.push(...Records.map(({ Sns }) => JSON.parse(Sns.Message)));
  mailbox = await startMailbox(hear, () => undefined);
  const callBack = { url: "http://127.0.0.1:9/", token: "nobody hears it" };
  texts = await startTexts({ callBack, during: (work) => work, hanging: () => undefined });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_SES: mailbox.endpoint,
    MAIL_FROM: "Rightcall <no-reply@rightcall.example.org>",
    MAIL_SET: "rightcall",
    NOTIFY_URL: texts.endpoint,
    NOTIFY_KEY: texts.key,
    NOTIFY_TEMPLATE: texts.template,
  });
  mail = await import("../../functions/aws/mail.ts");
  ({ carriers } = await import("../../functions/carriers.ts"));
});
afterEach(() => {
  mailbox.letters.length = 0;
  receipts.length = 0;
  mailbox.fail("accept");
});
afterAll(() => Promise.all([mailbox.close(), texts.close()]));

/** What a mail program makes of it: it wants its own line ends. */
const lines = (text: string | null | undefined) => text?.trimEnd().split(/\r?\n/);

describe("a message with an invitation", () => {
  it("lies in the inbox with the same words as any other, and with its calendar", async () => {
    const id = await mail.send(TO, WORDS, TAGS, made("REQUEST"));
    await mail.send(TO, WORDS, TAGS);
    const [invited, plain] = mailbox.letters;
    expect(invited).toMatchObject({ id, to: TO, subject: "Wöchentlicher Call – agenda", tags: TAGS });
    expect(lines(invited?.text)).toEqual(lines(plain?.text));
    expect(lines(invited?.html)).toEqual(lines(plain?.html));
    expect(lines(invited?.calendar)).toEqual(lines(made("REQUEST")));
    expect(plain?.calendar).toBeNull();
  });

  it("has receipts that find its notice, as any other has", async () => {
    mailbox.fail("complaint");
    const id = await carriers.email.hand(TO, { words: WORDS, text: "short", invitation: made("REQUEST") }, SENDING);
    expect(mailbox.letters[0]?.calendar).toContain("METHOD:REQUEST");
    const tags = Object.fromEntries(Object.entries(TAGS).map(([name, value]) => [name, [value]]));
    expect(receipts.map(({ eventType, mail }) => [eventType, mail])).toEqual([
      ["Delivery", { messageId: id, tags }],
      ["Complaint", { messageId: id, tags }],
    ]);
  });

  it.each<[MailFault, string]>([
    ["reject-hard", "refused"],
    ["account-down", "down"],
    ["full", "busy"],
    ["reject-soft", "later"],
  ])("that is not taken (%s) means what it means for any other: %s", async (fault, how) => {
    mailbox.fail(fault);
    const failed = await mail.send(TO, WORDS, TAGS, made("REQUEST")).catch(mail.failureOf);
    expect(failed).toEqual(await mail.send(TO, WORDS, TAGS).catch(mail.failureOf));
    expect(failed).toMatchObject({ how });
    expect(mailbox.letters).toEqual([]);
  });

  it("is as short as ever as a text", async () => {
    await carriers.sms.hand("+447700900188", { words: WORDS, text: "short", invitation: made("REQUEST") }, SENDING);
    expect(texts.texts.map(({ text }) => text)).toEqual(["short"]);
  });
});

describe("the letter that is handed over", () => {
  const sent = jest.spyOn(SESClient.prototype, "send");
  afterAll(() => sent.mockRestore());
  const handed = async (to: string, subject: string, invitation: string) => {
    await mail.send(to, { ...WORDS, subject }, TAGS, invitation);
    const [command] = sent.mock.lastCall ?? [];
    const { input } = command as unknown as { input: SendRawEmailCommandInput };
    const raw = Buffer.from(input.RawMessage?.Data ?? []);
    return { input, raw: raw.toString(), letter: await PostalMime.parse(raw, { attachmentEncoding: "utf8" }) };
  };
  const PLAIN = ["from", "to", "subject", "message-id", "date", "mime-version", "content-type"].sort();
  const headersOf = ({ headers }: Awaited<ReturnType<typeof handed>>["letter"]) => headers.map(({ key }) => key).sort();

  it("goes to one person, from our one address, through our set, with its tags", async () => {
    const { input, letter } = await handed(TO, "s", made("REQUEST"));
    expect(input).toMatchObject({
      Source: "Rightcall <no-reply@rightcall.example.org>",
      ConfigurationSetName: "rightcall",
      Destinations: [TO],
      Tags: Object.entries(TAGS).map(([Name, Value]) => ({ Name, Value })),
    });
    expect(letter.from).toEqual({ name: "Rightcall", address: "no-reply@rightcall.example.org" });
    expect(letter.to).toEqual([{ name: "", address: TO }]);
    expect(headersOf(letter)).toEqual(PLAIN);
  });

  it.each<InvitationMethod>(["REQUEST", "CANCEL", "PUBLISH"])(
    "says on its calendar what the calendar says: %s",
    async (method) => {
      const { raw, letter } = await handed(TO, "s", made(method));
      expect(letter.attachments).toMatchObject([
        { mimeType: "text/calendar", method, disposition: null, filename: null },
        { mimeType: "application/ics", disposition: "attachment", filename: "invitation.ics" },
      ]);
      for (const { content } of letter.attachments) expect(lines(String(content))).toEqual(lines(made(method)));
      const kinds = [...raw.matchAll(/^Content-Type: ([\w/]+)/gm)].map(([, kind]) => kind);
      expect(kinds).toEqual([
        "multipart/mixed",
        ...["multipart/alternative", "text/plain", "text/html", "text/calendar"],
        "application/ics",
      ]);
      expect(raw).not.toMatch(/(?<!\r)\n/);
      expect(raw).not.toMatch(/\P{ASCII}/u);
    },
  );

  it.each([
    ["the subject", "One\r\nBcc: all@example.org\u2028and\tmore", made("REQUEST"), "One Bcc: all@example.org and more"],
    ["a title", "s", made("REQUEST", "One\r\nBcc: all@example.org"), "s"],
    ["a name", "s", made("REQUEST", "One", "Ann\r\n\r\nBcc: all@example.org"), "s"],
    ["a calendar of another making", "s", "BEGIN:VCALENDAR\nMETHOD:REQUEST\nBcc: all@example.org\n", "s"],
  ])("has no header that %s with a line break would make", async (_, subject, invitation, expected) => {
    const { input, letter } = await handed(TO, subject, invitation);
    expect(headersOf(letter)).toEqual(PLAIN);
    expect(letter.subject).toBe(expected);
    expect(input.Destinations).toEqual([TO]);
  });

  it("has one person in its To, whatever an address holds", async () => {
    const { letter } = await handed("one@example.org,\r\nBcc: two@example.org", "s", made("REQUEST"));
    expect(letter.to).toHaveLength(1);
    expect(headersOf(letter)).toEqual(PLAIN);
  });
});
