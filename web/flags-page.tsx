import type { Flag } from "../core/rates/rates.ts";
import type { Instant } from "../core/time.ts";
import { passedInWords } from "./flagged.tsx";
import type { Content } from "./page.tsx";
import { Moment } from "./time.tsx";

export interface FlagsView {
  readonly agency: string;
  readonly flags: readonly Flag[];
  readonly nameOf: (person: string) => string;
  readonly siteOf: (site: string) => string;
  readonly next: string | null;
  readonly now: Instant;
}

/** What people of one agency did unusually often, for whoever looks after them. A list to look into: it accuses nobody. */
export function flagsPage({ agency, flags, nameOf, siteOf, next, now }: FlagsView): Content {
  const body = (
    <>
      <h1 className="nhsuk-heading-l">Unusually often, at {agency}</h1>
      <p>
        What people and systems of your agency did more often than is usual, the newest first. No request was held back for it,
        nor its first message. Ask before you judge: a bad night looks like this too.
      </p>
      {flags.length === 0 ? (
        <p>{next ? "None on this page." : "Nothing was done unusually often."}</p>
      ) : (
        <table className="nhsuk-table app-list">
          <caption className="nhsuk-u-visually-hidden">What was done unusually often, the newest first</caption>
          <thead className="nhsuk-table__head">
            <tr>
              <th scope="col">When</th>
              <th scope="col">Who</th>
              <th scope="col">What</th>
            </tr>
          </thead>
          <tbody className="nhsuk-table__body">
            {flags.map((flag) => (
              <tr key={`${flag.at} ${flag.person} ${flag.what}`} className="nhsuk-table__row">
                <td className="nhsuk-table__cell">
                  <Moment at={flag.at} now={now} />
                </td>
                <td className="nhsuk-table__cell">
                  {nameOf(flag.person)}
                  {flag.site && <small>{siteOf(flag.site)}</small>}
                </td>
                <td className="nhsuk-table__cell">
                  {flag.passed.map((one) => (
                    <div key={`${one.of} ${one.within}`}>
                      {passedInWords(flag, one)}; up to {one.most} are usual
                    </div>
                  ))}
                  {flag.case && <small>{flag.case.reference}</small>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {next && (
        <p>
          <a href={`/flags?after=${encodeURIComponent(next)}`}>Earlier ones</a>
        </p>
      )}
    </>
  );
  return { title: "Unusually often", body };
}
