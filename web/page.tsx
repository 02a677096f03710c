import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { EMERGENCY } from "../core/escalation/wording.ts";
import type { Player } from "../core/partnership/practice.ts";
import type { Instant } from "../core/time.ts";
import { css, js, night } from "./built/assets.ts";
import { Form, ReadBy } from "./form.tsx";
import { Practises } from "./live-only.tsx";
import { SIDE_IN_WORDS } from "./practice-page.tsx";
import { Moment } from "./time.tsx";

/** What one page says: the frame around it is the same for all. */
export interface Content {
  readonly title: string;
  readonly body: ReactNode;
  /** The page's own place in the navigation. */
  readonly here?: string;
  /** Something that was typed needs attention: said first in the title, so that it is heard first. */
  readonly wrong?: boolean;
}

/** Who reads the page, for whom they act, and what they may open. */
export interface Reader {
  /** What every form on the page says of whose page it is. */
  readonly mark: string;
  /** The same of whoever has signed in, also while they practise. */
  readonly member: string;
  readonly name: string;
  readonly agency: string;
  readonly desks: readonly string[];
  readonly links: readonly { readonly href: string; readonly title: string }[];
  /** Which side they play, and until when, if what they read is practice. */
  readonly plays?: Player | undefined;
}

/** As the device says, or as its user has said. */
export const COLOURS = ["device", "light", "dark"] as const;
export type Colours = (typeof COLOURS)[number];
const IN_WORDS: Record<Colours, string> = { device: "As this device", light: "Light", dark: "Dark" };
/** When the night's colours are worn: paper is always light. */
const WORN: Record<Colours, string> = { device: "screen and (prefers-color-scheme: dark)", light: "not all", dark: "screen" };

/** What the frame needs to know of one answer: when it is given, to whom, in which colours, and the nonce that lets our own scripts run. */
export interface Frame {
  readonly now: Instant;
  readonly nonce: string;
  readonly colours: Colours;
  /** Until when the reader stays signed in, if they do nothing more. */
  readonly until?: Instant | undefined;
  readonly reader: Reader | undefined;
}

/** nhsuk-frontend's own line: its parts come alive only where modules do. */
const SUPPORTED =
  "document.body.className += ' js-enabled' + ('noModule' in HTMLScriptElement.prototype ? ' nhsuk-frontend-supported' : '');";

/** A whole page. Words from people are escaped by React; nothing of ours is inline but the one script that carries the nonce. */
export const page = ({ title, body, here, wrong }: Content, { now, nonce, colours, until, reader }: Frame): string =>
  `<!doctype html>${renderToStaticMarkup(
    <html lang="en-GB">
      <head>
        <meta charSet="utf-8" />
        <title>{`${wrong ? "Error: " : ""}${reader?.plays ? "EXERCISE: " : ""}${title} – Rightcall`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="theme-color" content="#005eb8" />
        <meta name="format-detection" content="telephone=no, date=no, address=no" />
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href={`/static/${css.name}`} />
        <link rel="stylesheet" href={`/static/${night.name}`} media={WORN[colours]} data-night="" />
      </head>
      <body
        data-now={now}
        data-until={until}
        data-reader={reader?.mark}
        data-member={reader?.member}
        className={reader?.plays && "app-practises"}
      >
        <script nonce={nonce}>{SUPPORTED}</script>
        <a className="nhsuk-skip-link" href="#maincontent" data-module="nhsuk-skip-link">
          Skip to main content
        </a>
        <header className="app-masthead">
          <div className="nhsuk-width-container app-masthead__row">
            <div className="app-masthead__name">
              <a href="/">Rightcall</a>
            </div>
            {reader && <Navigation reader={reader} here={here} />}
          </div>
        </header>
        <div className="app-emergency">
          <div className="nhsuk-width-container">
            <p>{EMERGENCY}</p>
          </div>
        </div>
        {reader?.plays && <Exercise reader={reader} plays={reader.plays} now={now} />}
        {reader && (
          <div className="app-reader">
            <div className="nhsuk-width-container">
              <p>
                <span className="app-reader__as">Signed in as </span>
                {reader.name}, {reader.agency}.{" "}
                {reader.desks.length > 0 ? `On duty for: ${reader.desks.join("; ")}.` : "On duty for no desk now."}
              </p>
            </div>
          </div>
        )}
        <div className="nhsuk-width-container">
          <main className="nhsuk-main-wrapper" id="maincontent">
            {reader && <Leaving />}
            <ReadBy value={reader?.mark}>
              <Practises value={reader?.plays !== undefined}>{body}</Practises>
            </ReadBy>
          </main>
        </div>
        <footer className="app-footer">
          <div className="nhsuk-width-container">
            Limits and ladders are your partnership's own agreement. Times are London time.{" "}
            {reader && <a href="/guidance">When will police attend?</a>} {reader && <a href="/practice">Practise</a>}{" "}
            <a href="/api/docs">The API</a>
            <ChooseColours colours={colours} />
          </div>
        </footer>
        <div id="app-polite" className="nhsuk-u-visually-hidden" aria-live="polite" />
        <div id="app-urgent" className="nhsuk-u-visually-hidden" role="alert" />
        <script type="module" nonce={nonce} src={`/static/${js.name}`} />
      </body>
    </html>,
  )}`;

