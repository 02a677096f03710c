import type { Escalation } from "../../core/escalation/escalation.ts";
import { teamsAsked } from "../../core/escalation/hearing.ts";
import type { Move } from "../../core/escalation/move.ts";
import { isFirstPage, type Notice, needless } from "../../core/escalation/notice.ts";
import {
  accepted,
  asOf,
  freed,
  type Heard,
  hasHadItsTime,
  isFree,
  leaving,
  NEVER_CONFIRMED,
  nextChannel,
  noting,
  notTaken,
  openChannels,
  resting,
  restingBriefly,
  triedInVain,
} from "../../core/escalation/sending.ts";
import { arrivedLate, rerouted, withheld } from "../../core/escalation/told.ts";
import { hopefulBeside, unreachable } from "../../core/escalation/unreachable.ts";
import type { Channel, ChannelKind } from "../../core/people.ts";
import type { Instant } from "../../core/time.ts";
import { ANSWERS_MS, HANGS_MS, type Handed, handed, receipts } from "./carriers.ts";
import { personOf } from "./persons.ts";
import { iso } from "./timeline.ts";
import { racing, type World } from "./world.ts";

/*
 * Hop 3 without the machines: what functions/outbox.ts, functions/about-case.ts and functions/stream/dispatch.ts do around `core`, in
 * their order, with nothing but the calls to AWS taken out. Everything that is decided here is decided by `core`.
 */

/** How one sender goes about it: `full` are services that had too many just now; the sweeper waits for nothing. */
interface Manner {
  readonly process: "dispatch" | "sweeper";
  readonly full: readonly ChannelKind[];
}

/** A message about a case by their ids. */
interface Which {
  readonly id: string;
  readonly notice: string;
}

const noticeOf = ({ store }: World, { id, notice }: Which): Notice | undefined => store.get(id).notices.get(notice);
const isLoud = ({ kind }: Notice): boolean => kind === "page";

/** Still on duty where they were asked. */
function mayLeave({ dutyOf }: World, notice: Notice, of: Escalation, now: Instant): boolean {
  if (notice.kind !== "page") return true;
  const duty = dutyOf(of.terms, now);
  return teamsAsked(notice, of).some((team) => duty[team]?.some(({ person }) => person === notice.to));
}

/** A service that has said no to all of us is left alone for a minute by whoever has another way. */
const LEFT_ALONE_MS = 60_000;
const down = ({ tripped, timeline }: World): ChannelKind[] =>
  [...tripped].flatMap(([kind, until]) => (until > timeline.now() ? [kind] : []));

const DISPATCH: Manner = { process: "dispatch", full: [] };
const SWEEPER: Manner = { process: "sweeper", full: [] };

/** Asks once more whether a message still makes sense, leases it with the number of this attempt and its channel, and hands it over. */
export function deliver(world: World, which: Which, asked: Instant, manner: Manner = DISPATCH): void {
  const notice = noticeOf(world, which);
  if (!notice || !isFree(notice, asked)) return;
  const now = asOf(notice, asked);
  const { of } = world.store.get(which.id);
  const { confirmWithin } = of.terms;
  if (needless(notice, of, now)) return void withhold(world, which, now, notice.revision);
  if (!mayLeave(world, notice, of, now))
    return void giveUp(world, which, "no longer on duty when it could leave", now, notice.revision);
  const open = openChannels(personOf(notice.to), notice, isLoud(notice));
  const vain = isLoud(notice) ? triedInVain(open, notice, confirmWithin, now) : undefined;
  if (vain) return void lose(world, which, vain.number, "its service did not take it in time", now, manner);
  const last = [...manner.full, ...down(world)];
  const channel = nextChannel(open, notice, last, confirmWithin, now);
  if (!channel) return void giveUp(world, which, "no verified channel is known for this person", now, notice.revision);
  const another = open.some((one) => one !== channel && !last.includes(one.kind));
  world.timeline.after(world.chance.whole(2, 20), () => {
    const held = world.store.write(which.id, leaving(notice, channel, confirmWithin, now));
    if (held) handOver(world, { which, notice: held, channel, another, manner });
  });
}

