import type { Instant } from "../time.ts";
import type { Partnership, Pathway } from "./partnership.ts";
import { countingAt } from "./succession.ts";
import { pathwayCounting } from "./terms.ts";

/** A moment at which another version of a pathway begins to count: the one before, and the one from then on; undefined when there is none. */
export interface Turn {
  readonly at: Instant;
  readonly code: string;
  readonly before: Pathway | undefined;
  readonly after: Pathway | undefined;
}

/**
 * What will change for whoever raises, in the order of time: of the agreement in force and of those that take over from it, at each
 * instant what a case raised then would be promised.
 */
export function turnsToCome(agreements: readonly Partnership[], now: Instant): Turn[] {
  const pathways = agreements.flatMap((agreed) => agreed.pathways);
  const codes = [...new Set(pathways.map(({ code }) => code))];
  const begins = [...agreements, ...pathways].map(({ effectiveFrom }) => effectiveFrom).filter((at) => at > now);
  const instants = [...new Set(begins)].sort();
  const countsAt = (code: string, at: Instant): Pathway | undefined => {
    const agreed = countingAt(agreements, at);
    return agreed && pathwayCounting(agreed, code, at);
  };
  return instants.flatMap((at, nth) =>
    codes.flatMap((code) => {
      const [before, after] = [countsAt(code, instants[nth - 1] ?? now), countsAt(code, at)];
      return before?.version === after?.version ? [] : [{ at, code, before, after }];
    }),
  );
}
