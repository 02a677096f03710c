import * as z from "zod";
import { NewChannel, Whither } from "./channels.ts";
import { Note } from "./escalation/add-note.ts";
import { Arrival } from "./escalation/arrive.ts";
import { Ask, News, Place } from "./escalation/ask.ts";
import { MoreWanted } from "./escalation/ask-for-more.ts";
import { Regrade } from "./escalation/change-priority.ts";
import { Closing, Withdrawal } from "./escalation/close.ts";
import { CustodyItem } from "./escalation/custody.ts";
import { DecisionBody } from "./escalation/decision.ts";
import { Deferral } from "./escalation/defer.ts";
import { Departure } from "./escalation/departure.ts";
import { Disagreement } from "./escalation/disagree.ts";
import { Fact } from "./escalation/fact.ts";
import { Call } from "./escalation/heard.ts";
import { Opened } from "./escalation/news.ts";
import { Attempt, Fate, NoticeKind } from "./escalation/notice.ts";
import { Handover } from "./escalation/ownership.ts";
import { InterimPlan } from "./escalation/plan.ts";
import { Outcome } from "./escalation/record-outcome.ts";
import { ReferralAnswer } from "./escalation/referral.ts";
import { RelatedSaid } from "./escalation/related.ts";
import { Responding } from "./escalation/respond.ts";
import { StandDown } from "./escalation/stand-down.ts";
import { Triage } from "./escalation/triage.ts";
import { EscalationView } from "./escalation/view.ts";
import { firstAnswerRoutes } from "./first-answers/routes.ts";
import { learningRoutes } from "./learning/routes.ts";
import { measureRoutes } from "./measures/routes.ts";
import { AgencyCode, Code, DecisionOption, Limits, Pathway } from "./partnership/partnership.ts";
import { ANSWERERS, Channel, Person, type Role } from "./people.ts";
import { Keeping } from "./privacy/retention.ts";
import { Reference } from "./reference.ts";
import { rotaRoutes } from "./rota/routes.ts";
import { after, EVERYONE, MEMBERS, most, paged, route } from "./route.ts";
import { SentId } from "./sent-id.ts";
import { Instant } from "./time.ts";
import { OneTimeCode } from "./verification.ts";
import { webhookRoutes } from "./webhooks/routes.ts";

const ONE = z.strictObject({ id: SentId });
const unread = z
  .int()
  .nonnegative()
  .describe(
    "How many more cases belong here and cannot be shown, because nobody can read them now. Ring the control room about them.",
  );
const RAISERS: readonly Role[] = ["raiser", "site_lead"];
const BOTH_SIDES: readonly Role[] = [...RAISERS, ...ANSWERERS];
/** A partner’s system beside them: it raises, reads what its agency asked, and tells news. What a person has to say, a person says. */
const withSystems = (people: readonly Role[]): readonly Role[] => [...people, "service"];

/** The version of the case that its reader saw when they pressed the button. */
const seen = z.int().positive().meta({ description: "The `version` of the case as you last read it." });
/** A move on one case: what is sent, who may send it, and the case as it is afterwards. */
const move = <B extends z.ZodType>(path: string, summary: string, may: readonly Role[], body: B) =>
  route({
    method: "POST",
    path: `/api/escalations/{id}/${path}`,
    room: "cases",
    shows: { of: ["patient"] },
    may,
    reach: "rules",
    summary,
    params: ONE,
    body,
    reply: EscalationView,
  });

const Told = z.strictObject({
  id: z.string(),
  kind: NoticeKind,
  to: Code,
  about: z.string(),
  at: Instant,
  openedAt: Instant.nullable().meta({ description: "When its person first opened the case after it." }),
  fate: Fate,
  attempts: z.int(),
  tried: z
    .array(Attempt.omit({ to: true, messageId: true }))
    .meta({ description: "Each attempt, by which channel, and what became of it: the newest last." }),
  settledAt: Instant.nullable(),
  reason: z.string().nullable(),
});

