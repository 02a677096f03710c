import type { Limit } from "../core/escalation/clock.ts";
import { leftInWords } from "../core/escalation/wording.ts";
import { between, type Instant, london, milliseconds } from "../core/time.ts";
import { LIMITS } from "./words.ts";

/** A moment on London's clock, its day only when that is another one; UTC stays in the attribute. */
export const Moment = ({ at, now, seconds = false }: { at: Instant; now: Instant; seconds?: boolean }) => (
  <time dateTime={at}>{clockWords(at, now, seconds)}</time>
);

/** «14:32 GMT», or «14:32 GMT, Sun 22 Nov» when that is not today. */
export function clockWords(at: Instant, now: Instant, seconds = false): string {
  const [clock = "", day] = london(at).split(", ");
  const [, today] = london(now).split(", ");
  const shown = seconds ? clock.replace(" ", `:${at.slice(17, 19)} `) : clock;
  return day === today ? shown : `${shown}, ${day}`;
}

/** From here on a limit is near, whatever its length: enough to ring somebody. */
const NEAR = "PT5M";

export interface Due {
  readonly limit: Limit;
  readonly dueAt: Instant;
  readonly from: Instant;
  readonly now: Instant;
  /** When this was owed once before, and not done. */
  readonly missed?: Instant | undefined;
}

/**
 * A limit that everybody can read: the time itself first, so that it is right on a frozen tab and on paper, then how long is left, in
 * words. The browser keeps the words in step with the server's time.
 */
export function DueClock({ limit, dueAt, from, now, missed }: Due) {
  const left = between(now, dueAt);
  const state = left <= 0 ? "overdue" : left <= milliseconds(NEAR) && limit !== "repeat" ? "near" : "running";
  const { by, to } = LIMITS[limit];
  return (
    <p
      className={state === "running" ? "app-clock" : `app-clock app-clock--${state}`}
      data-due={dueAt}
      data-from={from}
      data-what={to}
      data-calm={limit === "repeat" ? "" : undefined}
    >
      <strong>
        <span data-state="">{STATES[state]}</span>
        {by} <Moment at={dueAt} now={now} />
      </strong>
      ,{" "}
      <span role="timer" aria-live="off">
        {leftInWords(now, dueAt)}
      </span>
      {missed && (
        <>
          . Missed already, at <Moment at={missed} now={now} />
        </>
      )}
    </p>
  );
}

const STATES = { running: "", near: "Due soon. ", overdue: "Overdue. " };
