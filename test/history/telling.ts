import { Ask, type Who } from "../../core/escalation/ask.ts";
import type { Duty } from "../../core/escalation/climb.ts";
import { nextDueAt, running } from "../../core/escalation/clock.ts";
import { covered } from "../../core/escalation/covered.ts";
import type { Escalation } from "../../core/escalation/escalation.ts";
import type { Fact, Waker } from "../../core/escalation/fact.ts";
import type { Move } from "../../core/escalation/move.ts";
import { type Notice, pointless } from "../../core/escalation/notice.ts";
import { raise } from "../../core/escalation/raise.ts";
import {
  accepted,
  isFree,
  leaving,
  NEVER_CONFIRMED,
  nextChannel,
  noting,
  openChannels,
  unsent,
} from "../../core/escalation/sending.ts";
import { strike } from "../../core/escalation/strike.ts";
import { rerouted, withheld } from "../../core/escalation/told.ts";
import { unreachable } from "../../core/escalation/unreachable.ts";
import { viewOf } from "../../core/escalation/view.ts";
import { goBack } from "../../core/escalation/went-back.ts";
import { keys } from "../../core/keys.ts";
import type { Person } from "../../core/people.ts";
import { Refusal } from "../../core/refusal.ts";
import type { Instant } from "../../core/time.ts";
import { tie } from "../../functions/chain.ts";
import type { History, KeptCase, Operation, Outage, Sent, Stretch } from "../../history/history.ts";
import { A_RAISE } from "../../local/main-job.ts";
import { LADDER, NOW, nurse, pathway, terms } from "../builders.ts";

/** An instant so many seconds into the night. */
export const second = (seconds: number): Instant => new Date(Date.parse(NOW) + seconds * 1000).toISOString();

const NAMES = { partnership: "london", id: "7d7b8f0e-3c1a-4b52-9f00-0123456789ab", reference: "RC-234-567" };
const ALWAYS = { from: second(-86_400), to: second(30 * 86_400) };

/** Somebody on duty at a tier of the ladder; from the beginning and to the end, unless a story says until when. */
export const onTier = (tier: number, person: string, when: Partial<Pick<Stretch, "from" | "to">> = {}): Stretch[] =>
  (terms.ladder[tier]?.teams ?? []).map((team) => ({ team, person, ...ALWAYS, ...when }));

/** Everyone on duty at their own tier, but for those of the tiers that are named. */
export const everyoneBut = (...empty: number[]): Stretch[] =>
  LADDER.flatMap(({ id }, tier) => (empty.includes(tier) ? [] : onTier(tier, id)));

/** What becomes of a message on its way: it arrives, nobody hears of it again, it comes back, its sender dies once it has left. */
export type Becomes = "arrives" | "silent" | "comes_back" | "sender_dies";

/** One case that is told on core, one thing after another, with all that a history keeps of it. */
export interface Telling {
  readonly now: () => Escalation;
  /** Somebody presses a button; who saw an older version says which. */
  readonly press: (at: number, by: Who, move: string, make: Press, seen?: number) => void;
  /** What waits is sent, with what becomes of it on the way; without a word it arrives. */
  readonly carry: (at: number, becomes?: (notice: Notice) => Becomes) => void;
  /** A waker looks: at what fell due, and the sweeper at what nobody confirmed. */
  readonly wake: (at: number, waker?: Waker) => void;
  /** Until that second each limit is struck a second late, and what follows is sent. */
  readonly pass: (from: number, to: number) => void;
  /** The table is put back to that second, at which the case stood as it does: it says so. */
  readonly putBack: (at: number, to: number) => void;
  readonly history: (to: number, outages?: readonly Outage[]) => History;
}
type Press = (of: Escalation, now: Instant, on: Duty, seen: number) => Move | undefined;

