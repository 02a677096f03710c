import * as z from "zod";
import type { Reach } from "../access.ts";
import { Code } from "../partnership/codes.ts";
import type { Role } from "../people.ts";
import { after, EVERYONE, most, paged, route } from "../route.ts";
import { SentId } from "../sent-id.ts";
import { Action, Evidence, GivenOn, NewAction, Why } from "./action.ts";
import { Attendance, Call, ItemDecision, NewItem } from "./call.ts";
import { Concern, ConcernAnswer, NewConcern, Objection, PassedOn } from "./concern.ts";
import { Feedback, FeedbackAnswer, TakingUp } from "./feedback.ts";
import { ForTheCall } from "./for-the-call.ts";
import { Seen } from "./matter.ts";
import { Pack } from "./pack.ts";
import { Asked, NewReference, Review, ReviewAnswer } from "./review.ts";

const ONE = z.strictObject({ id: SentId });
const CALL = z.strictObject({ id: Code });
const names = z.record(z.string(), z.string()).meta({ description: "The names of the people in it, by their ids." });
/** What everybody of either side of a case may do. */
const SIDES: readonly Role[] = ["raiser", "site_lead", "duty_officer", "control_room"];

export const ConcernView = Concern.omit({ schema: true, partnership: true }).extend({ names }).meta({ id: "Concern" });
export const ActionView = Action.omit({ schema: true, partnership: true })
  .extend({ names, daysLate: z.int().nonnegative() })
  .meta({ id: "Action" });
export const ReviewView = Review.omit({ schema: true, partnership: true })
  .extend({
    names,
    asked: z.array(Asked.extend({ hasAnswered: z.boolean() })).meta({
      description: "What the other side says is shown once your own has said something: until then `answer` is null there.",
    }),
    differences: z
      .array(z.enum(["shouldHaveCome", "shouldHaveAttended"]))
      .meta({ description: "The closing questions that the two sides answer differently." }),
  })
  .meta({ id: "Review" });
export const CallView = Call.omit({ schema: true, partnership: true, run: true })
  .extend({ names, mayMinute: z.boolean().meta({ description: "Whether the reader keeps the minutes." }) })
  .meta({ id: "PartnerCall" });
export const FeedbackView = Feedback.omit({ schema: true, partnership: true }).extend({ names }).meta({ id: "Feedback" });
const PackView = Pack.meta({ id: "Pack" });

/** Presses on one kind of matter: where they are sent, who may see such a matter, and the matter as it is afterwards. */
const pressesOn =
  <P extends z.ZodType, R extends z.ZodType>(where: string, reach: Reach, params: P, reply: R) =>
  <B extends z.ZodType>(path: string, summary: string, body: B) =>
    route({
      method: "POST",
      path: `/api/${where}/{id}/${path}`,
      room: "learning",
      may: EVERYONE,
      ...{ reach, summary, params, body, reply },
    });
const onConcern = pressesOn("concerns", "learner", ONE, ConcernView);
const onAction = pressesOn("actions", "action", ONE, ActionView);
const onCall = pressesOn("calls", "invited", CALL, CallView);
const onFeedback = pressesOn("feedback", "learner", ONE, FeedbackView);
const NOTHING = z.strictObject({});
/** Which of them was read, by whoever says yes or no to it. */
const seenOf = (what: "answer" | "evidence") =>
  z.strictObject({
    seen: Seen.shape.seen.meta({
      description: `The \`at\` of the \`${what}\` as you last read it. When another has been given since, yours is refused with ChangedMeanwhile.`,
    }),
  });

