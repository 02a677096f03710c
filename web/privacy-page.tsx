import { Button } from "nhsuk-react-components";
import type { ReactNode } from "react";
import { type KeepingRecord, reviewOf, standing } from "../core/privacy/record.ts";
import type { CaseRetention } from "../core/privacy/retention.ts";
import { wallOf } from "../core/rota/wall.ts";
import type { Instant } from "../core/time.ts";
import { inWordsOf, Problems, ShortText, type Typed } from "./form.tsx";
import type { Content } from "./page.tsx";
import { dayInFull } from "./print-time.tsx";
import { HOLD_REASONS, keepingAddress, monthAddress } from "./privacy-words.ts";
import { Missing } from "./recorded.tsx";
import { dateInFull, monthInFull } from "./rota-time.ts";
import { Moment } from "./time.tsx";
import { counted } from "./words.ts";

export interface PrivacyView {
  readonly held: readonly KeepingRecord[];
  readonly proposed: readonly KeepingRecord[];
  readonly typed: Typed;
  readonly agencyOf: (code: string) => string;
  readonly now: Instant;
}

const FIELDS = { reference: { label: "Reference", ask: "Give a reference" } };

/** Where a privacy officer begins: which cases are held, which deletions wait, and the ways to everything else. */
export function privacyPage({ held, proposed, typed, agencyOf, now }: PrivacyView): Content {
  const shown: Typed = { ...typed, errors: inWordsOf(typed.errors, typed.values, FIELDS) };
  const today = wallOf(now).slice(0, 10);
  const body = (
    <>
      <Problems form="privacy" typed={shown} />
      <h1 className="nhsuk-heading-l">Privacy</h1>
      <p className="nhsuk-u-reading-width">
        How long cases and first answers are kept and who answers for them follows from{" "}
        <a href="/agreement">what has been agreed</a>. What you decide here is written down, with your name.
      </p>
      <form method="get" action="/privacy" noValidate>
        <ShortText
          {...{ form: "privacy", typed: shown, name: "reference", label: FIELDS.reference.label, width: 20 }}
          hint="Of an escalation or a first answer, such as RC-4TQ-9HK or FA-4TQ-9HK"
        />
        <Button type="submit">Open its keeping</Button>
      </form>
      <ul className="nhsuk-list nhsuk-list--bullet">
        <li>
          <a href="/privacy/deletions">What is past its time</a>
        </li>
        <li>
          <a href="/privacy/weeks">Weeks of looking: what stood out of the audit</a>
        </li>
        <li>
          <a href="/privacy/people">A person’s own data, when they ask for it</a>
        </li>
      </ul>
      <h2 className="nhsuk-heading-m">Held</h2>
      {held.length === 0 ? (
        <p>No case or first answer that your agency shares is held.</p>
      ) : (
        <Cases head={["Reference", "For what", "To be looked at again"]} caption="What is held">
          {held.map((record) => {
            const review = reviewOf(record) ?? today;
            return (
              <tr key={record.id} className="nhsuk-table__row">
                <CaseCell record={record} />
                <td className="nhsuk-table__cell">
                  {standing(record).map(({ number, reason, by }) => (
                    <div key={number}>
                      {HOLD_REASONS[reason]}, {agencyOf(by.agency)}
                    </div>
                  ))}
                </td>
                <td className="nhsuk-table__cell">
                  {review <= today && <Missing>Overdue. </Missing>}
                  {dateInFull(review, now)}
                </td>
              </tr>
            );
          })}
        </Cases>
      )}
      <h2 className="nhsuk-heading-m">Deletions that wait for a second person</h2>
      {proposed.length === 0 ? (
        <p>None.</p>
      ) : (
        <Cases head={["What", "Proposed by", "When"]} caption="Deletions that wait for a second person">
          {proposed.map((record) => (
            <tr key={record.id} className="nhsuk-table__row">
              <CaseCell record={record} />
              <td className="nhsuk-table__cell">
                {record.purge?.by.name}, {agencyOf(record.purge?.by.agency ?? "")}
              </td>
              <td className="nhsuk-table__cell">{record.purge && <Moment at={record.purge.at} now={now} />}</td>
            </tr>
          ))}
        </Cases>
      )}
    </>
  );
  return { title: "Privacy", body, here: "/privacy", wrong: shown.errors.length > 0 };
}