/** A nurse raises at the beginning of the night. */
export function telling(duty: readonly Stretch[] = everyoneBut(), more: object = {}): Telling {
  const operations: Operation[] = [];
  const sent: Sent[] = [];
  const facts: Fact[] = [];
  let notices: Notice[] = [];
  const { pathway: _, ...words } = A_RAISE;
  const ask = Ask.parse({ ...words, ...more });
  const first = raise(NAMES, ask, undefined, nurse, NOW, pathway, terms, dutyAt(duty, NOW));
  let of = first.next;

  function keep(move: Move, now: Instant): void {
    const tied = tie(move.facts, of.chain);
    facts.push(...tied);
    of = { ...move.next, chain: tied.at(-1)?.hash ?? of.chain };
    const { id, partnership, version } = of;
    const made = move.notices.map((one, nth) =>
      unsent({ ...one, openedAt: null, id: keys.noticeId(version, nth), case: id, partnership, at: now }),
    );
    notices = [...notices.map((one) => move.settled.find((settled) => settled.id === one.id) ?? one), ...made];
  }
  const revise = (notice: Notice) => {
    notices = notices.map((one) => (one.id === notice.id ? notice : one));
  };

  function noted(by: Who, move: string, seen: number | null, at: Instant, made: () => number | Refusal): void {
    const nth = operations.length + 1;
    const asked = { nth, key: `press ${nth}`, by: by.id, move, seen, invokedAt: at, endedAt: later(at, 300) };
    const done = made();
    operations.push(
      typeof done === "number"
        ? { ...asked, case: of.id, outcome: "ok", version: done, refusal: null }
        : { ...asked, case: of.id, outcome: "fail", version: null, refusal: done.name },
    );
  }

  function press(seconds: number, by: Who, move: string, make: Press, seen?: number): void {
    const at = second(seconds);
    noted(by, move, seen ?? null, at, () => {
      try {
        const made = make(of, at, dutyAt(duty, at), seen ?? of.version);
        if (made) keep(made, at);
        return of.version;
      } catch (error) {
        if (error instanceof Refusal) return error;
        throw error;
      }
    });
  }

  function carry(seconds: number, becomes: (notice: Notice) => Becomes = () => "arrives"): void {
    for (const { id } of notices) {
      const notice = notices.find((one) => one.id === id);
      if (notice && isFree(notice, second(seconds))) deliver(notice, second(seconds), becomes);
    }
  }

  function deliver(notice: Notice, at: Instant, becomes: (notice: Notice) => Becomes): void {
    const needless = pointless(notice, of);
    if (needless) return void keep(withheld(of, notice, needless, at), at);
    if (notice.kind === "page" && !isOnLadder(notice, dutyAt(duty, at))) return void giveUp(notice, "no longer on duty", at);
    const channel = nextChannel(openChannels(personOf(notice.to), notice, true), notice, [], WITHIN, at);
    if (!channel) return void giveUp(notice, "no channel is left", at);
    const held = leaving(notice, channel, WITHIN, at);
    const { attempts } = held;
    revise(held);
    sent.push({ at: later(at, 200), case: of.id, notice: held.id, attempt: attempts, to: channel.to, channel: channel.kind });
    const fate = becomes(held);
    if (fate === "sender_dies") return;
    revise(accepted(held, attempts, `id-${held.id}`, WITHIN, later(at, 300)));
    if (fate === "arrives") hear(held.id, attempts, { what: "delivered" }, later(at, 2000));
    if (fate === "comes_back") hear(held.id, attempts, { what: "lost", reason: "it came back" }, later(at, 2000));
  }

  function hear(id: string, attempt: number, what: Parameters<typeof noting>[2], at: Instant): void {
    const notice = notices.find((one) => one.id === id);
    const heard = notice && noting(notice, attempt, what, at);
    if (!heard) return;
    revise(heard.notice);
    if (heard.follows !== "another_channel") return;
    const [next] = openChannels(personOf(heard.notice.to), heard.notice, true);
    const from = heard.notice.tried.find(({ number }) => number === attempt)?.channel;
    if (next && from) return void keep(rerouted(of, heard.notice, from, next.kind, "it was lost", at), at);
    giveUp(heard.notice, "it was lost", at);
  }

  function giveUp(notice: Notice, reason: string, at: Instant): void {
    const since = running(of.clocks, notice.limit ?? "acknowledge", notice.tier)?.startedAt ?? notice.at;
    const hopeful = notices.filter(
      ({ id, kind, tier, limit, fate, at: made }) =>
        id !== notice.id &&
        kind === "page" &&
        tier === notice.tier &&
        limit === notice.limit &&
        made >= since &&
        fate !== "failed" &&
        fate !== "withheld",
    );
    const people = hopeful.map(({ to }) => to);
    keep(unreachable(of, notice, reason, people, at, dutyAt(duty, at)), at);
  }

  function wake(seconds: number, waker: Waker = "workflow"): void {
    const at = second(seconds);
    const move = strike(of, at, dutyAt(duty, at), waker, notices);
    if (move) keep(move, at);
    if (waker !== "sweeper") return;
    for (const { id, fate, confirmBy, attempts } of notices)
      if (fate === "accepted" && confirmBy !== null && confirmBy <= at)
        hear(id, attempts, { what: "lost", reason: NEVER_CONFIRMED }, at);
  }

  function pass(from: number, to: number): void {
    for (let so = from, looks = 0; looks < MOST_LOOKS; looks += 1) {
      const due = nextDueAt(of.clocks);
      const next = due === null ? to : Math.ceil((Date.parse(due) - Date.parse(NOW)) / 1000) + 1;
      so = next > so ? next : so + LOOK_AGAIN;
      if (so >= to) return;
      wake(so);
      carry(so + 1);
    }
  }

  function putBack(seconds: number, to: number): void {
    const at = second(seconds);
    const move = goBack(of, second(to), at, dutyAt(duty, at));
    if (move) keep(move, at);
  }

  const history = (to: number, outages: readonly Outage[] = []): History => {
    const shown = viewOf(covered(of));
    const people = [...notices.map(({ to: person }) => person), ...duty.map(({ person }) => person)];
    const addresses = Object.fromEntries(people.map((person) => [person, personOf(person).channels.map((one) => one.to)]));
    const kept: KeptCase = { escalation: of, facts, notices, sides: { asks: shown, answers: shown } };
    return { from: NOW, to: second(to), operations, cases: [kept], sent, addresses, outages, duty };
  };

  noted(nurse, "raise", null, NOW, () => {
    keep(first, NOW);
    return 1;
  });
  return { now: () => of, press, carry, wake, pass, putBack, history };
}

