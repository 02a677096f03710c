import type * as z from "zod";
import type { Cause } from "../core/escalation/cause.ts";
import type { Limit } from "../core/escalation/clock.ts";
import type { DisagreeReason, Ending, ReopenedBy, RiskLevel, SeenBy, Stage } from "../core/escalation/escalation.ts";
import type { Happening } from "../core/escalation/fact.ts";
import type { Fate, NoticeKind } from "../core/escalation/notice.ts";
import type { ChannelKind } from "../core/people.ts";

type TagColour = "white" | "grey" | "green" | "blue" | "purple" | "red" | "orange" | "yellow";
type About<W extends Happening["what"]> = Extract<Happening, { what: W }>["about"];

/** One word for where a case stands, with the same colour everywhere. */
export const STAGES: Record<Stage, { readonly title: string; readonly colour: TagColour }> = {
  raised: { title: "Waiting for an answer", colour: "yellow" },
  nobody_answered: { title: "Nobody has answered", colour: "red" },
  acknowledged: { title: "Acknowledged", colour: "blue" },
  decided: { title: "Decided", colour: "purple" },
  in_action: { title: "In action", colour: "green" },
  resolved: { title: "Outcome recorded", colour: "green" },
  closed: { title: "Closed", colour: "grey" },
};

/** A limit as its time follows it, «Decide by 14:32», and as it follows how long is left, «12 minutes left to decide». */
export const LIMITS: Record<Limit, { readonly by: string; readonly to: string }> = {
  acknowledge: { by: "Acknowledge by", to: "to acknowledge" },
  decide: { by: "Decide by", to: "to decide" },
  arrive: { by: "Arrive by", to: "to arrive" },
  accept_referral: { by: "The body that was asked answers by", to: "for the body that was asked to answer" },
  read_answer: { by: "Read the new answer by", to: "to read the new answer" },
  read_information: { by: "Read what is new by", to: "to read what is new" },
  review: { by: "Look again by", to: "to look again" },
  close: { by: "Record the outcome and close by", to: "to record the outcome and close" },
  repeat: { by: "Everyone is asked again at", to: "until everyone is asked again" },
  shift_end: { by: "The shift ends at", to: "until the shift ends" },
  custody_handover: { by: "Hand over to a named clinician by", to: "to hand over the detained person" },
  detention_ends: { by: "The detention ends at", to: "until the detention ends" },
  plan_review: { by: "Look at the interim plan again by", to: "to look at the interim plan again" },
  respond: { by: "Say what was done with the answer by", to: "to say what was done with the answer" },
  look_back: { by: "Record how the person is by", to: "to record how the person is" },
};

/** The limit that was missed, in the words of the story. */
export const MISSED: Record<Limit, string> = {
  acknowledge: "Nobody acknowledged in time",
  decide: "Nobody decided in time",
  arrive: "Nobody arrived in time",
  accept_referral: "The other body did not answer in time",
  read_answer: "The new answer was not read in time",
  read_information: "What is new was not read in time",
  review: "Nobody looked at it again in time",
  close: "It has not been closed in time",
  repeat: "Nobody answered",
  shift_end: "A shift ended",
  custody_handover: "No named clinician accepted the person in time",
  detention_ends: "The detention came to its limit",
  plan_review: "Nobody looked at the interim plan again in time",
  respond: "Nobody said in time what was done with the answer",
  look_back: "Nobody recorded in time how the person is",
};

export const SEEN_BY: Record<z.output<typeof SeenBy>, string> = {
  police: "Police",
  ambulance: "An ambulance crew",
  health_staff: "Health staff",
  social_care: "Social care",
  family_or_friend: "Family or a friend",
  nobody: "Nobody yet",
};

/** Why somebody was written to. */
export const KINDS: Record<NoticeKind, string> = {
  page: "Asked to answer",
  reminder: "Reminded",
  paired: "Told alongside",
  update: "Told what changed",
  stand_down: "Told that they are no longer needed",
  rota_gap: "Told that the rota has a gap",
};

/** By what a message comes. */
export const CHANNELS: Record<ChannelKind, string> = { email: "email", sms: "text message" };

/** What became of a message. Only «delivered» means that it arrived. */
export const FATES: Record<z.output<typeof Fate>, string> = {
  waiting: "on its way",
  accepted: "handed over, not confirmed yet",
  delivered: "delivered",
  failed: "did not arrive",
  withheld: "not sent",
};

