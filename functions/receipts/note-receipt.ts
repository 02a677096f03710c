import type { SNSEvent } from "aws-lambda";
import * as z from "zod";
import { keys } from "../../core/keys.ts";
import type { Instant } from "../../core/time.ts";
import * as notices from "../aws/notices.ts";
import { giveUp, isHopeful } from "../give-up.ts";
import { log } from "../log.ts";
import { instant } from "../task.ts";

const tag = z.tuple([z.string()]).transform(([value]) => value);

/** What the mail service tells about one message. It is input from outside: what is not of this shape is logged and left. */
const Receipt = z.object({
  eventType: z.enum(["Send", "Delivery", "Bounce", "Complaint", "Reject", "DeliveryDelay", "Rendering Failure"]),
  mail: z.object({
    tags: z.object({ partnership: tag, case: tag.pipe(z.uuid()), notice: tag, attempt: tag.pipe(z.coerce.number()) }),
  }),
  bounce: z.object({ bounceType: z.string(), bounceSubType: z.string() }).optional(),
});

/** Receipts from the mail service, through SNS. Delivered is notification; a hard bounce or a refusal is none, and what follows happens now. */
export async function handler({ Records }: SNSEvent): Promise<void> {
  for (const { Sns } of Records) await note(Sns.Message, instant());
}

async function note(message: string, now: Instant): Promise<void> {
  const read = Receipt.safeParse(json(message));
  if (!read.success) return log("receipt_not_understood");
  const { eventType, mail, bounce } = read.data;
  const key = keys.notice({ partnership: mail.tags.partnership, id: mail.tags.case }, mail.tags.notice);
  if (eventType === "Delivery") return void (await notices.delivered(key, now));
  const lost = lostBecause(eventType, bounce);
  const notice = lost && (await notices.get(key));
  if (lost && notice && notice.attempts <= mail.tags.attempt) await giveUp(key, lost, now, isHopeful);
}

/** Why a message will never arrive, by what its receipt says; undefined when there is still hope. */
function lostBecause(
  eventType: z.output<typeof Receipt>["eventType"],
  bounce: z.output<typeof Receipt>["bounce"],
): string | undefined {
  if (eventType === "Reject" || eventType === "Rendering Failure") return "the mail service refused it";
  if (eventType !== "Bounce" || bounce?.bounceType !== "Permanent") return undefined;
  return bounce.bounceSubType === "OnAccountSuppressionList" ? "the address is on the suppression list" : "it bounced";
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
