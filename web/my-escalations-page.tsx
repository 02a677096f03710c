import { Button, Tag } from "nhsuk-react-components";
import { type Escalation, stageOf, titleOf } from "../core/escalation/escalation.ts";
import { typeOf } from "../core/escalation/known.ts";
import type { Instant } from "../core/time.ts";
import { owesPlan } from "./between-panel.tsx";
import { answerThatStands, marksOf } from "./marks.ts";
import type { Content } from "./page.tsx";
import { Marks } from "./recorded.tsx";
import { Moment } from "./time.tsx";
import { STAGES } from "./words.ts";

export interface MineView {
  readonly items: readonly Escalation[];
  readonly next: string | null;
  readonly agency: string;
  readonly reader: string;
  readonly now: Instant;
}

/** What the reader's agency has raised, newest first: who raised it, where it stands, who has it. */
export function myEscalationsPage({ items, next, agency, reader, now }: MineView): Content {
  const body = (
    <>
      <h1 className="nhsuk-heading-l nhsuk-u-margin-bottom-2">My escalations</h1>
      <p>What {agency} has raised, newest first. Colleagues on the next shift see the same list.</p>
      <Button href="/raise">Raise an escalation</Button>
      {items.length === 0 ? (
        <p>Nothing has been raised yet.</p>
      ) : (
        <table className="nhsuk-table app-list">
          <caption className="nhsuk-u-visually-hidden">Escalations, newest first</caption>
          <thead className="nhsuk-table__head">
            <tr>
              <th scope="col">Escalation</th>
              <th scope="col">Where it stands</th>
              <th scope="col">Who has it</th>
              <th scope="col">Raised</th>
            </tr>
          </thead>
          <tbody className="nhsuk-table__body">
            {items.map((of) => (
              <Row key={of.id} of={of} reader={reader} now={now} />
            ))}
          </tbody>
        </table>
      )}
      {next && (
        <p>
          <a href={`/escalations?after=${encodeURIComponent(next)}`}>Older ones</a>
        </p>
      )}
    </>
  );
  return { title: "My escalations", body, here: "/escalations" };
}

function Row({ of, reader, now }: { of: Escalation; reader: string; now: Instant }) {
  const { id, reference, terms, owner, raised, priority } = of;
  const stage = STAGES[stageOf(of)];
  const marks = [...(owesPlan(of) ? ["your interim plan is needed"] : []), ...marksOf(of, reader)];
  return (
    <tr className="nhsuk-table__row">
      <td className="nhsuk-table__cell">
        <a href={`/escalations/${id}`}>{titleOf(terms.types, typeOf(of))}</a>
        <small>
          {reference}, {priority}, {terms.area.title}
        </small>
      </td>
      <td className="nhsuk-table__cell">
        <Tag modifier={stage.colour}>{stage.title}</Tag>
        {answerThatStands(of) && <small>{answerThatStands(of)}</small>}
        <Marks marks={marks} />
      </td>
      <td className="nhsuk-table__cell">
        <small>
          {owner ? (
            <>
              {owner.by.name}, since <Moment at={owner.at} now={now} />
            </>
          ) : (
            "Nobody has it yet"
          )}
        </small>
      </td>
      <td className="nhsuk-table__cell">
        <small>
          Raised <Moment at={raised.at} now={now} /> by {raised.by.id === reader ? "you" : raised.by.name}
        </small>
      </td>
    </tr>
  );
}
