import { type ReactNode, useId } from "react";
import { figure, scaleOf } from "./chart-scale.ts";
import { type Point, type RunChartView, runInWords } from "./run-words.ts";

/** In units of the drawing, of which 640 are as wide as it: words of 14 stay readable there, and the table is beneath where it is narrower. */
const PLOT = { left: 76, right: 580, top: 24, bottom: 260 } as const;
const LINE_OF_WORDS = 16;
const WIDTH_OF_SIGN = 8;

/** A measure through time with its centre and limits, drawn without a script, told in words, and as a table that is open on paper. A number that is too small to show leaves a gap. */
export function RunChart(view: RunChartView): ReactNode {
  const { title, unit, points } = view;
  const id = useId();
  const seen = points.some(({ value }) => value !== null);
  return (
    <figure className="app-chart">
      <figcaption className="app-chart__title" id={`${id}c`}>
        {title} ({unit})
      </figcaption>
      {seen ? (
        <svg className="app-chart__drawing" viewBox="0 0 640 300" role="img" aria-labelledby={`${id}t ${id}d`}>
          <title id={`${id}t`}>{`${title}, a run chart`}</title>
          <desc id={`${id}d`}>{runInWords(view)}</desc>
          <Drawing {...view} />
        </svg>
      ) : (
        <p>{runInWords(view)}</p>
      )}
      {points.length > 0 && <Numbers {...view} labelledBy={`${id}c`} />}
    </figure>
  );
}

function Drawing({ points, centre, lower, upper, marked, reference }: RunChartView) {
  const known = [
    { name: "centre", value: centre, kind: "centre" },
    { name: "upper", value: upper, kind: "limit" },
    { name: "lower", value: lower, kind: "limit" },
  ].flatMap((line) => (line.value === null ? [] : [{ ...line, value: line.value }]));
  const lines = reference ? [...known, { name: reference.label, value: reference.value, kind: "reference" }] : known;
  const values = points.flatMap(({ value }) => (value === null ? [] : [value]));
  const { low, high, ticks } = scaleOf([...values, ...lines.map(({ value }) => value)]);
  const y = (value: number) => round(PLOT.bottom - ((value - low) / (high - low)) * (PLOT.bottom - PLOT.top));
  const step = (PLOT.right - PLOT.left) / Math.max(1, points.length - 1);
  const x = (nth: number) => round(PLOT.left + nth * step);
  const widest = Math.max(...points.map(({ label }) => label.length)) * WIDTH_OF_SIGN + LINE_OF_WORDS;
  const each = Math.max(1, Math.ceil(widest / step));
  return (
    <>
      {ticks.map((tick) => (
        <g key={tick}>
          <path className="app-chart__grid" d={`M${PLOT.left} ${y(tick)}H${PLOT.right}`} />
          <text className="app-chart__tick" x={PLOT.left - 8} y={y(tick) + 5}>
            {figure(tick)}
          </text>
        </g>
      ))}
      {lines.map(({ name, value, kind }) => (
        <path key={name} className={`app-chart__${kind}`} d={`M${PLOT.left} ${y(value)}H${PLOT.right}`} />
      ))}
      {apart(known.map(({ name, value }) => ({ name, at: y(value) + 5 }))).map(({ name, at }) => (
        <text key={name} x={PLOT.right + 8} y={at}>
          {name}
        </text>
      ))}
      {reference && (
        <text className="app-chart__compared" x={PLOT.right - 4} y={y(reference.value) - 6}>
          {reference.label}
        </text>
      )}
      <path className="app-chart__run" d={runPath(points, x, y)} />
      {points.map(({ label, value }, nth) => (
        <g key={nth}>
          {nth % each === 0 && (
            <text className="app-chart__label" x={x(nth)} y={PLOT.bottom + 22}>
              {label}
            </text>
          )}
          {value !== null && <path className="app-chart__point" d={shapeAt(x(nth), y(value), marked.includes(nth))} />}
        </g>
      ))}
    </>
  );
}

const round = (place: number): number => Math.round(place * 10) / 10;

/** The run in one path: a point that is not shown ends a line, and the next begins another. */
const runPath = (points: readonly Point[], x: (nth: number) => number, y: (value: number) => number): string =>
  points
    .map(({ value }, nth) =>
      value === null ? "" : `${(points[nth - 1]?.value ?? null) === null ? "M" : "L"}${x(nth)} ${y(value)}`,
    )
    .join("");

/** A point is round; one that is marked is a diamond, and larger. */
const shapeAt = (x: number, y: number, marked: boolean): string =>
  marked ? `M${x} ${y - 10}l8 10l-8 10l-8 -10z` : `M${x - 4} ${y}a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z`;

/** Names of lines that lie close together, moved down until each can be read. */
function apart(names: readonly { name: string; at: number }[]): { name: string; at: number }[] {
  let free = 0;
  return names
    .toSorted((one, other) => one.at - other.at)
    .map(({ name, at }) => {
      free = Math.max(at, free) + LINE_OF_WORDS;
      return { name, at: free - LINE_OF_WORDS };
    });
}

const Numbers = ({ title, unit, points, marked, labelledBy }: RunChartView & { labelledBy: string }) => (
  <details className="nhsuk-details app-chart__numbers">
    <summary className="nhsuk-details__summary">
      <span className="nhsuk-details__summary-text">The numbers: {title}</span>
    </summary>
    <div className="nhsuk-details__text">
      <table className="nhsuk-table" aria-labelledby={labelledBy}>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">{unit}</th>
            <th scope="col">Mark</th>
          </tr>
        </thead>
        <tbody>
          {points.map(({ label, value }, nth) => (
            <tr key={nth}>
              <th scope="row">{label}</th>
              <td>{value === null ? "not shown: few cases" : figure(value)}</td>
              <td>{value !== null && marked.includes(nth) ? "marked" : "–"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  </details>
);
