import { renderToStaticMarkup } from "react-dom/server";
import { EMERGENCY } from "../core/escalation/wording.ts";
import type { Team } from "../core/partnership/partnership.ts";
import { css } from "./built/assets.ts";
import { LiveOnly } from "./live-only.tsx";
import { PaperForm, type PaperFormView } from "./paper-form-page.tsx";
import { Full, type Printed } from "./print-time.tsx";
import { Telephone } from "./telephone.tsx";

/** Whom to ring for an area: the desks that answer there on one pathway, in the order in which they are asked. */
export interface AreaToRing {
  readonly title: string;
  readonly places: readonly string[];
  readonly desks: readonly Desk[];
}
type Desk = Pick<Team, "code" | "title" | "controlRoom">;

export interface DowntimeCardView {
  readonly made: Printed;
  /** The places where the reader's agency works, each with the desk that is asked first there. */
  readonly sites: readonly { readonly title: string; readonly first: Desk | undefined }[];
  readonly pathways: readonly { readonly code: string; readonly title: string; readonly areas: readonly AreaToRing[] }[];
  /** Every other desk, by the agency that it belongs to. */
  readonly others: readonly { readonly agency: string; readonly desks: readonly Desk[] }[];
  /** Empty for whoever may not raise. */
  readonly forms: readonly Omit<PaperFormView, "type" | "printed">[];
}

/** It fetches nothing and runs nothing, wherever it is opened. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

/** What to do when Rightcall is down, as one file that needs nothing else: whom to ring for each place, and the form. It says when it was made. */
export const downtimeCard = (view: DowntimeCardView): string =>
  `<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><meta http-equiv="content-security-policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>When Rightcall is down</title><style>${css.body}</style></head>
<body>${renderToStaticMarkup(<Card {...view} />)}</body></html>`;

/** The way to it, from wherever somebody may need it later. */
export const SaveCard = () => (
  <LiveOnly>
    <a href="/downtime-card.html">Save the card for when Rightcall is down</a>
  </LiveOnly>
);

const Card = ({ made, sites, pathways, others, forms }: DowntimeCardView) => (
  <>
    <div className="app-emergency">
      <div className="nhsuk-width-container">
        <p>{EMERGENCY}</p>
      </div>
    </div>
    <div className="nhsuk-width-container">
      <main className="nhsuk-main-wrapper">
        <article className="app-print app-card">
          <p className="app-print__mark">OFFICIAL-SENSITIVE</p>
          <h1 className="nhsuk-heading-l">When Rightcall is down</h1>
          <p>
            As of <Full at={made.at} />, made by {made.by}. Numbers and questions may have changed since: save it again at the
            beginning of each month, and throw this one away.
          </p>
          <WhatToDo withForm={forms.length > 0} />
          {sites.length > 0 && <Sites sites={sites} />}
          {pathways.map(({ code, title, areas }) => (
            <section key={code} className="app-print__part">
              <h2 className="nhsuk-heading-m">{title}: whom to ring, by place</h2>
              <Areas title={title} areas={areas} />
            </section>
          ))}
          <section className="app-print__part">
            <h2 className="nhsuk-heading-m">Every other desk</h2>
            {others.map(({ agency, desks }) => (
              <p key={agency}>
                <strong>{agency}</strong>. <Desks desks={desks} />
              </p>
            ))}
          </section>
        </article>
        {forms.map((form) => (
          <PaperForm key={form.pathway.code} {...form} type={undefined} printed={made} />
        ))}
      </main>
    </div>
  </>
);

const WhatToDo = ({ withForm }: { withForm: boolean }) => (
  <section className="app-print__part">
    <h2 className="nhsuk-heading-m">What to do</h2>
    <p>
      No page opens; it says “Not sent”; no reference appears; or nobody has answered.{" "}
      <strong>No reference: nobody was asked.</strong>
    </p>
    <ol>
      <li>
        If someone is about to be harmed, ring <a href="tel:999">999</a> first.
      </li>
      <li>Otherwise ring the first desk for the place where police are needed.</li>
      <li>
        Say who you are and for whom, where, what you ask for, why now, which part of the threshold you believe is met, and the
        number to ring you back. Give the reference, if there is one.
      </li>
      <li>Write down the time, who took it and what they said{withForm && ": on the form at the end"}.</li>
      <li>If the answer is no, or nobody answers, ring the next desk of the same line.</li>
      <li>When it is back, raise what still needs an answer, and say there that it was written on paper first.</li>
    </ol>
  </section>
);

const Sites = ({ sites }: Pick<DowntimeCardView, "sites">) => (
  <section className="app-print__part">
    <h2 className="nhsuk-heading-m">Where we work: ring first</h2>
    <ul className="nhsuk-list nhsuk-list--bullet">
      {sites.map(({ title, first }) => (
        <li key={title}>
          {title}: {first ? <Desks desks={[first]} /> : "the desk of the place, below"}
        </li>
      ))}
    </ul>
  </section>
);

const Areas = ({ title, areas }: { title: string; areas: readonly AreaToRing[] }) => (
  <table className="nhsuk-table app-list app-print__table">
    <caption className="nhsuk-u-visually-hidden">{title}: the desks of each area, in their order</caption>
    <thead className="nhsuk-table__head">
      <tr>
        <th scope="col">Where</th>
        <th scope="col">Ring first</th>
        <th scope="col">Then, one after the other</th>
      </tr>
    </thead>
    <tbody className="nhsuk-table__body">
      {areas.map(({ title: area, places, desks: [first, ...next] }) => (
        <tr key={`${area} ${places[0]}`} className="nhsuk-table__row">
          <th scope="row" className="nhsuk-table__header">
            {area}
            <small>{places.join(", ")}</small>
          </th>
          <td className="nhsuk-table__cell">{first ? <Desks desks={[first]} /> : "no desk"}</td>
          <td className="nhsuk-table__cell">
            <Desks desks={next} />
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);

const Desks = ({ desks }: { desks: readonly Desk[] }) =>
  desks.map(({ code, title, controlRoom }, nth) => (
    <span key={code}>
      {nth > 0 && "; "}
      {title} <Telephone number={controlRoom} />
    </span>
  ));
