import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { EMERGENCY } from "../core/escalation/wording.ts";
import type { Instant } from "../core/time.ts";
import { css, js } from "./built/assets.ts";

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
  readonly name: string;
  readonly agency: string;
  readonly desks: readonly string[];
  readonly links: readonly { readonly href: string; readonly title: string }[];
}

/** What the frame needs to know of one answer: when it is given, to whom, and the nonce that lets our own scripts run. */
export interface Frame {
  readonly now: Instant;
  readonly nonce: string;
  readonly reader: Reader | undefined;
}

/** nhsuk-frontend's own line: its parts come alive only where modules do. */
const SUPPORTED =
  "document.body.className += ' js-enabled' + ('noModule' in HTMLScriptElement.prototype ? ' nhsuk-frontend-supported' : '');";

/** A whole page. Words from people are escaped by React; nothing of ours is inline but the one script that carries the nonce. */
export const page = ({ title, body, here, wrong }: Content, { now, nonce, reader }: Frame): string =>
  `<!doctype html>${renderToStaticMarkup(
    <html lang="en-GB">
      <head>
        <meta charSet="utf-8" />
        <title>{`${wrong ? "Error: " : ""}${title} – Rightcall`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="theme-color" content="#005eb8" />
        <meta name="format-detection" content="telephone=no, date=no, address=no" />
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href={`/static/${css.name}`} />
      </head>
      <body data-now={now}>
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
        {reader && (
          <div className="app-reader">
            <div className="nhsuk-width-container">
              <p>
                Signed in as {reader.name}, {reader.agency}.{" "}
                {reader.desks.length > 0 ? `On duty for: ${reader.desks.join("; ")}.` : "On duty for no desk now."}
              </p>
            </div>
          </div>
        )}
        <div className="nhsuk-width-container">
          <main className="nhsuk-main-wrapper" id="maincontent">
            {body}
          </main>
        </div>
        <footer className="app-footer">
          <div className="nhsuk-width-container">
            Limits and ladders are your partnership's own agreement. Times are London time. <a href="/api/docs">The API</a>
          </div>
        </footer>
        <div id="app-polite" className="nhsuk-u-visually-hidden" aria-live="polite" />
        <div id="app-urgent" className="nhsuk-u-visually-hidden" role="alert" />
        <script type="module" nonce={nonce} src={`/static/${js.name}`} />
      </body>
    </html>,
  )}`;

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
