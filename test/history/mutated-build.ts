import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { check } from "../../history/check.ts";
import type { History } from "../../history/history.ts";
import { MUTANTS } from "./mutants.ts";

/**
 * Builds of the product with one bug each, in one process: every file of ours that is reached from a build is loaded once more for it, and
 * the bug stands in one of them. What checks them is loaded without any. Prints a line for each number that it is given; -1 has no bug.
 */
const OURS = pathToFileURL(`${process.cwd()}/`).href;
const isOurs = (url: string): boolean => url.startsWith(OURS) && !url.includes("/node_modules/");
const buildOf = (url: string | undefined): string | null => (url ? new URL(url).searchParams.get("build") : null);

registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context);
    const build = isOurs(found.url) ? buildOf(context.parentURL) : null;
    return build === null || buildOf(found.url) !== null ? found : { ...found, url: `${found.url}?build=${build}` };
  },
  load(url, context, next) {
    const build = buildOf(url);
    const mutant = build === null ? undefined : MUTANTS[Number(build)];
    if (!mutant || !url.startsWith(`${OURS}${mutant.file}?`)) return next(url, context);
    const source = readFileSync(fileURLToPath(url.split("?")[0] ?? ""), "utf8");
    return { ...next(url, context), source: source.replace(mutant.find, () => mutant.replace) };
  },
});

/** The nights that are told by hand; where none of them has it, days that are simulated: longer, and with what chance brings. */
async function historiesOf(build: string): Promise<History[]> {
  if (MUTANTS[Number(build)]?.in === "days") {
    const { simulate } = (await import(`../../history/simulate.ts?build=${build}`)) as typeof import("../../history/simulate.ts");
    return [simulate({ seed: 2, from: "2026-10-24", days: 6, casesPerDay: 60 })];
  }
  const { NIGHTS } = (await import(`./nights.ts?build=${build}`)) as typeof import("./nights.ts");
  return Object.values(NIGHTS).map((night) => night());
}

for (const build of process.argv.slice(2)) {
  const rules = new Set((await historiesOf(build)).flatMap((history) => check(history).map(({ rule }) => rule)));
  console.log(JSON.stringify({ build: Number(build), rules: [...rules] }));
}
