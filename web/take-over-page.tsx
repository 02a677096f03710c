import type { Escalation } from "../core/escalation/escalation.ts";
import type { Desk } from "../core/rota/desk.ts";
import { OpenCases } from "./duty-board-page.tsx";
import { type Press, PressButton, PressForm } from "./form.tsx";
import type { Content } from "./page.tsx";
import { rotaAddress } from "./rota-desks-page.tsx";
import { counted, namesIn, type Telling } from "./rota-words.ts";
import { Moment } from "./time.tsx";

export interface TakeOverView extends Telling {
  readonly desk: { readonly code: string; readonly title: string };
  readonly takingOver: Desk["takingOver"];
  readonly open: readonly Escalation[];
  readonly reader: string;
  /** The reader is on duty here now, so they may take over. */
  readonly mayTake: boolean;
  /** May the reader open this case? Whoever plans a rota sees that it is there. */
  readonly mayOpen: (of: Escalation) => boolean;
  readonly press: Press;
}

/** A change of shift at one desk: what is open, who came, who went, and who has taken it over. */
export function takeOverPage({ desk, takingOver, open, reader, mayTake, mayOpen, press, ...telling }: TakeOverView): Content {
  const { now } = telling;
  const body = (
    <>
      <p className="app-back">
        <a href={rotaAddress(desk.code)}>The rota of {desk.title}</a>
      </p>
      <h1 className="nhsuk-heading-l">
        <span className="nhsuk-caption-l">{desk.title}</span> Change of shift
      </h1>
      <Since takingOver={takingOver} telling={telling} />
      {takingOver && !takingOver.taken && mayTake && (
        <PressForm to={`${rotaAddress(desk.code)}/take-over`} press={press} going="Taking over…">
          <p>You take over the desk, and no single case: each is acknowledged on its own page. Their limits run on.</p>
          <PressButton>I have taken over</PressButton>
        </PressForm>
      )}
      {takingOver && !takingOver.taken && !mayTake && <p>Only somebody on duty at this desk takes it over.</p>}
      <h2 className="nhsuk-heading-m">Open now</h2>
      {open.length === 0 ? (
        <p>Nothing is open at this desk.</p>
      ) : (
        <OpenCases cases={open} reader={reader} now={now} mayOpen={mayOpen} />
      )}
    </>
  );
  return { title: `Change of shift: ${desk.title}`, body, here: "/rota" };
}

function Since({ takingOver, telling }: { takingOver: Desk["takingOver"]; telling: Telling }) {
  if (!takingOver) return <p>Nothing was open when the shift last changed, so there was nothing to take over.</p>;
  const { at, going, coming, open, taken, dueAt } = takingOver;
  const { now } = telling;
  return (
    <>
      <p>
        <Moment at={at} now={now} />: {namesIn(going, telling)} went off duty, {namesIn(coming, telling)} came on.{" "}
        {counted(open, "case")} {open === 1 ? "was" : "were"} open.
      </p>
      {taken ? (
        <p>
          <strong>Taken over</strong> by {taken.by.name} at <Moment at={taken.at} now={now} />.
        </p>
      ) : (
        <p className="app-mark">
          Nobody has taken over yet. {dueAt > now ? "It is owed by" : "It was owed by"} <Moment at={dueAt} now={now} />.
        </p>
      )}
    </>
  );
}
