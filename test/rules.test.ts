import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "@jest/globals";

/** What every function may use beside its own folder. */
const DOER = ["core", "functions", "functions/aws", "zod", "node", "aws-lambda"];
/** Who may import whom; the longer folder names first. */
const MAY: Readonly<Record<string, readonly string[]>> = {
  "functions/aws": ["core", "functions", "@aws-sdk", "nodemailer", "zod", "node"],
  "functions/api": [...DOER, "functions/rota-files"],
  "functions/rooms": [...DOER, "functions/api", "functions/receipts", "functions/web"],
  "functions/stream": DOER,
  "functions/tasks": DOER,
  "functions/receipts": DOER,
  "functions/packs": ["core", "functions/rota-files", "ical.js", "pdfkit"],
  "functions/rota-files": ["core", "csv-parse", "ical.js", "temporal-polyfill"],
  "functions/web": [
    ...DOER,
    "functions/api",
    "functions/packs",
    "functions/rota-files",
    "web",
    "openid-client",
    "jose",
    "react",
    "temporal-polyfill",
  ],
  "functions/schedule": [...DOER, "functions/stream", "functions/tasks"],
  functions: [
    "core",
    "functions/aws",
    "functions/packs",
    "@middy",
    "@aws-lambda-powertools",
    "@aws-sdk",
    "jose",
    "aws-lambda",
    "axios",
    "notifications-node-client",
    "zod",
    "node",
  ],
  core: ["zod", "temporal-polyfill"],
  web: ["core", "zod", "react", "react-dom", "nhsuk-react-components", "nhsuk-frontend", "esbuild", "sass", "node"],
  operate: ["core", "functions", "functions/aws", "zod", "node"],
  "history/rules": ["history", "core", "functions", "node"],
  "history/simulation": ["history", "core", "functions", "bench", "temporal-polyfill", "zod", "node"],
  history: [
    "history/rules",
    "history/simulation",
    "core",
    "functions",
    "functions/aws",
    "bench",
    "temporal-polyfill",
    "zod",
    "node",
  ],
  infra: ["core", "web", "aws-cdk-lib", "constructs", "cdk-nag", "esbuild", "node"],
};
/** The only readers of the clock on the way of a case: the API's and pages' edge, and the task edge. */
/** The two doors; and the ring of keys, where nothing is decided by it but what is forgotten. */
const MAY_READ_THE_CLOCK = ["functions/edge.ts", "functions/task.ts", "functions/aws/data-keys.ts"];
const CLOCK = /\bDate\.now\(|\bnew Date\(\)|\bTemporal\.Now\b|\bperformance\.now\(/;

const folderOf = (path: string) =>
  Object.keys(MAY)
    .sort((a, b) => b.length - a.length)
    .find((folder) => path.startsWith(`${folder}/`)) ??
  path.split("/")[0] ??
  path;
const packageOf = (name: string) => name.split(/[/:]/)[0] ?? name;

/** What a file does that its folder may not. Comments may say what they like. */
function breaches(file: string, text: string): string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
  // A field may be called «from», or an address end in «import»: as a string, or the last part of one, it imports nothing.
  const names = [...code.matchAll(/(?<!["'./])\b(?:from|import)\s*\(?\s*["']([^"']+)["']/g)].map(([, name = ""]) => name);
  const targets = names.map((name) => (name.startsWith(".") ? folderOf(join(dirname(file), name)) : packageOf(name)));
  const own = folderOf(file);
  const wrong = targets.filter((target) => target !== own && !MAY[own]?.includes(target));
  const decides = ["core", "functions", "web"].some((folder) => file.startsWith(`${folder}/`));
  return decides && CLOCK.test(code) && !MAY_READ_THE_CLOCK.includes(file) && !file.startsWith("web/browser/")
    ? [...wrong, "the clock"]
    : wrong;
}

describe("the folders", () => {
  it.each(globSync("{core,functions,web,infra,operate,history}/**/*.{ts,tsx}", { exclude: ["web/built/**"] }))(
    "%s keeps its folder's rule",
    (file) => {
      expect(breaches(file, readFileSync(file, "utf8"))).toEqual([]);
    },
  );

  it.each([
    ["core/escalation/raise.ts", 'import { db } from "../../functions/aws/db.ts";', ["functions/aws"]],
    ["core/escalation/raise.ts", 'import { createHash } from "node:crypto";', ["node"]],
    ["core/escalation/raise.ts", "const now = new Date();", ["the clock"]],
    ["functions/api/raise-escalation.ts", 'import { SESClient } from "@aws-sdk/client-ses";', ["@aws-sdk"]],
    ["functions/stream/dispatch.ts", 'import { boardOf } from "../api/duty-board.ts";', ["functions/api"]],
    ["functions/tasks/strike.ts", "const at = Date.now();", ["the clock"]],
    ["functions/rota-files/read-csv.ts", 'import { people } from "../aws/directory.ts";', ["functions/aws"]],
    ["web/case-page.tsx", 'const { get } = await import("../functions/aws/cases.ts");', ["functions/aws"]],
    ["infra/app.ts", 'import { handler } from "../functions/rooms/cases.ts";', ["functions/rooms"]],
    ["functions/api/decide.ts", 'import { startMachine } from "../../local/machine.ts";', ["local"]],
  ])("would catch %s doing «%s»", (file, line, expected) => {
    expect(breaches(file, line)).toEqual(expected);
  });

  it("take the word «from» among words for no import", () => {
    expect(breaches("core/rota/imported.ts", 'const names = ["from", "to"];')).toEqual([]);
    expect(breaches("core/rota/routes.ts", 'const row = ["/rota/import", "room"];')).toEqual([]);
  });

  it("has no drawers", () => {
    const folders = globSync("{core,functions,web,infra,operate,history,local,workflows,bench,test}/**/", {
      exclude: ["web/built/**"],
    });
    expect(folders.filter((folder) => /(^|\/)(utils?|helpers?|common|services?|shared|lib|misc)$/.test(folder))).toEqual([]);
  });

  it("lets nothing but tests and benches import one machine's parts", () => {
    const importers = globSync("{core,functions,web,infra,operate,history}/**/*.{ts,tsx}").filter((file) =>
      /["'](\.\.\/)+local\//.test(readFileSync(file, "utf8")),
    );
    expect(importers).toEqual([]);
  });
});

describe("what people write", () => {
  it("cannot reach a log: a line carries a code and ids, nothing else", () => {
    const calls = globSync("functions/**/*.ts").flatMap((file) =>
      [...readFileSync(file, "utf8").matchAll(/\blog\(([^)]*)\)/g)].map(([call]) => call),
    );
    expect(calls.length).toBeGreaterThan(5);
    for (const call of calls) expect(call).not.toMatch(/\b(message|body|text|why|whyNow|ask|address)\b/);
  });
});

describe("the four hops", () => {
  it.each([
    ["functions/api/raise-escalation.ts", "Hop 1."],
    ["core/escalation/raise.ts", "Hop 2."],
    ["functions/stream/dispatch.ts", "Hop 3."],
    ["core/escalation/strike.ts", "Hop for time"],
  ])("%s says which hop it is", (file, words) => {
    expect(readFileSync(file, "utf8")).toContain(words);
  });
});
