import type * as z from "zod";
import type { Action } from "../core/learning/action.ts";
import type { CallStage, ItemOutcome } from "../core/learning/call.ts";
import type { Concern, Source } from "../core/learning/concern.ts";
import type { Feedback } from "../core/learning/feedback.ts";
import type { Line, MatterKind } from "../core/learning/matter.ts";
import type { ReferenceKind, ReviewAnswer, Side } from "../core/learning/review.ts";

type TagColour = "grey" | "green" | "blue" | "purple" | "red" | "yellow";
interface Status {
  readonly title: string;
  readonly colour: TagColour;
}

/** Where a concern comes from, as its form asks. */
export const SOURCES: Record<z.output<typeof Source>, string> = {
  escalation: "An escalation",
  near_miss: "A near miss: it nearly went wrong",
  good_practice: "This is good practice",
  complaint: "A complaint",
  survey: "A survey",
  feedback: "Feedback from somebody whom it concerned",
  iopc: "The IOPC",
  coroner_pfd: "A coroner’s report to prevent future deaths",
};

/** How a concern came to be settled. */
export const SETTLED: Record<NonNullable<Concern["settled"]>["how"], string> = {
  accepted: "Settled: the answer was accepted",
  no_objection: "Settled: nobody objected to the answer",
  at_a_call: "Settled at a partner call",
};

/** Where a concern stands, from what is owed on it. */
export function concernStatus({ settled, owed, objections }: Pick<Concern, "settled" | "owed" | "objections">): Status {
  if (settled) return { title: "Settled", colour: "grey" };
  if (owed?.what === "acceptance") return { title: "Answered", colour: "blue" };
  return objections.length > 0
    ? { title: "Answered, and objected to", colour: "purple" }
    : { title: "Waits for an answer", colour: "yellow" };
}

/** As whom somebody gives feedback. */
export const GIVEN_AS: Record<Feedback["given"]["as"], string> = {
  person: "by somebody who needed help",
  carer: "by somebody who cares for a person",
  staff: "by somebody who works there",
  other: "by somebody who did not say",
};

/** Where feedback stands. */
export const feedbackStatus = ({ owed, concern }: Pick<Feedback, "owed" | "concern">): Status =>
  owed === null
    ? { title: "Answered", colour: "grey" }
    : concern
      ? { title: "A concern; not answered yet", colour: "blue" }
      : { title: "Waits for an answer", colour: "yellow" };

export const ACTION_STATUSES: Record<Action["status"], Status> = {
  open: { title: "Open", colour: "yellow" },
  in_progress: { title: "In progress", colour: "blue" },
  done: { title: "Done, to be checked", colour: "purple" },
  evidence_checked: { title: "Done and checked", colour: "green" },
  cancelled: { title: "Cancelled", colour: "grey" },
};

export const CALL_STAGES: Record<CallStage, Status> = {
  planned: { title: "Planned", colour: "grey" },
  invited: { title: "Invitations sent", colour: "blue" },
  pack_sent: { title: "Pack sent", colour: "blue" },
  open: { title: "Now", colour: "green" },
  minutes_due: { title: "Minutes to be circulated", colour: "yellow" },
  unminuted: { title: "Without minutes", colour: "red" },
  circulated: { title: "Minutes circulated", colour: "grey" },
  cancelled: { title: "Not held", colour: "red" },
};

/** What a call makes of one item. */
export const ITEM_OUTCOMES: Record<z.output<typeof ItemOutcome>, string> = {
  closed: "Closed",
  carried_over: "Carried over to the next call",
};

export const SIDES: Record<Side, string> = { raising: "The raising side", answering: "The answering side" };

export const VERDICTS: Record<ReviewAnswer["shouldHaveCome"], string> = { yes: "Yes", no: "No", not_sure: "Not sure" };

/** What each side may say beside them. */
export const IN_WORDS = {
  wentWell: "What went well?",
  wouldHavePrevented: "What would have prevented it?",
  expected: "What did we expect?",
  happened: "What happened?",
  whyDifferent: "Why was it different?",
  learned: "What do we learn?",
} as const satisfies Partial<Record<keyof ReviewAnswer, string>>;

export const REFERENCE_KINDS: Record<z.output<typeof ReferenceKind>, string> = {
  lfpse: "LFPSE record",
  complaint: "Complaint",
  iopc: "IOPC",
  pfd: "Coroner’s report to prevent future deaths",
};

/** What has happened to a matter of the learning side, as its own story calls it. */
const HAPPENED: Record<MatterKind, Readonly<Record<string, string>>> = {
  concern: {
    raised: "raised it",
    answered: "answered",
    objected: "said that the answer does not do",
    passed_on: "passed it on",
    settled: "settled it",
    answer_late: "The answer was due and was not there: the chair has it now",
    left: "Whoever it waited for has left",
  },
  review: {
    asked: "Both sides were asked",
    answered: "answered",
    reopened: "Opened again: it became known that the person came to harm",
    late: "An answer was due and was not there",
    not_given: "It was asked for often enough, and stands as not given",
    reference_added: "added a reference:",
  },
  action: {
    given: "gave it",
    begun: "has begun",
    done: "says that it has been done",
    evidence_checked: "looked at the evidence: it shows it",
    sent_back: "looked at the evidence: it does not show it yet",
    given_on: "gave it on",
    cancelled: "ended it: it need not be done",
    to_lead: "It stays late: the lead of the agency has been told",
    left: "Whoever it waited for has left",
  },
  call: {
    invited: "Invitations were sent",
    pack_sent: "The pack was sent",
    open: "The call began",
    minutes_due: "The call ended: the chair was asked for the minutes",
    minutes_late: "The minutes were late: the chair was asked again",
    unminuted: "Nobody is asked for the minutes any more; they can still be written",
    circulated: "circulated the minutes",
    cancelled: "said that it is not held",
    dropped: "Its series has no call on this day any more: it is not held",
    laid_out_again: "Its series has a call on this day again: it is held",
  },
  feedback: {
    given: "Somebody gave it, without signing in",
    taken_up: "made it a concern of the partners:",
    answered: "answered whoever gave it",
    answer_late: "The answer was due and was not there: the chair has it now",
    left: "Whoever it waited for has left",
  },
};

/** What the clock does by itself that somebody may do too. */
const BY_THE_CLOCK: Readonly<Record<string, string>> = { settled: "Nobody objected in time: it is settled" };

/** What a review’s own story keeps as the words of a line are codes: the side that answered, the kind of a reference. */
const CODES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  answered: { raising: "for the raising side", answering: "for the answering side" },
  reference_added: REFERENCE_KINDS,
};

/** One line of a story: what somebody did, or what the clock did by itself; and what was said with it, in people’s own words. */
export function happenedWords(kind: MatterKind, { what, by, words }: Line): { did: string; said: string | null } {
  const does = HAPPENED[kind][what] ?? what.replaceAll("_", " ");
  if (by === "clock") return { did: BY_THE_CLOCK[what] ?? does, said: words };
  const code = kind === "review" && words !== null ? (CODES[what]?.[words] ?? words) : undefined;
  return { did: [by.name, does, code].filter(Boolean).join(" "), said: code === undefined ? words : null };
}
