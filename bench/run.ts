import { cpus, release, totalmem } from "node:os";
import { benchRaise } from "./raise.ts";
import { benchStrike } from "./strike.ts";

/** `npm run bench`, or `npm run bench -- raise` or `-- strike`: prints tables for docs/performance.md. */
const [which] = process.argv.slice(2);
console.log(
  `Node.js ${process.version}, Linux ${release()}, ${cpus().length} cores (${cpus()[0]?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GiB`,
);
if (which !== "strike") {
  console.log("\nFrom a raise to the mail service's yes:\n");
  await benchRaise();
}
if (which !== "raise") {
  console.log("\nHow late limits are struck:\n");
  await benchStrike();
}
process.exit(0);
