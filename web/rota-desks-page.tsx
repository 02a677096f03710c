import type { ReactNode } from "react";
import type * as z from "zod";
import { isCovered } from "../core/rota/coverage.ts";
import type { Swap } from "../core/rota/rota.ts";
import type { routes } from "../core/routes.ts";
import { type Instant, plus } from "../core/time.ts";
import type { Content } from "./page.tsx";
import { Missing } from "./recorded.tsx";
import { untilWords } from "./rota-time.ts";
import { counted, gapWords, namesIn, swapWords, type Telling } from "./rota-words.ts";

/** A desk as its own agency sees it. */
export type Desk = z.output<typeof routes.listDesks.reply>["items"][number];

export interface DesksView extends Telling {
  readonly desks: readonly (DeskState & { readonly isReaders: boolean; readonly asked: readonly Swap[] })[];
  readonly agency: string;
  /** The reader looks after the people of this agency. */
  readonly seesPeople: boolean;
  /** So far ahead a desk is looked through for gaps. */
  readonly covered: string;
}

/** A desk with what its own page and the list say alike. */
export interface DeskState {
  readonly desk: Desk;
  readonly minimum: number;
  /** Nobody stands anywhere in its rota. */
  readonly isEmpty: boolean;
}

const NOBODY_AT_ALL = "Nobody is on this rota at all";

/** Where a desk's rota is shown. */
export const rotaAddress = (team: string): string => `/rota/${team}`;

/** The desks of an agency: those with trouble first, then the reader's own, then the others. */
export function desksPage({ desks, agency, seesPeople, covered, ...telling }: DesksView): Content {
  const until = plus(telling.now, covered);
  const troubled = desks.filter(({ desk }) => hasTrouble(desk));
  const own = desks.filter(({ desk, isReaders }) => isReaders && !hasTrouble(desk));
  const others = desks.filter((one) => !troubled.includes(one) && !own.includes(one));
  const asked = desks.flatMap(({ desk, asked: swaps }) => swaps.map((swap) => ({ desk, swap })));
  const group = (title: string, id: string, some: DesksView["desks"]) =>
    some.length > 0 && <Group title={title} id={id} desks={some} until={until} telling={telling} />;
  const body = (
    <>
      <h1 className="nhsuk-heading-l nhsuk-u-margin-bottom-2">Rota</h1>
      <p>The desks of {agency}: who is on duty now, and what is wrong in the next 14 days.</p>
      {seesPeople && (
        <p className="app-back">
          <a href="/people">People of {agency}</a>
        </p>
      )}
      {asked.length > 0 && (
        <section className="app-received" aria-labelledby="asked">
          <h2 className="nhsuk-heading-s" id="asked">
            You are asked to take a shift
          </h2>
          <ul className="nhsuk-list">
            {asked.map(({ desk, swap }) => (
              <li key={`${desk.code} ${swap.id}`}>
                {swapWords(swap, telling)}. <a href={`${rotaAddress(desk.code)}#swaps`}>Answer: {desk.title}</a>
              </li>
            ))}
          </ul>
        </section>
      )}
      {desks.length === 0 && <p>Your agency has no desk that answers, so there is no rota.</p>}
      {group("Something is wrong", "trouble", troubled)}
      {group("Desks whose rota you are on", "own", own)}
      {group(troubled.length + own.length > 0 ? "Other desks" : "Desks", "others", others)}
    </>
  );
  return { title: "Rota", body, here: "/rota" };
}

const hasTrouble = (desk: Desk): boolean => !isCovered(desk);

const Group = ({
  title,
  id,
  desks,
  until,
  telling,
}: {
  title: string;
  id: string;
  desks: DesksView["desks"];
  until: Instant;
  telling: Telling;
}) => (
  <>
    <h2 className="nhsuk-heading-m nhsuk-u-margin-top-4 nhsuk-u-margin-bottom-2" id={id}>
      {title}
    </h2>
    <table className="nhsuk-table app-list app-desks" aria-labelledby={id}>
      <thead className="nhsuk-table__head">
        <tr>
          <th scope="col">Desk</th>
          <th scope="col">On duty now</th>
          <th scope="col">Next 14 days</th>
        </tr>
      </thead>
      <tbody className="nhsuk-table__body">
        {desks.map((one) => (
          <tr className="nhsuk-table__row" key={one.desk.code}>
            <td className="nhsuk-table__cell">
              <a href={rotaAddress(one.desk.code)}>{one.desk.title}</a>
            </td>
            <td className="nhsuk-table__cell">
              <OnDutyNow state={one} telling={telling} />
            </td>
            <td className="nhsuk-table__cell">
              <Trouble state={one} until={until} telling={telling} none="No gap" most={3} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </>
);

/** Who has the desk at this moment and until when; that nobody has it is said as loudly as it matters. */
export function OnDutyNow({ state: { desk, minimum }, telling }: { state: DeskState; telling: Telling }): ReactNode {
  if (desk.onDuty.length === 0)
    return minimum > 0 ? <Missing>Nobody is on duty now</Missing> : "Nobody is on duty now, and nobody need be";
  return (
    <ul className="nhsuk-list nhsuk-u-margin-bottom-0">
      {desk.onDuty.map(({ person, name, until, reachable, mayAnswer }) => (
        <li key={person}>
          <strong>{name}</strong>, {untilWords(until, telling.now)}
          {!reachable && (
            <>
              . <Missing>No message can reach them</Missing>
            </>
          )}
          {!mayAnswer && (
            <>
              . <Missing>They may not answer here</Missing>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

/** What is wrong in the next 14 days, in words: gaps with their times, and people whom no message reaches or who may not answer. */
export function Trouble({
  state: { desk, minimum, isEmpty },
  until,
  telling,
  none,
  most,
}: {
  state: DeskState;
  until: Instant;
  telling: Telling;
  none: string;
  most: number;
}): ReactNode {
  const { gaps, unreachable, mayNotAnswer } = desk;
  if (isEmpty) return minimum > 0 ? <Missing>{NOBODY_AT_ALL}</Missing> : NOBODY_AT_ALL;
  if (isCovered(desk)) return none;
  return (
    <ul className="nhsuk-list nhsuk-u-margin-bottom-0">
      {gaps.slice(0, most).map((gap) => (
        <li key={gap.from}>
          <Missing>{gap.people.length === 0 ? "Gap" : "Too few"}:</Missing> {gapWords(gap, until, telling)}
        </li>
      ))}
      {gaps.length > most && <li>and {counted(gaps.length - most, "more time")}</li>}
      {unreachable.length > 0 && (
        <li>
          <Missing>No message can reach:</Missing> {namesIn(unreachable, telling)}
        </li>
      )}
      {mayNotAnswer.length > 0 && (
        <li>
          <Missing>On the rota, and may not answer:</Missing> {namesIn(mayNotAnswer, telling)}
        </li>
      )}
    </ul>
  );
}
