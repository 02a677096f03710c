import { NotificationBanner } from "nhsuk-react-components";
import type { ReactNode } from "react";
import type * as z from "zod";
import type { Stretch } from "../core/rota/on-duty.ts";
import type { Rota } from "../core/rota/rota.ts";
import type { routes } from "../core/routes.ts";
import { type Instant, plus } from "../core/time.ts";
import { inWordsOf, Problems, type Typed, WallClock } from "./form.tsx";
import type { Content } from "./page.tsx";
import { DaysTable, shownWords } from "./rota-days.tsx";
import { type DeskState, OnDutyNow, rotaAddress, Trouble } from "./rota-desks-page.tsx";
import { RotaParts, Swaps } from "./rota-parts.tsx";
import { dayAt, timeWords } from "./rota-time.ts";
import { doneWords, namesIn, openSwaps, type Telling } from "./rota-words.ts";
import { Moment } from "./time.tsx";

type Story = z.output<typeof routes.readRotaStory.reply>;

/** A question about who was on duty, with its answer once there is one. */
export interface Then {
  readonly typed: Typed;
  readonly answer?: z.output<typeof routes.readDuty.reply> | undefined;
}

export interface RotaView extends Telling {
  readonly state: DeskState;
  readonly rota: Rota;
  readonly version: number;
  readonly stretches: readonly Stretch[];
  readonly from: Instant;
  readonly to: Instant;
  /** The first days of the weeks before and after those that are shown. */
  readonly earlier: string | undefined;
  readonly later: string;
  readonly covered: string;
  readonly reader: string;
  readonly keyOf: () => string;
  readonly story: Story;
  readonly backThen: Then;
  /** The reader has just made this version. */
  readonly isDone: boolean;
  /** Why a press came to nothing. */
  readonly why?: string | undefined;
}

/** One desk's rota: who is on duty, day by day, what it is made of, and what was changed. */
export function rotaPage(view: RotaView): Content {
  const { state, rota, version, reader, backThen, why, isDone, story, now, keyOf } = view;
  const { desk } = state;
  const swaps = openSwaps(rota.swaps, now);
  const asked: Typed = { ...backThen.typed, errors: inWordsOf(backThen.typed.errors, backThen.typed.values, THEN_FIELDS) };
  const body = (
    <>
      <p className="app-back">
        <a href="/rota">All desks</a>
      </p>
      <Problems form="then" typed={asked} />
      {why && <NotDone why={why} />}
      {isDone && story.items[0] && (
        <div className="app-received" role="status">
          <p>
            <strong>Done.</strong> You {doneWords(story.items[0].what)} at <Moment at={story.items[0].at} now={now} />. The rota
            below is as it is now.
          </p>
        </div>
      )}
      <h1 className="nhsuk-heading-l nhsuk-u-margin-bottom-3">{desk.title}</h1>
      <h2 className="nhsuk-heading-m nhsuk-u-margin-bottom-2">On duty now</h2>
      <OnDutyNow state={state} telling={view} />
      <h2 className="nhsuk-heading-m nhsuk-u-margin-top-4 nhsuk-u-margin-bottom-2">What is wrong in the next 14 days</h2>
      <Trouble
        state={state}
        until={plus(now, view.covered)}
        telling={view}
        none="Nothing: there is no gap, a message reaches everybody, and all may answer."
        most={10}
      />
      {swaps.length > 0 && (
        <>
          <h2 className="nhsuk-heading-m nhsuk-u-margin-top-4" id="swaps">
            Swaps
          </h2>
          <Swaps swaps={swaps} team={desk.code} reader={reader} keyOf={keyOf} seen={version} telling={view} />
        </>
      )}
      <h2 className="nhsuk-heading-m nhsuk-u-margin-top-4 nhsuk-u-margin-bottom-2">At this desk</h2>
      <ul className="app-ways">
        <li>
          <a href={`${rotaAddress(desk.code)}/take-over`}>Change of shift: what is open</a>
        </li>
        <li>
          <a href={`${rotaAddress(desk.code)}/drills`}>Drills</a>
        </li>
      </ul>
      {desk.mayChange && <WaysToChange team={desk.code} />}
      <p className="app-back">
        <a href={`${rotaAddress(desk.code)}/calendars`}>Take this rota out, as a spreadsheet or as a calendar</a>
      </p>
      <p className="app-back">
        <a href={`${rotaAddress(desk.code)}/print?from=${dayAt(view.from)}`}>Print four weeks from here</a>
      </p>
      <Days view={view} />
      <h2 className="nhsuk-heading-m">What this rota is made of</h2>
      <RotaParts rota={rota} mayChange={desk.mayChange} press={{ key: keyOf(), seen: version }} nameOf={view.nameOf} now={now} />
      <WhoThen team={desk.code} typed={asked} answer={backThen.answer} telling={view} />
      <StoryOf story={story} team={desk.code} now={now} />
    </>
  );
  return { title: `Rota: ${desk.title}`, body, here: "/rota", wrong: asked.errors.length > 0 || why !== undefined };
}

