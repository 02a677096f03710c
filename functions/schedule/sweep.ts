import { asOf, isFree, NEVER_CONFIRMED } from "../../core/escalation/sending.ts";
import { caseOf, type Key } from "../../core/keys.ts";
import { between, type Instant, plus } from "../../core/time.ts";
import { matterIn } from "../aws/learning.ts";
import type { Due } from "../aws/notices.ts";
import * as notices from "../aws/notices.ts";
import { theirTime } from "../aws/their-clock.ts";
import { layOutCalls } from "../lay-out-calls.ts";
import { type Counted, log, measure, nameOf } from "../log.ts";
import { heard, isUnconfirmed } from "../outbox.ts";
import { sendDigest } from "../send-digest.ts";
import { deliver, type Look } from "../stream/dispatch.ts";
import { instant } from "../task.ts";
import { strikeCase } from "../tasks/strike.ts";
import { tellOfDraft } from "../tell-of-draft.ts";
import { tickDesk } from "../tick-desk.ts";
import { followEnd, followHarm, tickMatter } from "../tick-matter.ts";

/** How many overdue items are mended at the same time. */
const ABREAST = 8;
/** From the first look to the second. A schedule fires anywhere inside its minute; with a second look half a minute later the widest gap is 89 s. */
const SECOND_LOOK_MS = 30_000;
/** So long a look begins with one more item. What it has not come to, the next one begins with: it is the longest overdue by then. */
const LOOK = "PT25S";
/** The workflow and the stream take a moment: what was due for no longer than this is no repair, only a race that the sweeper won. */
const A_MOMENT_MS = 10_000;

/** What was done for one item, as it is counted; undefined when nothing was. */
type Done =
  | "RepairedLimit"
  | "RepairedWaiting"
  | "RepairedUnconfirmed"
  | "SweptDesks"
  | "SweptLearning"
  | "DraftsLeft"
  | undefined;
const RACED: readonly Done[] = ["RepairedLimit", "RepairedWaiting"];

/**
 * Mends whatever is overdue, once: strikes cases and what is owed on the learning side, lays out calls, tells desks of their shifts, sends messages nobody is sending, gives up
 * those that nobody confirmed, says of forms that were left that nobody has been asked. It begins nothing after `until`. Answers with how many of
 * them it did something for.
 */
export async function look(now: Instant, until?: Instant): Promise<number> {
  // Cases first, then desks and learning, then messages: a limit waits for no mail call. Forms that were left come last: nobody's page waits for their letters. Of each, the longest overdue first.
  const rank = ({ key: { sk } }: Due) => (isState(sk) ? 0 : isNotice(sk) ? 2 : isDraft(sk) ? 3 : 1);
  const { due: named, unread } = await notices.dueBy(now);
  const overdue = named.toSorted((a, b) => rank(a) - rank(b) || between(b.dueAt, a.dueAt));
  const all: Done[] = [];
  let [mended, failed] = [0, unread];
  const sending: Look = { tries: new Map(), left: new Set() };
  for (let nth = 0; nth < overdue.length && (until === undefined || instant() < until); nth += ABREAST) {
    const some = overdue.slice(nth, nth + ABREAST);
    const results = await Promise.allSettled(some.map(({ key }) => mend(key, instant(), sending)));
    for (const [at, due] of some.entries()) {
      const result = results[at];
      if (result?.status === "fulfilled") {
        mended += Number(result.value !== undefined);
        all.push(wasRaced(result.value, due, now) ? undefined : result.value);
      } else {
        failed += 1;
        log("sweep_item_failed", { case: caseOf(due.key).id, error: nameOf(result?.reason) });
      }
    }
  }
  measure(now, { SweepRan: 1, SweepMended: mended, SweepFailed: failed, ...found(overdue, now), ...done(all) });
  return mended;
}

const isState = (sk: string): boolean => sk === "STATE";
const isNotice = (sk: string): boolean => sk.startsWith("NOTICE#");
const isDraft = (sk: string): boolean => sk.startsWith("RAISE#");
const wasRaced = (what: Done, { dueAt }: Due, now: Instant): boolean => RACED.includes(what) && between(dueAt, now) < A_MOMENT_MS;

