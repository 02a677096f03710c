import * as z from "zod";
import { type Instant, london } from "../time.ts";
import { differences } from "./differences.ts";
import { type Partnership, Pathway } from "./partnership.ts";
import type { Fault } from "./read-partnership.ts";

/** One kept version of what a partnership has agreed, as it was written: an early one may have a shape that is no longer written. */
export interface Kept extends Pick<Partnership, "version" | "effectiveFrom"> {
  readonly agreed: unknown;
}
/** A version by its number, and since when it counts. */
export type Version = Pick<Kept, "version" | "effectiveFrom">;

const startsAfter = (one: Version, other: Version): boolean =>
  one.effectiveFrom === other.effectiveFrom ? one.version > other.version : one.effectiveFrom > other.effectiveFrom;

/** The version that counts at an instant: of those that have begun the last to begin; of two that began together the higher. */
export function countingAt<V extends Version>(kept: readonly V[], at: Instant): V | undefined {
  const begun = kept.filter(({ effectiveFrom }) => effectiveFrom <= at);
  return begun.reduce<V | undefined>((last, one) => (last && startsAfter(last, one) ? last : one), undefined);
}

/** The kept versions that take over from this one, and do not hold what is new in it. */
export const followers = (next: Version, kept: readonly Version[]): Version[] => kept.filter((one) => startsAfter(one, next));

/**
 * Why a version cannot be kept beside those that are; empty when it can. What is kept never changes, and what a case was promised
 * names the version it was promised under, so a version that says something else needs a number of its own.
 */
export function successionFaults(next: Partnership, kept: readonly Kept[], now: Instant): Fault[] {
  const pathways = next.pathways.flatMap((pathway) => rewritten(pathway, kept));
  const why = versionFault(next, kept) ?? instantFault(next, kept, now) ?? learningFault(next, kept);
  return why ? [{ file: "partnership.json", ...why }, ...pathways] : pathways;
}

type Why = Pick<Fault, "field" | "reason">;

function versionFault(next: Partnership, kept: readonly Kept[]): Why | undefined {
  const newest = Math.max(0, ...kept.map(({ version }) => version));
  if (next.version > newest) return undefined;
  const same = kept.find(({ version }) => version === next.version);
  const higher = `must be higher than ${newest}, the newest that is kept`;
  const changes = same ? differences(beside(same.agreed), beside(next)) : [];
  return { field: "version", reason: [higher, ...changes].join("; ") };
}

/** An agreement without its pathways, which have versions of their own. */
const beside = (agreed: unknown) => ({ ...(agreed as Partnership), pathways: null });

/** What partners have agreed on learning can be changed and not be dropped: concerns, reviews and actions would rest without a clock. */
function learningFault(next: Partnership, kept: readonly Kept[]): Why | undefined {
  const before = countingAt(kept, next.effectiveFrom)?.agreed as Partial<Partnership> | undefined;
  return before?.learning && !next.learning
    ? { field: "learning", reason: "is agreed, and learning.json is missing" }
    : undefined;
}

function instantFault(next: Version, kept: readonly Kept[], now: Instant): Why | undefined {
  const counting = countingAt(kept, now);
  if (!counting || startsAfter(next, counting)) return undefined;
  const since = `version ${counting.version} has counted since ${counting.effectiveFrom} (${london(counting.effectiveFrom)})`;
  return { field: "effectiveFrom", reason: `${since}, so this one never would: let it begin at that instant or later` };
}

const WithPathways = z.looseObject({ pathways: z.array(z.looseObject({ code: z.string(), version: z.number() })) });

function rewritten(pathway: Pathway, kept: readonly Kept[]): Fault[] {
  const { code, version } = pathway;
  for (const was of keptUnder(code, kept)) {
    const changes = was.version === version ? differences(Pathway.safeParse(was).data ?? was, pathway) : [];
    const reason = [`version ${version} is kept already and says something else, raise it`, ...changes].join("; ");
    if (changes.length > 0) return [{ file: "pathways/", field: `${code}.version`, reason }];
  }
  return reworded(pathway, kept);
}

/** An answer names the version of the questions that asked for it, so what was asked under a version never changes either. */
function reworded({ code, questionSet: next }: Pathway, kept: readonly Kept[]): Fault[] {
  for (const was of keptUnder(code, kept)) {
    const before = Pathway.safeParse(was).data?.questionSet;
    const changes = before?.version === next.version ? differences(before, next) : [];
    const reason = [`version ${next.version} is kept already and asks something else, raise it`, ...changes].join("; ");
    if (changes.length > 0) return [{ file: "pathways/", field: `${code}.questionSet.version`, reason }];
  }
  return [];
}

const keptUnder = (code: string, kept: readonly Kept[]) =>
  kept.flatMap(({ agreed }) => WithPathways.safeParse(agreed).data?.pathways.filter((one) => one.code === code) ?? []);
