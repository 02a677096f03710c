import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";

interface Entry {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly inBundle?: boolean;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}
const lock = JSON.parse(readFileSync("package-lock.json", "utf8")) as {
  lockfileVersion: number;
  packages: Record<string, Entry>;
};
const own = JSON.parse(readFileSync("package.json", "utf8")) as Entry & { allowScripts: Record<string, boolean> };
const { "": root = {}, ...packages } = lock.packages;

/** What may run a script when it is installed, and why. Whatever else wants to is refused here first. */
const RUNS: Readonly<Record<string, string>> = {
  node: "it lays down the one Node that everything here runs on",
  esbuild: "it lays down the compiler for this machine, which bundles the functions",
};
/** What wants to, and need not: it works without, as npm is told in `allowScripts`. */
const NEED_NOT = ["@swc/core", "@parcel/watcher", "unrs-resolver"];

/** What is wrong with one package of the lock. */
function faultOf([path, { version, resolved, integrity, inBundle, link }]: [string, Entry]): string[] {
  if (link || !path.startsWith("node_modules/")) return [`${path} is a folder of somebody's machine`];
  if (!version || !/^\d+\.\d+\.\d+/.test(version)) return [`${path} is of no version`];
  if (resolved && !resolved.startsWith("https://registry.npmjs.org/")) return [`${path} comes from ${resolved}`];
  // What came inside another package is as whole as that package is.
  return integrity?.startsWith("sha512-") || inBundle ? [] : [`${path} is not held to what it was`];
}

describe("the lock of what we depend on", () => {
  it("holds each package to its version and its content, from the public registry and nowhere else", () => {
    expect(Object.keys(packages).length).toBeGreaterThan(100);
    expect(Object.entries(packages).flatMap(faultOf)).toEqual([]);
  });

  it("sees one that is not", () => {
    const held = { version: "1.0.0", integrity: "sha512-x" };
    const planted: [string, Entry][] = [
      ["node_modules/a", { ...held, resolved: "git+ssh://git@example.org/a.git#1" }],
      ["node_modules/b", { ...held, resolved: "https://registry.example.org/b/-/b-1.0.0.tgz" }],
      ["node_modules/c", { version: "1.0.0" }],
      ["node_modules/d", { version: "1.0.0", integrity: "sha1-x" }],
      ["../e", held],
      ["node_modules/f", { ...held, link: true }],
      ["node_modules/g", { ...held, version: "file:../g" }],
    ];
    expect(planted.flatMap(faultOf)).toHaveLength(planted.length);
  });

  it("is in step with what we ask for, which is always a version", () => {
    for (const kind of ["dependencies", "devDependencies"] as const) {
      expect(root[kind]).toEqual(own[kind]);
      for (const [name, range] of Object.entries(own[kind] ?? {})) {
        expect([name, range]).toEqual([name, expect.stringMatching(/^\^?\d+\.\d+\.\d+$/)]);
        expect(packages).toHaveProperty([`node_modules/${name}`]);
      }
    }
  });

  it("lets nothing run when it is installed but what is explained", () => {
    const wanting = Object.entries(packages).flatMap(([path, { hasInstallScript }]) =>
      hasInstallScript ? [path.replace(/^.*node_modules\//, "")] : [],
    );
    expect(new Set(wanting)).toEqual(new Set([...Object.keys(RUNS), ...NEED_NOT]));
    const said = Object.fromEntries([...Object.keys(RUNS).map((name) => [name, true]), ...NEED_NOT.map((name) => [name, false])]);
    expect(own.allowScripts).toEqual(said);
  });
});