/** What the sweeper found owed, and for how long. */
function found(overdue: readonly Due[], now: Instant): Counted {
  const [clocks, messages] = [isState, isNotice].map((is) => overdue.filter(({ key }) => is(key.sk)));
  const oldest = (of: readonly Due[] = []) => Math.max(0, ...of.map(({ dueAt }) => between(dueAt, now)));
  return { OutboxAge: oldest(messages), OldestClock: oldest(clocks), ClocksOverdue: clocks?.length ?? 0 };
}

/** What it did about it. Each is counted at every look, so that nothing shows as 0 and not as silence; I6 is counted where it happens, and for that alone here. */
function done(all: readonly Done[]): Counted {
  const many = (what: Done): number => all.filter((one) => one === what).length;
  return {
    RepairedLimit: many("RepairedLimit"),
    RepairedWaiting: many("RepairedWaiting"),
    RepairedUnconfirmed: many("RepairedUnconfirmed"),
    NobodyReachable: 0,
    SweptDesks: many("SweptDesks"),
    SweptLearning: many("SweptLearning"),
    DraftsLeft: many("DraftsLeft"),
  };
}

async function mend(key: Key, now: Instant, sending: Look): Promise<Done> {
  if (isState(key.sk)) return strikeCase(caseOf(key), now, "sweeper").then(() => "RepairedLimit");
  if (isNotice(key.sk)) return mendMessage(key, now, sending);
  if (key.sk === "DESK") return tickDesk(caseOf(key), now).then(() => "SweptDesks");
  if (key.sk === "DIGEST") return sendDigest(caseOf(key).partnership, now).then(() => "SweptDesks");
  if (isDraft(key.sk)) return (await tellOfDraft(key, now, sending.tries)) ? "DraftsLeft" : undefined;
  await mendLearning(key, now);
  return "SweptLearning";
}

async function mendLearning(key: Key, now: Instant): Promise<void> {
  if (key.sk === "MATTER") return tickMatter(matterIn(key), now, "sweeper");
  if (key.sk === "ENDED") return followEnd(matterIn(key), now);
  if (key.sk.startsWith("HARM#")) return followHarm(key, now);
  if (key.sk === "CALENDAR") return layOutCalls(caseOf(key).partnership, now);
}

/** A message that nobody is sending is sent; one whose confirmation never came goes its next way, or is given up. */
async function mendMessage(key: Key, now: Instant, look: Look): Promise<Done> {
  const notice = await notices.get(key);
  if (!notice) return undefined;
  const unconfirmed = isUnconfirmed(now)(notice);
  if (!unconfirmed && !isFree(notice, asOf(notice, now))) return undefined; // another has sent it since the index was read
  if (unconfirmed) await heard(key, notice.attempts, { what: "lost", reason: NEVER_CONFIRMED }, now, isUnconfirmed(now));
  await deliver(key, instant(), { look });
  if (look.left.has(key)) return undefined;
  return unconfirmed ? "RepairedUnconfirmed" : "RepairedWaiting";
}

/** Looks again at once when something was mended: what a strike has just written leaves in the same minute, whatever the stream does. */
async function lookThrough(now: Instant): Promise<number> {
  const until = plus(now, LOOK);
  const mended = await look(now, until);
  return mended === 0 ? 0 : mended + (await look(instant(), until));
}

/** DynamoDB tells its time to the second: it may be anywhere in it. */
const HALF_A_SECOND_MS = 500;

/** I8. Counts by how much our clock and DynamoDB’s differ: limits are struck by ours. */
async function compareClocks(): Promise<void> {
  try {
    const theirs = await theirTime();
    const now = instant();
    if (theirs === undefined) return;
    const apart = Math.abs(Date.parse(now) - theirs - HALF_A_SECOND_MS) - HALF_A_SECOND_MS;
    measure(now, { ClockSkew: Math.max(0, apart) });
  } catch (error) {
    log("clock_not_compared", { error: nameOf(error) });
  }
}

/** The second waker, which needs neither the workflow nor the stream. One run looks twice, and a first look that fails does not cost the second. */
export async function handler(): Promise<{ mended: number }> {
  const began = instant();
  const [first] = await Promise.allSettled([lookThrough(began)]);
  await compareClocks();
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, SECOND_LOOK_MS - between(began, instant()))));
  const second = await lookThrough(instant());
  if (first.status === "rejected") throw first.reason;
  return { mended: first.value + second };
}
