import type { Escalation } from "../../core/escalation/escalation.ts";
import { teamsOf } from "../../core/escalation/hearing.ts";
import { type Notice, pointless } from "../../core/escalation/notice.ts";
import { wording } from "../../core/escalation/wording.ts";
import { caseOf, type Key } from "../../core/keys.ts";
import { verified } from "../../core/people.ts";
import { type Instant, plus } from "../../core/time.ts";
import * as cases from "../aws/cases.ts";
import * as directory from "../aws/directory.ts";
import * as mail from "../aws/mail.ts";
import * as notices from "../aws/notices.ts";
import * as workflow from "../aws/workflow.ts";
import { env } from "../env.ts";
import { giveUp, isWaiting } from "../give-up.ts";
import { log, nameOf } from "../log.ts";
import { type Change, eachChange, instant } from "../task.ts";

/** Hop 3. What was written becomes effects: a new notice is sent, a case that asks for a run of the workflow gets one. A record only wakes us, so doubles and disorder do no harm. */
export const handler = eachChange(async ({ key, before, after }, now) => {
  if (key.sk.startsWith("NOTICE#") && after && !before) await deliver(key, now);
  if (key.sk === "STATE") await startClock({ key, before, after });
});

const runOf = (image: Change["after"]) => (image?.body as { run?: number } | undefined)?.run;

/** A workflow that cannot be started holds up nothing else: the sweeper strikes that case when it is due, and asks for a run again. */
async function startClock({ key, before, after }: Change): Promise<void> {
  const run = runOf(after);
  if (run === undefined || run === runOf(before)) return;
  try {
    await workflow.start(caseOf(key), run);
  } catch (error) {
    log("clock_not_started", { case: caseOf(key).id, error: nameOf(error) });
  }
}

/** An update that has waited this long tells nobody anything: the page of the case says what is. */
const STALE = "PT24H";

/**
 * Leases the notice, asks the table once more whether it still makes sense, hands it to the mail service, says what became of it. A
 * message that the service refuses, whose person has no address, or whose person has gone off duty, will never arrive or must not: that
 * is given up at once, with what follows.
 */
export async function deliver(key: Key, now: Instant): Promise<void> {
  const ref = caseOf(key);
  const held = await notices.lease(key, ref.id, now);
  if (!held) return; // somebody else is sending it, or it is settled
  const { notice } = held;
  const about = await cases.get(ref);
  const reason = pointless(notice, about) ?? (plus(notice.at, STALE) <= now ? "it is a day old" : undefined);
  if (reason) return void (await notices.withhold(held, reason, now));
  if (notice.kind === "page" && !(await isOnDuty(notice, about, now)))
    return giveUp(key, "no longer on duty when it could leave", now, isWaiting);
  const person = await directory.person(ref.partnership, notice.to);
  const email = person && verified(person).find(({ kind }) => kind === "email");
  if (!email) return giveUp(key, "no address is known for this person", now, isWaiting);
  await handOver(held, about, email.to);
}

/** Still on duty at the tier that was asked; when everyone is asked again, at any; for a referral, at the body that was asked. */
async function isOnDuty({ to, tier, about: why }: Notice, of: Escalation, now: Instant): Promise<boolean> {
  const { ladder } = of.terms;
  const rungs = why === "asked_again" ? ladder : ladder.slice(tier, tier + 1);
  const asked = why === "referred" && of.referral ? teamsOf(of, of.referral.body) : rungs.flatMap(({ teams }) => teams);
  const duty = await directory.dutyOf(of.partnership, asked, now);
  return Object.values(duty).some((team) => team.some(({ person }) => person === to));
}

/** Two attempts fit into one lease; after them the message rests until the sweeper takes it. A page that nobody took in time is given up. */
async function handOver(held: notices.Held, about: Escalation, email: string, tries = 2): Promise<void> {
  const { key, notice } = held;
  const { confirmWithin } = about.terms;
  const tags = { partnership: about.partnership, case: about.id, notice: notice.id, attempt: String(notice.attempts) };
  try {
    const messageId = await mail.send(email, wording(notice, about, env("SITE")), tags);
    const now = instant();
    await notices.accepted(held, messageId, now, plus(now, confirmWithin));
  } catch (error) {
    const now = instant();
    if (mail.isRefused(error)) {
      log("mail_refused", { case: about.id, notice: notice.id, count: notice.attempts });
      return giveUp(key, "the mail service refused it", now, isWaiting);
    }
    log("mail_not_accepted", { case: about.id, notice: notice.id, count: notice.attempts, error: nameOf(error) });
    const next = tries > 1 ? await notices.again(held) : undefined;
    if (next) return handOver(next, about, email, tries - 1);
    if (notice.kind === "page" && plus(notice.at, confirmWithin) <= now)
      return giveUp(key, "the mail service did not take it in time", now, isWaiting);
    await notices.release(held, now);
  }
}
