import { nextLimit } from "../core/escalation/clock.ts";
import { type Escalation, rung, titleOf } from "../core/escalation/escalation.ts";
import { typeOf } from "../core/escalation/known.ts";
import { answerThatStands, marksOf, stageShown } from "./marks.ts";
import type { Content } from "./page.tsx";
import { ON_PAPER, type Printed, PrintedLine } from "./print-time.tsx";
import { Marks } from "./recorded.tsx";
import { Numbers } from "./telephone.tsx";
import { clockWords } from "./time.tsx";
import { Unread } from "./unread.tsx";
import { counted, LIMITS } from "./words.ts";

export interface PrintBoardView {
  readonly cases: readonly Escalation[];
  readonly unread: number;
  readonly reader: string;
  readonly desks: readonly string[];
  readonly controlRoom: string | undefined;
  readonly printed: Printed;
}

/** The duty board for paper: who is owed what by when, if the service should fail. Nothing of a patient is on it. */
export function printBoardPage({ cases, unread, reader, desks, controlRoom, printed }: PrintBoardView): Content {
  const body = (
    <article className="app-print">
      <p className="app-print__mark">OFFICIAL-SENSITIVE</p>
      <h1 className="nhsuk-heading-l">Duty board</h1>
      <p className="app-print__ways">
        <a href="/duty-board">Back to the duty board</a>
      </p>
      <p>
        {desks.length === 0 ? "On duty for no desk" : desks.join("; ")}. {counted(cases.length, "open escalation")}.
      </p>
      <PrintedLine printed={printed} />
      <p>
        This was so when it was printed; the page itself goes on. If the page cannot be reached, ring{" "}
        <Numbers controlRoom={controlRoom} /> and say the reference.
      </p>
      <Unread count={unread} where="in the areas of these desks" controlRoom={controlRoom} />
      {cases.length > 0 && (
        <table className="nhsuk-table app-list app-print__table">
          <caption className="nhsuk-u-visually-hidden">Open escalations, the nearest limit first</caption>
          <thead className="nhsuk-table__head">
            <tr>
              <th scope="col">Escalation</th>
              <th scope="col">Next limit</th>
              <th scope="col">Who has it</th>
              <th scope="col">Tier</th>
            </tr>
          </thead>
          <tbody className="nhsuk-table__body">
            {cases.map((of) => (
              <Row key={of.id} of={of} reader={reader} />
            ))}
          </tbody>
        </table>
      )}
    </article>
  );
  return { title: "Duty board, for print", body, here: "/duty-board" };
}

function Row({ of, reader }: { of: Escalation; reader: string }) {
  const { terms, priority, owner } = of;
  const next = nextLimit(of.clocks);
  return (
    <tr className="nhsuk-table__row">
      <td className="nhsuk-table__cell">
        <strong>{of.reference}</strong>
        <small>{titleOf(terms.types, typeOf(of))}</small>
        <small>{terms.area.title}</small>
        <small>
          {priority} {titleOf(terms.priorities, priority)}
        </small>
        <Marks marks={marksOf(of, reader)} />
      </td>
      <td className="nhsuk-table__cell">
        {next ? `${LIMITS[next.limit].by} ${clockWords(next.dueAt, ON_PAPER)}` : "no limit runs"}
      </td>
      <td className="nhsuk-table__cell">
        {stageShown(of).title}
        {answerThatStands(of) && <small>{answerThatStands(of)}</small>}
        <small>{owner ? `${owner.by.name}, since ${clockWords(owner.at, ON_PAPER)}` : "nobody yet"}</small>
      </td>
      <td className="nhsuk-table__cell">{rung(of, of.tier)?.title ?? "not recorded"}</td>
    </tr>
  );
}
