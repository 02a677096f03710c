import { SummaryList } from "nhsuk-react-components";
import type { PersonPurpose } from "../core/privacy/purpose.ts";
import {
  type Export,
  type Extract,
  type LeftOut,
  type Plain,
  REVIEWERS,
  type Regime,
  type WithheldFor,
} from "../core/privacy/subject-access.ts";
import type { Instant } from "../core/time.ts";
import {
  AnyOf,
  type Fields,
  inWordsOf,
  LongText,
  OneOf,
  PickOne,
  type Press,
  PressButton,
  PressForm,
  Problems,
  ShortText,
  type Typed,
} from "./form.tsx";
import type { Content } from "./page.tsx";
import { Full, type Printed, PrintedLine } from "./print-time.tsx";
import { Line, Said } from "./recorded.tsx";
import { Moment } from "./time.tsx";
import { choicesOf, counted } from "./words.ts";

/** For what somebody looks. */
export const PURPOSES: Record<PersonPurpose, string> = {
  subject_access: "The person asks for their own data",
  rectification: "The person asks for a correction",
  erasure: "The person asks for a deletion",
  court_order: "A court orders it",
};
/** Under which law the data is asked for. */
export const REGIMES: Record<Regime, string> = {
  general: "What was recorded under the UK GDPR",
  law_enforcement: "What was recorded under Part 3, for law enforcement",
};
/** Why something is not let out. */
export const WITHHELD: Record<WithheldFor, string> = {
  another_law: "It was recorded under another law, and is asked for by itself",
  another_case: "It is about another case",
  names_others: "It is the name or the number of somebody else",
  other_person: "It is about another person",
  serious_harm: "It could do serious harm to somebody’s health",
  investigation: "It could harm an investigation",
  legal_privilege: "It is legal advice",
  other_controller: "Another agency answers for it, and is asked first",
};
const DOES = { keep: "Let out as it is", cut: "Let out with parts cut", withhold: "Not let out" };

const SEARCH = {
  nhsNumber: { label: "NHS number", ask: "Give an NHS number, a telephone number or a reference" },
  phone: { label: "Telephone number", ask: "Give a telephone number" },
  reference: { label: "Reference", ask: "Give a reference" },
  purpose: { label: "For what", ask: "Say for what you look" },
  ids: { label: "What was found", ask: "Choose at least one, and at most five" },
  regime: { label: "Under which law", ask: "Choose under which law" },
};

/** A case, or a first answer by itself, that may be about the person: nothing of them is shown before it has been chosen. */
export interface MayBe {
  readonly kind: "case" | "first_answer";
  readonly id: string;
  readonly reference: string;
  readonly at: Instant;
  readonly about: string;
}
export interface SearchView {
  readonly typed: Typed;
  /** Undefined before anything was looked for. */
  readonly found: readonly MayBe[] | undefined;
  /** Under which laws the reader's agency may ask. */
  readonly regimes: readonly Regime[];
  readonly press: Press;
  readonly now: Instant;
}

const SEARCH_FIELDS = ["nhsNumber", "phone", "reference", "purpose"] as const;

/** Looks for what is kept of one person, who asks for their data. The search is written down before anything is found. */
export function personSearchPage({ typed, found, regimes, press, now }: SearchView): Content {
  const shown: Typed = { ...typed, errors: inWordsOf(typed.errors, typed.values, SEARCH) };
  const field = { form: "person", typed: shown };
  const body = (
    <div className="nhsuk-u-reading-width">
      <p className="app-back">
        <a href="/privacy">Privacy</a>
      </p>
      <Problems form="person" typed={shown} />
      <h1 className="nhsuk-heading-l">A person’s own data</h1>
      <p>
        Make sure first who asks, and that they may. By a number only those cases are found that your agency shares and in which
        somebody gave it, and the first answers that your agency gave or was given with that number to call back. Whoever rang
        from another number is found there by the reference alone. That you look is written down before anything is shown.
      </p>
      <PressForm to="/privacy/people" press={press} going="Looking…">
        <ShortText {...field} name="nhsNumber" label={SEARCH.nhsNumber.label} width={20} />
        <ShortText {...field} name="phone" label={SEARCH.phone.label} kind="tel" width={20} />
        <ShortText
          {...field}
          name="reference"
          label={SEARCH.reference.label}
          hint="Of an escalation or a first answer, such as RC-4TQ-9HK or FA-4TQ-9HK"
          width={20}
        />
        <OneOf {...field} name="purpose" label={SEARCH.purpose.label} choices={choicesOf(PURPOSES)} />
        <PressButton>Look for what is kept of them</PressButton>
      </PressForm>
      {found && (
        <section>
          <h2 className="nhsuk-heading-m">{counted(found.length, "record")} found</h2>
          {found.length === 0 ? (
            <p>None that your agency shares. It may know the person by another number, or by none.</p>
          ) : (
            <PressForm to="/privacy/people/review" press={press} going="Opening them…">
              {SEARCH_FIELDS.map((name) => (
                <input key={name} type="hidden" name={name} value={typed.values.get(name) ?? ""} />
              ))}
              <AnyOf
                {...field}
                name="ids"
                label="Which of them are about this person?"
                choices={found.map(({ kind, id, reference, at, about }) => ({
                  code: id,
                  title:
                    kind === "case"
                      ? `${reference}, ${about}, raised ${at.slice(0, 10)}`
                      : `${reference}, first answer about ${about}, given ${at.slice(0, 10)}`,
                }))}
              />
              <OneOf
                {...{ ...field, name: "regime", label: SEARCH.regime.label }}
                choices={regimes.map((code) => ({ code, title: REGIMES[code] }))}
              />
              <p>
                What was recorded under one law never stands in one file with what was recorded under the other. What was recorded
                for law enforcement is let out by the agency that recorded it.
              </p>
              <PressButton>Go through them</PressButton>
            </PressForm>
          )}
        </section>
      )}
      <p>
        Now <Moment at={now} now={now} />.
      </p>
    </div>
  );
  return { title: "A person’s own data", body, wrong: shown.errors.length > 0 };
}

