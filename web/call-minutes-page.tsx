import { SummaryList } from "nhsuk-react-components";
import { type Call, carriedFrom } from "../core/learning/call.ts";
import { MARKING, whysOf } from "../core/learning/pack-words.ts";
import type { Instant } from "../core/time.ts";
import { attendanceWords, type Given } from "./call-page.tsx";
import type { Choice } from "./form.tsx";
import { Part } from "./learning-parts.tsx";
import { ITEM_OUTCOMES } from "./learning-words.ts";
import type { Content } from "./page.tsx";
import { inFull } from "./print-time.tsx";
import { Line, Said } from "./recorded.tsx";
import { dayInFull, spanWords } from "./rota-time.ts";

export interface MinutesView {
  readonly of: Call;
  readonly given: readonly Given[];
  readonly agencies: readonly Choice[];
  readonly agencyOf: (code: string) => string;
  readonly nameOf: (person: string) => string;
  readonly now: Instant;
}

/** The circulated minutes for paper: who was there, what was decided, who does what by when, and what is carried over. */
export function callMinutesPage({ of, given, agencies, agencyOf, nameOf, now }: MinutesView): Content {
  const closed = of.agenda.filter(({ decided }) => decided?.outcome === "closed");
  const takenOver = new Set(carriedFrom(of).map(({ id }) => id));
  const carried = of.agenda.filter(({ id }) => takenOver.has(id));
  const passed = of.agenda.filter(({ id, decided }) => decided === null && !takenOver.has(id));
  const body = (
    <article className="app-print">
      <p className="app-print__mark">{MARKING}</p>
      <h1 className="nhsuk-heading-l">Minutes: {of.title}</h1>
      <p className="app-print__ways">
        <a href={`/calls/${of.id}`}>Back to the call</a>
      </p>
      <SummaryList>
        <Line name="Held">{spanWords({ from: of.startsAt, to: of.endsAt }, now)}</Line>
        <Line name="Chair">{nameOf(of.chair)}</Line>
        <Line name="Circulated">{of.circulated && `${inFull(of.circulated.at)}, by ${of.circulated.by.name}`}</Line>
      </SummaryList>
      <Part id="there" title="Who was there">
        <ul>
          {agencies.map(({ code, title }) => (
            <li key={code}>
              {title}: {attendanceWords(of.attendance, code)}
            </li>
          ))}
        </ul>
      </Part>
      <Part id="decided" title="What was decided">
        {closed.length === 0 ? <p>Nothing was closed.</p> : <Items items={closed} />}
      </Part>
      <Part id="actions" title="Who does what by when">
        {given.length === 0 ? (
          <p>No action was given.</p>
        ) : (
          <Actions given={given} agencyOf={agencyOf} nameOf={nameOf} now={now} />
        )}
      </Part>
      <Part id="carried" title="Carried over">
        {carried.length === 0 ? <p>Nothing is carried over.</p> : <Items items={carried} undecided="Nobody came to it." />}
      </Part>
      {passed.length > 0 && (
        <Part id="passed" title="Nobody came to">
          <p>The next agenda finds these by itself for as long as they are so.</p>
          <Items items={passed} />
        </Part>
      )}
    </article>
  );
  return { title: `Minutes: ${of.title}, for print`, body, here: "/learning" };
}

/** `undecided` is said of what nobody has decided. */
const Items = ({ items, undecided }: { items: Call["agenda"]; undecided?: string }) => (
  <ol className="app-print__list">
    {items.map((item) => (
      <li key={item.id} className="app-print__fact">
        <p className="app-print__when">{item.title}</p>
        <p className="app-print__limits">
          {whysOf(item)}. {item.because}
        </p>
        {item.decided ? (
          <>
            {ITEM_OUTCOMES[item.decided.outcome]}.<Said>{item.decided.words}</Said>
          </>
        ) : (
          undecided
        )}
      </li>
    ))}
  </ol>
);

const Actions = ({ given, agencyOf, nameOf, now }: Pick<MinutesView, "given" | "agencyOf" | "nameOf" | "now">) => (
  <table className="nhsuk-table app-list">
    <caption className="nhsuk-u-visually-hidden">Actions, with who has each and by when</caption>
    <thead className="nhsuk-table__head">
      <tr>
        <th scope="col">What</th>
        <th scope="col">Who</th>
        <th scope="col">By when</th>
      </tr>
    </thead>
    <tbody className="nhsuk-table__body">
      {given.map(({ id, title, owner, agency, dueOn }) => (
        <tr key={id} className="nhsuk-table__row">
          <td className="nhsuk-table__cell">{title}</td>
          <td className="nhsuk-table__cell">
            {nameOf(owner)}, {agencyOf(agency)}
          </td>
          <td className="nhsuk-table__cell">{dayInFull(dueOn, now)}</td>
        </tr>
      ))}
    </tbody>
  </table>
);
