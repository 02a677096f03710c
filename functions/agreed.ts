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

/** So many earlier agreements are read at once: each is as large as an item may be. */
const MOST_EARLIER = 12;

/** The agreements that were, are and will be in force, as they begin; and since when, where there are more than are read. */
export async function everAgreed(
  partnership: string,
  { inForce, toCome, earlier }: Agreed,
): Promise<{ readonly agreements: readonly Partnership[]; readonly since: Instant | undefined }> {
  const read = await Promise.all(earlier.slice(0, MOST_EARLIER).map((one) => agreement.versionOf(partnership, one)));
  const since = earlier.length > MOST_EARLIER ? read.at(-1)?.effectiveFrom : undefined;
  return { agreements: [...read.toReversed(), inForce, ...toCome], since };
}
