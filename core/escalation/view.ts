import * as z from "zod";
import { Code } from "../partnership/partnership.ts";
import { Instant } from "../time.ts";
import { Place, Who } from "./ask.ts";
import { Limit, nextLimit } from "./clock.ts";
import { controlRoomOf, type Escalation, rung, SeenBy, stageOf } from "./escalation.ts";
import { parties } from "./standing.ts";
import { dialled } from "./wording.ts";

const signed = <S extends z.ZodRawShape>(shape: S) => z.strictObject({ by: Who, at: Instant, ...shape }).nullable();

/** One case as both sides see it. Who has it, what was decided and what happened to the person are three answers. */
export const EscalationView = z
  .strictObject({
    id: z.uuid(),
    reference: z.string().meta({ description: "The reference people say aloud; its last sign is a check sign." }),
    version: z.int().meta({ description: "Send it back as `seen` with an answer." }),
    stage: z.enum(["raised", "nobody_answered", "acknowledged", "decided", "arrived", "closed"]),
    pathway: z.strictObject({ code: Code, version: z.int(), title: z.string() }),
    type: Code,
    ask: z.string(),
    place: z.strictObject(Place.shape),
    threshold: z.array(Code),
    whyNow: z.string(),
    callBack: z.string(),
    priority: z.string(),
    area: z.strictObject({ code: Code, title: z.string(), agency: z.string(), recognised: z.boolean() }),
    raised: z.strictObject({ by: Who, at: Instant }),
    tier: z.strictObject({ number: z.int().positive(), title: z.string() }),
    nobodyAnsweredAt: Instant.nullable(),
    nextLimit: z
      .strictObject({ limit: Limit, dueAt: Instant })
      .nullable()
      .meta({ description: "What is owed first, and by when." }),
    clocks: z.array(
      z.strictObject({
        limit: Limit,
        tier: z.int().positive(),
        startedAt: Instant,
        warnAt: Instant.nullable(),
        dueAt: Instant,
        missedAt: Instant.nullable(),
        endedAt: Instant.nullable(),
      }),
    ),
    acknowledged: signed({ tier: z.int().positive() }),
    owner: signed({ tier: z.int().positive() }),
    decision: signed({
      code: Code,
      why: z.string(),
      tier: z.int().positive(),
      arriveBy: Instant.nullable(),
      reviewAt: Instant.nullable(),
    }),
    arrived: signed({ callSign: z.string().nullable() }),
    outcome: signed({ code: Code, seenBy: SeenBy }),
    closed: signed({ as: z.enum(["closed", "found_safe", "no_longer_needed"]), why: z.string().nullable() }),
    parties: z.array(z.string()),
    controlRoom: z.string().meta({ description: "The number that somebody always picks up, as it is dialled." }),
  })
  .meta({ id: "Escalation" });
export type EscalationView = z.output<typeof EscalationView>;

/** The case for a reader: tiers counted from one, as people count them, and nothing of the machinery. */
export function viewOf(of: Escalation): EscalationView {
  const next = nextLimit(of.clocks);
  const { id, reference, version, terms, ask, priority, raised, nobodyAnsweredAt, arrived, outcome, closed } = of;
  const fromOne = <T extends { tier: number }>(it: T | null) => it && { ...it, tier: it.tier + 1 };
  return {
    id,
    reference,
    version,
    stage: stageOf(of),
    pathway: { code: terms.pathway, version: terms.version, title: terms.title },
    ...ask,
    priority,
    area: terms.area,
    raised,
    tier: { number: of.tier + 1, title: rung(of, of.tier)?.title ?? "" },
    nobodyAnsweredAt,
    nextLimit: next ? { limit: next.limit, dueAt: next.dueAt } : null,
    clocks: of.clocks.map(({ limit, tier, startedAt, warnAt, dueAt, missedAt, endedAt }) => ({
      limit,
      tier: tier + 1,
      startedAt,
      warnAt,
      dueAt,
      missedAt,
      endedAt,
    })),
    acknowledged: fromOne(of.acknowledged),
    owner: fromOne(of.owner),
    decision: fromOne(of.decision),
    arrived,
    outcome,
    closed,
    parties: parties(of),
    controlRoom: dialled(controlRoomOf(of)),
  };
}

/** One line of a list or a board. */
export function lineOf(of: Escalation) {
  const { id, reference, version, stage, type, priority, area, tier, raised, owner, nextLimit, nobodyAnsweredAt } = viewOf(of);
  return { id, reference, version, stage, type, priority, area, tier, raised, owner, nextLimit, nobodyAnsweredAt };
}
