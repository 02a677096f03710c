import type { Escalation } from "../../core/escalation/escalation.ts";
import { teamsOf } from "../../core/escalation/hearing.ts";
import { type Notice, pointless } from "../../core/escalation/notice.ts";
import {
  accepted,
  freed,
  hasHadItsTime,
  isFree,
  leaving,
  nextChannel,
  notTaken,
  openChannels,
  resting,
  triedInVain,
} from "../../core/escalation/sending.ts";
import { caseOf, type Key } from "../../core/keys.ts";
import type { Channel } from "../../core/people.ts";
import { type Instant, plus } from "../../core/time.ts";
import * as cases from "../aws/cases.ts";
import * as directory from "../aws/directory.ts";
import * as notices from "../aws/notices.ts";
import * as outages from "../aws/outages.ts";
import * as workflow from "../aws/workflow.ts";
import { carriers } from "../carriers.ts";
import type { Failure } from "../failure.ts";
import { followRota } from "../follow-rota.ts";
import { log, nameOf } from "../log.ts";
import { giveUp, heard, untouched, withhold } from "../outbox.ts";
import { type Change, eachChange, instant } from "../task.ts";

/**
 * Hop 3. What was written becomes effects: a message that is new, or that goes by another channel, is sent; a case that asks for a run of
 * the workflow gets one; a rota that has changed is followed. A record only wakes us, so doubles and disorder do no harm.
 */
export const handler = eachChange(async ({ key, before, after }, now) => {
  if (key.sk.startsWith("NOTICE#") && after && (!before || after.again)) await deliver(key, now);
  if (key.sk === "STATE") await startClock({ key, before, after });
  if (key.sk === "ROTA" && after) await followRota(caseOf(key).partnership, before?.body, after.body, now);
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
 * Asks once more whether the message still makes sense, leases it with the number of this attempt and its channel, hands it over, says
 * what became of it. One that need not leave is withheld. One whose person has gone off duty or has no channel left is given up at once,
 * with what follows. Whoever else has it in hand keeps it.
 */
export async function deliver(key: Key, now: Instant): Promise<void> {
  const notice = await notices.get(key);
  if (!notice || !isFree(notice, now)) return;
  const ref = caseOf(key);
  const needless = (current: Escalation) =>
    pointless(notice, current) ?? (plus(notice.at, STALE) <= now ? "it is a day old" : undefined);
  const about = await cases.get(ref);
  if (needless(about)) return withhold(key, needless, now, untouched(notice));
  if (notice.kind === "page" && !(await isOnDuty(notice, about, now)))
    return giveUp(key, "no longer on duty when it could leave", now, untouched(notice));
  const person = await directory.person(ref.partnership, notice.to);
  const open = person ? openChannels(person, notice) : [];
  const { confirmWithin } = about.terms;
  const vain = triedInVain(open, notice, confirmWithin, now);
  if (vain) return lose(key, vain.number, `${carriers[vain.channel].title} did not take it in time`, now);
  const down = open.length > 1 ? await outages.down(now) : [];
  const channel = nextChannel(open, notice, down, confirmWithin, now);
  if (!channel) return giveUp(key, "no verified channel is known for this person", now, untouched(notice));
  const held = await notices.write(key, leaving(notice, channel, confirmWithin, now));
  const another = open.some((one) => one !== channel && !down.includes(one.kind));
  if (held) await handOver({ key, notice: held, about, channel, another });
}

/** Still on duty at the tier that was asked; when everyone is asked again, at any; for a referral, at the body that was asked. */
async function isOnDuty({ to, tier, about: why }: Notice, of: Escalation, now: Instant): Promise<boolean> {
  const { ladder } = of.terms;
  const rungs = why === "asked_again" ? ladder : ladder.slice(tier, tier + 1);
  const asked = why === "referred" && of.referral ? teamsOf(of, of.referral.body) : rungs.flatMap(({ teams }) => teams);
  const duty = await directory.dutyOf(of.partnership, asked, now);
  return Object.values(duty).some((team) => team.some(({ person }) => person === to));
}

/** A message in this sender's hand, under its lease. `another`: its person has a channel beside this one whose service is not known to be down. */
interface InHand {
  readonly key: Key;
  readonly notice: Notice;
  readonly about: Escalation;
  readonly channel: Channel;
  readonly another: boolean;
}

/** Two attempts along one channel fit into one lease. When our own write fails after the service took it, the lease runs out and it leaves again, with another number. */
async function handOver(held: InHand, tries = 2): Promise<void> {
  const { key, notice, about, channel } = held;
  const { confirmWithin } = about.terms;
  const handed = await carriers[channel.kind]
    .hand(channel.to, notice, about)
    .then((messageId) => ({ messageId }))
    .catch((error: unknown) => ({ failure: carriers[channel.kind].failureOf(error) }));
  if ("failure" in handed) return notHanded(held, handed.failure, tries);
  const taken = (read: Notice) => accepted(read, notice.attempts, handed.messageId, confirmWithin, instant());
  await notices.revise(key, notice, taken);
}

/** What follows when a service did not take a message. Refused: the next channel now. Down for all: likewise, if there is one. Else another try, or a rest. */
async function notHanded(held: InHand, { how, name }: Failure, tries: number): Promise<void> {
  const { key, notice, about, channel, another } = held;
  const now = instant();
  const carrier = carriers[channel.kind];
  const ids = { case: about.id, notice: notice.id, count: notice.attempts, error: name };
  if (how === "refused") {
    carrier.logRefused(ids);
    return lose(key, notice.attempts, `${carrier.title} refused it`, now);
  }
  carrier.logNotTaken(ids);
  if (how === "down") {
    log("channel_down", { channel: channel.kind, error: name });
    await outages.trip(channel.kind, name, now);
  }
  const free = await notices.revise(key, notice, (read) => notTaken(read, notice.attempts, name, now));
  if (free?.fate !== "waiting") return; // a receipt was faster: it has arrived all the same
  if (how === "down" && another) {
    await notices.write(key, freed(free, now));
    return deliver(key, now);
  }
  const { confirmWithin } = about.terms;
  if (how === "later" && tries > 1) {
    const next = await notices.write(key, leaving(free, channel, confirmWithin, now));
    return next && handOver({ ...held, notice: next }, tries - 1);
  }
  if (notice.kind === "page" && hasHadItsTime(channel, free, confirmWithin, now))
    return lose(key, free.attempts, `${carrier.title} did not take it in time`, now);
  await notices.write(key, resting(free, now));
}

/** This channel has lost it: it goes by the next at once, if there is one. */
async function lose(key: Key, attempt: number, reason: string, now: Instant): Promise<void> {
  await heard(key, attempt, { what: "lost", reason }, now);
  await deliver(key, instant());
}
