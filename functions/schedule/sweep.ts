import { NEVER_CONFIRMED } from "../../core/escalation/sending.ts";
import { caseOf, type Key } from "../../core/keys.ts";
import type { Instant } from "../../core/time.ts";
import { matterIn } from "../aws/learning.ts";
import * as notices from "../aws/notices.ts";
import { layOutCalls } from "../lay-out-calls.ts";
import { log, measure, nameOf } from "../log.ts";
import { heard, isUnconfirmed } from "../outbox.ts";
import { sendDigest } from "../send-digest.ts";
import { deliver } from "../stream/dispatch.ts";
import { instant } from "../task.ts";
import { strikeCase } from "../tasks/strike.ts";
import { tickDesk } from "../tick-desk.ts";
import { followEnd, followHarm, tickMatter } from "../tick-matter.ts";

/** How many overdue items are mended at the same time. */
const ABREAST = 8;
/** A schedule fires anywhere inside its minute; with a second look half a minute later the widest gap is 89 s. */
const SECOND_LOOK_MS = 30_000;

/** Mends whatever is overdue, once: strikes cases and what is owed on the learning side, lays out calls, tells desks of their shifts, sends messages nobody is sending, gives up those that nobody confirmed. Answers with how many. */
export async function look(now: Instant): Promise<number> {
  // Cases first, then desks and learning, then messages: a limit waits for no mail call.
  const rank = ({ sk }: Key) => (sk === "STATE" ? 0 : sk.startsWith("NOTICE#") ? 2 : 1);
  const overdue = (await notices.dueBy(now)).toSorted((a, b) => rank(a) - rank(b));
  let failed = 0;
  for (let nth = 0; nth < overdue.length; nth += ABREAST) {
    const done = await Promise.allSettled(overdue.slice(nth, nth + ABREAST).map((key) => mend(key, instant())));
    for (const [at, result] of done.entries()) {
      if (result.status === "fulfilled") continue;
      failed += 1;
      const key = overdue[nth + at];
      log("sweep_item_failed", { case: key ? caseOf(key).id : "", error: nameOf(result.reason) });
    }
  }
  measure(now, { SweepRan: 1, SweepMended: overdue.length - failed, SweepFailed: failed });
  return overdue.length - failed;
}

async function mend(key: Key, now: Instant): Promise<void> {
  if (key.sk === "STATE") return void (await strikeCase(caseOf(key), now, "sweeper"));
  if (key.sk === "DESK") return tickDesk(caseOf(key), now);
  if (key.sk === "MATTER") return tickMatter(matterIn(key), now, "sweeper");
  if (key.sk === "ENDED") return followEnd(matterIn(key), now);
  if (key.sk.startsWith("HARM#")) return followHarm(key, now);
  if (key.sk === "CALENDAR") return layOutCalls(caseOf(key).partnership, now);
  if (key.sk === "DIGEST") return sendDigest(caseOf(key).partnership, now);
  const notice = await notices.get(key);
  if (notice?.fate === "accepted")
    await heard(key, notice.attempts, { what: "lost", reason: NEVER_CONFIRMED }, now, isUnconfirmed(now));
  if (notice) await deliver(key, instant(), { waits: false });
}

/** Looks again at once when something was mended: what a strike has just written leaves in the same minute, whatever the stream does. */
async function lookThrough(now: Instant): Promise<number> {
  const mended = await look(now);
  return mended === 0 ? 0 : mended + (await look(instant()));
}

/** The second waker, which needs neither the workflow nor the stream. One run looks twice. */
export async function handler(): Promise<{ mended: number }> {
  const first = await lookThrough(instant());
  await new Promise((resolve) => setTimeout(resolve, SECOND_LOOK_MS));
  return { mended: first + (await lookThrough(instant())) };
}
