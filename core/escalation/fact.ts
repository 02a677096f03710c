import * as z from "zod";
import { FirstAnswerOnCase } from "../first-answers/first-answer.ts";
import { Code } from "../partnership/partnership.ts";
import { ChannelKind } from "../people.ts";
import { Instant } from "../time.ts";
import { KeptAsk, News, Who } from "./ask.ts";
import { Cause } from "./cause.ts";
import { Clock, Limit } from "./clock.ts";
import { DecisionBody, Limb } from "./decision.ts";
import { DisagreeReason, Ending, ReopenedBy, RiskLevel, Rung, SeenBy, ShiftEnd, Vehicle } from "./escalation.ts";
import { OnPaper } from "./on-paper.ts";
import { Theme } from "./theme.ts";

const tier = z.int().nonnegative();
/** What noticed that a limit fell due: one of the two wakers, or the very move that made it impossible to keep. */
export const Waker = z.enum(["workflow", "sweeper", "move"]);
export type Waker = z.output<typeof Waker>;
/** News had come that nobody who answers had opened: they went on being asked. */
const unread = z.literal(true).optional();
const what = <N extends string, S extends z.ZodRawShape>(name: N, about: S) =>
  z.strictObject({ what: z.literal(name), about: z.strictObject(about) });

/**
 * Everything that can happen to a case, and what each kind of line carries. A line is read as it was written, so a kind only ever gains
 * fields that may be missing.
 */
