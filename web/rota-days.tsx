import { Tag } from "nhsuk-react-components";
import type { ReactNode } from "react";
import type { Stretch } from "../core/rota/on-duty.ts";
import { type Day, dayNumber, dayOf, instantOf, wallOf } from "../core/rota/wall.ts";
import { type Instant, since } from "../core/time.ts";
import { Missing } from "./recorded.tsx";
import { rotaAddress } from "./rota-desks-page.tsx";
import { clockChange, clockOf, dayAt, dayInFull, dayWords, spanWords } from "./rota-time.ts";
import { counted, namesIn, type Telling } from "./rota-words.ts";

export interface DaysView extends Telling {
  readonly team: string;
  readonly stretches: readonly Stretch[];
  readonly minimum: number;
  readonly from: Instant;
  readonly to: Instant;
  readonly reader: string;
  readonly mayChange: boolean;
}

/** One line of a day: a time that begins in it, or, when none does, the whole day of one that goes on. */
interface Row extends Stretch {
  readonly goesOn: boolean;
  /** What the clocks do before the next line begins. */
  readonly clocks: "back" | "forward" | undefined;
}

/** The days from one instant to another, each with the times that begin in it. */
export function daysOf({ stretches, from, to }: Pick<DaysView, "stretches" | "from" | "to">): { day: Day; rows: Row[] }[] {
  const [first, last] = [dayNumber(dayAt(from)), dayNumber(dayAt(since(to, "PT1S")))];
  const days = Array.from({ length: last - first + 1 }, (_, nth) => dayOf(first + nth));
  const plain = days.map((day) => {
    const [begins, ends] = [startOf(day), startOf(dayOf(dayNumber(day) + 1))];
    const own = stretches.filter((one) => begins <= one.from && one.from < ends).map((one) => ({ ...one, goesOn: false }));
    const through = stretches.find((one) => one.from < begins && ends <= one.to);
    return { day, rows: own.length === 0 && through ? [{ ...through, from: begins, to: ends, goesOn: true }] : own };
  });
  const starts = [...plain.flatMap(({ rows }) => rows.map((row) => row.from)), to];
  const next = (row: Stretch): Instant => starts[starts.indexOf(row.from) + 1] ?? to;
  return plain.map(({ day, rows }) => ({ day, rows: rows.map((row) => ({ ...row, clocks: clockChange(row.from, next(row)) })) }));
}

const startOf = (day: Day): Instant => instantOf(`${day}T00:00`);

/** Who is on duty day by day, in a table that reads line by line: when, and who. Gaps are said in words. */
export function DaysTable(view: DaysView): ReactNode {
  const { from, to, now } = view;
  const days = daysOf(view);
  return (
    <table className="nhsuk-table app-days">
      <caption className="nhsuk-u-visually-hidden">
        Who is on duty, from {dayInFull(dayAt(from), now)} to {dayInFull(dayAt(since(to, "PT1S")), now)}
      </caption>
      <thead className="nhsuk-table__head">
        <tr>
          <th scope="col">When</th>
          <th scope="col">Who</th>
        </tr>
      </thead>
      {days.map(({ day, rows }) => (
        <tbody className="nhsuk-table__body" key={day}>
          <tr className="app-days__day">
            <th colSpan={2} scope="rowgroup">
              {dayInFull(day, now)}
            </th>
          </tr>
          {rows.map((row) => (
            <OneRow key={row.from} row={row} view={view} />
          ))}
        </tbody>
      ))}
    </table>
  );
}

function OneRow({ row, view }: { row: Row; view: DaysView }): ReactNode {
  const { minimum, now } = view;
  const isNow = row.from <= now && now < row.to && row.from === view.from;
  const isGap = row.people.length < minimum;
  return (
    <tr className="nhsuk-table__row">
      <th className="nhsuk-table__cell" scope="row">
        {whenOf(row, view)}
      </th>
      <td className="nhsuk-table__cell">
        {isNow && row.people.length > 0 && <Tag modifier="green">On duty now</Tag>}{" "}
        {row.people.length > 0 && <span className="app-days__who">{namesIn(row.people, view)}</span>}
        {row.people.length === 0 && !isGap && "Nobody, and nobody need be"}
        {isGap && (
          <span className="app-days__gap">
            <Missing>
              {row.people.length === 0 ? "Gap: nobody is on duty" : `Too few: ${row.people.length} of ${minimum}`}
              {isNow && " now"}
            </Missing>
          </span>
        )}
        {row.clocks && <span className="app-days__note">{CLOCKS[row.clocks](row.goesOn ? "day" : "shift")}</span>}
        <Ways row={row} view={view} isNow={isNow} />
      </td>
    </tr>
  );
}

const CLOCKS = {
  back: (what: string) => `The clocks go back: this ${what} is an hour longer.`,
  forward: (what: string) => `The clocks go forward: this ${what} is an hour shorter.`,
};

/** When a line begins and ends; what goes on beyond the days that are shown has no end here. */
function whenOf({ from, to, goesOn }: Row, { now, to: end, ...view }: DaysView): string {
  if (goesOn) return "All day";
  const begins = from === view.from && from === now ? "Now" : clockOf(from);
  if (to === end) return begins === "Now" ? "Now and on" : `From ${begins} on`;
  return `${begins} to ${clockOf(to)}${dayAt(from) === dayAt(to) ? "" : ` ${dayWords(to, now)}`}`;
}

/** What this reader can do with this line: give their own to somebody, or change who is there. */
function Ways({ row, view, isNow }: { row: Row; view: DaysView; isNow: boolean }): ReactNode {
  const { team, reader, mayChange, minimum, now } = view;
  const about = <span className="nhsuk-u-visually-hidden">: {spanWords(row, now)}</span>;
  const from = wallOf(row.from);
  const to = row.to === view.to && !row.goesOn ? "" : wallOf(row.to); // nobody is offered an end that is only the page's
  const link = (form: string, title: string, fills: Record<string, string>) => (
    <a key={form} href={`${rotaAddress(team)}/${form}?${new URLSearchParams(fills)}`}>
      {title}
      {about}
    </a>
  );
  const mine = row.people.includes(reader) && !isNow;
  const [alone] = row.people.length === 1 ? row.people : [];
  const links = [
    mine && link("swap", "Ask somebody to take this", { "give.from": from, "give.to": to }),
    mayChange && row.people.length < minimum && link("add", "Put somebody on duty", { from, to }),
    mayChange && row.people.length > 0 && link("replace", "Replace", { from, to, ...(alone ? { person: alone } : {}) }),
  ].filter(Boolean);
  return links.length > 0 && <span className="app-days__ways">{links}</span>;
}

/** Which days are shown, for whoever hears the page: «14 days from Wednesday 25 November». */
export const shownWords = ({ from, to, now }: Pick<DaysView, "from" | "to" | "now">): string =>
  `${counted(daysOf({ stretches: [], from, to }).length, "day")} from ${dayInFull(dayAt(from), now)}`;
