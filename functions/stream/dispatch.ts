import {
  accepted,
  asOf,
  freed,
  hasHadItsTime,
  isFree,
  leaving,
  nextChannel,
  notTaken,
  openChannels,
  resting,
  restingBriefly,
  triedInVain,
  waitsAfter,
} from "../../core/escalation/sending.ts";
import { type CaseRef, caseOf, type Key } from "../../core/keys.ts";
import { isPractice } from "../../core/partnership/practice.ts";
import type { Channel, ChannelKind } from "../../core/people.ts";
import type { Instant } from "../../core/time.ts";
import * as directory from "../aws/directory.ts";
import { matterIn } from "../aws/learning.ts";
import * as notices from "../aws/notices.ts";
import * as outages from "../aws/outages.ts";
import * as workflow from "../aws/workflow.ts";
import { carriers, exercise } from "../carriers.ts";
import type { Failure } from "../failure.ts";
import { followRota } from "../follow-rota.ts";
import { answersNobody, type InVain, inVain, ours } from "../in-vain.ts";
import { log, nameOf } from "../log.ts";
import { type About, type AnyMessage, giveUp, heard, type Still, topicOf, untouched, withhold } from "../outbox.ts";
import { type Change, eachChange, instant } from "../task.ts";
import { tellSystems } from "../tell-systems.ts";
import { followEnd, followHarm } from "../tick-matter.ts";

/**
 * Hop 3. What was written becomes effects: a message that is new, or that goes by another channel, is sent; a case or a partner call that
 * asks for a run of its workflow gets one; a rota that has changed and the end of a case are followed. A record only wakes us, so doubles
 * and disorder do no harm.
 */
export const handler = eachChange(async ({ key, before, after }, now) => {
  if (key.sk.startsWith("NOTICE#") && after && (!before || after.again))
    await deliver(key, now, {}, notices.noticeIn(key, after.body));
  if (key.sk === "STATE") {
    await startClock("WORKFLOW", caseOf(key), { before, after });
    if (after) await tellSystemsSafely(caseOf(key), before?.body, after.body);
  }
  if (key.sk === "MATTER" && matterIn(key).kind === "call") await startClock("CALLS_WORKFLOW", matterIn(key), { before, after });
  if (key.sk === "ENDED" && after?.leftBy !== before?.leftBy) await followEnd(matterIn(key), now);
  if (key.sk.startsWith("HARM#") && after && !before) await followHarm(key, now);
  if (key.sk === "ROTA" && after) await followRota(caseOf(key).partnership, before?.body, after.body, now);
});

/** People's messages share this lane: a system that cannot be told finds what it missed by listing its cases. */
const tellSystemsSafely = (ref: CaseRef, before: unknown, after: unknown): Promise<void> =>
  tellSystems(ref, before, after).catch((error) => log("systems_not_told", { case: ref.id, error: nameOf(error) }));

type Images = Pick<Change, "before" | "after">;
const runOf = (image: Change["after"]) => (image?.body as { run?: number } | undefined)?.run;

/** A workflow that cannot be started holds up nothing else: the sweeper strikes that case when it is due, and asks for a run again. */
async function startClock(which: "WORKFLOW" | "CALLS_WORKFLOW", ref: CaseRef, { before, after }: Images): Promise<void> {
  const run = runOf(after);
  if (run === undefined || run === runOf(before)) return;
  try {
    await workflow.start(which, ref, run);
  } catch (error) {
    log("clock_not_started", { case: ref.id, error: nameOf(error) });
  }
}

/**
 * Asks once more whether the message still makes sense, leases it with the number of this attempt and its channel, hands it over, says
 * what became of it. One that need not leave is withheld. One whose person has gone off duty or has no channel left is given up at once,
 * with what follows. Whoever else has it in hand keeps it. `shown`: the message as its record shows it. When it has changed since, nobody can
 * take the lease on it, and it is read anew.
 */
