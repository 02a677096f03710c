import type { Action } from "../core/learning/action.ts";
import type { Instant } from "../core/time.ts";
import { Back, DueDay, StatusTag } from "./learning-parts.tsx";
import { ACTION_STATUSES } from "./learning-words.ts";
import type { Content } from "./page.tsx";

export interface ActionsView {
  readonly items: readonly (Action & { readonly daysLate: number; readonly ownerName: string })[];
  readonly reader: string;
  readonly agencyOf: (code: string) => string;
  readonly now: Instant;
}

/** The open actions that the reader has, gave, or sees to, the most overdue first. */
export function actionsPage({ items, reader, agencyOf, now }: ActionsView): Content {
  const body = (
    <>
      <Back href="/learning">Learning</Back>
      <h1 className="nhsuk-heading-l nhsuk-u-margin-bottom-2">Actions</h1>
      <p>Open ones that you have, that you gave, or that you see to for your agency. The most overdue come first.</p>
      {items.length === 0 ? (
        <p>There is none.</p>
      ) : (
        <table className="nhsuk-table app-list">
          <caption className="nhsuk-u-visually-hidden">Open actions, the most overdue first</caption>
          <thead className="nhsuk-table__head">
            <tr>
              <th scope="col">Action</th>
              <th scope="col">Due</th>
              <th scope="col">Who has it</th>
              <th scope="col">Where it stands</th>
            </tr>
          </thead>
          <tbody className="nhsuk-table__body">
            {items.map(({ id, title, owner, ownerName, agency, dueOn, daysLate, status, toLeadAt }) => (
              <tr key={id} className="nhsuk-table__row">
                <td className="nhsuk-table__cell">
                  <a href={`/actions/${id}`}>{title}</a>
                </td>
                <td className="nhsuk-table__cell">
                  <DueDay dueOn={dueOn} daysLate={daysLate} now={now} />
                  {toLeadAt && daysLate > 0 && <small>The lead of the agency has been told.</small>}
                </td>
                <td className="nhsuk-table__cell">
                  <small>
                    {owner === reader ? "You" : ownerName}, {agencyOf(agency)}
                  </small>
                </td>
                <td className="nhsuk-table__cell">
                  <StatusTag {...ACTION_STATUSES[status]} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
  return { title: "Actions", body, here: "/learning" };
}
