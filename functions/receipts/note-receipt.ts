import type { SNSEvent } from "aws-lambda";
import * as z from "zod";
import { WAYS_CHANGED } from "../../core/channels.ts";
import { DRAFT_LEFT } from "../../core/draft.ts";
import { CAME_BACK_FOR_NOW, type Heard, Sending } from "../../core/escalation/sending.ts";
import { keys } from "../../core/keys.ts";
import type { Instant } from "../../core/time.ts";
import { CODE, WEEK_READY } from "../../core/verification.ts";
import { ADDRESS_OFF } from "../../core/webhooks/webhook.ts";
import { log } from "../log.ts";
import { heard } from "../outbox.ts";
import { instant } from "../task.ts";

/** The service gives each tag as a list of one. */
const tag = <S extends z.ZodType>(value: S) => z.tuple([value]).transform(([only]) => only);
const { shape } = Sending;

/** What the mail service tells about one message. It is input from outside: what is not of this shape is logged and left. */
const Receipt = z.object({
  eventType: z.enum(["Send", "Delivery", "Bounce", "Complaint", "Reject", "DeliveryDelay", "Rendering Failure"]),
  mail: z.object({
    tags: z.object({
      partnership: tag(shape.partnership),
      about: tag(shape.about),
      notice: tag(shape.notice),
      attempt: tag(shape.attempt),
    }),
  }),
  bounce: z.object({ bounceType: z.string(), bounceSubType: z.string() }).optional(),
  complaint: z.object({ complaintSubType: z.string().nullish() }).optional(),
});

/** A receipt for what is about no case: a code that somebody asked for on their own page, a word that how they are reached was changed, one to whoever answers for a system, or one that a form was left unsent. */
const AboutNoCase = z.object({
  mail: z.object({ tags: z.object({ purpose: tag(z.enum([CODE, WAYS_CHANGED, ADDRESS_OFF, WEEK_READY, DRAFT_LEFT])) }) }),
});

/** Receipts from the mail service, through SNS. Delivered is notification; a hard bounce or a refusal is none, and what follows happens now. */
export async function handler({ Records }: SNSEvent): Promise<void> {
  for (const { Sns } of Records) await note(Sns.Message, instant());
}

async function note(message: string, now: Instant): Promise<void> {
  const said = json(message);
  if (AboutNoCase.safeParse(said).success) return;
  const read = Receipt.safeParse(said);
  if (!read.success) return log("receipt_not_understood");
  const { partnership, about, notice, attempt } = read.data.mail.tags;
  const what = heardIn(read.data);
  if (what && !(await heard(keys.message(partnership, about, notice), attempt, what, now)))
    log("receipt_for_nothing", { case: about, notice, count: attempt });
}

/** The service still has the address on its list of those that it does not write to. */
const SUPPRESSED = "OnAccountSuppressionList";

/** What a receipt says of its attempt; undefined when it says nothing new. */
function heardIn({ eventType, bounce, complaint }: z.output<typeof Receipt>): Heard | undefined {
  const suppressed = [bounce?.bounceSubType, complaint?.complaintSubType].includes(SUPPRESSED);
  if (suppressed) return { what: "lost", reason: "the address is on the suppression list" };
  switch (eventType) {
    case "Send":
      return undefined;
    case "Delivery":
      return { what: "delivered" };
    case "DeliveryDelay":
      return { what: "delayed", reason: "the mailbox is slow to take it" };
    case "Bounce":
      return { what: "lost", reason: bounce?.bounceType === "Permanent" ? "it bounced" : CAME_BACK_FOR_NOW };
    case "Complaint":
      return { what: "lost", reason: "it was reported as junk" };
    case "Reject":
    case "Rendering Failure":
      return { what: "lost", reason: "the mail service refused it" };
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
