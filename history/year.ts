import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { printed, type Summary, together } from "./summary.ts";
import type { ForceTold, ForceToTell } from "./year-of-force.ts";

/**
 * `npm run year`: a year of England and Wales, every force by itself, on `core` alone. Prints what happened and fails when the checker finds
 * a breach, with the command that tells that force's year again: `npm run year -- --seed 1 --force 7`.
 */
const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    from: { type: "string", default: "2027-07-01" },
    days: { type: "string", default: "366" },
    forces: { type: "string", default: "43" },
    force: { type: "string" },
    outages: { type: "string", default: "one" },
  },
});

/**
 * Cases a year. London's number is the one that this project reckons with; the others have as many for each of their people: 59,597,300 live
 * in England and Wales and 8,799,800 in London (Census 2021, Office for National Statistics). The 42 others share theirs alike, which is ours.
 */
const OF_LONDON = 5_000;
const OF_ALL = Math.round((OF_LONDON * 59_597_300) / 8_799_800);
const FORCES = 43;
const DAYS_A_YEAR = 365.25;
/** So many cases of hospitals and partners for each request of an officer on the scheme's other channels. Ours: nobody publishes them. */
const CASES_FOR_AN_OFFICERS = 5;
const casesPerDay = (force: number): number => (force === 1 ? OF_LONDON : (OF_ALL - OF_LONDON) / (FORCES - 1)) / DAYS_A_YEAR;

const { seed, from } = values;
const days = Number(values.days);
const outages = values.outages === "two" ? "two" : values.outages !== "none";
const forces = values.force ? [Number(values.force)] : Array.from({ length: Number(values.forces) }, (_, nth) => nth + 1);
const waiting: ForceToTell[] = forces.map((force) => ({
  force,
  from,
  days,
  outages,
  seed: `${seed} force ${force}`,
  casesPerDay: casesPerDay(force),
  officersPerDay: casesPerDay(force) / CASES_FOR_AN_OFFICERS,
}));

/** Half of what a story takes is forgotten at once: with room for that, it is collected seldom. */
const ROOM = { maxYoungGenerationSizeMb: 128, maxOldGenerationSizeMb: 6_144 };

/** One thread tells one force after another, as long as some are left. */
const telling = (): Promise<ForceTold[]> =>
  new Promise((resolve, reject) => {
    const told: ForceTold[] = [];
    const worker = new Worker(new URL("./year-of-force.ts", import.meta.url), { resourceLimits: ROOM });
    const next = (): void => {
      const force = waiting.shift();
      if (force) return void worker.postMessage(force);
      resolve(told);
      void worker.terminate();
    };
    worker.on("error", reject);
    worker.on("message", (one: ForceTold) => {
      told.push(one);
      for (const { rule, says, case: id } of one.breaches.slice(0, MOST_SHOWN))
        console.log(`force ${one.force}, ${rule}: ${says} (case ${id})`);
      next();
    });
    next();
  });
const MOST_SHOWN = 5;

const begun = performance.now();
const told = (await Promise.all(Array.from({ length: Math.min(availableParallelism(), waiting.length) }, telling))).flat();
const seconds = ((performance.now() - begun) / 1000).toFixed(0);
const summary: Summary = together(told.map((one) => one.summary));
console.log(printed(summary).join("\n"));
const mebibytes = Math.round(process.resourceUsage().maxRSS / 1024);
console.log(`\n${told.length} forces, ${days} days from ${from}, seed ${seed}: ${seconds} s, at most ${mebibytes} MiB.`);
const broken = told.filter(({ breaches }) => breaches.length > 0);
for (const { force, breaches } of broken)
  console.log(
    `Force ${force}: ${breaches.length} breaches. Again: npm run year -- --seed ${seed} --force ${force} --from ${from} --days ${days} --outages ${values.outages}`,
  );
console.log(broken.length === 0 ? "Every rule holds in every history." : `${broken.length} forces have breaches.`);
process.exitCode = broken.length === 0 ? 0 : 1;