export async function deliver(key: Key, asked: Instant, manner: Manner = {}, shown?: AnyMessage): Promise<void> {
  const notice = shown ?? (await notices.get(key));
  if (!notice) return;
  const now = asOf(notice, asked);
  if (!isFree(notice, now)) return;
  const [about, person, down] = await Promise.all([
    topicOf(key, notice, now),
    directory.person(notice.partnership, notice.to),
    outages.down(now),
  ]);
  if (!(await makesSense(key, notice, about, now))) return;
  const open = person ? openChannels(person, notice, about.isLoud(notice)) : [];
  const { confirmWithin } = about;
  const vain = about.isAwaited(notice) ? triedInVain(open, notice, confirmWithin, now) : undefined;
  if (vain) return lose(key, vain.number, notTakenInTime({ kind: vain.channel }), now, manner, untouched(notice));
  const last = [...(manner.full ?? []), ...down];
  const channel = nextChannel(open, notice, last, confirmWithin, now);
  if (!channel) return giveUp(key, "no verified channel is known for this person", now, untouched(notice));
  if (manner.look && answersNobody(manner.look.tries, channel.kind, now)) {
    if (about.isAwaited(notice) && hasHadItsTime(channel, notice, confirmWithin, now))
      return lose(key, notice.attempts, notTakenInTime(channel), now, manner, untouched(notice));
    manner.look.left.add(key);
    return;
  }
  const held = await notices.write(key, leaving(notice, channel, confirmWithin, now));
  const another = open.some((one) => one !== channel && !last.includes(one.kind));
  if (held) return handOver({ key, notice: held, about, channel, another, manner });
  // It has changed since its record was written. Nobody else need have it in hand: what was written since may wake nobody.
  if (shown) await deliver(key, instant(), manner);
}

/** Asks once more whether the message should leave: one that need not is withheld, and one whose person has gone off duty is given up. */
async function makesSense(key: Key, notice: AnyMessage, about: About<AnyMessage>, now: Instant): Promise<boolean> {
  if (about.needless(notice, now)) return withhold(key, now, untouched(notice)).then(() => false);
  if (await about.mayLeave(notice, now)) return true;
  await giveUp(key, "no longer on duty when it could leave", now, untouched(notice));
  return false;
}

/** A message in this sender's hand, under its lease. `another`: its person has a channel beside this one whose service is not known to be down, or full. */
interface InHand {
  readonly key: Key;
  readonly notice: AnyMessage;
  readonly about: About<AnyMessage>;
  readonly channel: Channel;
  readonly another: boolean;
  readonly manner: Manner;
}

/** `full`: the services that have just taken all that they take in a moment. `look`: the look of the sweeper that sends. */
interface Manner {
  readonly full?: readonly ChannelKind[];
  readonly look?: Look;
}

/** One look of the sweeper: its tries, and what it has left alone. The clocks rest on it, so it never waits, tries each message once, and leaves alone those whose only service has answered nobody in this look. */
export interface Look {
  readonly tries: InVain;
  readonly left: Set<Key>;
}

const notTakenInTime = ({ kind }: Pick<Channel, "kind">): string => `${carriers[kind].title} did not take it in time`;

/** So often one sender tries along one channel. Calls that nobody answers take 5 s each; a service that is full says so at once, and has room in a moment. */
const TRIES = { later: 2, busy: 8 } as const;
const MOMENT_MS = 700;
/** So many messages to one person wait here for such a moment; the others rest, so that one person's storm leaves others the room. */
const MOST_IN_LINE = 2;
const inLine = new Map<string, number>();

/** Waits a moment, apart from others who were refused at the same time. False, at once, when there is no place in this person's line. */
async function aMoment({ partnership, to: person }: AnyMessage): Promise<boolean> {
  const to = `${partnership}#${person}`;
  const before = inLine.get(to) ?? 0;
  if (before >= MOST_IN_LINE) return false;
  inLine.set(to, before + 1);
  await new Promise((resolve) => setTimeout(resolve, MOMENT_MS * (0.5 + Math.random())));
  const after = (inLine.get(to) ?? 1) - 1;
  if (after > 0) inLine.set(to, after);
  else inLine.delete(to);
  return true;
}

