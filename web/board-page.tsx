import { SummaryList, Table } from "nhsuk-react-components";
import type { BoardView, Chart } from "../core/measures/board.ts";
import type { ShownBreakdown, ShownFigure, ShownTimed } from "../core/measures/shown.ts";
import type { PublishedFigure } from "../core/partnership/monitoring.ts";
import { london } from "../core/time.ts";
import { hereAddress } from "./agreement-here-page.tsx";
import { type Choice, PickOne, type Typed } from "./form.tsx";
import { isTimed, length, Ours, percent, shown, sum } from "./ours.tsx";
import type { Content } from "./page.tsx";
import { Published } from "./published.tsx";
import { Line } from "./recorded.tsx";
import { RunChart } from "./run-chart.tsx";

/** What the board's page shows: the figures that were asked for, or why they are not shown. */
export interface BoardShown {
  readonly board: BoardView | undefined;
  /** The periods that are over, the latest first. */
  readonly periods: readonly Choice[];
  readonly areas: readonly { readonly code: string; readonly title: string }[];
  readonly pathways: readonly Choice[];
  readonly typed: Typed;
  readonly why: string | undefined;
}

/** The figures of a period, each by its one definition, after the small-number rule. It prints as it stands. */
export function boardPage({ board, periods, areas, pathways, typed, why }: BoardShown): Content {
  const body = (
    <>
      <p className="app-print__mark">OFFICIAL-SENSITIVE: figures, nobody is named</p>
      <h1 className="nhsuk-heading-l">Board{board && `: ${titleOf(board)}`}</h1>
      {why && <p className="app-mark">{why}</p>}
      <Choose periods={periods} areas={areas} pathways={pathways} typed={typed} />
      {board && <Figures board={board} query={typed.values.toString()} />}
    </>
  );
  return { title: board ? `Board, ${titleOf(board)}` : "Board", body, here: "/board", wrong: why !== undefined };
}

/** Of what these figures are: the pathway is named where there is more than one. */
const titleOf = ({ title, pathway, pathways }: BoardView): string => (pathways.length > 1 ? `${pathway.title}, ${title}` : title);

const Choose = ({ periods, areas, pathways, typed }: Pick<BoardShown, "periods" | "areas" | "pathways" | "typed">) => (
  <form method="get" action="/board" className="app-filter">
    <PickOne form="board" typed={typed} name="period" label="Time" choices={periods} />
    {pathways.length > 1 && <PickOne form="board" typed={typed} name="pathway" label="Pathway" choices={pathways} />}
    <PickOne form="board" typed={typed} name="area" label="Area" first="Every area" choices={areas} />
    <button className="nhsuk-button nhsuk-button--secondary" type="submit">
      Show
    </button>
  </form>
);

function Figures({ board, query }: { board: BoardView; query: string }) {
  return (
    <>
      <p className="app-print__ways">
        <a href={`/board/figures.csv?${query}`}>All figures as CSV</a> <a href="/board/measures">What each figure counts</a>{" "}
        <a href={`/board/monitoring?${query}`}>Beside what others have published</a>{" "}
        <a href={hereAddress(board.cut.area ?? undefined)}>What has changed, before and after</a>
      </p>
      <p className="nhsuk-u-reading-width">
        0 is shown as 0, 1 to 7 as *, any other count to the nearest 5. An area, a site or a month is * too where 1 to 7 of
        another could be worked out from it. Percentages come from what is shown. Nothing is counted by person, of either side. As
        of {london(board.at)}.
      </p>
      <SummaryList>
        <Line name={`Not ended yet, so not counted${board.pathways.length > 1 ? " (every pathway)" : ""}`}>
          {shown(board.stillOpen)}
        </Line>
        <Line name="Actions">
          {board.actions.open} open, {board.actions.late} late
        </Line>
        <Line name="Concerns">
          {board.concerns.open} open, {board.concerns.late} answered late
        </Line>
        <Line name="Feedback from people">
          {board.feedback.open} not answered, {board.feedback.late} of them late
        </Line>
      </SummaryList>
      <section aria-labelledby="charts">
        <h2 className="nhsuk-heading-m" id="charts">
          Through time, by {board.step}
        </h2>
        {board.charts.map((chart) => (
          <RunChart key={chart.code} {...drawn(chart)} />
        ))}
      </section>
      <section aria-labelledby="first-answers">
        <h2 className="nhsuk-heading-m" id="first-answers">
          First answers of control rooms
        </h2>
        {board.firstAnswers.why && <p className="app-mark">{board.firstAnswers.why}</p>}
        {board.firstAnswers.figures.map((figure) => (
          <div key={figure.code} className="app-figure">
            <h3 className="nhsuk-heading-s nhsuk-u-margin-bottom-2">{figure.title}</h3>
            <Ours figure={figure} />
          </div>
        ))}
      </section>
      {board.figures.map((figure) => (
        <One key={figure.code} figure={figure} beside={board.references.filter(({ beside }) => beside === figure.code)} />
      ))}
    </>
  );
}

