import { WAYS_CHANGED } from "../../core/channels.ts";
import { CAME_BACK_FOR_NOW, type Heard, sendingOf } from "../../core/escalation/sending.ts";
import { keys } from "../../core/keys.ts";
import { routes } from "../../core/routes.ts";
import { CODE } from "../../core/verification.ts";
import { calledBack } from "../edge.ts";
import { env } from "../env.ts";
import { log } from "../log.ts";
import { heard } from "../outbox.ts";

/** What each answer of the text service says of the attempt. It has tried for days by the time it says «temporary»; whoever waits has not. */
const HEARD: Readonly<Record<string, Heard>> = {
  delivered: { what: "delivered" },
  "permanent-failure": { what: "lost", reason: "the number does not exist" },
  "temporary-failure": { what: "lost", reason: CAME_BACK_FOR_NOW },
  "technical-failure": { what: "lost", reason: "the text service could not send it" },
};

/** Receipts from the text service. What is not about a message of ours is logged and left: it would be no better for being told again. */
export const handler = calledBack(
  routes.noteTextReceipt,
  () => env("NOTIFY_CALLBACK"),
  async ({ reference, status }, now) => {
    if (reference === CODE || reference === WAYS_CHANGED) return;
    const sending = sendingOf(reference ?? "");
    const what = HEARD[status];
    if (!sending || !what) return log("receipt_not_understood");
    const { partnership, about, notice, attempt } = sending;
    if (!(await heard(keys.message(partnership, about, notice), attempt, what, now)))
      log("receipt_for_nothing", { case: about, notice, count: attempt });
  },
);
