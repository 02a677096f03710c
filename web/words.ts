import type * as z from "zod";
import type { Limit } from "../core/escalation/clock.ts";
import type { SeenBy, stageOf } from "../core/escalation/escalation.ts";
import type { Fate, NoticeKind } from "../core/escalation/notice.ts";

type Stage = ReturnType<typeof stageOf>;
type TagColour = "white" | "grey" | "green" | "blue" | "purple" | "red" | "orange" | "yellow";

/** One word for where a case stands, with the same colour everywhere. */
export const STAGES: Record<Stage, { readonly title: string; readonly colour: TagColour }> = {
  raised: { title: "Waiting for an answer", colour: "yellow" },
  nobody_answered: { title: "Nobody has answered", colour: "red" },
  acknowledged: { title: "Acknowledged", colour: "blue" },
  decided: { title: "Decided", colour: "purple" },
  arrived: { title: "On scene", colour: "green" },
  closed: { title: "Closed", colour: "grey" },
};

/** A limit as its time follows it, «Decide by 14:32», and as it follows how long is left, «12 minutes left to decide». */
export const LIMITS: Record<Limit, { readonly by: string; readonly to: string }> = {
  acknowledge: { by: "Acknowledge by", to: "to acknowledge" },
  decide: { by: "Decide by", to: "to decide" },
  arrive: { by: "Arrive by", to: "to arrive" },
  review: { by: "Look again by", to: "to look again" },
  close: { by: "Record the outcome and close by", to: "to record the outcome and close" },
  repeat: { by: "Everyone is asked again at", to: "until everyone is asked again" },
};

/** The limit that was missed, in the words of the story. */
export const MISSED: Record<Limit, string> = {
  acknowledge: "Nobody acknowledged in time",
  decide: "Nobody decided in time",
  arrive: "Nobody arrived in time",
  review: "Nobody looked at it again in time",
  close: "It has not been closed in time",
  repeat: "Nobody answered",
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

/** What became of a message. Only «delivered» means that it arrived. */
export const FATES: Record<z.output<typeof Fate>, string> = {
  waiting: "on its way",
  accepted: "handed to the mail service, not confirmed yet",
  delivered: "delivered",
  failed: "did not arrive",
  withheld: "not sent",
};

/** Why the raising side takes a case back. */
export const WITHDRAWN_AS = { found_safe: "Found safe", no_longer_needed: "No longer needed" } as const;

/** Priorities run from the most urgent down; red is the first one's alone. */
export const priorityColour = (nth: number): TagColour => (nth === 0 ? "red" : nth === 1 ? "orange" : "blue");
