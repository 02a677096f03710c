import { DUE_SHARDS } from "../core/keys.ts";

/** What the schedule is, on one machine: the sweeper, each minute. */
export interface Sweeper {
  on: boolean;
  readonly close: () => void;
}

const MINUTE_MS = 60_000;
/** The keys of the index under which everything stands that the sweeper looks for. */
export const DEADLINES = DUE_SHARDS.map((shard) => `DUE#${shard}`);

/** Calls what a schedule calls at once, and each minute from then on, or as often as is said. `worthIt` lets the laboratory leave out what would find nothing. */
export function startSweeper(
  handler: () => Promise<unknown>,
  worthIt: () => Promise<boolean> = async () => true,
  everyMs = MINUTE_MS,
): Sweeper {
  const self = { on: true };
  const sweep = async () => {
    if (self.on && (await worthIt()) && self.on) await handler();
  };
  const sweepSafely = () => void sweep().catch(() => undefined);
  sweepSafely();
  const timer = setInterval(sweepSafely, everyMs);
  const close = () => {
    self.on = false;
    clearInterval(timer);
  };
  return Object.assign(self, { close });
}

/** One call looks at once, and again so long after it began. */
const SECOND_LOOK_MS = 30_000;

/**
 * Whether a call would find anything: told at the first of its looks by which something is due, so that those before it are left out. `first`: when
 * what falls due first does, as it stands in the index.
 */
export const onceDue = (first: () => Promise<string | undefined>) => async (): Promise<boolean> => {
  const isDue = async (inMs: number) => ((await first()) ?? "~") <= new Date(Date.now() + inMs).toISOString();
  if (await isDue(0)) return true;
  if (!(await isDue(SECOND_LOOK_MS))) return false;
  await new Promise((resolve) => setTimeout(resolve, SECOND_LOOK_MS));
  return isDue(0);
};
