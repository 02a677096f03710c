import type { Entry } from "../audit/entry.ts";
import { type Instant, since } from "../time.ts";
import type { Gone, KeepingRecord, KeptAs } from "./record.ts";

/** What was deleted once, as the audit has it: a case, or a force's first answers of a month. */
export interface DeletedOnce {
  readonly kind: KeptAs;
  readonly id: string;
  readonly who: Entry["who"];
  readonly at: Instant;
  /** Who decided it and by which rule; undefined in an entry from before entries said so. */
  readonly gone: Gone | undefined;
}

/** A run that deletes writes the moment at which it began, so that what is restored to the midst of one is found only further back. An hour is far more than one lasts. */
export const looksFrom = (restored: Instant): Instant => since(restored, "PT1H");

/** The deletions that these entries tell of, the oldest first. One that was made anew has more than one entry, and is named once. */
export function deletionsIn(entries: readonly Entry[]): DeletedOnce[] {
  const found = new Map<string, DeletedOnce>();
  for (const { what, about, who, at, gone } of entries) {
    if (what !== "deleted" || (about?.kind !== "case" && about?.kind !== "first_answers")) continue;
    const { kind, id } = about;
    found.set(`${kind} ${id} ${gone?.at ?? at}`, { kind, id, who, at: gone?.at ?? at, gone });
  }
  return [...found.values()].toSorted((a, b) => (a.at < b.at ? -1 : 1));
}

/**
 * Was this held at that moment? A restored record may lack a hold that was placed since, or the lifting of one; the audit has both. What
 * both of them tell is counted once: an entry has the very moment and person of what it tells.
 */
export function wasHeldAt(holds: KeepingRecord["holds"], entries: readonly Entry[], at: Instant): boolean {
  const told = (what: Entry["what"]) =>
    entries.flatMap((entry) => (entry.what === what ? [{ by: entry.who.person, at: entry.at }] : []));
  const placed = [...holds.map((one) => ({ by: one.by.id, at: one.at })), ...told("held")];
  const lifted = [
    ...holds.flatMap(({ lifted }) => (lifted ? [{ by: lifted.by.id, at: lifted.at }] : [])),
    ...told("hold_lifted"),
  ];
  const by = (moments: typeof placed) => new Set(moments.filter((one) => one.at <= at).map((one) => `${one.at} ${one.by}`)).size;
  return by(placed) > by(lifted);
}
