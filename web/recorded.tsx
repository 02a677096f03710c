import { SummaryList } from "nhsuk-react-components";
import type { ReactNode } from "react";

/** One line of what is known. React prints nothing for a missing value, and a blank is a hazard: an empty line says so. */
export const Line = ({ name, none = "not recorded", children }: { name: string; none?: string; children?: ReactNode }) => (
  <SummaryList.Row>
    <SummaryList.Key>{name}</SummaryList.Key>
    <SummaryList.Value>{isBlank(children) ? none : children}</SummaryList.Value>
  </SummaryList.Row>
);

const isBlank = (value: ReactNode): boolean =>
  value === undefined ||
  value === null ||
  typeof value === "boolean" ||
  value === "" ||
  (Array.isArray(value) && value.every(isBlank));
