import { parentPort } from "node:worker_threads";
import { london } from "../bench/quarter/scene.ts";
import { check } from "./check.ts";
import type { Breach } from "./history.ts";
import { type Simulation, simulate } from "./simulate.ts";
import { type Summary, summaryOf } from "./summary.ts";

/** One force's year that is to be told, and what came of it. */
export interface ForceToTell extends Simulation {
  readonly force: number;
}
export interface ForceTold {
  readonly force: number;
  readonly summary: Summary;
  readonly breaches: readonly Breach[];
}

/** Every force has agreed what London has: read once, so that what follows from it is made once. */
const agreed = london();

/** Tells one force's year at a time, looks for what must not be, and keeps nothing of it but the figures. */
parentPort?.on("message", ({ force, ...simulation }: ForceToTell) => {
  const history = simulate({ ...simulation, agreed });
  const told: ForceTold = { force, summary: summaryOf(history), breaches: check(history) };
  parentPort?.postMessage(told);
});