/** A message in a sender's hand, under its lease. */
interface InHand {
  readonly which: Which;
  readonly notice: Notice;
  readonly channel: Channel;
  readonly another: boolean;
  readonly manner: Manner;
}

/** How often a sender dies with a message in its hand, when nothing else is broken. Ours. */
const DIES = 0.001;
/** A lease, and the sweeper's next look after it. */
const FOUND_MS = 120_000;

function handOver(world: World, held: InHand, nth = 1): void {
  const { timeline, chance, outages } = world;
  const { which, notice, channel, manner } = held;
  const now = timeline.now();
  const dies = manner.process === "dispatch" && chance.is(DIES) && outages.breaks("dispatcher", now, now + FOUND_MS);
  if (dies && chance.is(0.5)) return; // before it was handed over
  const how = handed(world, channel.kind);
  const took = how === "later" ? HANGS_MS : chance.whole(...ANSWERS_MS);
  timeline.after(took, () => {
    if (how === "taken") taken(world, which, notice.attempts, channel);
    if (dies) return; // after it was taken, before that was written down
    const then = world.clock(manner.process);
    if (how === "taken")
      revise(world, which, (read) => accepted(read, notice.attempts, `${notice.id}`, confirmWithin(world, which), then));
    else notHanded(world, held, how, nth);
  });
}

const confirmWithin = ({ store }: World, { id }: Which) => store.get(id).of.terms.confirmWithin;

/** The service has it: its person has it from then on, and receipts come. */
function taken(world: World, which: Which, attempt: number, channel: Channel): void {
  const { timeline, sent } = world;
  const { id, notice } = which;
  sent.push({ at: iso(timeline.now()), case: id, notice, attempt, to: channel.to, channel: channel.kind });
  for (const { after, heard: what } of receipts(world, channel))
    timeline.after(after, () => heard(world, which, attempt, what, world.clock("receipts")));
}

/** Changes a message as it is now. */
function revise({ store }: World, which: Which, change: (notice: Notice) => Notice): Notice | undefined {
  const notice = store.get(which.id).notices.get(which.notice);
  return notice && store.write(which.id, change(notice));
}

const TRIES = { later: 2, busy: 8 } as const;
const MOMENT_MS = [350, 1050] as const;

/** What follows when a service did not take a message. */
function notHanded(world: World, held: InHand, how: Exclude<Handed, "taken">, nth: number): void {
  const { which, notice, channel, another, manner } = held;
  const now = world.clock(manner.process);
  if (how === "refused") return void lose(world, which, notice.attempts, "its service refused it", now, manner);
  if (how === "down") world.tripped.set(channel.kind, world.timeline.now() + LEFT_ALONE_MS);
  const free = revise(world, which, (read) => notTaken(read, notice.attempts, how, now));
  if (free?.fate !== "waiting") return; // a receipt was faster
  const isFirst = isFirstPage(notice);
  if ((how === "down" && (another || manner.full.length > 0)) || (how === "busy" && isFirst && another)) {
    world.store.write(which.id, freed(free, now));
    return void deliver(world, which, now, { ...manner, full: how === "busy" ? [...manner.full, channel.kind] : [] });
  }
  const waits =
    how === "busy" ? isFirst && manner.process === "dispatch" && nth < TRIES.busy : how === "later" && nth < TRIES.later;
  if (waits)
    return void world.timeline.after(how === "busy" ? world.chance.whole(...MOMENT_MS) : 1, () => {
      const again = leaving(free, channel, confirmWithin(world, which), world.clock(manner.process));
      const next = world.store.write(which.id, again);
      if (next) handOver(world, { ...held, notice: next }, nth + 1);
    });
  if (isLoud(notice) && hasHadItsTime(channel, free, confirmWithin(world, which), now))
    return void lose(world, which, free.attempts, "its service did not take it in time", now, manner);
  world.store.write(which.id, how === "busy" ? restingBriefly(free, now) : resting(free, now));
}

