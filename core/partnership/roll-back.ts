import { Refusal } from "../refusal.ts";
import type { Instant } from "../time.ts";
import { type Turn, turnsAfter } from "./coming.ts";
import type { Partnership, Pathway } from "./partnership.ts";

/** What is to come back: a pathway in one area, or everywhere, from an instant on. */
export interface RollBack {
  readonly pathway: string;
  readonly area: string;
  readonly from: Instant;
}
/** As an area it stands for all of them. */
export const EVERYWHERE = "everywhere";

/** A version as it was before, under a number and a date of its own. */
export interface RolledBack {
  readonly next: Pathway;
  /** The number of the version that comes back, and of the one in whose place it does. */
  readonly back: number;
  readonly instead: number;
  /** Versions that would take over from it in turn. */
  readonly later: readonly Turn[];
}

const MOST_NOTE = 500;

/**
 * The version that counted before the one that counts, as a new version of its own: nothing that was agreed is rewritten, open cases keep
 * what they were promised, and the note says what has come back. `kept` is all that was ever agreed, `beside` what is written and not kept
 * yet: a number is used once. Throws Conflict when nothing counted before.
 */
export function rolledBack(
  kept: readonly Partnership[],
  beside: Partnership,
  { pathway: code, area, from }: RollBack,
): RolledBack {
  const where = area === EVERYWHERE ? beside.areas.map((one) => one.code) : [area];
  const turns = turnsAfter(kept, "").filter((turn) => turn.code === code);
  const before = where.map((one) => turns.findLast(({ at, areas }) => at < from && areas.includes(one)));
  const [turn] = before;
  const pairs = new Set(before.map((one) => `${one?.before?.version} ${one?.after?.version}`));
  if (pairs.size > 1) throw new Refusal("Conflict", "What counted before is not one version everywhere: name one area.");
  if (!turn?.before || !turn.after)
    throw new Refusal("Conflict", `There is no version of ${code} before the one that counts there.`);
  const { before: back, after: instead } = turn;
  const versions = [...kept, beside].flatMap(({ pathways }) => pathways).filter((one) => one.code === code);
  const title = beside.areas.find((one) => one.code === area)?.title ?? "every area";
  const says = `Version ${back.version} comes back in ${title}, in place of version ${instead.version}.`;
  const next: Pathway = {
    ...back,
    version: Math.max(...versions.map(({ version }) => version)) + 1,
    effectiveFrom: from,
    note: `${says} ${back.note}`.slice(0, MOST_NOTE),
    areas: area === EVERYWHERE ? EVERYWHERE : [area],
  };
  const later = turns.filter(({ at, areas }) => at >= from && areas.some((one) => where.includes(one)));
  return { next, back: back.version, instead: instead.version, later };
}
