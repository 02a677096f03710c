import { controlRoomOf, type Escalation, whoPicksUp } from "../core/escalation/escalation.ts";
import { dialled } from "../core/escalation/wording.ts";

/** A number to press: +44…x12 as London dials it, and as a telephone needs it. */
export const Telephone = ({ number }: { number: string }) => (
  <a href={`tel:${number.replace("x", ";ext=")}`}>{dialled(number)}</a>
);

/** Whom to ring when the page is not enough: 999, or a number that somebody always picks up. */
export const Numbers = ({ controlRoom, desk = "the control room" }: { controlRoom: string | undefined; desk?: string }) => (
  <>
    <a href="tel:999">999</a> or {desk}
    {controlRoom && (
      <>
        {" "}
        on <Telephone number={controlRoom} />
      </>
    )}
  </>
);

/** The same for one case: the desk that should be answering it now, by what it is called. */
export const NumbersOf = ({ of }: { of: Pick<Escalation, "terms" | "tier"> }) => (
  <Numbers controlRoom={controlRoomOf(of)} desk={whoPicksUp(of)} />
);