/** On every page of practice, and on its paper: nobody may take it for work. */
const Exercise = ({ reader, plays: { side, area, until, other }, now }: { reader: Reader; plays: Player; now: Instant }) => (
  <section className="app-exercise" aria-label="Practice">
    <div className="nhsuk-width-container">
      <p>
        <strong>EXERCISE.</strong> Nothing here is real but the telephone numbers: ring nobody about an exercise. Nobody is asked
        who is not practising. You play {SIDE_IN_WORDS[side]} in {area.title}, until <Moment at={until} now={now} />.
      </p>
      <ReadBy value={reader.mark}>
        {other && (
          <Form to="/practice/side">
            <input type="hidden" name="side" value={other} />
            <button type="submit" className="app-plain-button">
              Change to {SIDE_IN_WORDS[other]}
            </button>
          </Form>
        )}
        <Form to="/practice/end">
          <button type="submit" className="app-plain-button">
            End practice
          </button>
        </Form>
      </ReadBy>
    </div>
  </section>
);

/** Shown by the browser before somebody is signed out, and after: on a shared ward PC that is soon. */
const Leaving = () => (
  <div className="app-stale" id="app-leaving" hidden>
    <p>
      <strong data-words="" />{" "}
      <span data-when="gone" hidden>
        <a href="/signed-in" target="_blank" rel="noopener">
          Sign in in another tab
        </a>
        , then go on here.
      </span>
      <span data-when="another" hidden>
        <a href="/">Open your own start page</a>.
      </span>{" "}
    </p>
    <p data-when="leaving" hidden>
      <button type="button" className="app-plain-button">
        Stay signed in
      </button>
    </p>
  </div>
);

/** One press, on any page: a ward at night is dark, and so is a car. The browser's own script does it without leaving the page. */
const ChooseColours = ({ colours }: { colours: Colours }) => (
  <form method="post" action="/colours" className="app-colours" data-colours="">
    <span id="app-colours">Colours:</span>
    {COLOURS.map((one) => (
      <button
        key={one}
        type="submit"
        name="colours"
        value={one}
        aria-describedby="app-colours"
        aria-pressed={one === colours}
        data-media={WORN[one]}
      >
        {IN_WORDS[one]}
      </button>
    ))}
  </form>
);

const Navigation = ({ reader, here }: { reader: Reader; here: string | undefined }) => (
  <nav aria-label="Menu">
    <ul className="app-masthead__links">
      {reader.links.map(({ href, title }) => (
        <li key={href}>
          <a href={href} aria-current={href === here ? "page" : undefined}>
            {title}
          </a>
        </li>
      ))}
      <li>
        <form method="post" action="/sign-out">
          <button type="submit">Sign out</button>
        </form>
      </li>
    </ul>
  </nav>
);
