import * as z from "zod";
import { Code } from "../partnership/partnership.ts";
import { Terms } from "../partnership/terms.ts";
import { Instant } from "../time.ts";
import { KeptAsk } from "./ask.ts";
import { Clock, Limit, nextLimit } from "./clock.ts";
import { detentionEnds } from "./custody.ts";
import { Decision } from "./decision.ts";
import { Custody, controlRoomOf, Escalation, rung, Stage, stageOf } from "./escalation.ts";
import { hearers } from "./hearing.ts";
import { furtherConcerns, isAboutChild, typeOf, unanswered } from "./known.ts";
import { parties } from "./standing.ts";
import { dialled } from "./wording.ts";

const { shape } = Escalation;
const counted = { tier: z.int().positive() };

/** One case as both sides see it. Who has it, what was decided and what happened to the person are three answers. */
export const EscalationView = z
  .strictObject({
    id: z.uuid(),
    reference: z.string().meta({ description: "The reference people say aloud; its last sign is a check sign." }),
    version: z.int().meta({ description: "Send it back as `seen` with an answer." }),
    stage: Stage,
    pathway: z.strictObject({ code: Code, version: z.int(), title: z.string(), questionSet: z.int() }),
    ...KeptAsk.shape,
    firstAnswer: shape.firstAnswer.unwrap().nullable().meta({
      description: "Tier 0: the control room's own record of its first answer, where this case disputes it.",
    }),
    priority: z.string(),
    area: z.strictObject({ code: Code, title: z.string(), agency: z.string(), recognised: z.boolean() }),
    site: Terms.shape.site.meta({ description: "The site at which it is, where the place that was named is one." }),
    raised: shape.raised,
    tier: z.strictObject({ number: z.int().positive(), title: z.string() }),
    beside: shape.beside.meta({ description: "The raising side's own people who were told with the tiers that were asked." }),
    nobodyAnsweredAt: Instant.nullable(),
    nextLimit: z
      .strictObject({ limit: Limit, dueAt: Instant })
      .nullable()
      .meta({ description: "What is owed first, and by when." }),
    clocks: z.array(z.strictObject({ ...Clock.shape, ...counted, of: z.string() }).omit({ warnedAt: true })),
    acknowledged: z.strictObject({ ...shape.acknowledged.unwrap().shape, ...counted }).nullable(),
    owner: z.strictObject({ ...shape.owner.unwrap().shape, ...counted }).nullable(),
    offered: shape.offered,
    decision: z.strictObject({ ...Decision.shape, ...counted }).nullable(),
    reopened: shape.reopened.meta({
      description: "Set while the answer is to be given anew: what was decided was made before this.",
    }),
    earlier: z
      .array(z.strictObject({ ...shape.earlier.element.shape, ...counted }))
      .meta({ description: "Answers that no longer count, as they were." }),
    heard: shape.heard.meta({ description: "Which agencies have read the answer as it now is." }),
    toHear: z.array(z.string()).meta({ description: "Which agencies must have read the answer." }),
    calls: shape.calls,
    referral: shape.referral,
    told: shape.told.meta({ description: "Other bodies that hear each answer." }),
    news: shape.news,
    furtherConcerns: z
      .strictObject({ count: z.int(), withinMs: z.number() })
      .meta({ description: "Callers who asked again for themselves, and over how many milliseconds since the raise." }),
    missing: z
      .array(z.strictObject({ code: Code, title: z.string() }))
      .meta({ description: "Questions of the type that nobody has answered." }),
    aboutChild: z.boolean(),
    deferrals: shape.deferrals,
    disagreements: z.array(z.strictObject({ ...shape.disagreements.element.shape, ...counted })),
    unresolvedAt: Instant.nullable(),
    wanted: shape.wanted,
    plan: shape.plan,
    custody: z.strictObject({ ...Custody.shape, detentionEndsAt: Instant.nullable() }).nullable(),
    related: shape.related,
    arrived: shape.arrived,
    response: shape.response.meta({ description: "What the raising side did with the answer." }),
    outcome: shape.outcome,
    lookBacks: shape.lookBacks.meta({ description: "How the person was at the times after the answer that were agreed on." }),
    closed: shape.closed,
    parties: z.array(z.string()),
    controlRoom: z.string().meta({ description: "The number that somebody always picks up, as it is dialled." }),
  })
  .meta({ id: "Escalation" });
export type EscalationView = z.output<typeof EscalationView>;

/** The case for a reader: tiers counted from one, as people count them, and nothing of the machinery. */
export function viewOf(of: Escalation): EscalationView {
  const next = nextLimit(of.clocks);
  const { id, reference, version, terms, ask, priority, raised, beside, nobodyAnsweredAt } = of;
  const { offered, reopened, heard, calls, referral, told, news, deferrals, unresolvedAt, wanted, plan, related } = of;
  const fromOne = <T extends { tier: number }>(it: T): T => ({ ...it, tier: it.tier + 1 });
  return {
    id,
    reference,
    version,
    stage: stageOf(of),
    pathway: { code: terms.pathway, version: terms.version, title: terms.title, questionSet: terms.questionSet },
    ...ask,
    type: typeOf(of),
    firstAnswer: of.firstAnswer ?? null,
    priority,
    area: terms.area,
    site: terms.site,
    raised,
    tier: { number: of.tier + 1, title: rung(of, of.tier)?.title ?? "" },
    beside,
    nobodyAnsweredAt,
    nextLimit: next ? { limit: next.limit, dueAt: next.dueAt } : null,
    clocks: of.clocks.map(({ warnedAt: _, ...clock }) => fromOne(clock)),
    acknowledged: of.acknowledged && fromOne(of.acknowledged),
    owner: of.owner && fromOne(of.owner),
    offered,
    decision: of.decision && fromOne(of.decision),
    reopened,
    earlier: of.earlier.map(fromOne),
    heard,
    toHear: of.decision ? hearers(of) : [],
    calls,
    referral,
    told,
    news,
    furtherConcerns: furtherConcerns(of),
    missing: unanswered(of).map(({ code, title }) => ({ code, title })),
    aboutChild: isAboutChild(of),
    deferrals,
    disagreements: of.disagreements.map(fromOne),
    unresolvedAt,
    wanted,
    plan,
    custody: of.custody && { ...of.custody, detentionEndsAt: detentionEnds(of.custody) },
    related,
    arrived: of.arrived,
    response: of.response,
    outcome: of.outcome,
    lookBacks: of.lookBacks,
    closed: of.closed,
    parties: parties(of),
    controlRoom: dialled(controlRoomOf(of)),
  };
}

/** One line of a list or a board. */
export function lineOf(of: Escalation) {
  const { id, reference, version, stage, type, priority, area, tier, raised, owner, nextLimit, nobodyAnsweredAt } = viewOf(of);
  return { id, reference, version, stage, type, priority, area, tier, raised, owner, nextLimit, nobodyAnsweredAt };
}
