import { readFileSync, writeFileSync } from "node:fs";
import { FAULTS, type Fault } from "../test/workflows/fault-matrix.ts";

const PAGE = new URL("faults.md", import.meta.url);
const [FIRST, LAST] = ["<!-- the faults begin -->", "<!-- the faults end -->"];

const row = (...cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
const shown = ({ shown: tests }: Fault): string => tests.map(({ file, name }) => `«${name}» (\`${file}\`)`).join("; ");

const section = (part: string, faults: readonly Fault[]): string =>
  [
    `### ${part}\n`,
    row("fault", "what holds", "who acts", "shown by"),
    row("---", "---", "---", "---"),
    ...faults.map((fault) => row(fault.fault, fault.promise, fault.acts, shown(fault))),
  ].join("\n");

/** The page as it should be: its tables are the matrix that the suite is held to, and everything else is as it was written by hand. */
export function faultsDoc(page = readFileSync(PAGE, "utf8")): string {
  const [before = "", rest = ""] = page.split(FIRST);
  const [, after = ""] = rest.split(LAST);
  const tables = Object.entries(FAULTS).map(([part, faults]) => section(part, faults));
  return `${before}${FIRST}\n\n${tables.join("\n\n")}\n\n${LAST}${after}`;
}

/** `npm run faults`. */
if (import.meta.main) writeFileSync(PAGE, faultsDoc());
