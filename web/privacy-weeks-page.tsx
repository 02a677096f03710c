import type { Finding, Standout, Week } from "../core/audit/week.ts";
import type { Instant } from "../core/time.ts";
import type { Content } from "./page.tsx";
import { Cases } from "./privacy-page.tsx";
import { privacyAddress } from "./privacy-words.ts";
import { dateInFull } from "./rota-time.ts";
import { Moment } from "./time.tsx";
import { counted } from "./words.ts";

/** What stands out, and what may be behind it. */
const STANDOUTS: Record<Standout, { readonly title: string; readonly may: string }> = {
  same_surname: { title: "Bears the surname of the person", may: "It may be a relative, or chance." },
  broke_glass: { title: "Opened a case of others in an emergency", may: "Ask what the emergency was." },
  out_of_shift: { title: "Looked outside their shifts", may: "It may be overtime, or a rota that was not kept." },
  many_cases: { title: "Looked at unusually many cases", may: "It may be their work." },
  many_refused: {
    title: "Was refused often, or looked for what is not theirs",
    may: "It may be a wrong link, or a search for somebody.",
  },
};

const span = ({ from, to }: Pick<Week, "from" | "to">, now: Instant): string =>
  `${dateInFull(from, now)} to ${dateInFull(to, now)}`;

/** The weeks that have been gone through, the newest first. */
export function weeksPage({ weeks, next, now }: { weeks: readonly Week[]; next: string | null; now: Instant }): Content {
  const body = (
    <>
      <p className="app-back">
        <a href="/privacy">Privacy</a>
      </p>
      <h1 className="nhsuk-heading-l">Weeks of looking</h1>
      <p className="nhsuk-u-reading-width">
        Each Monday the audit of the week before is gone through, and what stands out is listed. Nothing on it is wrong by itself.
      </p>
      {weeks.length === 0 ? (
        <p>No week has been gone through yet.</p>
      ) : (
        <Cases head={["Week", "Entries", "What stands out"]} caption="Weeks that have been gone through">
          {weeks.map((week) => (
            <tr key={week.from} className="nhsuk-table__row">
              <th scope="row" className="nhsuk-table__header">
                <a href={`/privacy/weeks/${week.from}`}>{span(week, now)}</a>
              </th>
              <td className="nhsuk-table__cell">{week.entries}</td>
              <td className="nhsuk-table__cell">{counted(week.findings.length, "line")}</td>
            </tr>
          ))}
        </Cases>
      )}
      {next && (
        <p>
          <a href={`/privacy/weeks?after=${encodeURIComponent(next)}`}>Earlier ones</a>
        </p>
      )}
    </>
  );
  return { title: "Weeks of looking", body };
}

export interface WeekView {
  readonly week: Week;
  readonly nameOf: (person: string) => string;
  readonly agencyOf: (code: string) => string;
  /** What a case is called aloud; undefined for one that the reader's agency does not share. */
  readonly referenceOf: (id: string) => string | undefined;
  readonly now: Instant;
}

/** What stood out of one week, each with its count and the way into the audit. */
export function weekPage({ week, nameOf, agencyOf, referenceOf, now }: WeekView): Content {
  const title = `Looking from ${span(week, now)}`;
  const audit = ({ person, what }: Finding) =>
    `/audit?${new URLSearchParams({ person, from: week.from, to: week.to, ...(what === "many_refused" ? { what: "refused" } : {}) })}`;
  const body = (
    <>
      <p className="app-back">
        <a href="/privacy/weeks">Weeks of looking</a>
      </p>
      <h1 className="nhsuk-heading-l">{title}</h1>
      <p className="nhsuk-u-reading-width">
        {counted(week.entries, "entry", "entries")} of your agency’s people, gone through at <Moment at={week.madeAt} now={now} />
        . Ask before you judge. What cannot be seen here: whether somebody looked at their own case, as the product knows no NHS
        number of its readers; and shifts of whoever stands on no rota.
      </p>
      {week.findings.length === 0 ? (
        <p>Nothing stood out.</p>
      ) : (
        <Cases head={["Who", "What stands out", "How often", "Escalations"]} caption="What stands out">
          {week.findings.map((finding) => (
            <tr key={`${finding.what} ${finding.person}`} className="nhsuk-table__row">
              <th scope="row" className="nhsuk-table__header">
                {finding.agency === week.agency ? <a href={audit(finding)}>{nameOf(finding.person)}</a> : nameOf(finding.person)}
                <small>{agencyOf(finding.agency)}</small>
              </th>
              <td className="nhsuk-table__cell">
                {STANDOUTS[finding.what].title}
                <small>{STANDOUTS[finding.what].may}</small>
              </td>
              <td className="nhsuk-table__cell">{counted(finding.count, "time")}</td>
              <td className="nhsuk-table__cell">
                <ul className="nhsuk-list nhsuk-u-margin-bottom-0">
                  {finding.cases.map((id) => (
                    <li key={id}>
                      {referenceOf(id) ? <a href={privacyAddress(id)}>{referenceOf(id)}</a> : "A case of others, or none"}
                    </li>
                  ))}
                </ul>
              </td>
            </tr>
          ))}
        </Cases>
      )}
    </>
  );
  return { title, body };
}
