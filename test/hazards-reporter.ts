import { relative } from "node:path";
import { evidenceOf, type Hazard, readHazards, type Shown } from "../docs/clinical-safety/hazard.ts";

/** One test that was run: where it stands, and what became of it. */
export interface Ran extends Shown {
  readonly status: string;
}

/** Where a title is filled in anew for each row of a table. */
const FILLED_IN = /%[a-z#]|\$[\w.]+/g;
const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const patternOf = (title: string): RegExp => new RegExp(`^${title.split(FILLED_IN).map(literal).join("[^]*")}$`);

/** Is it this test, or one row of it? */
function isOf({ file, name }: Shown, ran: Shown): boolean {
  return (
    ran.file === file && ran.name.length === name.length && name.every((title, nth) => patternOf(title).test(ran.name[nth] ?? ""))
  );
}

/** What a hazard rests on and this run has not shown, a line each. A machine without a browser shows less, and is not blamed for it. */
export function notShown(hazards: readonly Hazard[], ran: readonly Ran[], hasBrowser: boolean): string[] {
  return hazards
    .filter(({ status }) => status !== "deprecated")
    .flatMap((hazard) =>
      evidenceOf(hazard).flatMap((test) => {
        const rows = ran.filter((one) => isOf(test, one));
        const wasLeftOut = !hasBrowser && rows.some(({ status }) => status === "pending");
        const passed = rows.filter(({ status }) => status === "passed").length;
        if (rows.length > 0 && (wasLeftOut || passed === rows.length)) return [];
        return [`${hazard.id}: ${test.file} «${test.name.join(" › ")}» ${rows.length === 0 ? "was not run" : "has not passed"}`];
      }),
    );
}

/** What jest was asked to run, as far as it narrows that down. */
interface Asked {
  readonly rootDir: string;
  readonly testPathPatterns: { readonly patterns: readonly string[] };
  readonly testNamePattern?: string;
  readonly onlyChanged: boolean;
  readonly onlyFailures: boolean;
  readonly findRelatedTests: boolean;
  readonly shard?: object;
}

/** A run of a part shows a part: nothing is missing from it. */
export const isWhole = ({
  testPathPatterns,
  testNamePattern,
  onlyChanged,
  onlyFailures,
  findRelatedTests,
  shard,
}: Omit<Asked, "rootDir">): boolean =>
  testPathPatterns.patterns.length === 0 && !testNamePattern && !onlyChanged && !onlyFailures && !findRelatedTests && !shard;

interface Finished {
  readonly wasInterrupted: boolean;
  readonly testResults: readonly {
    readonly testFilePath: string;
    readonly testResults: readonly {
      readonly ancestorTitles: readonly string[];
      readonly title: string;
      readonly status: string;
    }[];
  }[];
}

/** At the end of a run of the whole suite: each test that the hazard log rests on is there and has passed, or the run has failed. */
export default class HazardsReporter {
  readonly #asked: Asked;
  #fault: Error | undefined;

  constructor(asked: Asked) {
    this.#asked = asked;
  }

  async onRunComplete(_: unknown, { wasInterrupted, testResults }: Finished): Promise<void> {
    if (wasInterrupted || !isWhole(this.#asked)) return;
    const ran = testResults.flatMap(({ testFilePath, testResults: tests }) =>
      tests.map(({ ancestorTitles, title, status }) => ({
        file: relative(this.#asked.rootDir, testFilePath),
        name: [...ancestorTitles, title],
        status,
      })),
    );
    const { browserAt } = await import("./web/chromium.ts"); // here alone: every small run would wait for it
    const missing = notShown(readHazards().hazards, ran, browserAt !== undefined);
    if (missing.length === 0) return;
    this.#fault = new Error(`The hazard log rests on tests that this run has not shown:\n${missing.join("\n")}`);
    console.error(`\n${this.#fault.message}`);
  }

  getLastError(): Error | undefined {
    return this.#fault;
  }
}
