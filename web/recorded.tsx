import { SummaryList } from "nhsuk-react-components";
import type { ReactNode } from "react";
import { isUnread } from "./marks.ts";

/** One line of what is known. React prints nothing for a missing value, and a blank is a hazard: an empty line says so. `change` is the way to where it was typed. */
export const Line = ({
  name,
  none = "not recorded",
  change,
  children,
}: {
  name: string;
  none?: ReactNode;
  change?: ReactNode;
  children?: ReactNode;
}) => (
  <SummaryList.Row>
    <SummaryList.Key>{name}</SummaryList.Key>
    <SummaryList.Value>{isBlank(children) ? none : children}</SummaryList.Value>
    {change && <dd className="nhsuk-summary-list__actions">{change}</dd>}
  </SummaryList.Row>
);

/** The same for what few cases have: without it there is no line. */
export const LineIf = ({ name, children }: { name: string; children?: ReactNode }) =>
  isBlank(children) ? null : <Line name={name}>{children}</Line>;

/** Would a page print nothing for it? */
export const isBlank = (value: ReactNode): boolean =>
  value === undefined ||
  value === null ||
  typeof value === "boolean" ||
  value === "" ||
  (Array.isArray(value) && value.every(isBlank));

/** People's own words, kept apart from ours, with their lines as they wrote them. */
export const Said = ({ children }: { children: string | null | undefined }) =>
  children ? <span className="app-said nhsuk-u-display-block">{children}</span> : null;

/** Something that is still owed: said in words, which the colour only repeats. */
export const Missing = ({ children }: { children: ReactNode }) => <strong className="app-missing">{children}</strong>;

/** Several things on one line of what is known. */
export const Several = ({ children }: { children: ReactNode }) => (
  <ul className="nhsuk-list nhsuk-u-margin-bottom-0">{children}</ul>
);

/** What a list says of a case beside its stage, in words. */
export const Marks = ({ marks }: { marks: readonly string[] }) =>
  marks.length === 0 ? null : (
    <ul className="app-marks">
      {marks.map((mark) => (
        <li key={mark} className={isUnread(mark) ? "app-marks__unread" : undefined}>
          {mark}
        </li>
      ))}
    </ul>
  );
