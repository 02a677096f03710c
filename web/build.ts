import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { compile } from "sass";

const HERE = import.meta.dirname;
const ROOT = join(HERE, "..");
const BUILT = join(HERE, "built", "assets.ts");

/** What the browser gets: one sheet and one script, each under a name that follows from what is in it. */
async function assets(): Promise<Record<"css" | "js", { name: string; type: string; body: string }>> {
  const named = (stem: string, ending: string, type: string, body: string) => ({
    name: `${stem}.${digest(body).slice(0, 12)}.${ending}`,
    type,
    body,
  });
  const sheet = compile(join(HERE, "styles", "main.scss"), {
    loadPaths: [join(ROOT, "node_modules")],
    style: "compressed",
    quietDeps: true,
  });
  const script = await build({
    entryPoints: [join(HERE, "browser", "main.ts")],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    legalComments: "none",
    write: false,
  });
  return {
    css: named("main", "css", "text/css; charset=utf-8", sheet.css),
    js: named("main", "js", "text/javascript; charset=utf-8", script.outputFiles[0]?.text ?? ""),
  };
}

const digest = (...texts: string[]): string =>
  texts.reduce((hash, text) => hash.update(text).update("\0"), createHash("sha256")).digest("hex");

/** Everything the two files follow from: our own sources, this recipe, and the versions of the packages. */
function sources(): string {
  const files = globSync(["styles/**/*.scss", "browser/**/*.ts", "build.ts"], { cwd: HERE }).sort();
  return digest(
    ...files.flatMap((file) => [file, readFileSync(join(HERE, file), "utf8")]),
    readFileSync(join(ROOT, "package-lock.json"), "utf8"),
  );
}

/** Makes web/built/assets.ts, unless it is there already and nothing it follows from has changed. Says whether it had to. */
export async function buildWeb(): Promise<boolean> {
  const header = `/** Made by web/build.ts from ${sources()}. */\n`;
  if (existsSync(BUILT) && readFileSync(BUILT, "utf8").startsWith(header)) return false;
  const { css, js } = await assets();
  mkdirSync(join(HERE, "built"), { recursive: true });
  const half = `${BUILT}.${process.pid}`;
  writeFileSync(half, `${header}export const css = ${JSON.stringify(css)};\nexport const js = ${JSON.stringify(js)};\n`);
  renameSync(half, BUILT);
  return true;
}

if (import.meta.main) console.log((await buildWeb()) ? "Built the sheet and the script." : "Nothing to build.");
