import * as z from "zod";
import { Code } from "../partnership/partnership.ts";
import { type Rung, Terms } from "../partnership/terms.ts";
import { Instant } from "../time.ts";
import { Ask, Who } from "./ask.ts";
import { Clock } from "./clock.ts";

const signed = <S extends z.ZodRawShape>(shape: S) => z.strictObject({ by: Who, at: Instant, ...shape }).nullable();

/** Who has seen the person. A case closes on somebody's eyes, or says plainly that nobody has. */
export const SeenBy = z.enum(["police", "ambulance", "health_staff", "social_care", "family_or_friend", "nobody"]);

/** One case. Who has it, what was decided and what happened to the person are three questions, each answered in its own time. */
export const Escalation = z.strictObject({
  partnership: Code,
  id: z.uuid(),
  reference: z.string(),
  version: z.int().positive(),
  ask: Ask,
  terms: Terms,
  priority: z.string(),
  raised: z.strictObject({ by: Who, at: Instant }),
  /** The highest tier that has been asked; 0 is the first rung of the ladder. */
  tier: z.int().nonnegative(),
  /** Who has been paged and not yet stood down. */
  asked: z.array(Code),
  nobodyAnsweredAt: Instant.nullable(),
  clocks: z.array(Clock),
  acknowledged: signed({ tier: z.int().nonnegative() }),
  owner: signed({ tier: z.int().nonnegative() }),
  decision: signed({
    code: Code,
    why: z.string(),
    tier: z.int().nonnegative(),
    arriveBy: Instant.nullable(),
    reviewAt: Instant.nullable(),
  }),
  arrived: signed({ callSign: z.string().nullable() }),
  outcome: signed({ code: Code, seenBy: SeenBy }),
  closed: signed({ as: z.enum(["closed", "found_safe", "no_longer_needed"]), why: z.string().nullable() }),
  /** The last change of tier, owner, decision or end: an answer given to an older picture is shown this first. */
  changed: z.strictObject({ version: z.int().positive(), by: z.union([Who, z.literal("clock")]), at: Instant, what: z.string() }),
  /** The version whose run of the workflow keeps this case's time; an older run ends when it next looks. */
  run: z.int().positive(),
  /** How many facts the story has, and the hash of the last one. */
  story: z.int().nonnegative(),
  chain: z.string(),
});
export type Escalation = z.output<typeof Escalation>;

/** What this case's own priority promises. */
export function limitsOf({ terms, priority }: Pick<Escalation, "terms" | "priority">) {
  const found = terms.priorities.find(({ code }) => code === priority);
  if (!found) throw new Error(`priority ${priority} is not in the terms`);
  return found.limits;
}

/** One rung of the case's ladder; undefined above the top. */
export const rung = ({ terms }: Pick<Escalation, "terms">, tier: number): z.output<typeof Rung> | undefined => terms.ladder[tier];

/** What a decision's code leads to, in the terms of the day. */
export const decided = ({ terms, decision }: Pick<Escalation, "terms" | "decision">) =>
  terms.decisions.find(({ code }) => code === decision?.code);

/** A title for a coded value, as the terms have it; the code itself when they have none. */
export const titleOf = (list: readonly { code: string; title: string }[], code: string): string =>
  list.find((entry) => entry.code === code)?.title ?? code;

/** The number that somebody picks up, for the desk that should be answering now. */
export function controlRoomOf({ terms, tier }: Pick<Escalation, "terms" | "tier">): string {
  const team = terms.ladder[tier]?.teams[0] ?? terms.ladder[0]?.teams[0];
  return (team && terms.teams[team]?.controlRoom) ?? "";
}

/** One word for a list or a board, derived: the three questions stay three fields. */
export function stageOf(of: Escalation): "closed" | "arrived" | "decided" | "acknowledged" | "nobody_answered" | "raised" {
  if (of.closed) return "closed";
  if (of.nobodyAnsweredAt) return "nobody_answered";
  if (of.arrived) return "arrived";
  if (of.decision) return "decided";
  return of.acknowledged ? "acknowledged" : "raised";
}
