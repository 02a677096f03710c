import { type CaseRef, keys } from "../../core/keys.ts";
import { Terms } from "../../core/partnership/terms.ts";
import { read } from "./db.ts";

/** What a case was promised is written with its raise and never again: a process asks for it once. Some 100 kB each. */
const MOST_IN_MIND = 100;
const inMind = new Map<string, Terms>();

/** AP17. The terms of a case; undefined for one of the first shape, which has them within, and for none at all. */
export async function termsOf(ref: CaseRef): Promise<Terms | undefined> {
  const known = termsInMind(ref);
  if (known) return known;
  const kept = await read(keys.terms(ref));
  return kept && keepInMind(ref, kept.body);
}

/** The same, if this process has read them before. */
export const termsInMind = (ref: CaseRef): Terms | undefined => inMind.get(keys.terms(ref).pk);

/** Reads terms as they are kept, and forgets the oldest when there are too many. */
export function keepInMind(ref: CaseRef, kept: unknown): Terms {
  const terms = Terms.parse(kept);
  const [oldest] = inMind.keys();
  if (oldest !== undefined && inMind.size >= MOST_IN_MIND) inMind.delete(oldest);
  inMind.set(keys.terms(ref).pk, terms);
  return terms;
}