/** The learning side's rows. What needs to see a case stands in the room of the cases; the rest in a room that can read none. */
export const learningRoutes = {
  raiseConcern: route({
    method: "POST",
    path: "/api/concerns",
    room: "learning",
    may: EVERYONE,
    reach: "partnership",
    summary: "Raise a concern, or tell of good practice, that is about no one case. It has an owner and a clock at once.",
    body: NewConcern,
    reply: ConcernView,
    status: 201,
  }),
  raiseConcernAbout: route({
    method: "POST",
    path: "/api/escalations/{id}/concerns",
    room: "cases",
    may: SIDES,
    reach: "party",
    summary: "The same about a case that your agency has a part in.",
    params: ONE,
    body: NewConcern,
    reply: ConcernView,
    status: 201,
  }),
  listConcerns: route({
    method: "GET",
    path: "/api/concerns",
    room: "learning",
    shows: { of: ["learning"] },
    may: EVERYONE,
    reach: "learner",
    summary: "Concerns that your agency raised or is asked to answer, newest first; a chair sees all.",
    query: z.strictObject({ after, most }),
    reply: paged(
      z
        .strictObject(Concern.shape)
        .pick({
          id: true,
          reference: true,
          raised: true,
          source: true,
          theme: true,
          agency: true,
          owner: true,
          case: true,
          owed: true,
          settled: true,
          missed: true,
        })
        .meta({ id: "ConcernLine" }),
    ),
  }),
  readConcern: route({
    method: "GET",
    path: "/api/concerns/{id}",
    room: "learning",
    shows: { of: ["learning"] },
    may: EVERYONE,
    reach: "learner",
    summary: "One concern with its whole story.",
    params: ONE,
    reply: ConcernView,
  }),
  answerConcern: onConcern("answer", "Its owner, the agency’s lead or a chair answers it.", ConcernAnswer),
  acceptAnswer: onConcern(
    "acceptance",
    "The agency that raised it is content with the answer that was read: it is settled.",
    seenOf("answer"),
  ),
  objectToAnswer: onConcern(
    "objection",
    "The answer that was read does not do: the chair has it, and it goes to the next call.",
    Objection.extend(seenOf("answer").shape),
  ),
  passConcernOn: onConcern("passing-on", "It is another agency’s to answer. The time does not begin anew.", PassedOn),
  listFeedback: route({
    method: "GET",
    path: "/api/feedback",
    room: "learning",
    shows: { of: ["learning"] },
    may: EVERYONE,
    reach: "learner",
    summary:
      "What people have said on the public form, newest first: an agency’s lead sees what is about the agency, a chair all.",
    query: z.strictObject({ after, most }),
    reply: paged(
      z
        .strictObject(Feedback.shape)
        .pick({
          id: true,
          reference: true,
          given: true,
          agency: true,
          theme: true,
          owner: true,
          concern: true,
          owed: true,
          missed: true,
        })
        .meta({ id: "FeedbackLine" }),
    ),
  }),
  readFeedback: route({
    method: "GET",
    path: "/api/feedback/{id}",
    room: "learning",
    shows: { of: ["learning"] },
    may: EVERYONE,
    reach: "learner",
    summary: "What one person said, and what has become of it.",
    params: ONE,
    reply: FeedbackView,
  }),
  takeFeedbackUp: onFeedback(
    "concern",
    "Make a concern of it, in words of your own: it has an owner and a clock at once, and nobody’s own words go on.",
    TakingUp,
  ),
  answerFeedback: onFeedback(
    "answer",
    "Answer whoever gave it: they read the newest answer where they were told to look.",
    FeedbackAnswer,
  ),
  listReviews: route({
    method: "GET",
    path: "/api/reviews",
    room: "learning",
    shows: { of: ["learning"] },
    may: EVERYONE,
    reach: "side",
    summary: "The reviews that your agency owes an answer, the oldest first.",
    reply: z.strictObject({
      items: z.array(
        z
          .strictObject(Review.shape)
          .pick({
            id: true,
            reference: true,
            type: true,
            area: true,
            priority: true,
            closedAt: true,
            owed: true,
            reminders: true,
          })
          .meta({ id: "ReviewLine" }),
      ),
    }),
  }),
  readReview: route({
    method: "GET",
    path: "/api/escalations/{id}/review",
    room: "cases",
    shows: { of: ["learning"] },
    may: SIDES,
    reach: "side",
    summary: "What both sides say of a closed case, side by side.",
    params: ONE,
    reply: ReviewView,
  }),
  answerReview: route({
    method: "POST",
    path: "/api/escalations/{id}/review",
    room: "cases",
    shows: { of: ["learning"] },
    may: SIDES,
    reach: "side",
    summary: "Your side’s answers to the closing questions. Lines for the pack that may say who somebody is are refused.",
    params: ONE,
    body: ReviewAnswer,
    reply: ReviewView,
  }),
  addReviewReference: route({
    method: "POST",
    path: "/api/escalations/{id}/review/references",
    room: "cases",
    shows: { of: ["learning"] },
    may: SIDES,
    reach: "side",
    summary:
      "Where else the case is looked into. A coroner’s report to prevent future deaths comes with an action, due in so many days.",
    params: ONE,
    body: NewReference,
    reply: ReviewView,
  }),
  listActions: route({
    method: "GET",
    path: "/api/actions",
    room: "learning",
    shows: { of: ["learning"] },
    may: EVERYONE,
    reach: "action",
    summary:
      "Open actions: yours, those of the agency whose lead you are, those you gave; a chair sees all. The most late first.",
    reply: z.strictObject({
      items: z.array(
        z
          .strictObject(Action.shape)
          .pick({ id: true, title: true, owner: true, agency: true, dueOn: true, status: true, from: true, toLeadAt: true })
          .extend({ daysLate: z.int().nonnegative(), ownerName: z.string() })
          .meta({ id: "ActionLine" }),
      ),
    }),
  }),
  readAction: route({
    method: "GET",
    path: "/api/actions/{id}",
    room: "learning",
    shows: { of: ["learning"] },
    may: EVERYONE,
    reach: "action",
    summary: "One action with its whole story.",
    params: ONE,
    reply: ActionView,
  }),
  giveActionUnderConcern: route({
    method: "POST",
    path: "/api/concerns/{id}/actions",
    room: "learning",
    may: EVERYONE,
    reach: "learner",
    summary: "Whoever answers a concern gives somebody something to do about it.",
    params: ONE,
    body: NewAction,
    reply: ActionView,
    status: 201,
  }),
  beginAction: onAction("beginning", "Its owner has begun.", NOTHING),
  doneWithAction: onAction("evidence", "Its owner says that it has been done, with what shows it.", Evidence),
  checkEvidence: onAction(
    "check",
    "Somebody else has looked at the evidence, and it shows it: the action is over.",
    seenOf("evidence"),
  ),
  sendActionBack: onAction(
    "sending-back",
    "The evidence does not show it: the action is open again.",
    Why.extend(seenOf("evidence").shape),
  ),
  giveActionOn: onAction("owner", "Somebody else has it now. The day on which it is due stays.", GivenOn),
  cancelAction: onAction("cancellation", "It need not be done, because.", Why),
  listCalls: route({
    method: "GET",
    path: "/api/calls",
    room: "learning",
    shows: { of: ["learning"] },
    may: EVERYONE,
    reach: "invited",
    summary: "Partner calls that you take part in, the latest first.",
    query: z.strictObject({ after, most }),
    reply: paged(
      z
        .strictObject(Call.shape)
        .pick({
          id: true,
          title: true,
          series: true,
          stage: true,
          startsAt: true,
          endsAt: true,
          chair: true,
          agencies: true,
          minutesAt: true,
        })
        .meta({ id: "CallLine" }),
    ),
  }),
  readCall: route({
    method: "GET",
    path: "/api/calls/{id}",
    room: "learning",
    shows: { of: ["learning"] },
    may: EVERYONE,
    reach: "invited",
    summary: "One call: its agenda as it stands, and the minutes as they are being kept.",
    params: CALL,
    reply: CallView,
  }),
  readPack: route({
    method: "GET",
    path: "/api/calls/{id}/pack",
    room: "learning",
    shows: { of: ["learning"] },
    may: EVERYONE,
    reach: "invited",
    summary: "The pack of a call: its agenda with a card for each case. It names nobody.",
    params: CALL,
    reply: PackView,
  }),
  recordAttendance: onCall("attendance", "Who was there for an agency.", Attendance),
  addAgendaItem: onCall("items", "One more item, by the chair.", NewItem),
  decideItem: route({
    method: "POST",
    path: "/api/calls/{id}/items/{item}",
    room: "learning",
    may: EVERYONE,
    reach: "invited",
    summary: "What was decided about an item.",
    params: CALL.extend({ item: z.string().max(200) }),
    body: ItemDecision,
    reply: CallView,
  }),
  giveActionAtCall: route({
    method: "POST",
    path: "/api/calls/{id}/actions",
    room: "learning",
    may: EVERYONE,
    reach: "invited",
    summary: "The chair gives somebody something to do, under an item or under none.",
    params: CALL,
    body: NewAction.extend({ item: z.string().max(200).optional() }),
    reply: ActionView,
    status: 201,
  }),
  circulateMinutes: onCall("minutes", "The minutes go out, and stand. Concerns that the call closed are settled.", NOTHING),
  cancelCall: onCall("cancellation", "It is not held. What stood on its agenda stands on the next.", Why),
  listForTheCall: route({
    method: "GET",
    path: "/api/for-the-call",
    room: "learning",
    shows: { of: ["learning"] },
    may: ["chair"],
    reach: "partnership",
    summary: "What waits for the next partner call, newest first, each with why it is here.",
    query: z.strictObject({ after, most }),
    reply: paged(ForTheCall),
  }),
} as const;
