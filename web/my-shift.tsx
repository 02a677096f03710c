import type { Escalation } from "../core/escalation/escalation.ts";
import { LEAD } from "../core/rota/desk.ts";
import { endsWithin, type MyShift } from "../core/rota/my-shift.ts";
import type { Instant } from "../core/time.ts";
import { rotaAddress } from "./rota-desks-page.tsx";
import { namesIn, type Telling } from "./rota-words.ts";
import { Moment } from "./time.tsx";

/** A shift with the name of its desk, and what the last change of shift there still wants of its reader. */
export interface ShiftShown extends MyShift {
  readonly title: string;
  /** By when somebody who came on duty has to say that they have read what was open; null when nothing is owed. */
  readonly takeOverBy: Instant | null;
}

export interface MyShiftView extends Telling {
  readonly shifts: readonly ShiftShown[];
  /** The open cases that the reader has now. */
  readonly mine: readonly Pick<Escalation, "id" | "reference">[];
}

/** The reader's own shifts: until when they are on, who comes then, what coming on and going off still want of them. */
export const MyShiftPanel = ({ shifts, mine, ...telling }: MyShiftView) => {
  const ending = shifts.some((shift) => endsWithin(shift, LEAD, telling.now));
  return (
    <div id="app-shift" data-part="">
      {shifts.length > 0 && (
        <section className="app-shift" aria-labelledby="my-shift">
          <h2 className="nhsuk-heading-s nhsuk-u-margin-bottom-1" id="my-shift">
            My shift
          </h2>
          <ul className="nhsuk-list nhsuk-u-margin-bottom-2">
            {shifts.map((shift) => (
              <li key={shift.team}>
                <Line shift={shift} telling={telling} />
              </li>
            ))}
          </ul>
          {ending && mine.length > 0 && (
            <p className="app-mark">
              Your shift ends within the hour, and you have{" "}
              {mine.map(({ id, reference }, nth) => (
                <span key={id}>
                  {nth > 0 && ", "}
                  <a href={`/escalations/${id}`}>{reference}</a>
                </span>
              ))}
              . Hand over what you can.
            </p>
          )}
        </section>
      )}
    </div>
  );
};

const Line = ({ shift: { team, title, from, ends, takeOverBy }, telling }: { shift: ShiftShown; telling: Telling }) => {
  const { now } = telling;
  return (
    <>
      <strong>{title}</strong>:{" "}
      {from === null ? (
        "on duty now"
      ) : (
        <>
          from <Moment at={from} now={now} />
        </>
      )}
      {ends && (
        <>
          , until <Moment at={ends.at} now={now} />; then {namesIn(ends.next, telling)}
        </>
      )}
      .{" "}
      {takeOverBy && (
        <>
          What was open when you came on is to be taken over by <Moment at={takeOverBy} now={now} />:{" "}
          <a href={`${rotaAddress(team)}/take-over`}>take over</a>.
        </>
      )}
    </>
  );
};
