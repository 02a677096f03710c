import { SummaryList } from "nhsuk-react-components";
import type { BoardView } from "../core/measures/board.ts";
import { MEASURES } from "../core/measures/measures.ts";
import type { Monitoring, PublishedFigure } from "../core/partnership/monitoring.ts";
import { Ours } from "./ours.tsx";
import type { Content } from "./page.tsx";
import { Published } from "./published.tsx";
import { Line } from "./recorded.tsx";

/** The partners' figures of a period beside what others have published of the scheme, each with what it counts and does not say. */
export interface MonitoringShown {
  readonly board: BoardView | undefined;
  /** Why ours are not shown. */
  readonly why: string | undefined;
  readonly monitoring: Monitoring | undefined;
  readonly query: string;
}

export function monitoringPage({ board, why, monitoring, query }: MonitoringShown): Content {
  const title = `Beside what others have published${board ? `: ${board.title}` : ""}`;
  const body = (
    <>
      <p className="app-back">
        <a href={`/board?${query}`}>The board</a>
      </p>
      <p className="app-print__mark">OFFICIAL-SENSITIVE: figures, nobody is named</p>
      <h1 className="nhsuk-heading-l">{title}</h1>
      {why && <p className="app-mark">Ours cannot be shown: {why}</p>}
      {monitoring ? (
        <Beside board={board} monitoring={monitoring} />
      ) : (
        <p>The partners have named nothing that others have published.</p>
      )}
    </>
  );
  return { title, body, here: "/board", wrong: why !== undefined };
}

const Beside = ({
  board,
  monitoring: { note, owner, published, unknown },
}: Pick<MonitoringShown, "board"> & { monitoring: Monitoring }) => (
  <>
    <p className="nhsuk-u-reading-width">
      {note} Chosen by: {owner}. The two are counted in different ways: they stand beside each other, and are never added or
      subtracted.
    </p>
    {published.map((line) => (
      <One key={line.code} line={line} board={board} />
    ))}
    <h2 className="nhsuk-heading-m">What nobody can know from here</h2>
    <SummaryList>
      {unknown.map(({ title, because }) => (
        <Line key={title} name={title}>
          {because}
        </Line>
      ))}
    </SummaryList>
  </>
);

function One({ line, board }: Pick<MonitoringShown, "board"> & { line: PublishedFigure }) {
  const figure = board?.figures.find(({ code }) => code === line.beside);
  const measure = MEASURES.find(({ code }) => code === line.beside);
  return (
    <section aria-labelledby={line.code} className="app-figure">
      <h2 className="nhsuk-heading-s" id={line.code}>
        {line.title}
      </h2>
      <SummaryList>
        <Line name="Published">
          <Published line={line} />
        </Line>
        {measure ? (
          <>
            <Line name={`Ours: ${measure.title}`}>{figure ? <Ours figure={figure} /> : "Not shown"}</Line>
            <Line name="Ours counts">{measure.numerator}</Line>
            <Line name="Of">{measure.denominator}</Line>
          </>
        ) : (
          <Line name="Ours">We measure nothing like it.</Line>
        )}
      </SummaryList>
    </section>
  );
}
