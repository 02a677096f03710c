import { SummaryList } from "nhsuk-react-components";
import type { ReactNode } from "react";
import type { Rota, Swap } from "../core/rota/rota.ts";
import { type Press, PressButton, PressForm } from "./form.tsx";
import { Line } from "./recorded.tsx";
import { rotaAddress } from "./rota-desks-page.tsx";
import {
  minimumWords,
  namesIn,
  overrideWords,
  rosterWords,
  shiftWords,
  swapWords,
  type Telling,
  turnsWords,
} from "./rota-words.ts";

export interface PartsView extends Telling {
  readonly rota: Rota;
  readonly mayChange: boolean;
  readonly press: Press;
}

/** What the rota is made of, each part in words; whoever may change it finds the way to change a part beside it. */
export function RotaParts(view: PartsView): ReactNode {
  const { rota, mayChange } = view;
  return (
    <SummaryList>
      <Line name="Rotations" none="none">
        {rota.rotations.map((rotation) => (
          <div className="app-part" key={rotation.code}>
            <strong>{rotation.title}</strong>: {namesIn(rotation.people, view)}. {capital(turnsWords(rotation, view))}.
            {mayChange && (
              <div className="app-part__ways">
                <a href={`${rotaAddress(rota.team)}/rotation?code=${rotation.code}`}>
                  Change<span className="nhsuk-u-visually-hidden"> {rotation.title}</span>
                </a>
                <Removal view={view} what="remove_rotation" id={rotation.code} title="Take away" of={rotation.title} />
              </div>
            )}
          </div>
        ))}
      </Line>
      <Line name="Single shifts" none="none">
        {listed(view, rota.shifts, shiftWords, "remove_shift", "Take away")}
      </Line>
      <Line name="Changes for a while" none="none">
        {listed(view, rota.overrides, overrideWords, "cancel_override", "Take back")}
      </Line>
      <Line name="Rosters for a while" none="none">
        {rota.rosters.map((roster) => (
          <div className="app-part" key={roster.id}>
            {rosterWords(roster, view)}. Rotations and single shifts rest meanwhile.
            {roster.shifts.length > 0 && (
              <details className="app-told-fold">
                <summary>Its shifts</summary>
                <ul className="app-told">
                  {roster.shifts.map((shift, nth) => (
                    <li key={nth}>{shiftWords(shift, view)}</li>
                  ))}
                </ul>
              </details>
            )}
            {mayChange && (
              <div className="app-part__ways">
                <Removal view={view} what="cancel_roster" id={roster.id} title="Take back" of={roster.title} />
              </div>
            )}
          </div>
        ))}
      </Line>
      <Line name="How many">
        {minimumWords(rota.minimum)}
        {mayChange && (
          <div className="app-part__ways">
            <a href={`${rotaAddress(rota.team)}/minimum`}>
              Change<span className="nhsuk-u-visually-hidden"> how many must be on duty</span>
            </a>
          </div>
        )}
      </Line>
    </SummaryList>
  );
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

const listed = <T extends { id: string }>(
  view: PartsView,
  all: readonly T[],
  words: (one: T, telling: Telling) => string,
  what: string,
  title: string,
): ReactNode[] =>
  all.map((one) => (
    <div className="app-part" key={one.id}>
      {words(one, view)}
      {view.mayChange && (
        <div className="app-part__ways">
          <Removal view={view} what={what} id={one.id} title={title} of={words(one, view)} />
        </div>
      )}
    </div>
  ));

const Removal = ({ view, what, id, title, of }: { view: PartsView; what: string; id: string; title: string; of: string }) => (
  <PressForm to={`${rotaAddress(view.rota.team)}/removal`} press={view.press} going="Looking what this changes">
    <input type="hidden" name="what" value={what} />
    <input type="hidden" name="id" value={id} />
    <button type="submit" className="app-plain-button">
      {title}
      <span className="nhsuk-u-visually-hidden">: {of}</span>
    </button>
  </PressForm>
);

/** The swaps that wait for an answer. Whoever was asked answers here; whoever asked can take it back. */
export const Swaps = ({
  swaps,
  team,
  reader,
  keyOf,
  seen,
  telling,
}: {
  swaps: readonly Swap[];
  team: string;
  reader: string;
  keyOf: () => string;
  seen: number;
  telling: Telling;
}) =>
  swaps.map((swap) => (
    <section className={swap.with === reader ? "app-alert" : "app-piece"} key={swap.id} aria-labelledby={`swap-${swap.id}`}>
      <h3 className="nhsuk-heading-s" id={`swap-${swap.id}`}>
        {swap.with === reader ? "You are asked to take a shift" : "Waiting for an answer"}
      </h3>
      <p>{swapWords(swap, telling)}.</p>
      {swap.with === reader && (
        <div className="app-answers">
          <SwapAnswer team={team} swap={swap} press={{ key: keyOf(), seen }} yes />
          <SwapAnswer team={team} swap={swap} press={{ key: keyOf(), seen }} />
        </div>
      )}
      {swap.person === reader && (
        <PressForm to={`${rotaAddress(team)}/swap-withdrawal`} press={{ key: keyOf(), seen }} going="Recording">
          <input type="hidden" name="id" value={swap.id} />
          <PressButton quiet>Take it back</PressButton>
        </PressForm>
      )}
    </section>
  ));

const SwapAnswer = ({ team, swap, press, yes = false }: { team: string; swap: Swap; press: Press; yes?: boolean }) => (
  <PressForm to={`${rotaAddress(team)}/swap-answer`} press={press} going="Recording">
    <input type="hidden" name="id" value={swap.id} />
    <input type="hidden" name="yes" value={yes ? "yes" : "no"} />
    <PressButton quiet={!yes}>{yes ? "Yes, I take it" : "No"}</PressButton>
  </PressForm>
);
