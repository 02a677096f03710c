import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { figuresOf } from "./referrals/figures.ts";
import { type Clinicians, SHIFTS } from "./referrals/hub.ts";
import { pageOf, type Variant } from "./referrals/page.ts";
import { type Month, play } from "./referrals/play.ts";

/**
 * `npm run referrals`: a month of police referrals to an ambulance clinical hub, on `core` alone, with what people wait for; and once more with
 * one clinician fewer, one more, and a reader on each shift. Fails when the checker finds a breach, and names the seed. `--write` keeps it in
 * `docs/referrals.md`; `--alone` plays the month and nothing beside it.
 */
const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    from: { type: "string", default: "2027-10-01" },
    days: { type: "string", default: "31" },
    "a-day": { type: "string", default: "250" },
    storms: { type: "string", default: "4" },
    /** By day, in the evening, at night. */
    clinicians: { type: "string", default: "4,5,3" },
    alone: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
  },
});

const [day = 0, evening = 0, night = 0] = values.clinicians.split(",").map(Number);
const month: Month = {
  ...{ seed: values.seed, from: values.from, days: Number(values.days) },
  ...{ aDay: Number(values["a-day"]), storms: Number(values.storms), clinicians: { day, evening, night } },
};

/** The shifts of the month, each with so many more or fewer. */
function staffed(more: number): Clinicians {
  const [byDay = 0, late = 0, byNight = 0] = SHIFTS.map((shift) => Math.max(0, month.clinicians[shift] + more));
  return { day: byDay, evening: late, night: byNight };
}

const begun = performance.now();
const beside = [staffed(-1), month.clinicians, staffed(1), { ...month.clinicians, reader: true }];
const variants = (values.alone ? [month.clinicians] : beside).map(
  (clinicians): Variant => ({ clinicians, figures: figuresOf(play({ ...month, clinicians })) }),
);
const own = variants.find(({ clinicians }) => clinicians === month.clinicians);
if (!own) throw new Error("the month itself was not played");

const command = `npm run referrals -- --seed ${values.seed} --from ${values.from} --days ${values.days} --a-day ${values["a-day"]} --storms ${values.storms} --clinicians ${values.clinicians}`;
const lines = pageOf(own, values.alone ? [] : variants);
console.log(lines.join("\n"));
console.log(
  `\n${values.days} days from ${values.from}, seed ${values.seed}: ${((performance.now() - begun) / 1000).toFixed(0)} s.`,
);
if (values.write) writeFileSync("docs/referrals.md", page(command, lines));

const breaches = variants.flatMap(({ figures }) => figures.breaches);
const MOST_SHOWN = 10;
for (const { rule, says, case: id } of breaches.slice(0, MOST_SHOWN)) console.log(`${rule}: ${says} (case ${id})`);
if (breaches.length > 0) console.log(`${breaches.length} breaches with seed ${values.seed}. Again: ${command}`);
process.exitCode = breaches.length === 0 ? 0 : 1;

/** The page with what was told, and how to tell it again. */
function page(again: string, told: readonly string[]): string {
  return [
    "# A month of police referrals to an ambulance hub",
    "",
    `*\`${again} --write\` writes this page. The same seed gives the same month: change the command, not the page.*`,
    "",
    "A simulation, and no measurement of any service. Referrals, shifts, limits and the ladder run through the product's own rules",
    "(`bench/referrals/`); nobody's hub has been asked. How long a clinician works on a referral, what is answered, how late crews are and what",
    "officers then do are ours, and stand in `bench/referrals/answering.ts`. Limits are those of",
    "`config/london/pathways/police-to-ambulance.json`, a proposal. A clinician has one referral at a time and takes the most urgent first, and of",
    "those the one whose limit is nearest. What the incident manager or the director is asked while no clinician is free, they answer themselves.",
    "",
    ...told,
    "",
  ].join("\n");
}