export interface ReviewView {
  readonly extracts: readonly Extract[];
  readonly typed: Typed;
  readonly press: Press;
  /** What was looked for and chosen, carried on unseen. */
  readonly carried: readonly (readonly [string, string])[];
  readonly agencyOf: (code: string) => string;
  readonly now: Instant;
}

/** How each passage is called in the error summary. */
const fieldsOf = (extracts: readonly Extract[]): Fields =>
  Object.fromEntries(
    extracts.flatMap(({ passages }) =>
      passages.flatMap(({ key, title }) => [
        [`do_${key}`, { label: title, ask: `${title}: say whether it is let out` }],
        [`out_${key}`, { label: title, ask: `${title}: say what is left of it` }],
        [`why_${key}`, { label: title, ask: `${title}: say why` }],
      ]),
    ),
  );

/** Goes through everything that people wrote of the person, before any of it is let out: it may name others. */
export function personReviewPage({ extracts, typed, press, carried, agencyOf, now }: ReviewView): Content {
  const shown: Typed = { ...typed, errors: inWordsOf(typed.errors, typed.values, fieldsOf(extracts)) };
  const form = "review";
  const body = (
    <>
      <p className="app-back">
        <a href="/privacy/people">A person’s own data</a>
      </p>
      <Problems form={form} typed={shown} says="Nothing has been let out." />
      <h1 className="nhsuk-heading-l">What is let out</h1>
      <p className="nhsuk-u-reading-width">
        Names and numbers of other people that stand in a field of their own are left out already, and staff go by their agency.
        Each text may name somebody: keep it, cut it or withhold it. Nothing of this is kept here: make the file before you leave.
      </p>
      <PressForm to="/privacy/people/export" press={press} going="Making the file…">
        {carried.map(([name, value], nth) => (
          <input key={nth} type="hidden" name={name} value={value} />
        ))}
        {extracts.map(({ id, reference, plain, passages, withheld }) => (
          <section key={id}>
            <h2 className="nhsuk-heading-m">{reference}</h2>
            <PlainLines plain={plain} agencyOf={agencyOf} />
            <p>{counted(withheld.length, "entry is", "entries are")} left out already.</p>
            {passages.length === 0 && <p>Nobody wrote anything in words.</p>}
            {passages.map(({ key, title, at, agency, words }) => (
              <div key={key} className="app-panel">
                <h3 className="nhsuk-heading-s">
                  {title}, {agencyOf(agency)}, <Moment at={at} now={now} />
                </h3>
                <Said>{words}</Said>
                <OneOf {...{ form, typed: shown, name: `do_${key}`, label: "This text is" }} choices={choicesOf(DOES)} />
                <LongText
                  {...{
                    form,
                    typed: withOffer(shown, `out_${key}`, words),
                    name: `out_${key}`,
                    label: "If cut: what is left of it",
                  }}
                  most={2500}
                  rows={3}
                />
                <PickOne
                  {...{ form, typed: shown, name: `why_${key}`, label: "If cut or not let out: why" }}
                  first="Choose a reason"
                  choices={REVIEWERS.map((code) => ({ code, title: WITHHELD[code] }))}
                />
              </div>
            ))}
          </section>
        ))}
        <button type="submit" className="nhsuk-button" name="as" value="page">
          Let it out as a page to print
        </button>{" "}
        <button type="submit" className="nhsuk-button nhsuk-button--secondary" name="as" value="json">
          Let it out as a file (JSON)
        </button>{" "}
        <button type="submit" className="nhsuk-button nhsuk-button--secondary" name="as" value="reasons">
          Print what is left out and why, for us only
        </button>
      </PressForm>
    </>
  );
  return { title: "What is let out", body, wrong: shown.errors.length > 0 };
}

