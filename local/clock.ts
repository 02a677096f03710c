import FakeTimers, { type Clock as FakeClock } from "@sinonjs/fake-timers";

/** The laboratory's clock. It runs on by itself, and can be moved: an advance stops at each instant with a timer until everything that was set off is at rest. */
export interface MovableClock {
  readonly now: () => string;
  /** Moves forward to an instant, in milliseconds since 1970; never back. */
  readonly to: (instant: number, atRest: () => Promise<void>) => Promise<void>;
  readonly uninstall: () => void;
}

/** A timer that is longer, in ms, runs out at once: 24.8 days. */
const LONGEST = 2 ** 31 - 1;

/**
 * Replaces this process's timers and its Date. It goes on advancing with real time, because the AWS clients hang under a frozen clock;
 * so instants drift by some milliseconds.
 */
export function movableClock(start: Date): MovableClock {
  const clock: FakeClock = FakeTimers.install({
    now: start,
    shouldAdvanceTime: true,
    shouldClearNativeTimers: true,
    toFake: ["Date", "setTimeout", "clearTimeout", "setInterval", "clearInterval"],
  });
  return {
    now: () => new Date().toISOString(),
    to: async (instant, atRest) => {
      await atRest();
      while (Date.now() < instant) {
        let there = false;
        setTimeout(
          () => {
            there = true;
          },
          Math.min(instant - Date.now(), LONGEST),
        );
        while (!there) {
          await clock.nextAsync();
          await clock.tickAsync(0); // whatever else is due at that instant, as it would be by a clock that nobody moves
          await atRest();
        }
      }
    },
    uninstall: () => clock.uninstall(),
  };
}