/** This channel has lost it: it goes by the next at once, if there is one. */
const lose = (world: World, which: Which, attempt: number, reason: string, now: Instant, manner: Manner): void =>
  heard(world, which, attempt, { what: "lost", reason }, now, undefined, () =>
    deliver(world, which, world.clock(manner.process), manner),
  );

type Still = (notice: Notice) => boolean;

/** Notes what was heard of one attempt, with what follows from it in the same transaction. */
export function heard(
  world: World,
  which: Which,
  number: number,
  what: Heard,
  now: Instant,
  still: Still = () => true,
  then: () => void = () => undefined,
): void {
  const notice = noticeOf(world, which);
  const noted = notice && still(notice) ? noting(notice, number, what, now) : undefined;
  if (!noted) return void then();
  if (noted.follows === "nothing") {
    world.store.write(which.id, noted.notice);
    return void then();
  }
  racing(world, now, () => followed(world, which, number, what, now, still), then);
}

/** The same, decided on what the message and its case are then. */
function followed(world: World, which: Which, number: number, what: Heard, at: Instant, still: Still): Move[] | undefined {
  const notice = noticeOf(world, which);
  const now = notice ? asOf(notice, at) : at;
  const noted = notice && still(notice) ? noting(notice, number, what, now) : undefined;
  if (!noted) return undefined;
  const { of } = world.store.get(which.id);
  if (noted.follows === "late") return [arrivedLate(of, noted.notice, number, now)];
  if (noted.follows === "nothing") return void world.store.write(which.id, noted.notice);
  const [next] = openChannels(personOf(noted.notice.to), noted.notice, isLoud(noted.notice));
  const reason = what.what === "lost" ? what.reason : "";
  const from = noted.notice.tried.find((attempt) => attempt.number === number)?.channel;
  if (next && from) return [rerouted(of, noted.notice, from, next.kind, reason, now)];
  return [ended(world, noted.notice, reason, now)];
}

/** A message will not reach its person: the next tier, if this was the last hope of the one that is being asked. */
function ended({ store, dutyOf }: World, notice: Notice, reason: string, at: Instant): Move {
  const { of, notices } = store.get(notice.case);
  const now = asOf(notice, at);
  const duty = dutyOf(of.terms, now);
  return unreachable(of, notice, reason, hopefulBeside(notice, [...notices.values()], of, duty), now, duty);
}

function giveUp(world: World, which: Which, reason: string, now: Instant, revision: number): void {
  racing(world, now, () => {
    const notice = noticeOf(world, which);
    return notice?.revision === revision ? [ended(world, notice, reason, now)] : undefined;
  });
}

function withhold(world: World, which: Which, now: Instant, revision: number): void {
  racing(world, now, () => {
    const notice = noticeOf(world, which);
    const { of } = world.store.get(which.id);
    const reason = notice?.revision === revision ? needless(notice, of, now) : undefined;
    return notice && reason ? [withheld(of, notice, reason, now)] : undefined;
  });
}

/** What the sweeper does with a message that is overdue: what nobody confirmed counts as lost, and what nobody sends is sent. */
export function mendMessage(world: World, id: string, notice: string, now: Instant, then: () => void): void {
  const which = { id, notice };
  const found = noticeOf(world, which);
  const sends = (): void => {
    deliver(world, which, world.clock("sweeper"), SWEEPER);
    world.timeline.after(100, then);
  };
  if (found?.fate !== "accepted") return void sends();
  const isUnconfirmed: Still = ({ fate, confirmBy }) => fate === "accepted" && confirmBy !== null && confirmBy <= now;
  heard(world, which, found.attempts, { what: "lost", reason: NEVER_CONFIRMED }, now, isUnconfirmed, sends);
}
