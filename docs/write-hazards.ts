import { writeFileSync } from "node:fs";
import {
  evidenceOf,
  type Hazard,
  type HazardLog,
  Likelihood,
  MATRIX,
  MEANS,
  type Risk,
  readHazards,
  riskOf,
  type Score,
  Severity,
  type Shown,
  UNSIGNED,
} from "./clinical-safety/hazard.ts";

const PAGE = new URL("clinical-safety/hazard-log.md", import.meta.url);

const row = (...cells: readonly (string | number)[]): string => `| ${cells.join(" | ")} |`;
const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [row(...head), row(...head.map(() => "---")), ...rows.map((cells) => row(...cells))].join("\n");
const list = (items: readonly string[]): string => (items.length === 0 ? "- none" : items.map((item) => `- ${item}`).join("\n"));
const words = (code: string): string => code.replaceAll("_", " ");
const scored = (score: Score): string => `${words(score.severity)}, ${words(score.likelihood)}: **${riskOf(score)}**`;
const shown = ({ file, name }: Shown): string => `\`${file}\` «${name.join(" › ")}»`;

/** The page as it should be: everything on it is in the log, and each risk is read from the matrix. */
export function hazardsDoc({ version, note, hazards }: HazardLog = readHazards()): string {
  const tests = new Set(hazards.flatMap(evidenceOf).map(shown)).size;
  return `${[
    "# Hazard log",
    `${UNSIGNED} Written by \`npm run hazards\` from [hazard-log.json](hazard-log.json); change that file.`,
    `Version ${version}. ${note}`,
    `${hazards.length} hazards, held by ${tests} tests. A run of the whole suite fails when one of these tests is not there or has not passed.`,
    "## In short",
    table(
      ["id", "hazard", "before", "after", "status"],
      hazards.map((one) => [one.id, one.hazard, riskOf(one.initial), riskOf(one.residual), one.status]),
    ),
    "## The matrix",
    table(
      ["how likely ↓ how bad →", ...Severity.options.map(words)],
      Likelihood.options.map((likelihood) => [
        words(likelihood),
        ...Severity.options.map((severity) => MATRIX[likelihood][severity]),
      ]),
    ),
    list(Object.entries(MEANS).map(([risk, means]) => `${risk as unknown as Risk}: ${means}`)),
    ...hazards.map(entry),
  ].join("\n\n")}\n`;
}

const entry = (one: Hazard): string =>
  [
    `## ${one.id} ${one.hazard}`,
    `**Description.** ${one.description}`,
    `**Causes.**\n\n${list(one.causes)}`,
    `**Effect.** ${one.effect}`,
    `**Harm.** ${one.harm}`,
    `**Existing controls.**\n\n${list(one.existing)}`,
    `**Before.** ${scored(one.initial)}`,
    `**New controls: design.**\n\n${list(one.controls.design.map(held))}`,
    `**New controls: test.**\n\n${list(one.controls.test.map(held))}`,
    `**New controls: training** (proposed).\n\n${list(one.controls.training)}`,
    `**New controls: business process** (proposed).\n\n${list(one.controls.process)}`,
    `**After.** ${scored(one.residual)}. ${one.note}`,
    `**Owner.** ${one.owner}, until a clinical safety officer is named. **Status.** ${one.status}`,
  ].join("\n\n");

const held = ({ says, shownBy }: Hazard["controls"]["design"][number]): string =>
  [says, ...shownBy.map((test) => `  - ${shown(test)}`)].join("\n");

/** `npm run hazards`. */
if (import.meta.main) writeFileSync(PAGE, hazardsDoc());