const Line = z
  .strictObject({
    ...z.strictObject(EscalationView.shape).pick({
      id: true,
      reference: true,
      version: true,
      stage: true,
      type: true,
      priority: true,
      area: true,
      tier: true,
      raised: true,
      owner: true,
      nextLimit: true,
      nobodyAnsweredAt: true,
    }).shape,
  })
  .meta({ id: "EscalationLine" });

export const SeriousFailure = z
  .strictObject({
    case: z.uuid(),
    reference: z.string(),
    at: Instant,
    pathway: Code,
    area: Code,
    priority: z.string(),
    unanswered: z.string(),
  })
  .meta({ id: "SeriousFailure" });

const PathwayView = z
  .strictObject({
    code: Code,
    title: z.string(),
    version: z.int(),
    owner: z.string(),
    note: z.string(),
    effectiveFrom: Instant,
    types: Pathway.shape.types,
    raisedBy: Pathway.shape.raisedBy,
    speech: Pathway.shape.speech,
    answeredAt: Pathway.shape.answeredAt,
    thresholds: Pathway.shape.thresholds,
    questionSet: Pathway.shape.questionSet,
    riskFacts: Pathway.shape.riskFacts,
    priorities: z.array(z.strictObject({ code: z.string(), title: z.string(), limits: z.strictObject(Limits.shape) })),
    decisions: z.array(DecisionOption),
    outcomes: Pathway.shape.outcomes,
    categories: Pathway.shape.categories,
    responses: Pathway.shape.responses,
    lookBacks: Pathway.shape.lookBacks,
    bodies: z.array(z.strictObject({ code: Code, title: z.string() })),
    areas: z.array(z.strictObject({ code: Code, title: z.string() })),
    places: z.array(z.strictObject({ code: Code, title: z.string(), area: z.string() })),
  })
  .meta({ id: "Pathway" });

/** What a raise says: the request, and what somebody has said of a case that may be the same. */
const RaiseBody = z.strictObject({
  pathway: Code,
  ...Ask.shape,
  priority: z.string().max(3).optional(),
  link: z
    .strictObject({ to: SentId, because: RelatedSaid.shape.because })
    .optional()
    .meta({ description: "It is about the same person or place as this case: join it, and raise no second one." }),
  firstAnswer: SentId.optional().meta({
    description:
      "It disputes this first answer, which was given to the raiser’s agency and becomes tier 0 of the case. What police said is filled in from it, unless it is told here.",
  }),
  notTheSame: z
    .array(z.strictObject({ as: SentId, because: RelatedSaid.shape.because }))
    .max(10)
    .optional()
    .meta({ description: "Looked alike, and is not the same, because." }),
});

/** A case that may be about the same person or place: that it exists, and no more than is needed to tell. */
const LikelyMatch = z
  .strictObject({
    id: z.uuid(),
    reference: z.string(),
    on: z.array(Code),
    area: z.string(),
    raisedAt: Instant,
    open: z.boolean(),
    pathway: z.strictObject({ code: Code, title: z.string() }),
    joins: z.boolean().meta({
      description:
        "Whether yours could become part of it: it asks the same service on the same ladder, and is open or your agency shares it.",
    }),
  })
  .meta({ id: "LikelyMatch" });

const MyChannels = z.strictObject({
  channels: z.array(Channel).meta({ description: "In the order in which they are tried; one without a time is not verified." }),
  quiet: z.boolean(),
});

/** What GOV.UK Notify says when it calls back about a text that it took from us. */
const TextReceipt = z.object({
  id: z.uuid(),
  reference: z.string().max(200).nullable(),
  status: z.enum(["delivered", "permanent-failure", "temporary-failure", "technical-failure"]),
});

