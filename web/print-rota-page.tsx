import type { Content } from "./page.tsx";
import { ON_PAPER, type Printed, PrintedLine } from "./print-time.tsx";
import { DaysTable, type DaysView, shownWords } from "./rota-days.tsx";
import { rotaAddress } from "./rota-desks-page.tsx";
import { minimumWords } from "./rota-words.ts";

export interface PrintRotaView extends Pick<DaysView, "stretches" | "minimum" | "from" | "to" | "nameOf"> {
  readonly desk: { readonly code: string; readonly title: string; readonly owner: string };
  readonly version: number;
  readonly printed: Printed;
}

/** A desk's coming weeks for paper: who is on duty, day by day, with its gaps. No number and no address of anybody is on it. */
export function printRotaPage({ desk, version, printed, ...days }: PrintRotaView): Content {
  const shown = { ...days, now: ON_PAPER };
  const body = (
    <article className="app-print">
      <p className="app-print__mark">OFFICIAL-SENSITIVE</p>
      <h1 className="nhsuk-heading-l">{desk.title}</h1>
      <p className="app-print__ways">
        <a href={rotaAddress(desk.code)}>Back to the rota</a>
      </p>
      <PrintedLine printed={printed} />
      <p>
        {shownWords(shown)}, by version {version} of the rota. {minimumWords(days.minimum)} {days.nameOf(desk.owner)} looks after
        it. A change that is made later is not on this sheet.
      </p>
      <DaysTable {...shown} team={desk.code} reader="" mayChange={false} />
    </article>
  );
  return { title: `Rota: ${desk.title}, for print`, body, here: "/rota" };
}