/** Why the raising side takes a case back; the first two are how it was said once. */
export const WITHDRAWN_AS: Record<About<"withdrawn">["as"], string> = {
  found_safe: "Found safe",
  no_longer_needed: "No longer needed",
  withdrawn_found_safe: "Found safe",
  withdrawn_other: "Another reason",
  superseded_by_999: "A 999 call has taken its place",
};

/** How a case ended. */
export const ENDINGS: Record<z.output<typeof Ending>, string> = {
  closed: "Closed",
  withdrawn_found_safe: "Withdrawn: found safe",
  withdrawn_other: "Withdrawn: another reason",
  superseded_by_999: "Withdrawn: a 999 call has taken its place",
  merged_duplicate: "Joined with an older case",
  disagreement_unresolved: "Closed, the disagreement unresolved",
};

/** Why an answer has to be given anew: the heading, and what it means for whoever relies on it. */
export const REOPENED: Record<z.output<typeof ReopenedBy>, { readonly title: string; readonly says: string }> = {
  new_information: {
    title: "New information has come",
    says: "What was decided was made before new information. It is to be decided anew.",
  },
  linked_request: {
    title: "Another request has joined this case",
    says: "What was decided was made before new information. It is to be decided anew.",
  },
  disagreement: {
    title: "The raising side reads it differently",
    says: "What was decided stands until the next tier has decided anew.",
  },
  unit_stood_down: {
    title: "Nobody is coming at this moment",
    says: "The unit that was on its way is needed elsewhere. It is to be decided anew, and the limit runs on.",
  },
  departure: {
    title: "Officers have left without an agreed handover",
    says: "What was decided was decided while they were there. It is to be decided anew.",
  },
  referral_declined: {
    title: "The other body has declined",
    says: "It is back with whoever referred it, to be decided anew.",
  },
};

/** Why the raising side reads an answer differently. */
export const DISAGREE_REASONS: Record<z.output<typeof DisagreeReason>, string> = {
  new_facts: "There are new facts",
  facts_misread: "The facts were misread",
  threshold_read_differently: "The threshold is read differently",
  referral_not_workable: "The referral cannot work: no power, no capacity, or too slow",
  no_answer: "There is no answer",
  other: "Another reason",
};

/** Why an answer or an arrival is put off. */
export const DEFERRED: Record<About<"deferred">["reason"], string> = {
  no_units: "No unit is free",
  awaiting_call_back: "Waiting for a call back",
  other: "Another reason",
};

export const RISK_LEVELS: Record<z.output<typeof RiskLevel>, string> = { low: "Low", medium: "Medium", high: "High" };

/** Which of the raising side's numbers was rung. */
export const NUMBERS: Record<About<"rang">["number"], string> = {
  call_back: "the call-back number",
  deputy: "the deputy’s number",
  desk: "the desk",
};

/** Priorities run from the most urgent down; red is the first one's alone. */
export const priorityColour = (nth: number): TagColour => (nth === 0 ? "red" : nth === 1 ? "orange" : "blue");

/** «1 piece», «2 pieces». */
export const counted = (count: number, one: string, more = `${one}s`): string => `${count} ${count === 1 ? one : more}`;

/** A table of words as a form's choices, in its own order. */
export const choicesOf = (words: Readonly<Record<string, string>>): { code: string; title: string }[] =>
  Object.entries(words).map(([code, title]) => ({ code, title }));

/** Why a limit was missed, as receipts and the case tell it. */
export const CAUSES: Record<Cause, string> = {
  nobody_on_rota: "Nobody was on the rota to be asked.",
  not_delivered: "No page was confirmed as delivered.",
  delivered_late: "The page was delivered late.",
  read_not_acknowledged: "The case was opened, and not acknowledged.",
  delivered_not_read: "The page was delivered, and the case was not opened.",
  not_acknowledged: "Nobody had acknowledged it.",
  decided_late: "It was acknowledged, and no decision was recorded.",
  unit_diverted: "The unit that was coming was sent elsewhere.",
  not_arrived: "No arrival was recorded.",
};

/** The name of a field, or a code, as words. */
export const inPlainWords = (code: string): string =>
  code
    .replace(/(?<=[a-z])(?=[A-Z])/g, " ")
    .replace(/[._]+/g, " ")
    .toLowerCase();
/** What stands in a field, to be read and perhaps read out: who does so has not the list at hand that offered a code. */
export const valueInWords = (value: string): string => (/^[a-z]+(_[a-z0-9]+)+$/.test(value) ? inPlainWords(value) : value);
