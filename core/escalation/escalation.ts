import * as z from "zod";
import { FirstAnswerOnCase } from "../first-answers/first-answer.ts";
import { AgencyCode, Code } from "../partnership/partnership.ts";
import { type Rung as Step, Terms } from "../partnership/terms.ts";
import { Instant } from "../time.ts";
import { KeptAsk, News, PoliceContact, Who } from "./ask.ts";
import { Clock } from "./clock.ts";
import { Decision } from "./decision.ts";
import { OnPaper } from "./on-paper.ts";

const signed = <S extends z.ZodRawShape>(shape: S) => z.strictObject({ by: Who, at: Instant, ...shape });
const tier = z.int().nonnegative();

/** When somebody's shift ends, as it was found when they took a case, or when it was last looked at. */
export const ShiftEnd = Instant.meta({
  description: "The end of their shift. 72 hours after it was looked for when no end was in sight: it is looked for again then.",
});

/** Who has seen the person. A case closes on somebody's eyes, or says plainly that nobody has. */
export const SeenBy = z.enum(["police", "ambulance", "health_staff", "social_care", "family_or_friend", "nobody"]);

/** Which number was rung about an answer: one of the raiser's two, or the desk of another agency that must know it. */
export const Rung = z.enum(["call_back", "deputy", "desk"]);

/** How a case ended. */
export const Ending = z.enum([
  "closed",
  "withdrawn_found_safe",
  "withdrawn_other",
  "superseded_by_999",
  "merged_duplicate",
  "disagreement_unresolved",
]);

/** Why a case that had an answer needs another. */
export const ReopenedBy = z.enum([
  "new_information",
  "linked_request",
  "disagreement",
  "unit_stood_down",
  "referral_declined",
  "departure",
]);

/** Why the raising side reads the answer differently. */
export const DisagreeReason = z.enum([
  "new_facts",
  "facts_misread",
  "threshold_read_differently",
  "referral_not_workable",
  "no_answer",
  "other",
]);

/** One piece of news: from either side, or another caller's own request that was linked. Its words are never overwritten. */
export const Piece = signed({
  number: z.int().positive(),
  kind: z.enum(["news", "linked"]),
  ...News.shape,
  /** What a linked request asked for, and the number to call back. */
  ask: z.string().optional(),
  callBack: z.string().optional(),
  /** When the shift of whoever sent a linked request ends, and who answers for them then, where that person is known here. */
  shiftEndsAt: Instant.optional(),
  standIn: Code.optional(),
  /** What police had said to whoever sent a linked request, and that it was written on paper first; one that was kept before these fields has neither. */
  policeContact: PoliceContact.optional(),
  onPaper: OnPaper.optional(),
  readBy: z.array(z.strictObject({ by: Code, at: Instant, agency: AgencyCode.optional() })),
});
export type Piece = z.output<typeof Piece>;

export const RiskLevel = z.enum(["low", "medium", "high"]);

/** The handing over of a detained person, item by item: an empty one is asked for in red. */
/** In what a detained person was brought to the place of safety. */
export const Vehicle = z.enum(["ambulance", "mental_health_car", "police_vehicle", "private_vehicle", "on_foot"]);
export type Vehicle = z.output<typeof Vehicle>;

