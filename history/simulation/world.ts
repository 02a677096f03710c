import { type Chance, chanceOf } from "../../bench/quarter/chance.ts";
import type { Duty } from "../../core/escalation/climb.ts";
import type { Move } from "../../core/escalation/move.ts";
import type { Terms } from "../../core/partnership/terms.ts";
import type { ChannelKind } from "../../core/people.ts";
import { Refusal } from "../../core/refusal.ts";
import type { Instant } from "../../core/time.ts";
import type { Operation, Sent } from "../history.ts";
import type { Outages } from "./outages.ts";
import type { Store } from "./store.ts";
import { iso, type Timeline } from "./timeline.ts";

/** Everything that a story happens in: time, the table, what is broken, who is on duty, and chance. */
export interface World {
  readonly seed: string;
  readonly timeline: Timeline;
  readonly store: Store;
  readonly outages: Outages;
  /** Who is on duty for each team of a case, and whether a message can reach them. */
  readonly dutyOf: (terms: Pick<Terms, "teams">, now: Instant) => Duty;
  /** What a process takes for the time: each is a little fast or slow, and is set anew now and then. */
  readonly clock: (process: string) => Instant;
  /** How long things take, and what goes wrong by itself. */
  readonly chance: Chance;
  readonly operations: Operation[];
  readonly sent: Sent[];
  /** The runs of the workflow that are under way, by their names. */
  readonly runs: Set<string>;
  /** Services that have said no to everybody, each with the time until which whoever has another way leaves it alone. */
  readonly tripped: Map<ChannelKind, number>;
}

/** No process is further from the time than this, so that two differ by twice as much at most. Servers keep within milliseconds: this is what is promised to be borne. */
const MOST_SKEW_MS = 1000;
const SET_EVERY_MS = 6 * 3_600_000;

/** The clocks of all processes. */
export function clocksOf(seed: string, timeline: Timeline): World["clock"] {
  const off = new Map<string, { readonly until: number; readonly by: number }>();
  return (process) => {
    const now = timeline.now();
    let set = off.get(process);
    if (!set || set.until <= now) {
      const chance = chanceOf(`${seed} clock ${process} ${Math.floor(now / SET_EVERY_MS)}`);
      const by = chance.is(0.5) ? 0 : chance.whole(-MOST_SKEW_MS, MOST_SKEW_MS);
      set = { by, until: (Math.floor(now / SET_EVERY_MS) + 1) * SET_EVERY_MS };
      off.set(process, set);
    }
    return iso(now + set.by);
  };
}

/** What came of an attempt to move cases: kept, nothing left to do, or refused by name. */
export type Came =
  | { readonly how: "kept"; readonly move: Move }
  | { readonly how: "nothing" }
  | { readonly how: "refused"; readonly no: Refusal };

/** Time, messages and rotas are never refused anything. */
const unrefused = (came: Came): void => {
  if (came.how === "refused" && came.no.name !== "Conflict") throw came.no;
};

/** As often as the product tries: of so many racers one wins each time. */
const TRIES = 12;

/** How long the table takes, in milliseconds: what was read may be old by then. */
const WRITES_MS = [4, 45] as const;

/**
 * Reads, decides and writes a moment later; when somebody was faster, decides again on what is there now. `decide` is told which try it
 * is. `then` hears what came of it.
 */
export function racing(
  world: World,
  now: Instant,
  decide: (nth: number) => readonly Move[] | undefined,
  then: (came: Came) => void = unrefused,
  press?: string,
  nth = 1,
): void {
  const moves = attempted(() => decide(nth));
  if (moves instanceof Refusal) return void then({ how: "refused", no: moves });
  const [first] = moves ?? [];
  if (!moves || !first) return void then({ how: "nothing" });
  const { timeline, store, chance } = world;
  timeline.after(chance.whole(...WRITES_MS), () => {
    if (store.keep(moves, now, press)) return void then({ how: "kept", move: first });
    if (nth === TRIES) return void then({ how: "refused", no: new Refusal("Conflict", "Somebody else was faster each time.") });
    racing(world, now, decide, then, press, nth + 1);
  });
}

/** What was made, or the product's own no. Any other error is a fault, and ends the simulation. */
function attempted<T>(make: () => T): T | Refusal {
  try {
    return make();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}
