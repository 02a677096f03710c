import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { percentile, row } from "./figures.ts";
import { graphsOf } from "./soak/graphs.ts";
import { verdicts } from "./soak/judge.ts";
import { type Soak, soak } from "./soak/night.ts";
import type { Sample } from "./soak/sample.ts";

/**
 * `npm run soak`: ten minutes at five raises a second beside two hundred boards, and then what is left. Fails when something was refused,
 * lost or left over, or when memory grows. `--graphs docs/soak` draws it there.
 */
const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "10" },
    "a-second": { type: "string", default: "5" },
    readers: { type: "string", default: "200" },
    rest: { type: "string", default: "3" },
    graphs: { type: "string" },
    /** A flag for the product's Node.js, as `--cpu-prof`. */
    node: { type: "string", multiple: true, default: [] },
  },
});
const load = {
  minutes: Number(values.minutes),
  aSecond: Number(values["a-second"]),
  readers: Number(values.readers),
  restMinutes: Number(values.rest),
};

const three = (times: readonly number[]): string =>
  [0.5, 0.95, 0.99].map((share) => Math.round(percentile(times, share))).join(" / ");
const two = (cores: number): string => cores.toFixed(2);

/** A line while it goes on. */
function tell({ at, residentMiB, sockets, cores, running, openCases, dueOfCases, raiseMs, boardMs }: Sample): void {
  const busy = `cores ${two(cores.product)} + ${two(cores.database)} + ${two(cores.load)}`;
  const left = `${running} runs, ${openCases} open, ${dueOfCases} due, ${sockets} sockets, ${Math.round(residentMiB)} MiB`;
  console.log(`${Math.round(at)} s: ${busy}; ${left}; raises ${three(raiseMs)} ms; boards ${three(boardMs)} ms`);
}

/** What was asked and how long it took, as a table for docs/performance.md. */
function table({ tally, soaked, kept, boards: shown }: Soak): string[] {
  const { raises, moves, boards, unchanged } = tally;
  const waits = kept.flatMap(({ id, at }) => {
    const first = shown.get(id);
    return first === undefined ? [] : [Math.max(0, first - at)]; // a board can be faster than the answer to the raiser
  });
  const lines = [
    ["raises", raises, ""],
    ["answers to them, and what follows", moves, ""],
    ["looks at a board", boards, `${Math.round((100 * unchanged) / boards.took.length)} % unchanged`],
  ] as const;
  return [
    row("asked", "how often", "refused", "p50 / p95 / p99, ms", ""),
    row(...Array<string>(5).fill("---")),
    ...lines.map(([what, { took, refused }, more]) =>
      row(what, took.length, refused.length, three(took.map(({ ms }) => ms)), more),
    ),
    row(
      "from a raise to the first board with it",
      waits.length,
      kept.length - waits.length,
      three(waits),
      "not on any: in «refused»",
    ),
    "",
    row("what must hold", "holds", "found"),
    row(...Array<string>(3).fill("---")),
    ...verdicts(soaked).map(({ what, holds, said }) =>
      row(what, holds === undefined ? "not judged" : holds ? "yes" : "**no**", said),
    ),
  ];
}

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1)); // and the product with us
const went = await soak(load, tell, values.node);
console.log(`\n${table(went).join("\n")}\n`);
if (values.graphs) {
  mkdirSync(values.graphs, { recursive: true });
  for (const [name, svg] of Object.entries(graphsOf(went))) writeFileSync(join(values.graphs, `${name}.svg`), svg);
}
process.exit(verdicts(went.soaked).some(({ holds }) => holds === false) ? 1 : 0);