export const Custody = z.strictObject({
  arrivedAt: Instant.nullable(),
  /** When the detention began, where that is not the arrival here: at the first place of safety, or with the decision to keep them where they were. */
  beganAt: Instant.nullable().default(null),
  riskByPolice: signed({ level: RiskLevel }).nullable(),
  riskByHealth: signed({ level: RiskLevel }).nullable(),
  nextOfKin: signed({ told: z.enum(["told", "not_wanted", "none_known", "could_not_be_reached"]), words: z.string() }).nullable(),
  tellResult: signed({ who: z.string() }).nullable(),
  accepted: signed({ clinician: z.string() }).nullable(),
  /** `authorisedAt` is null where it was kept before anybody was asked for it. */
  extended: signed({ hours: z.int().positive(), doctor: z.string(), authorisedAt: Instant.nullable().default(null) }).nullable(),
  left: signed({ leftAt: Instant, told: z.string() }).nullable(),
  /** The outcome that ended the wait with the person: the first that did, until they are waited with again. */
  ended: signed({ code: Code }).nullable().default(null),
  /** `expectedAt` is the time that the ambulance service gave; null when it gave none, or was not asked. */
  conveyed: signed({ vehicle: Vehicle, asked: z.boolean(), expectedAt: Instant.nullable(), why: z.string().nullable() })
    .nullable()
    .default(null),
  officersWaiting: signed({ officers: z.int().positive() }).nullable().default(null),
});
export type Custody = z.output<typeof Custody>;

/** Another case that may be about the same person or place, and what somebody has said of it. */
export const Related = z.strictObject({
  id: z.uuid(),
  reference: z.string(),
  on: z.array(Code),
  said: signed({ same: z.boolean(), because: z.string() }).nullable(),
});

/** One case. Who has it, what was decided and what happened to the person are three questions, each answered in its own time. */
export const Escalation = z.strictObject({
  /** The version of this shape: a case that was kept in an older one is read by `migration.ts`. */
  schema: z.literal(2),
  partnership: Code,
  id: z.uuid(),
  reference: z.string(),
  version: z.int().positive(),
  ask: KeptAsk,
  /** Tier 0: the first answer of a control room that this case disputes; a case that disputes none has no such field. */
  firstAnswer: FirstAnswerOnCase.optional(),
  terms: Terms,
  priority: z.string(),
  raised: signed({}),
  /** The highest tier that has been asked; 0 is the first rung of the ladder. */
  tier,
  /** Who has been paged and not yet stood down. */
  asked: z.array(Code),
  /** The raising side's own people who were told at the same moment as the tier that is being asked. */
  beside: z.array(Code),
  nobodyAnsweredAt: Instant.nullable(),
  clocks: z.array(Clock),
  acknowledged: signed({ tier }).nullable(),
  /** Nobody has a case longer than their shift: `until` is its end, or when it is looked at again. */
  owner: signed({ tier, until: ShiftEnd }).nullable(),
  /** Somebody the owner has offered it to; they have it when they accept. */
  offered: signed({ to: Code }).nullable(),
  decision: Decision.nullable(),
  /** Answers that no longer count, as they were, newest last. */
  earlier: z.array(signed({ code: Code, why: z.string(), tier, withdrawnAt: Instant })),
  /** Set while an answer is to be given anew: what was decided stands as it was, and is shown as made before this. */
  reopened: signed({ why: ReopenedBy }).nullable(),
  /** Which agencies have read the answer as it now is. */
  heard: z.array(signed({ agency: AgencyCode })),
  /** Calls about the answer as it now is: to the raising side, or to the desk of another agency that must know it. */
  calls: z.array(signed({ number: Rung, answered: z.boolean(), agency: AgencyCode.optional() })),
  referral: signed({
    body: Code,
    accepted: signed({ reference: z.string(), expectedAt: Instant.nullable() }).nullable(),
    declined: signed({ why: z.string() }).nullable(),
  }).nullable(),
  /** Other bodies that hear each answer. */
  told: z.array(Code),
  news: z.array(Piece),
  deferrals: z.array(signed({ until: Instant })),
  disagreements: z.array(signed({ tier, reason: DisagreeReason, why: z.string() })),
  unresolvedAt: Instant.nullable(),
  /** What an answerer still lacks, who gets it, and by when. */
  wanted: z.array(signed({ missing: z.string(), whoGets: z.string(), byWhen: Instant })),
  plan: signed({ words: z.string(), reviewAt: Instant }).nullable(),
  custody: Custody.nullable(),
  related: z.array(Related),
  /** The unit that was sent has been stood down since, and nobody is coming: until somebody is sent anew, or is there after all. */
  stoodDownAt: Instant.nullable(),
  arrived: signed({ callSign: z.string().nullable() }).nullable(),
  /** What the raising side did with the answer; `follows` is null where the answer left it to them. */
  response: signed({ code: Code, why: z.string().nullable(), follows: z.boolean().nullable() }).nullable().default(null),
  outcome: signed({ code: Code, seenBy: SeenBy }).nullable(),
  /** How the person was at the times after the answer that were agreed on. */
  lookBacks: z.array(signed({ code: Code, outcome: Code, seenBy: SeenBy })).default([]),
  closed: signed({
    as: Ending,
    why: z.string().nullable(),
    /** The reference of the case in which this one goes on. */
    into: z.string().optional(),
  }).nullable(),
  /** The last change of tier, owner, decision or end: an answer given to an older picture is shown this first. */
  changed: z.strictObject({
    version: z.int().positive(),
    by: z.union([Who, z.literal(["clock", "operator"])]),
    at: Instant,
    what: z.string(),
  }),
  /** The last restore that lost a part of its story: the moment to which the table was put back, and when that was said here. A case that lost nothing has no such field. */
  wentBack: z.strictObject({ to: Instant, at: Instant }).optional(),
  /** The version whose run of the workflow keeps this case's time; an older run ends when it next looks. */
  run: z.int().positive(),
  /** How many facts the story has, and the hash of the last one. */
  story: z.int().nonnegative(),
  chain: z.string(),
  /** What people wrote of it is sealed with a key of its own: so it is with every case since there have been such keys. */
  keyed: z.literal(true).optional(),
  /** What people wrote, as it is kept, by where it belongs: set where it was not opened, and carried along to the next version. */
  sealed: z.record(z.string(), z.string()).optional(),
});
export type Escalation = z.output<typeof Escalation>;

