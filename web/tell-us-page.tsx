import type { FormLanguage, FormWords } from "../core/partnership/learning.ts";
import type { Instant } from "../core/time.ts";
import type { Choice } from "./form.tsx";
import type { Content } from "./page.tsx";
import { Moment } from "./time.tsx";

/** Why a form was not kept, as its languages can say it. */
export interface ToldFault {
  readonly field: "happened" | "better";
  readonly why: "missing" | "tooLong" | "tooOften" | "notTaken";
}

export interface TellUsView {
  readonly partnership: string;
  readonly languages: readonly FormLanguage[];
  readonly language: FormLanguage;
  readonly agencies: readonly Choice[];
  readonly stamp: string;
  readonly typed: URLSearchParams;
  readonly fault: ToldFault | undefined;
}

const AS = ["person", "carer", "staff", "other"] as const;

const marks = ({ code, rightToLeft }: FormLanguage) => ({ lang: code, dir: rightToLeft ? "rtl" : "ltr" });

/** The public form: four questions, one of which has to be answered; nobody is asked who they are. Choosing another language takes along what was typed. */
export function tellUsPage({ partnership, languages, language, agencies, stamp, typed, fault }: TellUsView): Content {
  const { words } = language;
  const address = `/tell-us/${partnership}`;
  const body = (
    <div className="nhsuk-u-reading-width" {...marks(language)}>
      <nav aria-label="Languages">
        <ul className="app-ways">
          {languages.map(({ code, title, ...one }) => (
            <li key={code} {...marks({ code, title, ...one })}>
              {code === language.code ? (
                <strong aria-current="true">{title}</strong>
              ) : (
                <button form="tell" type="submit" name="instead" value={code} className="app-plain-button">
                  {title}
                </button>
              )}
            </li>
          ))}
        </ul>
      </nav>
      {fault && (
        <div className="nhsuk-error-summary" role="alert" aria-labelledby="problem" tabIndex={-1}>
          <h2 className="nhsuk-error-summary__title" id="problem">
            {words.problem}
          </h2>
          <ul className="nhsuk-list nhsuk-error-summary__list">
            <li>
              <a href={`#tell-${fault.field}`}>{words[fault.why]}</a>
            </li>
          </ul>
        </div>
      )}
      <h1 className="nhsuk-heading-l">{words.title}</h1>
      <p>{words.intro}</p>
      <p>
        <strong>{words.emergency}</strong>
      </p>
      <form id="tell" method="post" action={address} noValidate autoComplete="off">
        <input type="hidden" name="language" value={language.code} />
        <input type="hidden" name="stamp" value={stamp} />
        <div className="nhsuk-u-visually-hidden" aria-hidden="true">
          <label htmlFor="tell-website">Leave this empty</label>
          <input id="tell-website" name="website" type="text" tabIndex={-1} autoComplete="off" />
        </div>
        <Words name="happened" label={words.happened} hint={words.noNames} rows={8} typed={typed} fault={fault} words={words} />
        <Words name="better" label={words.better} rows={3} typed={typed} fault={fault} words={words} />
        <Pick name="as" label={words.as} typed={typed} choices={AS.map((code) => ({ code, title: words[code] }))} offer="other" />
        <Pick name="agency" label={words.agency} typed={typed} choices={[{ code: "", title: words.anyAgency }, ...agencies]} />
        <button type="submit" className="nhsuk-button">
          {words.send}
        </button>
      </form>
    </div>
  );
  return { title: words.title, body, wrong: fault !== undefined };
}

function Words({
  name,
  label,
  hint,
  rows,
  typed,
  fault,
  words,
}: {
  name: ToldFault["field"];
  label: string;
  hint?: string;
  rows: number;
  typed: URLSearchParams;
  fault: ToldFault | undefined;
  words: FormWords;
}) {
  const wrong = fault?.field === name;
  const [hinted, faulted] = [`tell-${name}-hint`, `tell-${name}-error`];
  const described = [...(hint ? [hinted] : []), ...(wrong ? [faulted] : [])].join(" ");
  return (
    <div className={wrong ? "nhsuk-form-group nhsuk-form-group--error" : "nhsuk-form-group"}>
      <label className="nhsuk-label nhsuk-label--s" htmlFor={`tell-${name}`}>
        {label}
      </label>
      {hint && (
        <div className="nhsuk-hint" id={hinted}>
          {hint}
        </div>
      )}
      {wrong && (
        <span className="nhsuk-error-message" id={faulted}>
          {words[fault.why]}
        </span>
      )}
      <textarea
        className={wrong ? "nhsuk-textarea nhsuk-textarea--error" : "nhsuk-textarea"}
        id={`tell-${name}`}
        name={name}
        rows={rows}
        defaultValue={typed.get(name) ?? ""}
        {...(described ? { "aria-describedby": described } : {})}
      />
    </div>
  );
}

const Pick = ({
  name,
  label,
  choices,
  typed,
  offer = "",
}: {
  name: string;
  label: string;
  choices: readonly Choice[];
  typed: URLSearchParams;
  offer?: string;
}) => (
  <div className="nhsuk-form-group">
    <label className="nhsuk-label nhsuk-label--s" htmlFor={`tell-${name}`}>
      {label}
    </label>
    <select className="nhsuk-select" id={`tell-${name}`} name={name} defaultValue={typed.get(name) ?? offer}>
      {choices.map(({ code, title }) => (
        <option key={code} value={code}>
          {title}
        </option>
      ))}
    </select>
  </div>
);

export interface ToldView {
  /** Where the form is; undefined where there is none any more. */
  readonly form: string | undefined;
  readonly language: FormLanguage;
  readonly reference: string;
  readonly answer: { readonly at: Instant; readonly words: string } | null;
  readonly now: Instant;
}

/** That it is kept, and the answer once there is one. */
export function toldPage({ form, language, reference, answer, now }: ToldView): Content {
  const { words } = language;
  const body = (
    <div className="nhsuk-u-reading-width" {...marks(language)}>
      <h1 className="nhsuk-heading-l">
        <span className="nhsuk-caption-l">{reference}</span>
        {words.thanks}
      </h1>
      {answer ? (
        <section aria-labelledby="answer">
          <h2 className="nhsuk-heading-m" id="answer">
            {words.answer}
          </h2>
          <p className="app-said">{answer.words}</p>
          <p>
            <Moment at={answer.at} now={now} />
          </p>
        </section>
      ) : (
        <>
          <p>{words.noAnswerYet}</p>
          <p>
            <strong>{words.keepAddress}</strong>
          </p>
        </>
      )}
      <p>
        <strong>{words.emergency}</strong>
      </p>
      {form && (
        <p>
          <a href={form}>{words.another}</a>
        </p>
      )}
    </div>
  );
  return { title: words.thanks, body };
}
