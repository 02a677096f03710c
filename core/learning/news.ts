import * as z from "zod";
import { NoticeId, way } from "../escalation/notice.ts";
import { Code } from "../partnership/codes.ts";
import { Instant } from "../time.ts";

const about = <W extends string, S extends z.ZodRawShape>(what: W, shape: S) =>
  z.strictObject({ what: z.literal(what), ...shape });
/** Whoever hears it stands in for somebody whom no message reaches. */
const insteadOf = Code.optional();
const concern = { concern: z.uuid(), reference: z.string() };
const review = { review: z.uuid(), reference: z.string() };
const action = { action: z.uuid(), dueOn: z.iso.date() };
const feedback = { feedback: z.uuid(), reference: z.string() };
const call = { call: Code, title: z.string(), startsAt: Instant };

/** What a message of the learning side is about. It names no person's case but by its reference, and carries nobody's words. */
export const LearningNews = z.discriminatedUnion("what", [
  about("concern_raised", { ...concern, theme: z.string(), dueAt: Instant }),
  about("concern_near", { ...concern, dueAt: Instant, insteadOf }),
  about("concern_late", { ...concern, since: Instant }),
  about("concern_answered", { ...concern, dueAt: Instant, insteadOf }),
  about("concern_objected", concern),
  about("concern_settled", concern),
  about("review_asked", { ...review, dueAt: Instant }),
  about("review_near", { ...review, dueAt: Instant }),
  about("review_late", { ...review, agency: z.string() }),
  about("review_reopened", { ...review, dueAt: Instant }),
  about("action_given", action),
  about("action_given_on", { ...action, owner: Code }),
  about("action_due", { ...action, days: z.int().nonnegative() }),
  about("action_to_lead", { ...action, days: z.int().nonnegative(), owner: Code, isReached: z.boolean().default(true) }),
  about("action_to_check", action),
  about("action_sent_back", action),
  about("action_over", action),
  about("call_invited", { ...call, endsAt: Instant }),
  about("call_pack", { ...call, items: z.int(), isFirst: z.boolean() }),
  about("call_opened", call),
  about("minutes_wanted", { ...call, late: z.boolean() }),
  about("minutes_circulated", { ...call, actions: z.int() }),
  about("call_cancelled", call),
  about("feedback_given", { ...feedback, dueAt: Instant }),
  about("feedback_near", { ...feedback, dueAt: Instant, insteadOf }),
  about("feedback_late", { ...feedback, since: Instant }),
]);
export type LearningNews = z.output<typeof LearningNews>;

/** One person who is told something of the learning side. */
export interface Telling {
  readonly to: string;
  readonly news: LearningNews;
}

/** What is for one person alone, and is told somebody else when no message reaches them. */
export type Personal = Extract<LearningNews, { what: "concern_near" | "concern_answered" | "feedback_near" }>;

/** One message to one person about one matter. It lies in the outbox as a case's do, and goes the same ways. */
export const LearningNotice = z.strictObject({
  id: NoticeId,
  partnership: Code,
  /** The matter it is about, by its kind and its id. */
  matter: z.string(),
  to: Code,
  news: LearningNews,
  at: Instant,
  ...way,
});
export type LearningNotice = z.output<typeof LearningNotice>;
