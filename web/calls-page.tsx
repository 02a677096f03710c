import type { Call } from "../core/learning/call.ts";
import type { Instant } from "../core/time.ts";
import { Back, StatusTag } from "./learning-parts.tsx";
import { CALL_STAGES } from "./learning-words.ts";
import type { Content } from "./page.tsx";
import { spanWords } from "./rota-time.ts";

export interface CallsView {
  readonly items: readonly Call[];
  readonly next: string | null;
  readonly nameOf: (person: string) => string;
  readonly now: Instant;
}

/** The partner calls that the reader takes part in, the latest first. */
export function callsPage({ items, next, nameOf, now }: CallsView): Content {
  const body = (
    <>
      <Back href="/learning">Learning</Back>
      <h1 className="nhsuk-heading-l nhsuk-u-margin-bottom-2">Partner calls</h1>
      <p>Those that you take part in, the latest first. How often they are held is the partners’ own agreement.</p>
      {items.length === 0 ? (
        <p>You take part in none{next ? " of the latest" : ""}.</p>
      ) : (
        <table className="nhsuk-table app-list">
          <caption className="nhsuk-u-visually-hidden">Partner calls, the latest first</caption>
          <thead className="nhsuk-table__head">
            <tr>
              <th scope="col">Call</th>
              <th scope="col">When</th>
              <th scope="col">Where it stands</th>
              <th scope="col">Who chairs</th>
            </tr>
          </thead>
          <tbody className="nhsuk-table__body">
            {items.map(({ id, title, startsAt, endsAt, stage, chair }) => (
              <tr key={id} className="nhsuk-table__row">
                <td className="nhsuk-table__cell">
                  <a href={`/calls/${id}`}>{title}</a>
                </td>
                <td className="nhsuk-table__cell">{spanWords({ from: startsAt, to: endsAt }, now)}</td>
                <td className="nhsuk-table__cell">
                  <StatusTag {...CALL_STAGES[stage]} />
                </td>
                <td className="nhsuk-table__cell">
                  <small>{nameOf(chair)} chairs</small>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {next && (
        <p>
          <a href={`/calls?after=${encodeURIComponent(next)}`}>Earlier ones</a>
        </p>
      )}
    </>
  );
  return { title: "Partner calls", body, here: "/learning" };
}
