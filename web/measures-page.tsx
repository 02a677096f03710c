import { SummaryList } from "nhsuk-react-components";
import type { Measure } from "../core/measures/measures.ts";
import type { Content } from "./page.tsx";
import { Line } from "./recorded.tsx";

/** A measure in words. */
type Said = Pick<Measure, "title" | "numerator" | "denominator" | "edges"> & { readonly code: string };

/** What each figure counts, and of what, as it is computed. */
export const measuresPage = (measures: readonly Said[]): Content => ({
  title: "What each figure counts",
  here: "/board",
  body: (
    <>
      <p className="app-back">
        <a href="/board">The board</a>
      </p>
      <h1 className="nhsuk-heading-l">What each figure counts</h1>
      {measures.map(({ code, title, numerator, denominator, edges }) => (
        <section key={code} aria-labelledby={code}>
          <h2 className="nhsuk-heading-s" id={code}>
            {title}
          </h2>
          <SummaryList>
            <Line name="Counts">{numerator}</Line>
            <Line name="Of">{denominator}</Line>
            <Line name="Edge cases">{edges}</Line>
          </SummaryList>
        </section>
      ))}
    </>
  ),
});
