import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** One rule that does not apply somewhere: which, why, and at how many places of all stages. */
export interface Waiver {
  readonly rule: string;
  readonly reason: string;
  readonly places: readonly string[];
}

interface Metadata {
  readonly type: string;
  readonly data?: Readonly<Record<string, string>>;
}

/** Every waiver in what `cdk synth` made, those with the same rule and reason together. */
export function waiversIn(folder: string): Waiver[] {
  const each = globSync(join(folder, "*.metadata.json")).flatMap((file) => {
    const paths = JSON.parse(readFileSync(file, "utf8")) as Readonly<Record<string, readonly Metadata[]>>;
    return Object.entries(paths).flatMap(([path, entries]) =>
      entries
        .filter(({ type }) => type === "aws:cdk:acknowledged-rules")
        .flatMap(({ data = {} }) =>
          Object.entries(data).map(([id, reason]) => ({ path, rule: id.replace(/^Annotation::/i, ""), reason })),
        ),
    );
  });
  return [...Map.groupBy(each, ({ rule, reason }) => `${rule} ${reason}`).values()]
    .flatMap((same) =>
      same[0] ? [{ rule: same[0].rule, reason: same[0].reason, places: same.map(({ path }) => path).sort() }] : [],
    )
    .sort((a, b) => (a.rule < b.rule ? -1 : 1));
}

/** The packs that are asked, by how their rules' names begin. */
export const PACKS = {
  "AWS Solutions": "AwsSolutions-",
  "NIST 800-53 R5": "NIST.800.53.R5-",
  Serverless: "Serverless-",
} as const;

interface Report {
  readonly pluginReports: readonly {
    readonly violations: readonly { readonly ruleName: string; readonly violatingConstructs: readonly unknown[] }[];
  }[];
}

/** How many findings stand open and how many rules are waived, a pack at a time, and each waiver with its reason. */
export function nagReport(folder: string): string {
  const { pluginReports } = JSON.parse(readFileSync(join(folder, "validation-report.json"), "utf8")) as Report;
  const found = pluginReports.flatMap(({ violations }) => violations);
  const waivers = waiversIn(folder);
  const lines = Object.entries(PACKS).flatMap(([pack, begins]) => {
    const open = found.filter(({ ruleName }) => ruleName.startsWith(begins));
    const waived = waivers.filter(({ rule }) => rule.startsWith(begins));
    return [
      `${pack}: ${open.reduce((sum, { violatingConstructs }) => sum + violatingConstructs.length, 0)} findings, ${waived.length} waivers`,
      ...waived.map(({ rule, reason, places }) => `  ${rule}, at ${places.length} places\n    ${reason}`),
      "",
    ];
  });
  return lines.join("\n");
}

/** `npm run nag`: after a synth. */
if (process.argv[1]?.endsWith("nag-report.ts")) console.log(nagReport(process.argv[2] ?? "cdk.out"));
