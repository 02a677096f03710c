import type { Escalation } from "../core/escalation/escalation.ts";
import type { Fact } from "../core/escalation/fact.ts";
import type { Message, Notice } from "../core/escalation/notice.ts";
import type { EscalationView } from "../core/escalation/view.ts";
import type { ChannelKind } from "../core/people.ts";
import type { Instant } from "../core/time.ts";

/**
 * One time that somebody asked for a move. `unknown`: whoever asked heard no answer, so that it may have been done or not, and a checker
 * must live with either.
 */
export interface Operation {
  readonly nth: number;
  /** The press of a button: whoever hears no answer presses again, under the same key. */
  readonly key: string;
  readonly by: string;
  /** The move by its route's last part, as `raise`, `acknowledgement`, `decision`. */
  readonly move: string;
  /** Of a raise that was refused or not answered there is none. */
  readonly case: string | null;
  /** The version that its maker saw, where the move says one. */
  readonly seen: number | null;
  readonly invokedAt: Instant;
  readonly endedAt: Instant;
  readonly outcome: "ok" | "fail" | "unknown";
  /** The version that the answer named, of a move that was done. */
  readonly version: number | null;
  /** Why it was refused, by the refusal's name. */
  readonly refusal: string | null;
}

/**
 * A case as it is kept at the end, whole. `sides`: what the side that asked and the side that answers are each shown of it; `onBoards`: whether those
 * who answer find it among what is open, where there are boards.
 */
export interface KeptCase {
  readonly escalation: Escalation;
  readonly facts: readonly Fact[];
  readonly notices: readonly Notice[];
  readonly sides?: { readonly asks: EscalationView; readonly answers: EscalationView };
  readonly onBoards?: boolean;
}

/** A message that left, as its receiver has it. `words`: all that it says, where words were sent. */
export interface Sent {
  readonly at: Instant;
  readonly case: string;
  readonly notice: string;
  readonly attempt: number;
  readonly to: string;
  readonly channel: ChannelKind;
  readonly words?: string;
}

/** A message about something else than a case, a desk's rota or a matter of the learning side: as it is kept, and as it left. */
export interface Beside {
  readonly about: string;
  readonly notice: Message;
  readonly left: readonly Sent[];
}

/** Who can be reached where: the verified addresses and numbers of everybody who was written to, or was there to be asked. */
export type Addresses = Readonly<Record<string, readonly string[]>>;

/** A part that was not there for a while. */
export interface Outage {
  readonly part: "workflow" | "stream" | "sweeper" | "mail" | "text" | "keys" | "dispatcher";
  readonly from: Instant;
  readonly to: Instant;
}

/** One stretch of one person's duty for one team, as the rota had it. */
export interface Stretch {
  readonly person: string;
  readonly team: string;
  readonly from: Instant;
  readonly to: Instant;
}

/** Everything that was asked, kept and sent over a while: what a checker needs, and nothing of how it came about. */
export interface History {
  readonly from: Instant;
  readonly to: Instant;
  readonly operations: readonly Operation[];
  readonly cases: readonly KeptCase[];
  readonly sent: readonly Sent[];
  /** What left about anything else, where there is such. */
  readonly beside?: readonly Beside[];
  readonly addresses: Addresses;
  readonly outages: readonly Outage[];
  readonly duty: readonly Stretch[];
}

/** Something that the history shows and that must not be. `rule`: which of the checker's rules it breaks. */
export interface Breach {
  readonly rule: string;
  readonly case: string | null;
  readonly says: string;
}
