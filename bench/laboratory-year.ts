import { fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { Temporal } from "temporal-polyfill";
import { printed, together } from "../history/summary.ts";
import { JAVA, startDatabase } from "../local/database.ts";
import { synthesised } from "../local/table.ts";
import type { MonthLived, MonthToLive } from "./laboratory-year/month.ts";

/**
 * `npm run year:laboratory`: a year of London on the real parts, month by month, each on a machine of its own. Prints what happened and fails
 * when the checker finds a breach, with the command that lives that month again.
 */
const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    from: { type: "string", default: "2027-07-01" },
    months: { type: "string" },
    /** The first days of each month alone; of the first month alone when it is not said of how many. */
    days: { type: "string" },
    cases: { type: "string", default: "5000" },
  },
});

const A_YEAR = 366;
const { seed, from } = values;
process.env.JDK_JAVA_OPTIONS ??= JAVA.lasting;
/** One for all months: the engine has compiled itself once. */
const [template, { endpoint: database, close }] = await Promise.all([synthesised(), startDatabase()]);
const waiting: MonthToLive[] = Array.from({ length: Number(values.months ?? (values.days ? 1 : 12)) }, (_, nth) => {
  const first = Temporal.PlainDate.from(from).add({ months: nth });
  const days = values.days ? Number(values.days) : first.until(first.add({ months: 1 })).days;
  const cases = Math.round((Number(values.cases) * days) / A_YEAR);
  return { seed: `${seed} ${first.toString()}`, from: first.toString(), days, cases, template, database };
});

const FILE = new URL("./laboratory-year/month-process.ts", import.meta.url).pathname;
/** What is made for one request is dead after it: with more room for what is young, less of it is looked through. */
const EXEC_ARGV = ["--max-semi-space-size=64", "--disable-warning=TimeoutNegativeWarning", "--import", "./local/tsx.ts"];
const MOST_SHOWN = 5;

/** One month on a process of its own. */
const lived = (month: MonthToLive): Promise<MonthLived> =>
  new Promise((resolve, reject) => {
    const child = fork(FILE, { execArgv: EXEC_ARGV });
    child.once("message", (one) => resolve(one as MonthLived));
    child.once("exit", (code, signal) => {
      if (code !== 0) reject(new Error(`The month from ${month.from} ended with ${code ?? signal}.`));
    });
    child.send(month);
  });

const begun = performance.now();
const all: MonthLived[] = [];
/** Each waits for a good part of its time for the stream to show what was written: so many abreast keep a core busy, and more get in one another's way. */
const ABREAST_ON_A_CORE = 2;
/** One after another. */
async function lane(): Promise<void> {
  for (let month = waiting.shift(); month; month = waiting.shift()) {
    const one = await lived(month);
    all.push(one);
    const figures = `${one.summary.cases} cases in ${one.seconds.toFixed(0)} s, ${one.mebibytes} MiB, ${one.breaches.length} breaches`;
    console.log(`${one.from}: ${figures}`);
    for (const { rule, says, case: id } of one.breaches.slice(0, MOST_SHOWN)) console.log(`  ${rule}: ${says} (case ${id})`);
  }
}
await Promise.all(Array.from({ length: Math.ceil(availableParallelism() * ABREAST_ON_A_CORE) }, lane));
await close();

console.log(printed(together(all.map(({ summary }) => summary))).join("\n"));
const minutes = ((performance.now() - begun) / 60_000).toFixed(1);
console.log(`\n${all.length} months from ${from}, seed ${seed}: ${minutes} minutes.`);
const broken = all.filter(({ breaches }) => breaches.length > 0);
for (const { from: first } of broken) console.log(`Again: npm run year:laboratory -- --seed ${seed} --from ${first} --months 1`);
console.log(broken.length === 0 ? "Every rule holds in every history." : `${broken.length} months have breaches.`);
process.exitCode = broken.length === 0 ? 0 : 1;
