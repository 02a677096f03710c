import { runName } from "../../core/keys.ts";
import { deliver } from "./outbox.ts";
import type { Written } from "./store.ts";
import { lookAtRun, runClock } from "./wakers.ts";
import type { World } from "./world.ts";

/** How long a record is on its way, in milliseconds; a few overtake others, and of those some are late by minutes. All ours. */
const LAG_MS = [120, 900] as const;
const SLOW = 0.01;
const SLOW_MS = [1_000, 8_000] as const;
const LATE = 0.0005;
const LATE_MS = [30_000, 200_000] as const;
/** How often a record comes twice, and when it comes again. */
const TWICE = 0.02;
const AGAIN_MS = [1, 20_000] as const;

/** What was written becomes effects: a message that is new or waits again is sent, a case that asks for a run of its workflow gets one. */
export function streaming(world: World): void {
  const { timeline, chance, outages, store } = world;
  const started = new Set<string>();
  const arrivesAt = (): number => {
    const now = timeline.now();
    const late = chance.is(LATE) ? chance.whole(...LATE_MS) : 0;
    if (late > 0 && outages.breaks("stream", now, now + late)) return now + late;
    return now + (chance.is(SLOW) ? chance.whole(...SLOW_MS) : chance.whole(...LAG_MS));
  };
  /** Records wait for a stream that is not there, or that nobody reads. */
  const comes = (written: Written): void => {
    const now = timeline.now();
    const back = outages.backAt("stream", now);
    if (back > now) {
      if (written.what === "state") lookAtRun(world, written.id);
      return void timeline.at(back + chance.whole(...LAG_MS), () => comes(written));
    }
    if (written.what === "notice") return void deliver(world, written, world.clock("dispatch"));
    const name = runName(written.id, written.run);
    if (started.has(name)) return;
    if (outages.isDown("workflow", now)) return void lookAtRun(world, written.id); // whoever comes first mends it: that look, or the sweeper
    started.add(name);
    runClock(world, written.id, written.run);
  };
  store.onWritten((written) => {
    if (written.what === "state" && written.run === written.before) return;
    timeline.at(arrivesAt(), () => comes(written));
    if (chance.is(TWICE)) timeline.at(arrivesAt() + chance.whole(...AGAIN_MS), () => comes(written));
  });
}
