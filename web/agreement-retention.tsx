import { SummaryList } from "nhsuk-react-components";
import type { Partnership } from "../core/partnership/partnership.ts";
import type { RetentionClass } from "../core/partnership/retention.ts";
import { BASES, COUNTED_FROM } from "./agreement-fields.ts";
import { Line } from "./recorded.tsx";
import { counted } from "./words.ts";

/** How long a class keeps something, in words. */
export const keptFor = ({ keep }: Pick<RetentionClass, "keep">): string =>
  keep === "always" ? "Always" : `${counted(keep.years, "year")} from ${COUNTED_FROM[keep.after]}`;

/** How long records are kept, by whose rule, and under which law they are made: the partners' own configuration, and said to be no more. */
export function RetentionLines({ agreed: { retention } }: { agreed: Partnership }) {
  if (!retention) return <p>Nothing has been configured yet, so nothing is ever due for deletion.</p>;
  const { version, owner, note, classes, auditYears, bases } = retention;
  return (
    <SummaryList>
      <Line name="Version">{version}</Line>
      <Line name="Owner">{owner}</Line>
      <Line name="What it is">{note}</Line>
      {classes.map(({ code, title, ruleOf, source, ...kept }) => (
        <Line key={code} name={title}>
          {keptFor(kept)}. Rule of {ruleOf}.<small className="nhsuk-u-display-block">{source}</small>
        </Line>
      ))}
      <Line name="The audit">{counted(auditYears, "year")}</Line>
      <Line name="Laws that records are made under">{[...new Set(bases.map(({ basis }) => BASES[basis]))].join("; ")}</Line>
    </SummaryList>
  );
}