/** The whole text is offered, to be cut. */
function withOffer(typed: Typed, name: string, words: string): Typed {
  if (typed.values.has(name)) return typed;
  const values = new URLSearchParams(typed.values);
  values.set(name, words);
  return { ...typed, values };
}

const PlainLines = ({ plain, agencyOf }: { plain: readonly Plain[]; agencyOf: ReviewView["agencyOf"] }) => (
  <SummaryList>
    {plain.map(({ title, value, agency }, nth) => (
      <Line key={nth} name={title}>
        {value} <small>({agencyOf(agency)})</small>
      </Line>
    ))}
  </SummaryList>
);

export interface PersonDataView {
  readonly given: Export;
  readonly agency: string;
  readonly partnership: string;
  readonly printed: Printed;
  readonly agencyOf: (code: string) => string;
}

/** The data of one person, as they get it: on paper, in plain words, without the name of anybody else. */
export function personDataPage({ given, agency, partnership, printed, agencyOf }: PersonDataView): Content {
  const body = (
    <article className="app-print">
      <p className="app-print__mark">OFFICIAL-SENSITIVE</p>
      <h1 className="nhsuk-heading-l">Data about you</h1>
      <p>
        {agency} gives you this as one of the agencies of {partnership} that hold it. {REGIMES[given.regime]}. People who work for
        the agencies go by the name of their agency.
      </p>
      {given.cases.map(({ id, reference, plain, happened, passages }) => (
        <section key={id} className="app-print__part">
          <h2 className="nhsuk-heading-m">{reference}</h2>
          <h3 className="nhsuk-heading-s">What was recorded about you</h3>
          {plain.length === 0 ? <p>Nothing in a field of its own.</p> : <PlainLines plain={plain} agencyOf={agencyOf} />}
          <h3 className="nhsuk-heading-s">What happened</h3>
          <ol className="app-print__list">
            {happened.map(({ at, title, agency: by }, nth) => (
              <li key={nth}>
                <Full at={at} />. {title}. {agencyOf(by)}.
              </li>
            ))}
          </ol>
          <h3 className="nhsuk-heading-s">What was written</h3>
          {passages.length === 0 && <p>Nothing that is let out.</p>}
          {passages.map(({ at, title, words, agency: by }, nth) => (
            <div key={nth} className="app-print__fact">
              <p className="app-print__when">
                {title}. {agencyOf(by)}, <Full at={at} />
              </p>
              <Said>{words}</Said>
            </div>
          ))}
        </section>
      ))}
      <section className="app-print__part">
        <h2 className="nhsuk-heading-m">What is left out</h2>
        <p>{given.withheld === 0 ? "Nothing." : `${counted(given.withheld, "entry", "entries")}.`}</p>
        <p>You can ask {agency} to look again at this, and complain to the Information Commissioner’s Office, ico.org.uk.</p>
      </section>
      <PrintedLine printed={printed} />
    </article>
  );
  return { title: "Data about one person, for print", body };
}

export interface LeftOutView {
  readonly references: readonly string[];
  readonly leftOut: readonly LeftOut[];
  readonly agency: string;
  readonly printed: Printed;
}

/** Why what is left out is left out: a sheet for the officer's own file. The person gets the number alone, as a reason can tell what must not be told. */
export function leftOutPage({ references, leftOut, agency, printed }: LeftOutView): Content {
  const body = (
    <article className="app-print">
      <p className="app-print__mark">OFFICIAL-SENSITIVE</p>
      <h1 className="nhsuk-heading-l">What is left out, and why</h1>
      <p>
        <strong>For the privacy officer of {agency} only.</strong> Not for the person: they are told how much is left out, and no
        reason. {references.join(", ")}.
      </p>
      {leftOut.length === 0 ? (
        <p>Nothing is left out.</p>
      ) : (
        <ul className="nhsuk-list nhsuk-list--bullet">
          {leftOut.map(({ why, count }) => (
            <li key={why}>
              {counted(count, "entry", "entries")}: {WITHHELD[why]}.
            </li>
          ))}
        </ul>
      )}
      <PrintedLine printed={printed} />
    </article>
  );
  return { title: "What is left out, for print", body };
}