export const Happening = z.discriminatedUnion("what", [
  what("raised", {
    priority: z.string(),
    asked: z.string(),
    area: Code,
    recognised: z.boolean(),
    ask: KeptAsk.optional(),
    firstAnswer: FirstAnswerOnCase.optional(),
  }),
  what("tier_alerted", {
    tier,
    people: z.array(Code),
    unasked: z.array(Code),
    paired: z.array(Code),
    because: z
      .enum([
        "child_at_risk",
        "ownership_lapsed",
        "reopened",
        "linked_request",
        "disagreement",
        "deferral",
        "departure",
        "new_information",
      ])
      .optional(),
  }),
  what("tier_skipped", { tier, reason: z.enum(["nobody_on_duty", "nobody_reachable"]), teams: z.array(Code) }),
  what("nobody_answered", { unanswered: Limit }),
  what("asked_again", { people: z.array(Code) }),
  what("limit_near", { limit: Limit, tier, dueAt: Instant, waker: Waker }),
  what("limit_missed", {
    limit: Limit,
    tier,
    dueAt: Instant,
    waker: Waker,
    of: z.string().optional(),
    cause: Cause.optional(),
  }),
  what("notice_failed", { notice: z.string(), to: Code, reason: z.string() }),
  what("notice_rerouted", { notice: z.string(), to: Code, from: ChannelKind, by: ChannelKind, reason: z.string() }),
  what("notice_late", { notice: z.string(), to: Code, by: ChannelKind, attempt: z.int(), firstAt: Instant }),
  what("notice_withheld", { notice: z.string(), to: Code, reason: z.string() }),
  what("acknowledged", { tier, until: ShiftEnd.optional(), offeredBy: Code.optional() }),
  what("handover_offered", { to: Code, words: z.string() }),
  what("still_on_duty", { until: ShiftEnd }),
  what("ownership_lapsed", { from: Code, tier, late: z.array(Limit) }),
  what("decided", {
    tier,
    ...DecisionBody.omit({ remark: true }).shape,
    arriveBy: Instant.nullable(),
    reviewAt: Instant.nullable(),
    screen: z.string().optional(),
    replaces: Code.optional(),
    /** It is the answer of before with more said of it: whoever was coming, or is there, still is. */
    detail: z.literal(true).optional(),
  }),
  what("more_wanted", {
    limbs: z.strictObject({ limb_a: Limb.optional(), limb_b: Limb.optional() }),
    missing: z.string(),
    whoGets: z.string(),
    byWhen: Instant,
  }),
  what("referral_accepted", { body: Code, reference: z.string(), expectedAt: Instant.nullable(), unread }),
  what("referral_declined", { body: Code, why: z.string() }),
  what("deferred", {
    limit: Limit,
    reason: z.enum(["no_units", "awaiting_call_back", "other"]),
    why: z.string(),
    until: Instant,
    count: z.int(),
  }),
  what("deferral_not_allowed", { limit: Limit, reason: z.string(), why: z.string(), until: Instant, count: z.int() }),
  what("unit_stood_down", { why: z.string() }),
  what("arrived", { callSign: z.string().nullable(), claimedAt: Instant.nullable(), unread }),
  what("news_added", {
    number: z.int(),
    news: News,
    from: z.string().optional(),
    broughtBy: Who.optional(),
    onPaper: OnPaper.optional(),
  }),
  what("request_linked", { number: z.int(), ask: KeptAsk, because: z.string(), from: z.string().optional() }),
  what("news_read", { numbers: z.array(z.int()) }),
  what("reopened", { why: ReopenedBy }),
  what("priority_changed", { from: z.string(), to: z.string(), why: z.string(), agreedWith: Code.optional() }),
  what("answer_read", { agency: z.string(), decision: Code }),
  what("rang", { number: Rung, agency: z.string().optional(), answered: z.boolean(), words: z.string().nullable() }),
  what("responded", { code: Code, why: z.string().nullable(), follows: z.boolean().nullable() }),
  what("disagreed", { tier, reason: DisagreeReason, why: z.string() }),
  what("disagreement_unresolved", { theirs: z.string(), ours: z.string(), plan: z.string().nullable() }),
  what("plan_recorded", { words: z.string(), reviewAt: Instant }),
  what("custody_recorded", {
    item: z.enum([
      "arrived_at",
      "detention_began",
      "risk_by_police",
      "risk_by_health",
      "next_of_kin",
      "tell_result",
      "custody_accepted",
      "conveyed",
      "officers_waiting",
      "detention_extended",
    ]),
    at: Instant.optional(),
    level: RiskLevel.optional(),
    words: z.string().optional(),
    hours: z.int().optional(),
    vehicle: Vehicle.optional(),
    asked: z.boolean().optional(),
    officers: z.int().optional(),
  }),
  what("left_without_agreed_handover", { leftAt: Instant, told: z.string() }),
  what("related_found", { id: z.uuid(), reference: z.string(), on: z.array(Code) }),
  what("first_answer_found", { id: z.uuid(), reference: z.string(), on: z.array(Code) }),
  what("related_said", { id: z.uuid(), reference: z.string(), same: z.boolean(), because: z.string() }),
  what("outcome_recorded", {
    code: Code,
    seenBy: SeenBy,
    harm: z.boolean().optional(),
    afterClosing: z.boolean().optional(),
    /** The time after the answer for which it was asked. */
    lookBack: Code.optional(),
  }),
  what("note_added", { text: z.string(), theme: Theme.optional(), own: z.boolean().optional() }),
  what("closed", { why: z.string().nullable(), as: Ending.optional(), into: z.string().optional() }),
  what("withdrawn", {
    as: z.enum(["found_safe", "no_longer_needed", "withdrawn_found_safe", "withdrawn_other", "superseded_by_999"]),
    why: z.string(),
    seenBy: SeenBy.optional(),
  }),
  /** The table was put back to this moment: what was written after it, and before this line, is not kept. */
  what("went_back", { to: Instant }),
]);
export type Happening = z.output<typeof Happening>;

/**
 * One line of a case's story: numbered without gaps, signed, with the version of the pathway that applied. The last line of a move
 * carries the clocks that the move changed, so the story tells every clock. `hash` ties it to the line before.
 */
export const Fact = z
  .strictObject({
    /** The version of this shape; a line without one is of the first. */
    schema: z.literal(2).optional(),
    number: z.int().positive(),
    version: z.int().positive(),
    at: Instant,
    by: z.union([Who, z.literal(["clock", "dispatcher", "operator"])]),
    pathway: Code,
    pathwayVersion: z.int().positive(),
    clocks: z.array(Clock).optional(),
    before: z.string(),
    hash: z.string(),
  })
  .and(Happening);
export type Fact = z.output<typeof Fact>;

/** A fact as a move makes it; the hashes are tied when it is written down. */
export type NewFact = Omit<z.output<typeof Fact>, "hash" | "before"> & Happening;
