import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { RULES } from "../../history/check.ts";
import { MUTANTS } from "./mutants.ts";

const run = promisify(execFile);
const ABREAST = 2;
/** Which rules told of something, by the number of the build. */
const found = new Map<number, readonly string[]>();

beforeAll(async () => {
  const builds = [-1, ...MUTANTS.keys()];
  const shares = Array.from({ length: ABREAST }, (_, nth) => builds.filter((__, at) => at % ABREAST === nth));
  const printed = await Promise.all(
    shares.map((share) =>
      run(process.execPath, ["--disable-warning=ExperimentalWarning", "test/history/mutated-build.ts", ...share.map(String)]),
    ),
  );
  for (const line of printed.flatMap(({ stdout }) => stdout.trim().split("\n"))) {
    const { build, rules } = JSON.parse(line) as { build: number; rules: string[] };
    found.set(build, rules);
  }
});

describe("a build with a bug in it", () => {
  it("is told apart from ours, of which nothing is told", () => {
    expect(found.get(-1)).toEqual([]);
  });

  it.each(MUTANTS.map(({ says, rule }, nth) => [says, rule, nth] as const))("in which %s, is caught by «%s»", (_, rule, nth) => {
    expect(found.get(nth)).toContain(rule);
  });

  it.each(MUTANTS)("differs from ours in one place of $file: $says", ({ file, find, replace }) => {
    expect(readFileSync(file, "utf8").split(find)).toHaveLength(2);
    expect(replace).not.toBe(find);
  });

  it("is there for each rule", () => {
    const rules = RULES.map(({ name }) => name).sort();
    expect([...new Set(MUTANTS.map(({ rule }) => rule))].sort()).toEqual(rules);
  });
});