export const routes = {
  ...rotaRoutes,
  ...learningRoutes,
  ...measureRoutes,
  ...webhookRoutes,
  ...firstAnswerRoutes,
  triage: route({
    method: "POST",
    path: "/api/triage",
    room: "directory",
    shows: "nothing",
    may: MEMBERS,
    reach: "partnership",
    summary: "What these answers mean, in plain words, and what police are likely to ask. It keeps nothing and prevents nothing.",
    body: z.strictObject({
      pathway: Code,
      ...z.strictObject(Ask.shape).pick({ type: true, threshold: true, riskFacts: true, answers: true }).shape,
      place: Place.partial().optional().meta({
        description: "Where it is: areas may have versions of their own. Without it, what counts where nobody knows the place.",
      }),
    }),
    reply: Triage,
  }),
  likelyMatches: route({
    method: "POST",
    path: "/api/likely-matches",
    room: "cases",
    shows: { of: ["shared"], what: "searched" },
    may: RAISERS,
    reach: "partnership",
    summary: "Cases that may be about the same person or place, before anything is raised. That they exist, and no more.",
    body: z.strictObject({
      pathway: Code,
      ...z.strictObject(Ask.shape).pick({ place: true, person: true, policeContact: true }).shape,
    }),
    reply: z.strictObject({ items: z.array(LikelyMatch) }),
  }),
  raiseEscalation: route({
    method: "POST",
    path: "/api/escalations",
    room: "cases",
    shows: { of: ["patient"] },
    may: withSystems(RAISERS),
    reach: "agency",
    summary: "Raise: ask another agency for help. Kept, with the first page already written, when this answers.",
    body: RaiseBody,
    reply: EscalationView,
    status: 201,
  }),
  listEscalations: route({
    method: "GET",
    path: "/api/escalations",
    room: "cases",
    shows: { of: ["shared"] },
    may: withSystems(BOTH_SIDES),
    reach: "agency",
    summary: "What your agency has raised, newest first.",
    query: z.strictObject({ after, most }),
    reply: paged(Line).extend({ unread }),
  }),
  findEscalation: route({
    method: "GET",
    path: "/api/references/{reference}",
    room: "cases",
    shows: { of: ["patient"] },
    may: withSystems(BOTH_SIDES),
    reach: "party",
    summary: "The case that a spoken reference names.",
    params: z.strictObject({ reference: Reference }),
    reply: EscalationView,
  }),
  readEscalation: route({
    method: "GET",
    path: "/api/escalations/{id}",
    room: "cases",
    shows: { of: ["patient"] },
    may: withSystems(BOTH_SIDES),
    reach: "party",
    summary: "One case as it is now.",
    params: ONE,
    reply: EscalationView,
  }),
  readStory: route({
    method: "GET",
    path: "/api/escalations/{id}/story",
    room: "cases",
    shows: { of: ["patient"] },
    may: withSystems(BOTH_SIDES),
    reach: "party",
    summary: "What has happened to a case, line by line, from the first.",
    params: ONE,
    query: z.strictObject({ after: z.coerce.number().int().nonnegative().default(0), most }),
    reply: paged(Fact),
  }),
  readNotices: route({
    method: "GET",
    path: "/api/escalations/{id}/notices",
    room: "cases",
    shows: { of: ["shared"] },
    may: withSystems(BOTH_SIDES),
    reach: "party",
    summary: "Who was told what about a case, and what became of each message.",
    params: ONE,
    reply: z.strictObject({ items: z.array(Told) }),
  }),
  dutyBoard: route({
    method: "GET",
    path: "/api/duty-board",
    room: "cases",
    shows: { of: ["shared"] },
    may: ANSWERERS,
    reach: "on_duty",
    summary: "The open cases that the desks you are on duty for have been asked to answer, the nearest limit first.",
    reply: z.strictObject({
      at: Instant,
      teams: z.array(z.strictObject({ code: Code, title: z.string() })),
      items: z.array(Line),
      unread,
    }),
  }),
  acknowledge: move(
    "acknowledgement",
    "I have seen this. It decides nothing; you have it now.",
    ANSWERERS,
    z.strictObject({ seen }),
  ),
  decide: move(
    "decision",
    "Decide, with the reason on what is known now.",
    ANSWERERS,
    z.strictObject({ seen, ...DecisionBody.shape }),
  ),
  askForMore: move(
    "more-wanted",
    "A limb cannot be read yet: what is missing, who gets it, by when. No limit stops.",
    ANSWERERS,
    MoreWanted,
  ),
  defer: move(
    "deferral",
    "Put off what is owed, with a reason and a new time. One more than the terms allow is not applied: the next tier is asked.",
    ANSWERERS,
    z.strictObject({ seen, ...Deferral.shape }),
  ),
  standDown: move(
    "stand-down",
    "The unit that was coming is needed elsewhere. The arrive limit runs on, and the case is decided anew.",
    ANSWERERS,
    z.strictObject({ seen, ...StandDown.shape }),
  ),
  offerHandover: move(
    "handover",
    "Ask somebody else on duty to take it over; they accept by acknowledging.",
    ANSWERERS,
    z.strictObject({ seen, ...Handover.shape }),
  ),
  answerReferral: move(
    "referral-answer",
    "The body it was referred to accepts, with its reference and when to expect it, or declines, because.",
    BOTH_SIDES,
    z.strictObject({ seen, ...ReferralAnswer.shape }),
  ),
  changePriority: move(
    "priority",
    "More urgent, or less: less needs police, a reason and a second person on duty.",
    BOTH_SIDES,
    z.strictObject({ seen, ...Regrade.shape }),
  ),
  addNews: move(
    "news",
    "Things have changed: what, from whom. Whoever has the case reads it under a clock.",
    withSystems(BOTH_SIDES),
    News,
  ),
  readNews: move("news-read", "I have opened what is new, up to this number.", BOTH_SIDES, Opened),
  readAnswer: move("answer-read", "My agency has read the answer as it now is.", BOTH_SIDES, z.strictObject({ seen })),
  logCall: move(
    "calls",
    "Somebody rang those who must know the answer: the raising side, or the desk of another agency.",
    ANSWERERS,
    Call,
  ),
  respond: move(
    "response",
    "What the raising side did with the answer: the decision stays theirs. Why, where it is something else than was answered.",
    BOTH_SIDES,
    z.strictObject({ seen, ...Responding.shape }),
  ),
  disagree: move(
    "disagreement",
    "We read it differently: once for each tier, with a reason. The next tier on both sides is asked.",
    BOTH_SIDES,
    z.strictObject({ seen, ...Disagreement.shape }),
  ),
  recordPlan: move(
    "interim-plan",
    "How the raising side keeps the person safe meanwhile, and until when.",
    BOTH_SIDES,
    z.strictObject({ seen: seen.optional(), ...InterimPlan.shape }),
  ),
  recordCustody: move("custody", "One item of the handing over of a detained person is settled.", BOTH_SIDES, CustodyItem),
  leaveWithoutHandover: move("departure", "Officers have left without an agreed handover.", BOTH_SIDES, Departure),
  sayRelated: move(
    "related",
    "It is the same case as another, for whoever shares both to say; or it is not, because.",
    BOTH_SIDES,
    RelatedSaid,
  ),
  arrive: move("arrival", "Whoever was sent is on scene.", BOTH_SIDES, Arrival),
  recordOutcome: move("outcome", "What has happened to the person, and who has seen them.", BOTH_SIDES, Outcome),
  close: move(
    "closure",
    "Close a case in which nothing is owed any more.",
    BOTH_SIDES,
    z.strictObject({ seen, ...Closing.shape }),
  ),
  withdraw: move(
    "withdrawal",
    "The raising agency takes its request back.",
    RAISERS,
    z.strictObject({ seen, ...Withdrawal.shape }),
  ),
  addNote: move("notes", "One more line in the story.", BOTH_SIDES, Note),
  exportEscalation: route({
    method: "GET",
    path: "/api/escalations/{id}/export",
    room: "cases",
    shows: { of: ["patient"], what: "exported" },
    may: BOTH_SIDES,
    reach: "party",
    fresh: true,
    summary: "The whole case as a coroner would need it: every fact in order, every screen that was decided on, every message.",
    params: ONE,
    reply: z.strictObject({
      at: Instant,
      case: EscalationView,
      story: z.array(Fact),
      chain: z.string().meta({ description: "«whole» when every line is there as it was written; else what is wrong." }),
      screens: z.array(z.strictObject({ version: z.int(), hash: z.string(), shown: z.unknown() })),
      notices: z.array(Told),
      keeping: Keeping.meta({
        description: "Who answers for which part, how long it is kept, and under which law it was recorded.",
      }),
    }),
  }),
  listPathways: route({
    method: "GET",
    path: "/api/pathways",
    room: "directory",
    may: MEMBERS,
    reach: "partnership",
    summary:
      "What may be asked here, with every code that goes with it, as in force now: each version with the areas and places in which it counts.",
    reply: z.strictObject({
      items: z.array(PathwayView),
      agencies: z
        .array(z.strictObject({ code: AgencyCode, title: z.string() }))
        .meta({ description: "The agencies of the partnership, as a first answer names the one that asked." }),
    }),
  }),
  readMe: route({
    method: "GET",
    path: "/api/me",
    room: "directory",
    may: MEMBERS,
    reach: "self",
    summary: "Who you are here, and the desks you are on duty for now.",
    reply: z.strictObject({
      person: z.strictObject(Person.shape),
      teams: z.array(z.strictObject({ code: Code, title: z.string() })),
    }),
  }),
  addChannel: route({
    method: "POST",
    path: "/api/me/channels",
    room: "me",
    may: EVERYONE,
    reach: "self",
    fresh: true,
    summary:
      "Another way to reach you: a code is sent there, and nothing else before you have said it. Asked for again, a new code.",
    body: NewChannel,
    reply: MyChannels,
  }),
  verifyChannel: route({
    method: "POST",
    path: "/api/me/channels/verification",
    room: "me",
    may: EVERYONE,
    reach: "self",
    fresh: true,
    summary: "The code that was sent to one of your channels. It is good for ten minutes and five tries.",
    body: z.strictObject({ to: Whither, code: OneTimeCode }),
    reply: MyChannels,
  }),
  orderChannels: route({
    method: "POST",
    path: "/api/me/channels/order",
    room: "me",
    may: EVERYONE,
    reach: "self",
    fresh: true,
    summary: "Your channels in the order in which they are tried, each of them once.",
    body: z.strictObject({ order: z.array(Whither).max(10) }),
    reply: MyChannels,
  }),
  removeChannel: route({
    method: "POST",
    path: "/api/me/channels/removal",
    room: "me",
    may: EVERYONE,
    reach: "self",
    fresh: true,
    summary: "One channel less. Your last verified one stays.",
    body: z.strictObject({ to: Whither }),
    reply: MyChannels,
  }),
  setPreferences: route({
    method: "POST",
    path: "/api/me/preferences",
    room: "me",
    may: EVERYONE,
    reach: "self",
    summary: "Whether text messages are kept to what asks you to answer. That always comes by every way there is.",
    body: z.strictObject({ quiet: z.boolean() }),
    reply: MyChannels,
  }),
  noteTextReceipt: route({
    method: "POST",
    path: "/receipts/sms",
    room: "textReceipts",
    may: [],
    reach: "token",
    calledBack: true,
    summary:
      "GOV.UK Notify says what became of a text message, with the token that was agreed with it. Nobody's sign-in opens this.",
    body: TextReceipt,
    reply: z.strictObject({}),
  }),
  sayAlive: route({
    method: "GET",
    path: "/health",
    room: "cases",
    may: MEMBERS,
    reach: "public",
    open: true,
    summary: "Whether anything answers here, and which version of it. It asks nothing of any other part.",
    reply: z.strictObject({ alive: z.literal(true), version: z.string() }),
  }),
  sayReady: route({
    method: "GET",
    path: "/ready",
    room: "cases",
    may: MEMBERS,
    reach: "public",
    open: true,
    summary:
      "Whether a case could be raised now: the table can be read within a second, a key is to be had, and an agreement is in force. If not, 503 says which of them is missing.",
    reply: z.strictObject({ ready: z.literal(true) }),
  }),
  listSeriousFailures: route({
    method: "GET",
    path: "/api/serious-failures",
    room: "learning",
    shows: { of: ["shared"] },
    may: ["chair"],
    reach: "partnership",
    summary: "Cases that reached the top of their ladder without an answer, newest first.",
    query: z.strictObject({ after, most }),
    reply: paged(SeriousFailure),
  }),
} as const;
export type RouteName = keyof typeof routes;
