import type { Partnership } from "../core/partnership/partnership.ts";
import { countingAt, type Version } from "../core/partnership/succession.ts";
import type { Instant } from "../core/time.ts";
import * as agreement from "./aws/agreement.ts";
import * as directory from "./aws/directory.ts";

/** What is in force, and what is to come: each version that will count, in the order in which they do. */
export interface Agreed {
  readonly inForce: Partnership;
  readonly toCome: readonly Partnership[];
  /** The versions before the one in force, the last first. */
  readonly earlier: readonly Version[];
}

/** What the partnership has agreed at this moment and from now on. Throws NotFound when nothing is in force. */
export async function agreedBy(partnership: string, now: Instant): Promise<Agreed> {
  const [inForce, versions] = await Promise.all([directory.inForce(partnership, now), agreement.versionsOf(partnership)]);
  // Of two that begin together the lower never counts. What a function has just read may be in force for a moment longer than it should.
  const counting = versions.filter((one) => countingAt(versions, one.effectiveFrom) === one);
  const later = counting.filter(({ effectiveFrom }) => effectiveFrom > inForce.effectiveFrom);
  const toCome = await Promise.all(later.map((one) => agreement.versionOf(partnership, one)));
  const earlier = counting.filter(({ effectiveFrom }) => effectiveFrom < inForce.effectiveFrom);
  return { inForce, toCome, earlier: earlier.toReversed() };
}