const NotDone = ({ why }: { why: string }) => (
  <NotificationBanner title="Not done" role="alert" titleId="not-done">
    <NotificationBanner.Heading>{why}</NotificationBanner.Heading>
    <p>Nothing has been changed by your press. The rota is shown as it is now.</p>
  </NotificationBanner>
);

/** The forms that change a rota, each on a page of its own. */
const WAYS = {
  replace: "Put somebody in somebody’s place",
  add: "Put somebody on duty as well",
  "take-off": "Take somebody off duty",
  shift: "Add a shift",
  rotation: "Add people who take turns",
  roster: "Set a roster for a while",
  import: "Bring in shifts from a file",
} as const;

const WaysToChange = ({ team }: { team: string }) => (
  <nav aria-labelledby="ways">
    <h2 className="nhsuk-heading-m nhsuk-u-margin-top-4 nhsuk-u-margin-bottom-2" id="ways">
      Change this rota
    </h2>
    <p className="nhsuk-u-margin-bottom-2">You are shown what a change does before it is made.</p>
    <ul className="app-ways">
      {Object.entries(WAYS).map(([form, title]) => (
        <li key={form}>
          <a href={`${rotaAddress(team)}/${form}`}>{title}</a>
        </li>
      ))}
    </ul>
  </nav>
);

function Days({ view }: { view: RotaView }): ReactNode {
  const { state, rota, earlier, later } = view;
  const { code: team, mayChange } = state.desk;
  return (
    <>
      <h2 className="nhsuk-heading-m nhsuk-u-margin-top-4 nhsuk-u-margin-bottom-2" id="days">
        {shownWords(view)}
      </h2>
      <nav aria-label="Other weeks" className="app-weeks">
        {earlier !== undefined && <a href={`${rotaAddress(team)}${earlier && `?from=${earlier}`}#days`}>A week earlier</a>}
        <a href={`${rotaAddress(team)}?from=${later}#days`}>A week later</a>
      </nav>
      <DaysTable {...view} team={team} minimum={rota.minimum} mayChange={mayChange} />
    </>
  );
}

const THEN_FIELDS = { at: { label: "When", ask: "Give the day and the time that you ask about" } } as const;

/** A small question, asked with the address alone: who was on duty backThen, by the rota as it then stood. */
const WhoThen = ({ team, typed, answer, telling }: { team: string; typed: Typed; answer: Then["answer"]; telling: Telling }) => (
  <section aria-labelledby="then">
    <h2 className="nhsuk-heading-m" id="then">
      Who was on duty then?
    </h2>
    {answer && (
      <div className="app-received" role="status">
        <p>
          At {timeWords(answer.at, telling.now)}:{" "}
          <strong>
            {namesIn(
              answer.people.map(({ person }) => person),
              { nameOf: (id) => answer.people.find(({ person }) => person === id)?.name ?? id },
            )}
          </strong>
          , by the rota as it then stood{answer.version === 0 ? ": there was none" : ""}.
        </p>
      </div>
    )}
    <form method="get" action={`${rotaAddress(team)}#then`} noValidate>
      <WallClock form="then" typed={typed} name="at" label="When?" hint="A time that has been." />
      <button type="submit" className="nhsuk-button nhsuk-button--secondary">
        Show who was on duty
      </button>
    </form>
  </section>
);

const StoryOf = ({ story: { items, next }, team, now }: { story: Story; team: string; now: Instant }) => (
  <section aria-labelledby="story">
    <h2 className="nhsuk-heading-m" id="story">
      What was changed
    </h2>
    {items.length === 0 && <p>Nobody has changed this rota yet.</p>}
    <ol className="app-story">
      {items.map(({ version, at, by, what, why }) => (
        <li className="app-story__fact" key={version}>
          <span className="app-story__when">
            <time dateTime={at}>{timeWords(at, now)}</time>
          </span>
          {by?.name ?? "An operator"} {doneWords(what)}.{why && <p className="app-story__said">{why}</p>}
        </li>
      ))}
    </ol>
    {next && (
      <p>
        <a href={`${rotaAddress(team)}?older=${encodeURIComponent(next)}#story`}>Older changes</a>
      </p>
    )}
  </section>
);