const WITHIN = terms.confirmWithin;
/** A strike that does not stop what it struck, in a build with a bug, is looked at so often, and so far apart. */
const MOST_LOOKS = 40;
const LOOK_AGAIN = 30;

const later = (instant: Instant, ms: number): Instant => new Date(Date.parse(instant) + ms).toISOString();

function dutyAt(duty: readonly Stretch[], now: Instant): Duty {
  const here = duty.filter(({ from, to }) => from <= now && now < to);
  const byTeam = Map.groupBy(here, ({ team }) => team);
  return Object.fromEntries(
    [...byTeam].map(([team, all]) => [team, all.map(({ person, to }) => ({ person, reachable: true, until: to }))]),
  );
}

/** Still on duty at the tier that was asked; at any, when everyone is asked again. */
function isOnLadder({ to, tier, about }: Notice, on: Duty): boolean {
  const rungs = about === "asked_again" ? terms.ladder : terms.ladder.slice(tier, tier + 1);
  return rungs.some(({ teams }) => teams.some((team) => on[team]?.some(({ person }) => person === to)));
}

/** Everybody has an address and a number. */
function personOf(id: string): Person {
  const verifiedAt = NOW;
  const tail = String(LADDER.findIndex((one) => one.id === id) + 1);
  return {
    ...{ partnership: "london", id, name: id, agency: "01", site: null, quiet: false, roles: [], owner: null, endedAt: null },
    channels: [
      { kind: "email", to: `${id}@example.org`, verifiedAt },
      { kind: "sms", to: `+4477009001${tail.padStart(2, "0")}`, verifiedAt },
    ],
  };
}
