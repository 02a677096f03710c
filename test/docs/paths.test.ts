import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "@jest/globals";

/** What documents tell of the repository: each thing they name is there. */
const documents = [...globSync("docs/**/*.md"), ...globSync("{README,CHANGELOG}.md")].sort();
const FOLDERS = [
  "bench",
  "config",
  "core",
  "docs",
  "functions",
  "history",
  "infra",
  "local",
  "operate",
  "test",
  "web",
  "workflows",
];
/** Made when the product is built, and kept in no repository. */
const MADE = ["web/built", "web/built/assets.ts"];

const fences = /^```[\s\S]*?^```/gm;
/** All that a page shows as code: blocks, indented lines, words in backticks. */
function codeOf(text: string): string[] {
  const rest = text.replace(fences, "");
  return [
    ...(text.match(fences) ?? []),
    ...(rest.match(/^(?: {4}|\t).*$/gm) ?? []),
    ...[...rest.matchAll(/`([^`\n]+)`/g)].flatMap(([, words]) => words ?? []),
  ];
}

const PATH = new RegExp(`(?<![\\w./<-])(?:${FOLDERS.join("|")})/[\\w.*{},/-]*`, "g");
const pathsIn = (text: string): string[] =>
  codeOf(text).flatMap((code) => (code.match(PATH) ?? []).map((path) => path.replace(/[.,/]+$/, "")));
const linksIn = (text: string): string[] =>
  [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = ""]) => target.replace(/#.*$/, ""))
    .filter((target) => target !== "" && !/^[a-z]+:/.test(target));

const isThere = (path: string): boolean =>
  MADE.includes(path) || (/[*{]/.test(path) ? globSync(path).length > 0 : existsSync(path));

const STATES = globSync("workflows/*.asl.json").flatMap((file) =>
  Object.keys((JSON.parse(readFileSync(file, "utf8")) as { States: object }).States),
);
/** A sentence in backticks is the name of a state: nothing else is written so. */
const statesIn = (text: string): string[] =>
  [...text.replace(fences, "").matchAll(/`([A-Z][a-z]*(?::? [A-Za-z]+)+\??)`/g)].map(([, name = ""]) => name);

const scripts = Object.keys((JSON.parse(readFileSync("package.json", "utf8")) as { scripts: object }).scripts);

describe.each(documents)("%s", (document) => {
  const text = readFileSync(document, "utf8");

  it("names only files and folders that are there", () => {
    const named = [...pathsIn(text), ...linksIn(text).map((target) => join(dirname(document), target))];
    expect([...new Set(named)].filter((path) => !isThere(path))).toEqual([]);
  });

  it("names only states that a workflow has", () => {
    expect(statesIn(text).filter((name) => !STATES.includes(name))).toEqual([]);
  });

  it("names only commands that package.json has", () => {
    const commands = [...text.matchAll(/\bnpm run (?:-\S+ )?([a-z][\w:-]*)/g)].map(([, name = ""]) => name);
    expect(commands.filter((name) => !scripts.includes(name))).toEqual([]);
  });
});

describe("docs/architecture.md", () => {
  const text = readFileSync("docs/architecture.md", "utf8");

  it("explains each state that an operator may see", () => {
    expect([...new Set(statesIn(text))].sort()).toEqual([...new Set(STATES)].sort());
  });

  it("names each folder of the code", () => {
    expect(FOLDERS.filter((folder) => !pathsIn(text).some((path) => path === folder || path.startsWith(`${folder}/`)))).toEqual(
      [],
    );
  });
});
