import * as z from "zod";
import { controlRoomOf, type Escalation, whoPicksUp } from "../escalation/escalation.ts";
import { dialled } from "../escalation/wording.ts";
import { Reference } from "../reference.ts";
import { Refusal } from "../refusal.ts";
import { Instant, plus } from "../time.ts";

/** Why somebody opens a case that their agency has no part in: an emergency, or duty that came to them by another way than the rota. */
export const GlassPurpose = z.enum(["risk_to_life", "same_person_here", "asked_by_those_who_have_it"]);
export type GlassPurpose = z.output<typeof GlassPurpose>;

/** What is asked of somebody who breaks the glass. */
export const Breaking = z.strictObject({ reference: Reference, purpose: GlassPurpose });
export type Breaking = z.output<typeof Breaking>;

/** A case that stands open to one person of another agency, to be read and no more, until a time. */
export const Glass = z.strictObject({ case: z.uuid(), purpose: GlassPurpose, at: Instant, until: Instant });
export type Glass = z.output<typeof Glass>;

/** Long enough to read a case and to ring those who have it. */
const OPEN_FOR = "PT1H";
/** So often within a day: somebody who needs more has a desk to stand on, and their administrator gives it to them. */
export const MOST_A_DAY = 3;
/** No earlier breaking than this counts, or is open still. */
export const LOOK_BACK = "PT24H";

/** Opens a case. The same case again, while it is open, is no second one. Throws TooMany. */
export function breakGlass(
  of: Pick<Escalation, "id" | "reference" | "terms" | "tier">,
  purpose: GlassPurpose,
  earlier: readonly Glass[],
  now: Instant,
): Glass {
  const { id, reference } = of;
  const again = openGlass(id, earlier, now);
  if (again) return again;
  if (earlier.length >= MOST_A_DAY)
    throw new Refusal(
      "TooMany",
      `You have opened ${MOST_A_DAY} cases of others within a day. Ring ${whoPicksUp(of)}, ${dialled(controlRoomOf(of))}, and say ${reference}: they have it.`,
    );
  return { case: id, purpose, at: now, until: plus(now, OPEN_FOR) };
}

/** The breaking by which a case is open to somebody now, of those that they made; undefined when it is not. */
export const openGlass = (id: string, made: readonly Glass[], now: Instant): Glass | undefined =>
  made.find((glass) => glass.case === id && glass.until > now);