const drawn = ({ title, unit, points, centre, lower, upper }: Chart) => ({
  title,
  unit: unit === "percent" ? "%" : "cases",
  points: points.map(({ title: label, value }) => ({ label, value })),
  centre,
  lower,
  upper,
  marked: points.flatMap(({ flags }, nth) => (flags.length > 0 ? [nth] : [])),
});

function One({ figure, beside }: { figure: ShownFigure; beside: readonly PublishedFigure[] }) {
  return (
    <section aria-labelledby={figure.code} className="app-figure">
      <h2 className="nhsuk-heading-s nhsuk-u-margin-bottom-2" id={figure.code}>
        {figure.title}
      </h2>
      <Ours figure={figure} />
      {isTimed(figure)
        ? figure.parts.map(({ by, title, rows }) => rows.length > 0 && <LengthsBy key={by} title={title} rows={rows} />)
        : figure.breakdowns.map((breakdown) => <By key={breakdown.by} breakdown={breakdown} share={figure.unit === "percent"} />)}
      {beside.map((line) => (
        <p key={line.code} className="app-beside">
          <strong>Published by others:</strong> {line.title}: <Published line={line} />
        </p>
      ))}
    </section>
  );
}

/** How long it took in each part; a sum where one is there. */
const LengthsBy = ({ title, rows }: { title: string; rows: ShownTimed["parts"][number]["rows"] }) => (
  <details className="app-fold">
    <summary>{title}</summary>
    <Table caption={title} captionProps={{ className: "nhsuk-u-visually-hidden" }}>
      <Table.Head>
        <Table.Row>
          <Table.Cell>{title}</Table.Cell>
          <Table.Cell format="numeric">Cases</Table.Cell>
          <Table.Cell format="numeric">Median</Table.Cell>
          <Table.Cell format="numeric">Nine in ten within</Table.Cell>
          <Table.Cell format="numeric">In all</Table.Cell>
        </Table.Row>
      </Table.Head>
      <Table.Body>
        {rows.map((row) => (
          <Table.Row key={row.code}>
            <Table.Cell>{row.title}</Table.Cell>
            <Table.Cell format="numeric">{shown(row.count)}</Table.Cell>
            <Table.Cell format="numeric">{length(row.medianMs)}</Table.Cell>
            <Table.Cell format="numeric">{length(row.p90Ms)}</Table.Cell>
            <Table.Cell format="numeric">{row.totalMs === undefined ? "–" : sum(row.totalMs)}</Table.Cell>
          </Table.Row>
        ))}
      </Table.Body>
    </Table>
  </details>
);

/** A breakdown folds; paper has no folds, so it prints open. */
const By = ({ breakdown, share }: { breakdown: ShownBreakdown; share: boolean }) => (
  <details className="app-fold">
    <summary>{breakdown.title}</summary>
    <Table caption={breakdown.title} captionProps={{ className: "nhsuk-u-visually-hidden" }}>
      <Table.Head>
        <Table.Row>
          <Table.Cell>{breakdown.title}</Table.Cell>
          <Table.Cell format="numeric">Cases</Table.Cell>
          <Table.Cell format="numeric">{share ? "Of" : "Of all"}</Table.Cell>
          <Table.Cell format="numeric">Share</Table.Cell>
        </Table.Row>
      </Table.Head>
      <Table.Body>
        {breakdown.rows.map((row) => (
          <Table.Row key={row.code}>
            <Table.Cell>{row.title}</Table.Cell>
            <Table.Cell format="numeric">{shown(row.numerator)}</Table.Cell>
            <Table.Cell format="numeric">{shown(row.denominator)}</Table.Cell>
            <Table.Cell format="numeric">{percent(row.percent)}</Table.Cell>
          </Table.Row>
        ))}
      </Table.Body>
    </Table>
  </details>
);
