import { createHash } from "node:crypto";
import { type CaseRef, keys } from "../../core/keys.ts";
import { Terms } from "../../core/partnership/terms.ts";
import { read } from "./db.ts";

/**
 * What a case was promised is written with its raise and never again: a process asks for it once. More than are ever open at once: a board
 * that goes through one more than are in mind would find none of them there.
 */
const MOST_IN_MIND = 500;
const inMind = new Map<string, Terms>();
/** Most cases of a place and an agency were promised the same: it is parsed once, and held once. Some 50 kB each. */
const MOST_ALIKE = 100;
const alike = new Map<string, Terms>();

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
  const content = createHash("sha256").update(JSON.stringify(kept)).digest("base64");
  const terms = alike.get(content) ?? Terms.parse(kept);
  remember(alike, content, terms, MOST_ALIKE);
  remember(inMind, keys.terms(ref).pk, terms, MOST_IN_MIND);
  return terms;
}

function remember(held: Map<string, Terms>, name: string, terms: Terms, most: number): void {
  held.delete(name);
  const [oldest] = held.keys();
  if (oldest !== undefined && held.size >= most) held.delete(oldest);
  held.set(name, terms);
}
