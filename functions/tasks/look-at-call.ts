import * as z from "zod";
import { callDueAt, callWaitsFor } from "../../core/learning/call.ts";
import { Refusal } from "../../core/refusal.ts";
import { plus } from "../../core/time.ts";
import { racing } from "../aws/cases.ts";
import { learningInForce } from "../aws/directory.ts";
import { task } from "../task.ts";
import { tickCall } from "../tick-call.ts";

/** A timer of one machine overflows after 24.8 days, and one look a day costs nothing. */
const LONGEST_WAIT = "PT24H";

/**
 * «Look at the call». Does the step that is due: builds the agenda and invites, builds it anew and sends the pack, opens the call, asks
 * for the minutes. Answers with what is, never with what this call did, so a retry after a crash gives the same answer.
 */
export const handler = task(z.object({ partnership: z.string(), id: z.string(), run: z.int() }), async ({ run, ...ref }, now) => {
  const learning = await learningInForce(ref.partnership, now);
  if (!learning) throw new Refusal("NotFound", "Nothing has been agreed about calls.");
  const call = await racing(() => tickCall(ref, now, learning, "workflow"));
  const next = callDueAt(call);
  const latest = plus(now, LONGEST_WAIT);
  return { waitingFor: run < call.run ? "nothing" : callWaitsFor(call), wakeAt: next !== null && next < latest ? next : latest };
});