/** When our own write fails after the service took it, the lease runs out and it leaves again, with another number. */
async function handOver(held: InHand, nth = 1): Promise<void> {
  const { key, notice, about, channel } = held;
  const { partnership, id } = notice;
  const handed = await about
    .said(notice)
    .then((said) =>
      carriers[channel.kind].hand(channel.to, isPractice(partnership) ? exercise(said) : said, {
        partnership,
        about: caseOf(key).id,
        notice: id,
        attempt: notice.attempts,
      }),
    )
    .then((messageId) => ({ messageId }))
    .catch((error: unknown) => ({ failure: carriers[channel.kind].failureOf(error) }));
  if ("failure" in handed) return notHanded(held, handed.failure, nth);
  (held.manner.look?.tries ?? ours).delete(channel.kind);
  const taken = (read: AnyMessage) => accepted(read, notice.attempts, handed.messageId, about.confirmWithin, instant());
  await notices.revise(key, notice, taken);
}

/**
 * What follows when a service did not take a message. Refused: the next channel now. Down for all: likewise, if there is one. Full: a first
 * page likewise, or once more in a moment; any other rests, and leaves it the room. Else another try, or a rest.
 */
async function notHanded(held: InHand, failure: Failure, nth: number): Promise<void> {
  const { key, notice, about, channel, another } = held;
  const { full = [], look } = held.manner;
  const { name } = failure;
  const { confirmWithin } = about;
  const now = instant();
  const how = inVain(look?.tries ?? ours, channel, failure.how, now);
  const carrier = carriers[channel.kind];
  const ids = { case: caseOf(key).id, notice: notice.id, count: notice.attempts, error: name };
  if (how === "refused") {
    carrier.logRefused(ids);
    return lose(key, notice.attempts, `${carrier.title} refused it`, now, held.manner);
  }
  if (how === "busy") log("channel_full", { ...ids, channel: channel.kind });
  else carrier.logNotTaken(ids);
  if (how === "down") {
    log("channel_down", { channel: channel.kind, error: name });
    await outages.trip(channel.kind, name, now);
  }
  const free = await notices.revise(key, notice, (read) => notTaken(read, notice.attempts, name, now));
  if (!free || !waitsAfter(free, notice.attempts)) return; // a receipt was faster: it has arrived all the same, or another sender has it
  const isFirst = about.isFirst(notice);
  if ((how === "down" && (another || full.length > 0)) || (how === "busy" && isFirst && another)) {
    await notices.write(key, freed(free, now));
    return deliver(key, now, { ...held.manner, full: how === "busy" ? [...full, channel.kind] : [] });
  }
  const more = !look && (how === "busy" || how === "later") && nth < TRIES[how];
  const onceMore = more && (how === "later" || (isFirst && (await aMoment(notice))));
  if (onceMore) {
    const anew = await topicOf(key, free, instant()); // it may have been answered while we waited
    if (!(await makesSense(key, free, anew, instant()))) return;
    const next = await notices.write(key, leaving(free, channel, confirmWithin, instant()));
    return next && handOver({ ...held, about: anew, notice: next }, nth + 1);
  }
  if (about.isAwaited(notice) && hasHadItsTime(channel, free, confirmWithin, now))
    return lose(key, free.attempts, notTakenInTime(channel), now, held.manner);
  await notices.write(key, how === "busy" ? restingBriefly(free, instant()) : resting(free, now));
}

/** This channel has lost it, when it is `still` so: it goes by the next at once, if there is one. */
async function lose(key: Key, attempt: number, reason: string, now: Instant, manner: Manner, still?: Still): Promise<void> {
  await heard(key, attempt, { what: "lost", reason }, now, still);
  await deliver(key, instant(), manner);
}
