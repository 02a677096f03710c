import { type ReactNode, useId } from "react";
import { figure } from "./chart-scale.ts";

/** How much of something there is of each kind; null where the number is too small to show. */
export interface BarsView {
  readonly title: string;
  readonly unit: string;
  readonly bars: readonly { readonly label: string; readonly value: number | null }[];
}

/** A distribution as a table with a bar in each line: the number is always there in figures, and the bar only repeats it. */
export function Bars({ title, unit, bars }: BarsView): ReactNode {
  const id = useId();
  const most = Math.max(1, ...bars.map(({ value }) => value ?? 0));
  return (
    <figure className="app-chart">
      <figcaption className="app-chart__title" id={id}>
        {title} ({unit})
      </figcaption>
      <table className="nhsuk-table app-chart__bars" aria-labelledby={id}>
        <tbody>
          {bars.map(({ label, value }) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td>{value === null ? "not shown: few cases" : figure(value)}</td>
              <td>
                {value !== null && (
                  <svg aria-hidden="true" className="app-chart__bar" viewBox="0 0 100 10" preserveAspectRatio="none">
                    <rect width={Math.round((Math.max(0, value) / most) * 1000) / 10} height={10} />
                  </svg>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}
