import { dialled } from "../core/escalation/wording.ts";

/** A number to press: +44…x12 as London dials it, and as a telephone needs it. */
export const Telephone = ({ number }: { number: string }) => (
  <a href={`tel:${number.replace("x", ";ext=")}`}>{dialled(number)}</a>
);

/** Whom to ring when the page is not enough: 999, or a number that somebody always picks up. */
export const Numbers = ({ controlRoom }: { controlRoom: string | undefined }) => (
  <>
    <a href="tel:999">999</a> or the control room
    {controlRoom && (
      <>
        {" "}
        on <Telephone number={controlRoom} />
      </>
    )}
  </>
);
