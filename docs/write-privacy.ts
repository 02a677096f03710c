import { readFileSync, writeFileSync } from "node:fs";
import type { Partnership } from "../core/partnership/partnership.ts";
import { readPartnership } from "../core/partnership/read-partnership.ts";
import type { Retention, RetentionClass } from "../core/partnership/retention.ts";
import { readFolder } from "../operate/read-folder.ts";

const PAGE = new URL("privacy.md", import.meta.url);
const [FIRST, LAST] = ["<!-- the schedule begins -->", "<!-- the schedule ends -->"];

const row = (...cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(...head), row(...head.map(() => "---")), ...rows.map((cells) => row(...cells))].join("\n");
const spaced = (code: string): string => code.replaceAll("_", " ");
const kept = ({ keep }: RetentionClass): string =>
  keep === "always" ? "always" : `${keep.years} years from ${keep.after === "closing" ? "the closing" : "the last contact"}`;

function schedule({ version, owner, note, classes, records, learning, auditYears, bases }: Retention, { pathways }: Partnership) {
  const typeTitle = (code: string) => pathways.flatMap(({ types }) => types).find((type) => type.code === code)?.title ?? code;
  const titleOf = (code: string) => classes.find((one) => one.code === code)?.title ?? code;
  const when = ({ types, child, outcomes }: Retention["records"][number]) =>
    [
      ...(child ? ["about a child"] : []),
      ...(outcomes ? [`it ended: ${outcomes.map(spaced).join(", ")}`] : []),
      ...(types ? types.map(typeTitle) : []),
    ].join("; ") || "any other";
  return [
    `Version ${version}. Owner: ${owner}. ${note}`,
    table(
      ["class", "kept", "rule of", "where it comes from"],
      classes.map((one) => [one.title, kept(one), one.ruleOf, one.source]),
    ),
    `What a body writes is in the first class that fits. What the partners learn is in the class «${titleOf(learning)}». An entry of the audit is kept ${auditYears} years.`,
    table(
      ["written by", "when", "class"],
      records.map((one) => [one.kinds.map(spaced).join(", "), when(one), titleOf(one.class)]),
    ),
    table(
      ["written by", "when", "recorded under"],
      bases.map(({ kinds, types, basis }) => [
        kinds.map(spaced).join(", "),
        types?.map(typeTitle).join("; ") ?? "any other",
        `\`${basis}\``,
      ]),
    ),
  ].join("\n\n");
}

/** The page as it should be: its schedule is what is configured, and everything else is as it was written by hand. */
export function privacyDoc(page = readFileSync(PAGE, "utf8")): string {
  const agreed = readPartnership(readFolder("config/london"));
  const [before = "", rest = ""] = page.split(FIRST);
  const [, after = ""] = rest.split(LAST);
  return `${before}${FIRST}\n\n${agreed.retention ? schedule(agreed.retention, agreed) : ""}\n\n${LAST}${after}`;
}

/** `npm run privacy`. */
if (import.meta.main) writeFileSync(PAGE, privacyDoc());
