import { globSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "@jest/globals";
import * as z from "zod";
import { Rota } from "../../core/rota/rota.ts";

const page = readFileSync("docs/runbook.md", "utf8");
const read = (file: string) => ({ file, text: readFileSync(file, "utf8") });
const functions = globSync("functions/**/*.{ts,tsx}").sort().map(read);
const alarms = globSync("infra/constructs/*.ts").map(read);

/** The page by its sections: what stands under each heading. */
const sections = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map((part) => [part.slice(0, part.indexOf("\n")), part] as const),
);
/** The table of codes: each with the files that it says write it, and the section it sends its reader to. */
const explained = (sections.get("What the log says") ?? "").split("\n").flatMap((line) => {
  const [, code = "", files = "", , section = ""] = line.split("|").map((cell) => cell.trim());
  return /^`\w+`$/.test(code) ? [{ code: code.slice(1, -1), files: files.match(/[\w/.-]+\.tsx?/g) ?? [], section }] : [];
});
const codesIn = (text: string): string[] => [...text.matchAll(/\blog\(\s*"(\w+)"/g)].flatMap(([, code]) => code ?? []);
const namedByAlarms = [
  ...new Set(
    alarms.flatMap(({ text }) => [
      ...[...text.matchAll(/\bsection: "([^"]+)"/g)].map(([, name = ""]) => name),
      ...[...text.matchAll(/RunbookSection = "([^"]+)"/g)].map(([, name = ""]) => name),
      ...(/RUNBOOK = \[([^\]]*)\]/.exec(text)?.[1]?.match(/(?<=")[^"]+(?=")/g) ?? []).filter((name) => !/^,\s*$/.test(name)),
    ]),
  ),
];

describe("the runbook and the log", () => {
  it("explains each code that a function logs, and none that no function does", () => {
    const used = [...new Set(functions.flatMap(({ text }) => codesIn(text)))].sort();
    expect(explained.map(({ code }) => code).sort()).toEqual(used);
  });

  it("reads every code there is: a code is written where it is logged, in plain text", () => {
    const calls = functions
      .map(({ text }) => text.replace(/console\.log\(|function log\(/g, ""))
      .flatMap((text) => text.match(/\blog\(\s*./g) ?? []);
    expect(calls.length).toBeGreaterThan(0);
    expect(calls.filter((call) => !call.endsWith('"'))).toEqual([]);
  });

  it.each(explained)("says truly who writes $code, and where to read on", ({ code, files, section }) => {
    const writers = functions.filter(({ text }) => codesIn(text).includes(code)).map(({ file }) => file);
    expect([...files].sort()).toEqual(writers);
    expect([...sections.keys()]).toContain(section);
    expect(sections.get(section)).toContain(`\`${code}\``);
  });

  it("is counted by alarms only for codes that exist", () => {
    const counted = alarms.flatMap(({ text }) => [...text.matchAll(/\.logged\("(\w+)"/g)].map(([, code]) => code));
    expect(counted).not.toEqual([]);
    expect(explained.map(({ code }) => code)).toEqual(expect.arrayContaining(counted));
  });
});

describe("the runbook and the alarms", () => {
  it("is named by the alarms at all", () => {
    expect(namedByAlarms).toEqual(expect.arrayContaining(["Messages are not leaving", "The sweeper is silent", "The API fails"]));
  });

  it.each(namedByAlarms)("has a section «%s», which tells whoever is woken all they need", (name) => {
    for (const part of [
      "What people notice.",
      "What still works.",
      "What to look at.",
      "What to do.",
      "How to know it is over.",
    ]) {
      expect(sections.get(name)).toContain(`**${part}**`);
    }
  });
});

describe("the file that puts somebody on duty", () => {
  beforeAll(() => {
    process.env.TABLE = "none";
  });

  it("would be taken as it is printed", async () => {
    const { Enrolment } = await import("../../functions/aws/enrolment.ts");
    const printed = /```json\n([\s\S]*?)```/.exec(sections.get("Put somebody on duty") ?? "")?.[1] ?? "";
    const { people, rotas } = JSON.parse(printed);
    expect(z.array(Enrolment).parse(people)).toHaveLength(1);
    expect(z.array(Rota).parse(rotas)).toHaveLength(1);
    const teams = JSON.parse(readFileSync("config/london/teams.json", "utf8")) as { code: string }[];
    expect(teams.map(({ code }) => code)).toContain(rotas[0].team);
  });
});
