import { nextDueAt } from "../../core/escalation/clock.ts";
import type { Escalation } from "../../core/escalation/escalation.ts";
import type { Fact } from "../../core/escalation/fact.ts";
import type { Move } from "../../core/escalation/move.ts";
import type { Notice } from "../../core/escalation/notice.ts";
import { dueAt, unsent } from "../../core/escalation/sending.ts";
import { keys } from "../../core/keys.ts";
import type { Instant } from "../../core/time.ts";
import { tie } from "../../functions/chain.ts";

/** A case as it is kept: its state, its story, its messages. The story grows in place, so that whoever holds it reads on. */
export interface Kept {
  of: Escalation;
  readonly facts: Fact[];
  readonly notices: Map<string, Notice>;
}

/** What was written, as the stream tells it: a case and its state before, or a message that is new or waits again. */
export type Written =
  | { readonly what: "state"; readonly id: string; readonly run: number; readonly before: number | undefined }
  | { readonly what: "notice"; readonly id: string; readonly notice: string };

/** The table: every write is guarded by the version that its maker read, and a move lands whole or not at all. */
export interface Store {
  readonly get: (id: string) => Kept;
  readonly all: () => Kept[];
  /** Keeps moves together; false when one of their cases, or a message that one of them settles, is not as it was read. */
  readonly keep: (moves: readonly Move[], now: Instant, press?: string) => boolean;
  /** Writes what became of a message; undefined when somebody was faster. */
  readonly write: (id: string, notice: Notice) => Notice | undefined;
  /** The case that a press of a button with this key has moved already. */
  readonly pressed: (key: string) => string | undefined;
  /** Whom the stream tells, and who hears of each new deadline. */
  readonly onWritten: (tell: (written: Written) => void) => void;
  readonly onDue: (tell: (due: Due) => void) => void;
}

/** Something falls due at an instant: a case, or one of its messages. */
export interface Due {
  readonly at: Instant;
  readonly id: string;
  readonly notice: string | null;
}

export function emptyStore(): Store {
  const cases = new Map<string, Kept>();
  const presses = new Map<string, string>();
  const streams: ((written: Written) => void)[] = [];
  const index: ((due: Due) => void)[] = [];
  const get = (id: string): Kept => {
    const kept = cases.get(id);
    if (!kept) throw new Error(`no case ${id} is kept`);
    return kept;
  };
  const tell = (written: Written): void => {
    for (const stream of streams) stream(written);
  };
  const dues = (at: Instant | null, id: string, notice: string | null): void => {
    if (at !== null) for (const hear of index) hear({ at, id, notice });
  };
  const isAsRead = ({ next, settled }: Move): boolean => {
    const kept = cases.get(next.id);
    if ((kept?.of.version ?? 0) !== next.version - 1) return false;
    return settled.every(({ id, revision }) => kept?.notices.get(id)?.revision === revision);
  };
  const put = (kept: Kept, notice: Notice, isNews: boolean): void => {
    kept.notices.set(notice.id, notice);
    dues(dueAt(notice), kept.of.id, notice.id);
    if (isNews) tell({ what: "notice", id: kept.of.id, notice: notice.id });
  };
  const land = (move: Move, now: Instant): void => {
    const before = cases.get(move.next.id);
    const facts = tie(move.facts, move.next.chain) as Fact[];
    const of: Escalation = { ...move.next, chain: facts.at(-1)?.hash ?? move.next.chain };
    const kept: Kept = before ?? { of, facts: [], notices: new Map() };
    const run = before?.of.run;
    kept.of = of;
    cases.set(of.id, kept);
    for (const fact of facts) kept.facts.push(fact);
    dues(nextDueAt(of.clocks), of.id, null);
    const { id, partnership, version } = of;
    for (const settled of move.settled) put(kept, { ...settled, revision: settled.revision + 1 }, settled.fate === "waiting");
    for (const [nth, made] of move.notices.entries())
      put(kept, unsent({ ...made, openedAt: null, id: keys.noticeId(version, nth), case: id, partnership, at: now }), true);
    tell({ what: "state", id, run: of.run, before: run });
  };
  return {
    get,
    all: () => [...cases.values()],
    keep: (moves, now, press) => {
      if (!moves.every(isAsRead)) return false;
      for (const move of moves) land(move, now);
      if (press !== undefined && moves[0]) presses.set(press, moves[0].next.id);
      return true;
    },
    write: (id, notice) => {
      const kept = get(id);
      if (kept.notices.get(notice.id)?.revision !== notice.revision) return undefined;
      const written = { ...notice, revision: notice.revision + 1 };
      put(kept, written, false);
      return written;
    },
    pressed: (key) => presses.get(key),
    onWritten: (hears) => void streams.push(hears),
    onDue: (hears) => void index.push(hears),
  };
}
