import type { ReactNode } from "react";
import type * as z from "zod";
import type { routes } from "../core/routes.ts";
import type { Instant } from "../core/time.ts";
import { inWordsOf, NOTHING_TYPED, PressButton, PressForm, Problems, ShortText, type Typed } from "./form.tsx";
import type { Content } from "./page.tsx";
import { rotaAddress } from "./rota-desks-page.tsx";
import { timeWords } from "./rota-time.ts";
import { counted } from "./rota-words.ts";

type Calendar = z.output<typeof routes.listFeeds.reply>["items"][number] & { readonly mayEnd: boolean };

export interface CalendarsView {
  readonly desk: { readonly code: string; readonly title: string };
  readonly feeds: readonly Calendar[];
  /** The calendar that has just been made, with its address, which nobody is shown again. */
  readonly made?: { readonly title: string; readonly address: string };
  /** The first and the last day that a spreadsheet is offered for. */
  readonly days: { readonly from: string; readonly to: string };
  readonly typed: Typed;
  readonly keyOf: () => string;
  readonly now: Instant;
}

const FIELDS = { title: { label: "What it is for", ask: "Say what it is for" } } as const;

/** The ways of taking a rota out: as a spreadsheet, and as calendars to subscribe to, which show names to whoever has their address. */
export function calendarsPage(view: CalendarsView): Content {
  const { desk, feeds, made, days, keyOf } = view;
  const typed: Typed = { ...view.typed, errors: inWordsOf(view.typed.errors, view.typed.values, FIELDS) };
  const [alive, ended] = [true, false].map((isAlive) => feeds.filter(({ revokedAt }) => (revokedAt === null) === isAlive));
  const body = (
    <div className="nhsuk-u-reading-width">
      <p className="app-back">
        <a href={rotaAddress(desk.code)}>Back to the rota</a>
      </p>
      <Problems form="calendar" typed={typed} says="No calendar has been made." />
      {made && <Made made={made} />}
      <h1 className="nhsuk-heading-l">
        <span className="nhsuk-caption-l">{desk.title}</span>
        Take this rota out
      </h1>
      <h2 className="nhsuk-heading-m">As a spreadsheet</h2>
      <p>Who is on duty, a line for each time of each person. It can be brought in again.</p>
      <form method="get" action={`${rotaAddress(desk.code)}/export.csv`}>
        <ShortText form="export" typed={NOTHING_TYPED} name="from" label="First day" kind="date" width={20} offer={days.from} />
        <ShortText form="export" typed={NOTHING_TYPED} name="to" label="Last day" kind="date" width={20} offer={days.to} />
        <button type="submit" className="nhsuk-button nhsuk-button--secondary">
          Download the spreadsheet
        </button>
      </form>
      <h2 className="nhsuk-heading-m">As a calendar to subscribe to</h2>
      <p>
        Google, Outlook and Apple calendars ask for its address now and again.{" "}
        <strong>Whoever has the address sees who is on duty, by name, without signing in.</strong> It shows no telephone number or
        email address.
      </p>
      {alive?.length === 0 && <p>There is no calendar of this rota.</p>}
      <Calendars team={desk.code} calendars={alive ?? []} view={view} />
      <PressForm to={`${rotaAddress(desk.code)}/calendars`} press={{ key: keyOf() }} going="Making a calendar">
        <h3 className="nhsuk-heading-s">Make a calendar</h3>
        <ShortText
          form="calendar"
          typed={typed}
          name="title"
          label="What is it for?"
          hint="Such as «the wall display in the control room». Make one for each, so that each can be ended by itself."
        />
        <PressButton>Make a calendar</PressButton>
      </PressForm>
      {ended && ended.length > 0 && (
        <details className="app-told-fold">
          <summary>
            {counted(ended.length, "calendar")} that {ended.length === 1 ? "has" : "have"} been ended
          </summary>
          <Calendars team={desk.code} calendars={ended} view={view} />
        </details>
      )}
    </div>
  );
  return { title: `Take this rota out: ${desk.title}`, body, here: "/rota", wrong: typed.errors.length > 0 };
}

const Made = ({ made: { title, address } }: { made: NonNullable<CalendarsView["made"]> }) => (
  <div className="app-received" role="status">
    <p>
      <strong>«{title}» has been made.</strong> This is its address. It is shown this once, and kept by nobody here: copy it now.
    </p>
    <p>
      <code className="app-address">{address}</code>
    </p>
    <p>Whoever has it sees who is on duty, by name. Give it only to those who should, and end it when it is lost.</p>
  </div>
);

const Calendars = ({
  team,
  calendars,
  view: { keyOf, now },
}: {
  team: string;
  calendars: readonly Calendar[];
  view: CalendarsView;
}): ReactNode =>
  calendars.length > 0 && (
    <ul className="nhsuk-list">
      {calendars.map(({ id, title, by, at, revokedAt, mayEnd }) => (
        <li className="app-part" key={id}>
          <strong>{title}</strong>, made by {by.name} at {timeWords(at, now)}
          {revokedAt !== null && <>, ended at {timeWords(revokedAt, now)}</>}
          {revokedAt === null && mayEnd && (
            <div className="app-part__ways">
              <PressForm to={`${rotaAddress(team)}/calendars/${id}/end`} press={{ key: keyOf() }} going="Ending it">
                <button type="submit" className="app-plain-button">
                  End it<span className="nhsuk-u-visually-hidden">: {title}</span>
                </button>
              </PressForm>
            </div>
          )}
        </li>
      ))}
    </ul>
  );
