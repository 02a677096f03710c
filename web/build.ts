import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build, transform } from "esbuild";
import { compile } from "sass";

const HERE = import.meta.dirname;
const ROOT = join(HERE, "..");
const BUILT = join(HERE, "built", "assets.ts");

/** What the browser gets: a sheet, its colours for the night, and one script, each under a name that follows from what is in it. */
async function assets(): Promise<Record<"css" | "night" | "js", { name: string; type: string; body: string }>> {
  const named = (stem: string, ending: string, type: string, body: string) => ({
    name: `${stem}.${digest(body).slice(0, 12)}.${ending}`,
    type,
    body,
  });
  const sheet = (file: string) =>
    compile(join(HERE, "styles", file), { loadPaths: [join(ROOT, "node_modules")], style: "expanded", quietDeps: true }).css;
  const minified = async (css: string) => (await transform(css, { loader: "css", minify: true, legalComments: "none" })).code;
  const day = sheet("main.scss");
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
    css: named("main", "css", "text/css; charset=utf-8", await minified(day)),
    night: named("night", "css", "text/css; charset=utf-8", await minified(paintOf(day, sheet("night.scss")))),
    js: named("main", "js", "text/javascript; charset=utf-8", script.outputFiles[0]?.text ?? ""),
  };
}

/** What paints something: only that may differ between the two sheets. A shorthand is reduced to its colour, so that it sets nothing else again. */
function paint(declaration: string): string | undefined {
  const [, name = "", value = ""] = /^([\w-]+): (.*);$/.exec(declaration.trim()) ?? [];
  if (/^(color|fill|stroke|box-shadow|background-image|(background|outline|border(-\w+)?)-color)$/.test(name))
    return `${name}: ${value};`;
  const colour = /#[0-9a-f]{3,8}\b|rgba?\([^)]*\)|\btransparent\b|\bcurrentcolor\b/i.exec(value)?.[0];
  if (/^(outline|border(-\w+)?)$/.test(name)) return colour && `${name}-color: ${colour};`;
  if (name === "background") return `background-color: ${colour ?? "transparent"};`;
  return undefined;
}

/**
 * One sheet's paint for screens: every declaration that paints, in its order, with the rules around it. Each lies over its twin of the
 * other sheet, which gives everything else. The two are made from the same sources; throws when they differ in more than paint.
 */
export function paintOf(was: string, is: string): string {
  const [before, after] = [was, is].map((css) => css.replace(/\/\*[\s\S]*?\*\//g, "").split("\n")) as [string[], string[]];
  const kept: string[] = [];
  const around: { opening: string; kept: boolean }[] = [];
  let opening = "";
  for (const [nth, line] of after.entries()) {
    const painted = paint(line);
    const same = before[nth] === undefined || before[nth] === line;
    if (!same && painted === undefined && !/^\s*--/.test(line))
      throw new Error(`more than paint differs: ${before[nth]} ${line}`);
    if (line.endsWith(",")) opening += line;
    else if (line.endsWith("{")) {
      around.push({ opening: opening + line, kept: false });
      opening = "";
    } else if (line.trim() === "}") {
      if (around.pop()?.kept) kept.push("}");
    } else if (painted !== undefined || (before[nth] === undefined && line.trim() !== "")) {
      if (around.some((rule) => rule.opening.includes("@media print"))) continue;
      for (const one of around.filter((rule) => !rule.kept)) {
        kept.push(one.opening);
        one.kept = true;
      }
      kept.push(painted ?? line);
    }
  }
  return kept.join("\n");
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
  const { css, night, js } = await assets();
  mkdirSync(join(HERE, "built"), { recursive: true });
  const half = `${BUILT}.${process.pid}`;
  writeFileSync(
    half,
    `${header}${Object.entries({ css, night, js })
      .map(([name, asset]) => `export const ${name} = ${JSON.stringify(asset)};\n`)
      .join("")}`,
  );
  renameSync(half, BUILT);
  return true;
}

if (import.meta.main) console.log((await buildWeb()) ? "Built the sheets and the script." : "Nothing to build.");