/** What this case's own priority promises. */
export function limitsOf({ terms, priority }: Pick<Escalation, "terms" | "priority">) {
  const found = terms.priorities.find(({ code }) => code === priority);
  if (!found) throw new Error(`priority ${priority} is not in the terms`);
  return found.limits;
}

/** The highest tier whose answer the raising side disagreed with: the next one decides. -1 where no tier is left out, and where none is above it. */
export function disputedTier({ disagreements, terms }: Pick<Escalation, "disagreements" | "terms">): number {
  const highest = Math.max(-1, ...disagreements.map(({ tier }) => tier));
  return highest < terms.ladder.length - 1 ? highest : -1;
}

/** One rung of the case's ladder; undefined above the top. */
export const rung = ({ terms }: Pick<Escalation, "terms">, tier: number): z.output<typeof Step> | undefined => terms.ladder[tier];

/** What a decision's code leads to, in the terms of the day. */
export const decided = ({ terms, decision }: Pick<Escalation, "terms" | "decision">) =>
  terms.decisions.find(({ code }) => code === decision?.code);

/** The answer leaves the raising side without what it asked, and with the keeping safe of the person: unless it is to say what it does anyway. */
export const wantsPlan = (of: Pick<Escalation, "terms" | "decision">): boolean => {
  const option = decided(of);
  return option?.declines === true && option.leadsTo !== "respond";
};

/** The raising side was told «no», it was looked at again, and it is the same: other advice is another answer. */
export const isUpheld = (of: Pick<Escalation, "terms" | "decision" | "earlier">): boolean => {
  const option = decided(of);
  return option?.declines === true && !option.carries.includes("advice") && of.earlier.at(-1)?.code === option.code;
};

/** Somebody was sent, and nobody is there yet. */
export const isAwaited = (of: Pick<Escalation, "terms" | "decision" | "arrived">): boolean =>
  decided(of)?.leadsTo === "arrive" && of.arrived === null;

