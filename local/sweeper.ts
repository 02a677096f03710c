import { DUE_SHARDS } from "../core/keys.ts";

/** What the schedule is, on one machine: the sweeper, each minute. */
export interface Sweeper {
  on: boolean;
  readonly close: () => void;
}

const MINUTE_MS = 60_000;
/** The keys of the index under which everything stands that the sweeper looks for. */
export const DEADLINES = DUE_SHARDS.map((shard) => `DUE#${shard}`);

/** Calls what a schedule calls at once, and each minute from then on, or as often as is said. `worthIt` lets the laboratory leave out the minutes in which nothing can be due. */
export function startSweeper(
  handler: () => Promise<unknown>,
  worthIt: () => Promise<boolean> = async () => true,
  everyMs = MINUTE_MS,
): Sweeper {
  const self = { on: true };
  const sweep = async () => {
    if (self.on && (await worthIt())) await handler();
  };
  const sweepSafely = () => void sweep().catch(() => undefined);
  sweepSafely();
  const timer = setInterval(sweepSafely, everyMs);
  return Object.assign(self, { close: () => clearInterval(timer) });
}

/** The sweeper looks again half a minute after it was called: what falls due after that is for the next call. */
const LOOKS_UNTIL_MS = 31_000;

/** Whether anything falls due before the sweeper has looked for the second time. `first`: when what falls due first does, as it stands in the index. */
export const dueSoon = (first: () => Promise<string | undefined>) => async (): Promise<boolean> =>
  ((await first()) ?? "~") <= new Date(Date.now() + LOOKS_UNTIL_MS).toISOString();
