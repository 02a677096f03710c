import { Button } from "nhsuk-react-components";
import type { ReactNode } from "react";
import type { Version } from "../core/partnership/succession.ts";
import type { Instant } from "../core/time.ts";
import { type ChangedPart, momentWords } from "./agreement-words.ts";
import { inWordsOf, Problems, ShortText, type Typed } from "./form.tsx";
import type { Content } from "./page.tsx";
import { counted } from "./words.ts";

/** What the whole agreement is called where a pathway could be named. */
export const WHOLE = "partnership";

/** Where the changes between two versions are shown; of the newest, when none is named. */
export const changesAddress = (of: string, from?: number, to?: number): string =>
  `/agreement/changes?of=${encodeURIComponent(of)}${from && to ? `&from=${from}&to=${to}` : ""}`;

/** Two versions beside one another, and what changes from the first to the second. */
export interface Compared {
  readonly from: Version;
  readonly to: Version;
  readonly parts: readonly ChangedPart[];
  /** Pathways whose versions differ, each to be looked at by itself. */
  readonly pathways: readonly { readonly code: string; readonly title: string; readonly from: number; readonly to: number }[];
}

export interface ChangesView {
  /** What is compared: the whole agreement or a pathway, by its code and its title; and what else could be. */
  readonly of: string;
  readonly title: string;
  readonly others: readonly { readonly code: string; readonly title: string }[];
  readonly typed: Typed;
  /** Undefined when there is one version alone, or when what was asked for is not there. */
  readonly compared: Compared | undefined;
  readonly now: Instant;
}

const FIELDS = {
  from: { label: "From version", ask: "Give the number of the version to begin with" },
  to: { label: "To version", ask: "Give the number of the version to end with" },
};

/** The difference between two versions, in plain words: what is new, what is gone, what reads differently. */
export function changesPage({ of, title, others, typed, compared, now }: ChangesView): Content {
  const shown: Typed = { ...typed, errors: inWordsOf(typed.errors, typed.values, FIELDS) };
  const field = { form: "changes", typed: shown };
  const isWrong = shown.errors.length > 0;
  const body = (
    <>
      <p className="app-back">
        <a href="/agreement">What has been agreed</a>
      </p>
      <Problems form="changes" typed={shown} />
      <h1 className="nhsuk-heading-l">What changes: {title}</h1>
      <ul className="app-list__ways">
        {others.map(({ code, title: other }) => (
          <li key={code}>
            <a href={changesAddress(code)}>What changes: {other}</a>
          </li>
        ))}
      </ul>
      <form method="get" action="/agreement/changes">
        <input type="hidden" name="of" value={of} />
        <ShortText {...field} kind="number" width={4} name="from" label={FIELDS.from.label} />
        <ShortText {...field} kind="number" width={4} name="to" label={FIELDS.to.label} />
        <Button type="submit" secondary>
          Show
        </Button>
      </form>
      {!compared && !isWrong && <p>There is one version of this, so nothing has changed yet.</p>}
      {compared && <Comparison compared={compared} now={now} />}
    </>
  );
  return { title: "What changes", body, wrong: isWrong };
}

function Comparison({ compared: { from, to, parts, pathways }, now }: { compared: Compared; now: Instant }) {
  return (
    <>
      <p>
        <strong>
          From version {from.version} to version {to.version}.
        </strong>{" "}
        Version {from.version} counts from {momentWords(from.effectiveFrom, now)}, version {to.version} from{" "}
        {momentWords(to.effectiveFrom, now)}.
      </p>
      {pathways.length > 0 && (
        <ul className="nhsuk-list">
          {pathways.map((one) => (
            <li key={one.code}>
              <a href={changesAddress(one.code, one.from, one.to)}>
                What changes in {one.title}, from version {one.from} to version {one.to}
              </a>
            </li>
          ))}
        </ul>
      )}
      {parts.length === 0 ? <p>Nothing reads differently.</p> : <Changes parts={parts} />}
    </>
  );
}

/** How many things change, in words. */
export const changeCount = (parts: readonly ChangedPart[]): string =>
  counted(
    parts.reduce((sum, { changes }) => sum + changes.length, 0),
    "thing changes",
    "things change",
  );

/** Every change, part after part: what it is, how it reads before and after. */
export const Changes = ({ parts }: { parts: readonly ChangedPart[] }) =>
  parts.map(({ title, changes }) => (
    <table className="nhsuk-table app-list app-even" key={title}>
      <caption className="nhsuk-table__caption nhsuk-table__caption--m">{title}</caption>
      <thead className="nhsuk-table__head">
        <tr>
          <th scope="col">What</th>
          <th scope="col">Before</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody className="nhsuk-table__body">
        {changes.map(({ about, before, after }, nth) => (
          <tr className="nhsuk-table__row" key={nth}>
            <th scope="row" className="nhsuk-table__header">
              {about}
            </th>
            <td className="nhsuk-table__cell">
              <Reads label="Before" lines={before} none={/: the order$/.test(about) ? "in another order" : "not there"} />
            </td>
            <td className="nhsuk-table__cell">
              <Reads label="After" lines={after} none="gone" />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  ));

/** How one side reads: one thing as it is, several each on its line. */
function Reads({ label, lines, none }: { label: string; lines: readonly string[]; none: string }): ReactNode {
  const [only = none, ...more] = lines;
  return (
    <>
      <small className="app-list__label">{label}</small>{" "}
      {more.length === 0 ? (
        only
      ) : (
        <ul className="nhsuk-list nhsuk-u-margin-bottom-0">
          {lines.map((line, nth) => (
            <li key={nth}>{line}</li>
          ))}
        </ul>
      )}
    </>
  );
}
