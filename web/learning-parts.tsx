import { Details, NotificationBanner, Tag } from "nhsuk-react-components";
import type { ReactNode } from "react";
import { leftInWords } from "../core/escalation/wording.ts";
import type { Line, MatterKind } from "../core/learning/matter.ts";
import type { Refusal } from "../core/refusal.ts";
import type { Day } from "../core/rota/wall.ts";
import { between, type Instant, milliseconds } from "../core/time.ts";
import { type Fields, Held, inWordsOf, NOTHING_TYPED, Problems, type Typed, WhatStood } from "./form.tsx";
import { happenedWords } from "./learning-words.ts";
import { dayInFull } from "./rota-time.ts";
import { Moment } from "./time.tsx";
import { counted } from "./words.ts";

/** A press that came to nothing: from which form, with what in it, and why. */
export interface Tried<F extends string = string> {
  readonly form: F;
  readonly values: URLSearchParams;
  readonly refusal: Pick<Refusal, "name" | "message" | "errors">;
}

/** What stands in one of the forms of a page: what was typed into it, with its faults in its own words. */
export function typedIn<F extends string>(tried: Tried<F> | undefined, form: F, fields: Fields): Typed {
  if (tried?.form !== form) return NOTHING_TYPED;
  const { values, refusal } = tried;
  return { values, errors: refusal.errors.length === 0 ? [] : inWordsOf(refusal.errors, values, fields) };
}

/** What stood in the way of a press, above everything else: the fields to mend, or why it was not done. `form` is the one that it came from, as it is called on this page. */
export function Wrong<F extends string>({
  tried,
  form,
  fields,
  offered,
}: {
  tried: Tried<F> | undefined;
  form: string;
  fields: Fields;
  offered: boolean;
}) {
  if (!tried) return null;
  const { errors } = typedIn(tried, tried.form, fields);
  if (offered && errors.length > 0) return <Problems form={form} typed={{ ...tried, errors }} says="Nothing has been changed." />;
  return (
    <>
      {offered && <Held form={form} typed={tried} />}
      <NotDone {...tried} fields={fields} offered={offered} />
    </>
  );
}

/** A press that was not applied. What was typed is still in its form, or kept here when the form is no longer offered. */
const NotDone = ({ values, refusal, fields, offered }: Omit<Tried, "form"> & { fields: Fields; offered: boolean }) => (
  <NotificationBanner title="Not done" role="alert" titleId="not-done">
    <NotificationBanner.Heading>
      {refusal.name === "KeyReused" ? "This form has been received before, with other words." : refusal.message}
    </NotificationBanner.Heading>
    <p>Below is how it stands now.{offered ? " What you typed is still there." : ""}</p>
    {!offered && <WhatStood values={values} fields={fields} />}
  </NotificationBanner>
);

/** From here on a limit of days is near. */
const NEAR = "PT24H";
/** From here on it is counted in days. */
const IN_DAYS = "PT48H";
const DAY_MS = 86_400_000;

/** How long is left until a limit, or since it: whole days for what is far, else hours and minutes. */
export function awayWords(now: Instant, dueAt: Instant): string {
  const left = between(now, dueAt);
  if (Math.abs(left) < milliseconds(IN_DAYS)) return leftInWords(now, dueAt);
  const days = counted(Math.floor(Math.abs(left) / DAY_MS), "day");
  return left > 0 ? `${days} left` : `${days} overdue`;
}

/** A limit of the learning side: the time first, then how long is left, with its state in words and as a border. */
export function Limit({ by, dueAt, now }: { by: string; dueAt: Instant; now: Instant }) {
  const left = between(now, dueAt);
  const state = left <= 0 ? "overdue" : left <= milliseconds(NEAR) ? "near" : "running";
  return (
    <p className={state === "running" ? "app-clock" : `app-clock app-clock--${state}`}>
      <strong>
        {{ running: "", near: "Due soon. ", overdue: "Late. " }[state]}
        {by} <Moment at={dueAt} now={now} />
      </strong>
      , {awayWords(now, dueAt)}
    </p>
  );
}

/** The day on which an action is due, and how late it is. */
export const DueDay = ({ dueOn, daysLate, now }: { dueOn: Day; daysLate: number; now: Instant }) =>
  daysLate > 0 ? (
    <strong className="app-missing">
      {counted(daysLate, "day")} late: due on {dayInFull(dueOn, now)}
    </strong>
  ) : (
    <>Due on {dayInFull(dueOn, now)}</>
  );

/** A status in one word or two, with the same colour everywhere. */
export const StatusTag = ({
  title,
  colour,
}: {
  title: string;
  colour: "grey" | "green" | "blue" | "purple" | "red" | "yellow";
}) => <Tag modifier={colour}>{title}</Tag>;

/** What has happened to a matter of the learning side, from the first line on. */
export const LearningStory = ({ kind, story, now }: { kind: MatterKind; story: readonly Line[]; now: Instant }) => (
  <section aria-labelledby="story">
    <h2 className="nhsuk-heading-m" id="story">
      What has happened
    </h2>
    {story.length === 0 && <p>Nothing has happened yet.</p>}
    <ol className="app-story">
      {story.map((line, nth) => {
        const { did, said } = happenedWords(kind, line);
        return (
          <li key={nth} className="app-story__fact">
            <span className="app-story__when">
              <Moment at={line.at} now={now} />
            </span>
            {did}.{said && <p className="app-story__said">{said}</p>}
          </li>
        );
      })}
    </ol>
  </section>
);

/** A page of a list, the newest first: each of its rows, or that there is none, and the way to older ones. */
export const Newest = ({
  title,
  columns,
  path,
  next,
  children,
}: {
  title: string;
  columns: readonly string[];
  path: string;
  next: string | null;
  children: readonly ReactNode[];
}) => (
  <>
    {children.length === 0 ? (
      <p>There is none to show{next ? " among the newest" : ""}.</p>
    ) : (
      <table className="nhsuk-table app-list">
        <caption className="nhsuk-u-visually-hidden">{title}, the newest first</caption>
        <thead className="nhsuk-table__head">
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="nhsuk-table__body">{children}</tbody>
      </table>
    )}
    {next && (
      <p>
        <a href={`${path}?after=${encodeURIComponent(next)}`}>Older ones</a>
      </p>
    )}
  </>
);

/** A part of a page with its heading. */
export const Part = ({ id, title, children }: { id: string; title: string; children: ReactNode }) => (
  <section aria-labelledby={id} className="app-learning__part">
    <h2 className="nhsuk-heading-m" id={id}>
      {title}
    </h2>
    {children}
  </section>
);

/** The way back to the list that a page belongs to. */
export const Back = ({ href, children }: { href: string; children: ReactNode }) => (
  <p className="app-back">
    <a href={href}>{children}</a>
  </p>
);

/** A form that is folded up until its press came to nothing. */
export const Fold = ({
  title,
  form,
  tried,
  children,
}: {
  title: string;
  form: string;
  tried: Pick<Tried, "form"> | undefined;
  children: ReactNode;
}) => (
  <Details open={tried?.form === form}>
    <Details.Summary>{title}</Details.Summary>
    <Details.Text>{children}</Details.Text>
  </Details>
);
