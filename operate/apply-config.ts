import { differences } from "../core/partnership/differences.ts";
import type { Partnership } from "../core/partnership/partnership.ts";
import { ConfigRefused, type Fault, readPartnership } from "../core/partnership/read-partnership.ts";
import { countingAt, followers, type Kept, successionFaults } from "../core/partnership/succession.ts";
import { unpaired } from "../core/partnership/terms.ts";
import { verified } from "../core/people.ts";
import { Refusal } from "../core/refusal.ts";
import { type Instant, london } from "../core/time.ts";
import * as agreement from "../functions/aws/agreement.ts";
import { beginDigest } from "../functions/aws/digests.ts";
import * as directory from "../functions/aws/directory.ts";
import { beginWeeks } from "../functions/aws/weeks.ts";
import { beginCalendar } from "../functions/lay-out-calls.ts";
import { readFolder } from "./read-folder.ts";
import { askedIn, ROLL_BACK_USAGE, rollBack } from "./roll-back.ts";

/** What applying a folder did, or would do: how its version differs from the one before it, and what somebody should look at. */
export interface Report {
  readonly did: "kept" | "would_keep" | "nothing_to_change";
  readonly partnership: string;
  readonly version: number;
  readonly effectiveFrom: Instant;
  /** The version it was compared with: its own, when that is kept already, or the one it takes over from; null for the first. */
  readonly comparedWith: number | null;
  readonly differences: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * Keeps a partnership's folder as a new version of what was agreed, beside the earlier ones. Applying the same folder again changes
 * nothing. Throws ConfigRefused with every fault, and nothing is kept then.
 */
export async function applyConfig(
  folder: string,
  { dryRun = false, now = new Date().toISOString() }: { dryRun?: boolean; now?: Instant } = {},
): Promise<Report> {
  const next = readPartnership(readFolder(folder));
  const { code: partnership, version, effectiveFrom } = next;
  const kept = await agreement.versions(partnership);
  const before = replacedBy(next, kept);
  const changes = before ? differences(before.agreed, next) : contents(next);
  const warnings = [...takenOver(next, kept), ...alone(next), ...(await unknownOwners(next)), ...(await unknownLearners(next))];
  const report = { partnership, version, effectiveFrom, comparedWith: before?.version ?? null, differences: changes, warnings };
  if (!dryRun) await Promise.all([beginDigest(partnership, now), beginCalendar(partnership, now), beginWeeks(partnership, now)]);
  if (before?.version === version && changes.length === 0) return { ...report, did: "nothing_to_change" };
  const faults = [...successionFaults(next, kept, now), ...tooLarge(next)];
  if (faults.length > 0) throw new ConfigRefused(faults);
  if (dryRun) return { ...report, did: "would_keep" };
  await agreement.keep(next);
  return { ...report, did: "kept" };
}

/** The kept version to compare with: the one that has this number already, or else the one that this takes over from. */
function replacedBy(next: Partnership, kept: readonly Kept[]): Kept | undefined {
  const same = kept.find(({ version }) => version === next.version);
  return same ?? countingAt(kept, next.effectiveFrom);
}

const contents = ({ agencies, areas, teams, pathways }: Partnership): string[] => [
  `added agencies: ${agencies.length}, areas: ${areas.length}, teams: ${teams.length}, pathways: ${pathways.length}`,
];

function takenOver(next: Partnership, kept: readonly Kept[]): string[] {
  return followers(next, kept).map(
    ({ version, effectiveFrom }) => `version ${version} takes over at ${effectiveFrom}: what is new here must be in it too`,
  );
}

/** An agency without a desk beside the ladder raises alone: its manager on call hears nothing by itself. */
const alone = (next: Partnership): string[] =>
  next.pathways.flatMap((pathway) => {
    const codes = unpaired(next, pathway);
    if (codes.length === 0) return [];
    return [`on ${pathway.code}, version ${pathway.version}, nobody beside the ladder is told for ${codes.join(", ")}`];
  });

/** An owner who is nobody, or cannot be reached, would never hear that a rota has a hole. */
const unknownOwners = ({ code, teams }: Partnership): Promise<string[]> =>
  unreached(
    code,
    teams.map(({ owner }) => ({ person: owner, what: `the owner ${owner}`, hears: "of a gap in a rota" })),
  );

/** Whoever answers for an agency's learning, or chairs a call, and would never hear of it. */
const unknownLearners = ({ code, learning }: Partnership): Promise<string[]> =>
  unreached(
    code,
    [
      learning?.chair,
      ...(learning?.leads ?? []).map(({ person }) => person),
      ...(learning?.series ?? []).map(({ chair }) => chair),
    ]
      .filter((person) => person !== undefined)
      .map((person) => ({ person, what: `${person}, who answers for learning,`, hears: "of concerns and calls" })),
  );

interface Named {
  readonly person: string;
  readonly what: string;
  readonly hears: string;
}

async function unreached(partnership: string, named: readonly Named[]): Promise<string[]> {
  const people = await directory.people(
    partnership,
    named.map(({ person }) => person),
  );
  const lines = named.flatMap(({ person, what, hears }) => {
    const known = people.find(({ id }) => id === person);
    if (!known) return [`${what} is nobody the table knows, and will not hear ${hears}`];
    return verified(known).length === 0 ? [`${what} has no verified channel, and will not hear ${hears}`] : [];
  });
  return [...new Set(lines)];
}

function tooLarge(next: Partnership): Fault[] {
  const size = agreement.sizeOf(next);
  const reason = `${Math.ceil(size / 1000)} kB as one item, at most ${agreement.MOST_BYTES / 1000} kB`;
  return size > agreement.MOST_BYTES ? [{ file: "(folder)", field: "(size)", reason }] : [];
}

const USAGE = "npm run config -- apply <folder> [--dry-run]";

/** A version that comes back is written into the folder, and kept as any other is. */
async function writeRollBack(args: readonly string[], say: (line: string) => void): Promise<0 | 1 | 2> {
  const read = askedIn(args);
  if (!read) {
    say(ROLL_BACK_USAGE);
    return 2;
  }
  try {
    for (const line of (await rollBack(read.folder, read.asked)).lines) say(line);
    return 0;
  } catch (error) {
    if (!(error instanceof ConfigRefused || error instanceof Refusal)) throw error;
    say(error.message);
    say("Refused: nothing was written.");
    return 1;
  }
}
const DID = { kept: "Kept.", would_keep: "A dry run: nothing was kept.", nothing_to_change: "Nothing to change." };

/** The command. Answers with its exit code: 0 when it did what was asked, 1 when it was refused, 2 when it was not understood. */
export async function main(args: readonly string[], say: (line: string) => void = console.log): Promise<0 | 1 | 2> {
  if (args[0] === "roll-back") return writeRollBack(args.slice(1), say);
  const dryRun = args.includes("--dry-run");
  const [verb, folder, ...rest] = args.filter((arg) => arg !== "--dry-run");
  if (verb !== "apply" || !folder || rest.length > 0) {
    say(USAGE);
    say(ROLL_BACK_USAGE);
    return 2;
  }
  try {
    const { did, partnership, version, effectiveFrom, comparedWith, differences, warnings } = await applyConfig(folder, {
      dryRun,
    });
    say(`${partnership}, version ${version}, from ${effectiveFrom} (${london(effectiveFrom)}).`);
    say(comparedWith === null ? "The first version." : `Compared with version ${comparedWith}:`);
    for (const line of differences) say(`  ${line}`);
    for (const line of warnings) say(`Warning: ${line}.`);
    say(DID[did]);
    return 0;
  } catch (error) {
    if (!(error instanceof ConfigRefused || error instanceof Refusal)) throw error;
    say(error.message);
    say("Refused: nothing was kept.");
    return 1;
  }
}

if (import.meta.main) process.exitCode = await main(process.argv.slice(2));