/** Somebody is on their way now: they were sent, and have not been stood down since. */
export const isComing = (of: Pick<Escalation, "terms" | "decision" | "arrived" | "stoodDownAt">): boolean =>
  isAwaited(of) && of.stoodDownAt === null;

/** The other body has been asked, and has neither accepted nor said no. */
export const isReferred = ({ referral }: Pick<Escalation, "referral">): boolean =>
  referral !== null && referral.accepted === null && referral.declined === null;

/** When a detention began: as somebody has said, or else with the arrival here. Who is taken from one place of safety to another goes on being detained (s.136(3), (4)). */
export const detentionBegan = ({ arrivedAt, beganAt }: Custody): Instant | null => beganAt ?? arrivedAt;

/** What has happened to a detained person has ended the wait with them: they are not here any more to be handed over. */
export const hasEndedWait = ({ custody }: Pick<Escalation, "custody">): boolean => (custody?.ended ?? null) !== null;

/** It is known how the wait with a detained person ended, if there was one: a clinician accepted them, officers left, or what has happened ended it. */
export const isHandoverSettled = (of: Pick<Escalation, "custody">): boolean =>
  of.custody === null || of.custody.accepted !== null || of.custody.left !== null || hasEndedWait(of);

/**
 * Officers waited for those who answer here, and wait no more: a clinician has accepted the person, or the wait has ended without one. No answer is
 * owed to them, unless one is to be given anew.
 */
export const isWaitOver = (of: Pick<Escalation, "custody" | "terms" | "decision" | "reopened">): boolean =>
  of.terms.police === "ask" && of.reopened === null && (isTakenOn(of) || hasEndedWait(of));

/** A clinician has accepted the person, and no answer since has asked officers to go on waiting. */
function isTakenOn(of: Pick<Escalation, "custody" | "terms" | "decision">): boolean {
  const accepted = of.custody?.accepted ?? null;
  const asksThemToStay = decided(of)?.declines === true;
  return accepted !== null && !(asksThemToStay && of.decision !== null && of.decision.at > accepted.at);
}

/** A title for a coded value, as the terms have it; the code itself when they have none. */
export const titleOf = (list: readonly { code: string; title: string }[], code: string): string =>
  list.find((entry) => entry.code === code)?.title ?? code;

/** The number that somebody picks up, for the desk that should be answering now. */
export const controlRoomOf = (of: Pick<Escalation, "terms" | "tier">): string => answeringTeam(of)?.controlRoom ?? "";

/** Who picks up there, as it stands inside a sentence: the police’s control room, or the desk of another service by its title. */
export function whoPicksUp(of: Pick<Escalation, "terms" | "tier">): string {
  const team = of.terms.police === "ask" ? answeringTeam(of) : undefined;
  return team ? `the ${team.title}` : "the control room";
}

function answeringTeam({ terms, tier }: Pick<Escalation, "terms" | "tier">): Terms["teams"][string] | undefined {
  const team = terms.ladder[tier]?.teams[0] ?? terms.ladder[0]?.teams[0];
  return team === undefined ? undefined : terms.teams[team];
}

/** Where a case stands, in one word for a list or a board. The three questions stay three fields. */
export const Stage = z.enum(["raised", "nobody_answered", "acknowledged", "decided", "in_action", "resolved", "closed"]);
export type Stage = z.output<typeof Stage>;

/** The stage, derived: a case that has to be answered anew stands where it stood before the answer. */
export function stageOf(of: Escalation): Stage {
  if (of.closed) return "closed";
  if (of.nobodyAnsweredAt) return "nobody_answered";
  if ((of.decision && !of.reopened) || isWaitOver(of)) {
    if (of.outcome && !isAwaited(of) && !isReferred(of)) return "resolved";
    return of.arrived || of.referral?.accepted || isWaitOver(of) ? "in_action" : "decided";
  }
  return of.owner ? "acknowledged" : "raised";
}
