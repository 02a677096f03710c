import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";
import { transformSync } from "esbuild";

/** The pages are rendered as they are where they are deployed, without what React does for its developers. */
process.env.NODE_ENV ??= "production";

/** Node strips types from .ts but refuses .tsx; `node --import ./local/tsx.ts` teaches it, with the compiler that bundles the Lambdas. */
registerHooks({
  load(url, context, next) {
    if (!url.endsWith(".tsx")) return next(url, context);
    const sourcefile = fileURLToPath(url);
    const { code } = transformSync(readFileSync(sourcefile, "utf8"), {
      loader: "tsx",
      jsx: "automatic",
      sourcefile,
      sourcemap: "inline",
    });
    return { format: "module", source: code, shortCircuit: true };
  },
});