export const Cases = ({ head, caption, children }: { head: readonly string[]; caption: string; children: ReactNode }) => (
  <table className="nhsuk-table app-list">
    <caption className="nhsuk-u-visually-hidden">{caption}</caption>
    <thead className="nhsuk-table__head">
      <tr>
        {head.map((title) => (
          <th key={title} scope="col">
            {title}
          </th>
        ))}
      </tr>
    </thead>
    <tbody className="nhsuk-table__body">{children}</tbody>
  </table>
);

const CaseCell = ({ record }: { record: Pick<KeepingRecord, "kind" | "id" | "reference"> }) => (
  <th scope="row" className="nhsuk-table__header">
    <a href={keepingAddress(record)}>{record.reference}</a>
  </th>
);

export interface DeletionsView {
  readonly past: readonly { readonly id: string; readonly reference: string; readonly kept: CaseRetention }[];
  /** Of the reader's force, the oldest first: none on a later page. */
  readonly months: readonly { readonly month: string; readonly count: number }[];
  readonly next: string | null;
  readonly isLater: boolean;
  readonly agencyOf: (code: string) => string;
}

/** The cases whose time is over, those closed first first, and the months of first answers: a list to look into, and nothing on it goes by itself. */
export function deletionsPage({ past, months, next, isLater, agencyOf }: DeletionsView): Content {
  const body = (
    <>
      <p className="app-back">
        <a href="/privacy">Privacy</a>
      </p>
      <h1 className="nhsuk-heading-l">What is past its time</h1>
      {months.length > 0 && (
        <>
          <h2 className="nhsuk-heading-m">First answers of your control room</h2>
          <p className="nhsuk-u-reading-width">
            Those that no case carries and nobody holds go together, a month at a time. None goes by itself: one privacy officer
            of your agency proposes, another confirms.
          </p>
          <Cases head={["Given in", "How many"]} caption="Months of first answers whose time is over">
            {months.map(({ month, count }) => (
              <tr key={month} className="nhsuk-table__row">
                <th scope="row" className="nhsuk-table__header">
                  <a href={monthAddress(month)}>{monthInFull(month)}</a>
                </th>
                <td className="nhsuk-table__cell">{counted(count, "first answer")}</td>
              </tr>
            ))}
          </Cases>
        </>
      )}
      <h2 className="nhsuk-heading-m">Cases</h2>
      <p className="nhsuk-u-reading-width">
        Your agency wrote in each of these, nobody holds them, and the time of every controller is over. None goes by itself: one
        privacy officer proposes, another confirms.
      </p>
      {past.length === 0 ? (
        <p>{isLater || next ? "None among these." : "None. Cases come here when the longest of their classes has run out."}</p>
      ) : (
        <Cases head={["Escalation", "Kept until", "Controllers"]} caption="Cases whose time is over">
          {past.map(({ id, reference, kept }) => (
            <tr key={id} className="nhsuk-table__row">
              <CaseCell record={{ kind: "case", id, reference }} />
              <td className="nhsuk-table__cell">
                {kept.until && dayInFull(kept.until)}
                <small>{kept.class.title}</small>
              </td>
              <td className="nhsuk-table__cell">{kept.controllers.map(({ agency }) => agencyOf(agency)).join("; ")}</td>
            </tr>
          ))}
        </Cases>
      )}
      {next && (
        <p>
          <a href={`/privacy/deletions?after=${encodeURIComponent(next)}`}>Later ones</a>
        </p>
      )}
    </>
  );
  return { title: "What is past its time", body };
}
