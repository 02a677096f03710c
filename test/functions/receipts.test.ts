import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import type { Notice } from "../../core/escalation/notice.ts";
import { aTown, type Town } from "../town.ts";

/** What SES publishes through SNS, and what the function that hears it makes of it. The page went by email and is waiting for its receipt. */
let town: Town;
let handler: (event: never) => Promise<void>;
let id: string;
beforeAll(async () => {
  town = await aTown();
  ({ handler } = await import("../../functions/receipts/note-receipt.ts"));
});
beforeEach(async () => {
  await town.anew();
  await town.fault({ mail: "never-delivered" });
  id = (await town.raise()).id;
});
afterAll(() => town.close());

const tell = async (eventType: string, more: object = {}, of: object = {}) => {
  const tags = { partnership: ["london"], about: [id], notice: ["000001-00"], attempt: ["1"], "ses:from-domain": ["x"], ...of };
  const mail = { messageId: "m", timestamp: "2026-01-16T02:00:00.000Z", tags };
  await handler({ Records: [{ Sns: { Message: JSON.stringify({ eventType, mail, ...more }) } }] } as never);
  await town.settled();
};
const page = async () => {
  const { body } = await town.as("amara_bell", "GET", `escalations/${id}/notices`);
  return (body as unknown as { items: Notice[] }).items[0];
};
const BOUNCE = (bounceType: string, bounceSubType: string) => ({ bounce: { bounceType, bounceSubType, bouncedRecipients: [] } });
const COMPLAINT = (complaintSubType: string | null) => ({ complaint: { complaintSubType, complaintFeedbackType: "abuse" } });

describe("a receipt that says that the message is lost", () => {
  it.each([
    ["a hard bounce", "Bounce", BOUNCE("Permanent", "General"), "it bounced"],
    ["a soft bounce, after SES has tried for long", "Bounce", BOUNCE("Transient", "MailboxFull"), "it came back, for now"],
    ["a bounce that nobody can tell", "Bounce", BOUNCE("Undetermined", "Undetermined"), "it came back, for now"],
    ["a suppressed address", "Bounce", BOUNCE("Permanent", "OnAccountSuppressionList"), "the address is on the suppression list"],
    ["a complaint", "Complaint", COMPLAINT(null), "it was reported as junk"],
    ["a complaint of before", "Complaint", COMPLAINT("OnAccountSuppressionList"), "the address is on the suppression list"],
    ["a reject", "Reject", { reject: { reason: "Bad content" } }, "the mail service refused it"],
    ["a rendering failure", "Rendering Failure", { failure: {} }, "the mail service refused it"],
  ])("sends it along the next channel at once: %s", async (_, eventType, more, reason) => {
    await tell(eventType, more);
    expect(await page()).toMatchObject({
      fate: "delivered",
      tried: [
        { number: 1, channel: "email", fate: "lost", reason },
        { number: 2, channel: "sms", fate: "delivered" },
      ],
    });
  });
});

describe("a receipt that says something else", () => {
  it("is notification when it says delivered", async () => {
    await tell("Delivery", { delivery: { smtpResponse: "250 ok" } });
    expect(await page()).toMatchObject({ fate: "delivered", tried: [{ fate: "delivered" }] });
  });

  it("is noted when the mailbox is slow, and the time to confirm runs on", async () => {
    await tell("DeliveryDelay", { deliveryDelay: { delayType: "MailboxFull" } });
    expect(await page()).toMatchObject({
      fate: "accepted",
      tried: [{ fate: "accepted", reason: "the mailbox is slow to take it" }],
    });
    await town.forward("PT2M30S");
    expect(await page()).toMatchObject({ attempts: 2, fate: "delivered" });
  });

  it("is nothing when it says only that it was sent", async () => {
    const before = await page();
    await tell("Send", { send: {} });
    expect(await page()).toEqual(before);
  });

  it.each([
    ["an attempt that there never was", "Bounce", { attempt: ["9"] }],
    ["a message that there is not", "Delivery", { notice: ["000009-00"] }],
    ["a case that there is not", "Delivery", { about: [crypto.randomUUID()] }],
    ["tags that are not ours", "Delivery", { about: ["../x"] }],
    ["an event that there is not", "Open", {}],
  ])("changes nothing with %s", async (_, eventType, of) => {
    const before = await page();
    await tell(eventType, eventType === "Bounce" ? BOUNCE("Permanent", "General") : {}, of);
    expect(await page()).toEqual(before);
  });

  it("is left when it cannot be read at all", async () => {
    await expect(handler({ Records: [{ Sns: { Message: "{" } }] } as never)).resolves.toBeUndefined();
  });
});
