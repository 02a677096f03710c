import type { Who } from "../../core/escalation/ask.ts";
import { isPaged } from "../../core/escalation/cause.ts";
import type { Duty } from "../../core/escalation/climb.ts";
import { isDue, nextDueAt } from "../../core/escalation/clock.ts";
import type { Escalation } from "../../core/escalation/escalation.ts";
import type { Move } from "../../core/escalation/move.ts";
import { accepted, leaving, noting } from "../../core/escalation/sending.ts";
import { strike } from "../../core/escalation/strike.ts";
import type { Terms } from "../../core/partnership/terms.ts";
import type { Channel } from "../../core/people.ts";
import type { Instant } from "../../core/time.ts";
import type { Operation, Sent } from "../../history/history.ts";
import { SEEN } from "../../history/simulation/api.ts";
import { emptyStore, type Store } from "../../history/simulation/store.ts";
import { iso, type Timeline } from "../../history/simulation/timeline.ts";
import { type Chance, chanceOf } from "../quarter/chance.ts";

/** What a move is made of: the case as it is, when, and who is on duty. */
type Makes = (of: Escalation, now: Instant, duty: Duty) => Move | undefined;

/** Where a month of referrals happens, and how anybody in it does something. */
export interface Scene {
  readonly store: Store;
  readonly now: () => Instant;
  readonly after: (minutes: number, happens: () => void) => void;
  readonly dutyOf: (of: Pick<Escalation, "terms">) => Duty;
  /** A case has a chance of its own, so that none shifts another. */
  readonly chanceOf: (id: string) => Chance;
  /** Somebody refers: the case begins, with its chance. */
  readonly raise: (by: Who, chance: Chance, made: Move) => void;
  /** Somebody presses. They have looked at what is there, so a refusal is a fault, and ends the month. */
  readonly press: (id: string, by: Who, move: string, makes: Makes) => void;
  readonly operations: readonly Operation[];
  readonly sent: readonly Sent[];
}

/** A scene on an empty table: time strikes each limit in the millisecond in which it is due, and every message arrives as it is written. */
export function sceneOf(timeline: Timeline, duty: (terms: Terms, now: Instant) => Duty): Scene {
  const store = emptyStore();
  const now = (): Instant => iso(timeline.now());
  const chances = new Map<string, Chance>();
  const operations: Operation[] = [];
  const dutyOf: Scene["dutyOf"] = ({ terms }) => duty(terms, now());

  const keep = (move: Move): void => {
    if (!store.keep([move], now())) throw new Error(`${move.next.reference} was moved by two at once`);
  };
  const presses = (by: Who, move: string, seen: number | null, made: Move): void => {
    keep(made);
    const { id, version } = made.next;
    const at = now();
    operations.push({
      ...{
        nth: operations.length + 1,
        key: `press ${operations.length + 1}`,
        by: by.id,
        move,
        case: id,
        seen,
        invokedAt: at,
        endedAt: at,
      },
      ...{ outcome: "ok", version, refusal: null },
    });
  };
  const strikes = (id: string, due: Instant): void => {
    const { of, notices } = store.get(id);
    if (nextDueAt(of.clocks) !== due) return;
    const told = of.clocks.some((clock) => isDue(clock, due) && isPaged(clock)) ? [...notices.values()] : [];
    const move = strike(of, due, dutyOf(of), "workflow", told);
    if (!move) throw new Error(`nothing of ${of.reference} was struck that was due at ${due}`);
    keep(move);
  };
  store.onDue(({ at, id, notice }) => {
    if (notice === null) timeline.at(Date.parse(at), () => strikes(id, at));
  });
  return {
    ...{ store, now, dutyOf, operations },
    sent: carrying(store, now),
    after: (minutes, happens) => timeline.after(Math.max(1, Math.round(minutes * 60_000)), happens),
    chanceOf: (id) => chances.get(id) ?? chanceOf(id),
    raise: (by, chance, made) => {
      chances.set(made.next.id, chance);
      presses(by, "raise", null, made);
    },
    press: (id, by, move, makes) => {
      const { of } = store.get(id);
      const made = makes(of, now(), dutyOf(of));
      if (made) presses(by, move, SEEN.includes(move) ? of.version : null, made);
    },
  };
}

/** Everybody has one address here, and it always works. */
export const addressOf = (person: string): string => `${person}@example.org`;

/** What left for whom. */
function carrying(store: Store, now: () => Instant): readonly Sent[] {
  const sent: Sent[] = [];
  store.onWritten((written) => {
    if (written.what !== "notice") return;
    const { of, notices } = store.get(written.id);
    const notice = notices.get(written.notice);
    if (!notice) return;
    const { confirmWithin } = of.terms;
    const [at, to] = [now(), addressOf(notice.to)];
    const channel: Channel = { kind: "email", to, verifiedAt: null };
    const taken = accepted(leaving(notice, channel, confirmWithin, at), 1, notice.id, confirmWithin, at);
    store.write(of.id, noting(taken, 1, { what: "delivered" }, at)?.notice ?? taken);
    sent.push({ at, case: of.id, notice: notice.id, attempt: 1, to, channel: "email" });
  });
  return sent;
}
