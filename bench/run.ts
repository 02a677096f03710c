import { cpus, release, totalmem } from "node:os";
import { benchByHand } from "./by-hand.ts";
import { benchDuty } from "./duty.ts";
import { benchLearning } from "./learning.ts";
import { benchPages } from "./pages.ts";
import { benchRaise } from "./raise.ts";
import { benchStorm } from "./storm.ts";
import { benchStrike } from "./strike.ts";

/** `npm run bench`, or one of its parts by name, as in `npm run bench -- raise`: prints tables for docs/performance.md. */
const [which] = process.argv.slice(2);
const BENCHES = {
  "by-hand": ["A raise by hand, from opening the form to its reference", benchByHand],
  raise: ["From a raise to the mail service's yes", benchRaise],
  storm: ["Another site's first page, while one site raises 300 cases", benchStorm],
  strike: ["How late limits are struck", benchStrike],
  duty: ["Who is on duty", benchDuty],
  pages: ["What pages weigh, and how long they take to make", benchPages],
  learning: ["A quarter of cases, its figures and its packs", benchLearning],
} as const;
console.log(
  `Node.js ${process.version}, Linux ${release()}, ${cpus().length} cores (${cpus()[0]?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GiB`,
);
for (const [name, [title, bench]] of Object.entries(BENCHES)) {
  if (which !== undefined && which !== name) continue;
  console.log(`\n${title}:\n`);
  await bench();
}
process.exit();
