import { SummaryList } from "nhsuk-react-components";
import type { Comparison, Side } from "../core/measures/before-and-after.ts";
import { london } from "../core/time.ts";
import { changesAddress } from "./agreement-changes-page.tsx";
import { hereAddress } from "./agreement-here-page.tsx";
import { Ours, shown } from "./ours.tsx";
import type { Content } from "./page.tsx";
import { Line } from "./recorded.tsx";

/** Where a version's figures stand beside those of the one before it. */
export const besideAddress = (pathway: string, version: number, area: string | null): string =>
  `/board/before-and-after?pathway=${encodeURIComponent(pathway)}&version=${version}${area ? `&area=${encodeURIComponent(area)}` : ""}`;

/** Four weeks before a version began and four weeks after, or why they are not shown. */
export interface BesideView {
  readonly comparison: Comparison | undefined;
  readonly area: string | null;
  readonly why: string | undefined;
}

/** The figures before and after, each measure in one line: the same definitions and the same small-number rule as on the board. */
export function besidePage({ comparison, area, why }: BesideView): Content {
  const title = "Four weeks before and after";
  const body = (
    <>
      <p className="app-back">
        <a href="/board">The board</a> <a href={hereAddress(area ?? undefined)}>What changes here, and when</a>
      </p>
      <p className="app-print__mark">OFFICIAL-SENSITIVE: figures, nobody is named</p>
      <h1 className="nhsuk-heading-l">{title}</h1>
      {why && <p className="app-mark">{why}</p>}
      {comparison && <Both comparison={comparison} />}
    </>
  );
  return { title, body, here: "/board", wrong: why !== undefined };
}

function Both({ comparison }: { comparison: Comparison }) {
  const { pathway, title, area, version, earlier, before, after, alsoChanged, caveat, figures } = comparison;
  return (
    <>
      <p className="nhsuk-u-reading-width">
        <strong>
          {title}, version {version} after version {earlier}, {area?.title ?? "every area"}.
        </strong>{" "}
        <a href={changesAddress(pathway, earlier, version)}>What changed with it</a>
      </p>
      <p className="app-mark">{caveat}</p>
      {alsoChanged.map((at) => (
        <p key={at} className="app-mark">
          Something else that was agreed began here on {london(at)}: the weeks on that side are not of one version alone.
        </p>
      ))}
      <p className="nhsuk-u-reading-width">
        Every case that was raised here in the time and has ended is counted, on whatever pathway. 0 is shown as 0, 1 to 7 as *,
        any other count to the nearest 5. Percentages come from what is shown. As of {london(comparison.at)}.
      </p>
      <SummaryList>
        <Line name="Before">{lengthOf(before)}</Line>
        <Line name="After">{lengthOf(after)}</Line>
        <Line name="Not ended yet, so not counted">
          {shown(before.stillOpen)} before, {shown(after.stillOpen)} after
        </Line>
      </SummaryList>
      <table className="nhsuk-table app-list app-even">
        <caption className="nhsuk-u-visually-hidden">Each measure before and after</caption>
        <thead className="nhsuk-table__head">
          <tr>
            <th scope="col">Measure</th>
            <th scope="col">Before: version {earlier}</th>
            <th scope="col">After: version {version}</th>
          </tr>
        </thead>
        <tbody className="nhsuk-table__body">
          {figures.map((figure) => (
            <tr className="nhsuk-table__row" key={figure.before.code}>
              <th scope="row" className="nhsuk-table__header">
                {figure.before.title}
              </th>
              <td className="nhsuk-table__cell">
                <small className="app-list__label">Before</small> <Ours figure={figure.before} />
              </td>
              <td className="nhsuk-table__cell">
                <small className="app-list__label">After</small> <Ours figure={figure.after} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>
        <a href="/board/measures">What each figure counts</a>
      </p>
    </>
  );
}

const lengthOf = ({ from, to }: Side): string => `${london(from)} to ${london(to)}`;
