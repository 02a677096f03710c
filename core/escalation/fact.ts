import * as z from "zod";
import { Code } from "../partnership/partnership.ts";
import { Instant } from "../time.ts";
import { Who } from "./ask.ts";
import { Limit } from "./clock.ts";
import { SeenBy } from "./escalation.ts";

const tier = z.int().nonnegative();
export const Waker = z.enum(["workflow", "sweeper"]);
export type Waker = z.output<typeof Waker>;
const what = <N extends string, S extends z.ZodRawShape>(name: N, about: S) =>
  z.strictObject({ what: z.literal(name), about: z.strictObject(about) });

/** Everything that can happen to a case, and what each kind of line carries. */
export const Happening = z.discriminatedUnion("what", [
  what("raised", { priority: z.string(), asked: z.string(), area: Code, recognised: z.boolean() }),
  what("tier_alerted", { tier, people: z.array(Code), unasked: z.array(Code), paired: z.array(Code) }),
  what("tier_skipped", { tier, reason: z.enum(["nobody_on_duty", "nobody_reachable"]), teams: z.array(Code) }),
  what("nobody_answered", { unanswered: Limit }),
  what("asked_again", { people: z.array(Code) }),
  what("limit_near", { limit: Limit, tier, dueAt: Instant, waker: Waker }),
  what("limit_missed", { limit: Limit, tier, dueAt: Instant, waker: Waker }),
  what("notice_failed", { notice: z.string(), to: Code, reason: z.string() }),
  what("acknowledged", { tier }),
  what("decided", { tier, code: Code, why: z.string(), arriveBy: Instant.nullable(), reviewAt: Instant.nullable() }),
  what("arrived", { callSign: z.string().nullable(), claimedAt: Instant.nullable() }),
  what("outcome_recorded", { code: Code, seenBy: SeenBy }),
  what("note_added", { text: z.string() }),
  what("closed", { why: z.string().nullable() }),
  what("withdrawn", { as: z.enum(["found_safe", "no_longer_needed"]), why: z.string() }),
]);
export type Happening = z.output<typeof Happening>;

/**
 * One line of a case's story: numbered without gaps, signed, with the version of the pathway that applied. `hash` ties it to
 * the line before, so an altered line is found.
 */
export const Fact = z
  .strictObject({
    number: z.int().positive(),
    version: z.int().positive(),
    at: Instant,
    by: z.union([Who, z.literal("clock"), z.literal("dispatcher")]),
    pathway: Code,
    pathwayVersion: z.int().positive(),
    before: z.string(),
    hash: z.string(),
  })
  .and(Happening);
export type Fact = z.output<typeof Fact>;

/** A fact as a move makes it; the hashes are tied when it is written down. */
export type NewFact = Omit<z.output<typeof Fact>, "hash" | "before"> & Happening;
