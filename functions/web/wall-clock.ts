import { Temporal } from "temporal-polyfill";
import type { Instant } from "../../core/time.ts";

const LONDON = "Europe/London";

/** A time as a form of ours gives it, London's wall clock; the earlier of two on the night the clocks go back, so that nothing is looked at late. Undefined when it is no time. */
export function instantAt(wall: string): Instant | undefined {
  try {
    const plain = Temporal.PlainDateTime.from(wall.trim().replace(" ", "T"));
    const { epochMilliseconds } = plain.toZonedDateTime(LONDON, { disambiguation: "earlier" });
    return new Date(epochMilliseconds).toISOString();
  } catch {
    return undefined;
  }
}

/** An instant as a form shows it for changing: «2026-11-22T14:32» on London's wall clock. */
export const wallAt = (at: Instant): string =>
  Temporal.Instant.from(at).toZonedDateTimeISO(LONDON).toPlainDateTime().toString({ smallestUnit: "minute" });
