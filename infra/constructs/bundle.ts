import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type AssetCode, Code } from "aws-cdk-lib/aws-lambda";
import { AssetHashType, DockerImage } from "aws-cdk-lib/core";
import { buildSync } from "esbuild";

const root = fileURLToPath(new URL("../..", import.meta.url));

/**
 * One function as it is deployed: a single ESM file and its source map, made by esbuild in this process while synthesising. No container
 * is needed, and an entry that does not compile stops the synthesis.
 */
export function bundle(entry: string): AssetCode {
  return Code.fromAsset(join(root, "functions"), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry("never-used"),
      command: [entry], // what tells one function's asset from another's in the cache of CDK
      local: { tryBundle: (folder) => build(entry, folder) },
    },
  });
}

function build(entry: string, folder: string): true {
  buildSync({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: join(folder, "index.mjs"),
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node24",
    jsx: "automatic",
    minify: true,
    sourcemap: true,
    sourcesContent: false,
    define: { "process.env.NODE_ENV": '"production"' },
    // React's server renderer is CommonJS; without a `require` it passes the synthesis and dies at its first call.
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    logLevel: "error",
  });
  return true;
}
