import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readAgreement } from "../core/partnership/migration.ts";
import { ConfigRefused, type Fault, readPartnership } from "../core/partnership/read-partnership.ts";
import { EVERYWHERE, type RollBack, rolledBack } from "../core/partnership/roll-back.ts";
import { AnyInstant, type Instant, london } from "../core/time.ts";
import * as agreement from "../functions/aws/agreement.ts";
import { readFolder } from "./read-folder.ts";

export const ROLL_BACK_USAGE = "npm run config -- roll-back <folder> <pathway> --area <code, or everywhere> --from <instant>";

/** What was written, and what is to be seen in it before it is kept. */
export interface Written {
  /** The file of the pathway's new version, in the folder. */
  readonly file: string;
  readonly lines: readonly string[];
}

/**
 * Writes the version that counted before as a new version into the folder, with a new version of the agreement around it. Nothing is kept
 * by that: `apply` does it, and shows what it would do. Throws ConfigRefused, and Conflict when there is nothing to come back.
 */
export async function rollBack(folder: string, asked: RollBack, now: Instant = new Date().toISOString()): Promise<Written> {
  const beside = readPartnership(readFolder(folder));
  const faults = faultsIn(asked, beside, now);
  if (faults.length > 0) throw new ConfigRefused(faults);
  const kept = (await agreement.versions(beside.code)).map(({ agreed }) => readAgreement(agreed));
  const { next, back, instead, later } = rolledBack(kept, beside, asked);
  const file = `pathways/${next.code.replaceAll("_", "-")}-${next.version}.json`;
  if (existsSync(join(folder, file))) throw refused(file, "is there already");
  const version = Math.max(beside.version, ...kept.map((one) => one.version)) + 1;
  const about = JSON.parse(readFileSync(join(folder, ABOUT), "utf8"));
  write(folder, file, next);
  write(folder, ABOUT, { ...about, version, effectiveFrom: asked.from });
  return {
    file,
    lines: [
      `${file}: version ${next.version} of ${next.code} is version ${back} again, in place of version ${instead}, in ${asked.area}, from ${asked.from} (${london(asked.from)}).`,
      `${ABOUT}: version ${version}, from then on.`,
      "Cases that are raised before then keep what they were promised. Nothing is kept yet: look at it, then keep it.",
      `  npm run config -- apply ${folder} --dry-run`,
      ...later.map(({ at, after }) => `Warning: version ${after?.version ?? "none"} takes over there at ${at}.`),
    ],
  };
}

const ABOUT = "partnership.json";
const refused = (field: string, reason: string) => new ConfigRefused([{ file: "(roll-back)", field, reason }]);

/** What was promised up to now was promised: a version comes back from a moment to come. */
function faultsIn(
  { pathway, area, from }: RollBack,
  { areas, pathways }: ReturnType<typeof readPartnership>,
  now: Instant,
): Fault[] {
  const fault = (field: string, reason: string): Fault => ({ file: "(roll-back)", field, reason });
  return [
    ...(pathways.some(({ code }) => code === pathway) ? [] : [fault("pathway", `no pathway ${pathway}`)]),
    ...(area === EVERYWHERE || areas.some(({ code }) => code === area) ? [] : [fault("area", `no area ${area}`)]),
    ...(from > now ? [] : [fault("from", "must be a moment to come")]),
  ];
}

const write = (folder: string, file: string, content: object): void =>
  writeFileSync(join(folder, file), `${JSON.stringify(content, undefined, 2)}\n`);

/** What a roll-back was asked for in words, or undefined when it was not understood. */
export function askedIn(args: readonly string[]): { readonly folder: string; readonly asked: RollBack } | undefined {
  const [folder, pathway, ...rest] = args;
  const said = rest.flatMap((word, nth) => (nth % 2 === 0 ? [[word.replace(/^--/, ""), rest[nth + 1] ?? ""]] : []));
  const { area, from, ...more }: Readonly<Record<string, string>> = Object.fromEntries(said);
  const at = AnyInstant.safeParse(from);
  if (!folder || !pathway || !area || !at.success || rest.length !== 4 || Object.keys(more).length > 0) return undefined;
  return { folder, asked: { pathway, area, from: at.data } };
}
