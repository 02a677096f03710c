import type { ReactNode } from "react";
import type { FieldError } from "../core/refusal.ts";
import {
  AnyOf,
  type Choice,
  type Field,
  type Fields,
  inWordsOf,
  LongText,
  OneFile,
  PickOne,
  type Press,
  PressButton,
  PressForm,
  Problems,
  ShortText,
  type Typed,
  WallClock,
} from "./form.tsx";
import type { Content } from "./page.tsx";
import { rotaAddress } from "./rota-desks-page.tsx";
import { weekdayName } from "./rota-time.ts";

/** The forms that have a page of their own, each by the last word of its address. */
export type RotaForm = "replace" | "add" | "take-off" | "shift" | "rotation" | "roster" | "minimum" | "swap" | "import";

export interface RotaFormView {
  readonly form: RotaForm;
  readonly desk: { readonly code: string; readonly title: string };
  readonly typed: Typed;
  readonly press: Press;
  /** Whom the rota names already. */
  readonly known: readonly Choice[];
  /** What is wrong with a file: each place in it, and the fault there. */
  readonly faults?: readonly FieldError[];
  /** What stands in the way of the press, when that is no field. */
  readonly why?: string | undefined;
}

/** The field for somebody who is not in a list of names. */
export const codeName = (name: string): string => `${name}Code`;

const person = (name: string, label: string, ask: string): Fields => ({
  [name]: { label, ask },
  [codeName(name)]: { label: `${label}, by code`, ask },
});
const SPAN = {
  from: { label: "From", ask: "Say from when" },
  to: { label: "To", ask: "Say until when" },
} as const satisfies Fields;

interface Said {
  readonly title: string;
  /** What the form is for, and what follows from it. */
  readonly says: string;
  readonly fields: Fields;
  readonly button: string;
  readonly ask: (view: RotaFormView) => ReactNode;
}

/** What each form is called, what it asks, and how it asks when it was left empty. */
export const ROTA_FORMS: Record<RotaForm, Said> = {
  replace: {
    title: "Put somebody in somebody’s place",
    says: "For a while. Afterwards the rota goes on as it is.",
    fields: {
      ...person("person", "Who is replaced", "Choose who is replaced"),
      ...person("with", "Who comes", "Choose who comes in their place"),
      ...SPAN,
    },
    button: "Show what this changes",
    ask: (view) => (
      <>
        <Somebody view={view} name="person" label="Who is replaced?" />
        <Somebody view={view} name="with" label="Who comes in their place?" />
        <Span view={view} />
      </>
    ),
  },
  add: {
    title: "Put somebody on duty as well",
    says: "For a while, beside whoever is there by the rota.",
    fields: { ...person("person", "Who comes", "Choose who comes"), ...SPAN },
    button: "Show what this changes",
    ask: (view) => (
      <>
        <Somebody view={view} name="person" label="Who comes?" />
        <Span view={view} />
      </>
    ),
  },
  "take-off": {
    title: "Take somebody off duty",
    says: "For a while, and nobody comes in their place.",
    fields: { ...person("person", "Who goes off duty", "Choose who goes off duty"), ...SPAN },
    button: "Show what this changes",
    ask: (view) => (
      <>
        <Somebody view={view} name="person" label="Who goes off duty?" />
        <Span view={view} />
      </>
    ),
  },
  shift: {
    title: "Add a shift",
    says: "One person, once, for a roster that is made elsewhere. It counts together with people who take turns.",
    fields: { ...person("person", "Whose shift", "Choose whose shift it is"), ...SPAN },
    button: "Show what this changes",
    ask: (view) => (
      <>
        <Somebody view={view} name="person" label="Whose shift is it?" />
        <Span view={view} />
      </>
    ),
  },
  rotation: {
    title: "People who take turns",
    says: "One shift a day. Somebody new among them moves everybody’s turns, also today’s: you see that before it is done.",
    fields: {
      title: { label: "Name", ask: "Give it a name" },
      people: { label: "Who takes turns", ask: "Name who takes turns, one on each line" },
      on: { label: "Days on", ask: "Say how many days in a row each is on" },
      off: { label: "Days off", ask: "Say how many days each is off, or leave it empty" },
      from: { label: "The shift begins", ask: "Say at what time the shift begins" },
      to: { label: "The shift ends", ask: "Say at what time the shift ends" },
      weekdays: { label: "On which days", ask: "Choose the days, or none for every day" },
      starts: { label: "First shift on", ask: "Give the day of the first shift" },
      ends: { label: "Last shift on", ask: "Give the day of the last shift, or leave it empty" },
    },
    button: "Show what this changes",
    ask: RotationFields,
  },
  roster: {
    title: "Set a roster for a while",
    says: "For a carnival, or a strike: from one time to another only these shifts count. Rotations and single shifts rest meanwhile.",
    fields: {
      title: { label: "Name", ask: "Give it a name" },
      ...SPAN,
      shifts: { label: "Shifts", ask: "Write the shifts, one on each line" },
    },
    button: "Show what this changes",
    ask: RosterFields,
  },
  minimum: {
    title: "How many must be on duty",
    says: "When fewer are on duty, it is a gap. 0 is for a desk that is not always open.",
    fields: { minimum: { label: "How many", ask: "Say how many must be on duty at any time" } },
    button: "Show what this changes",
    ask: (view) => <ShortText {...field(view, "minimum", "How many must be on duty at any time?")} kind="number" width={4} />,
  },
  swap: {
    title: "Ask somebody to take a shift of yours",
    says: "It stays yours until they have said yes. They see it on the page of this rota.",
    fields: {
      "give.from": { label: "From", ask: "Say from when" },
      "give.to": { label: "To", ask: "Say until when" },
      ...person("with", "Who is asked", "Choose whom you ask"),
      "take.from": { label: "In return, from when", ask: "Say from when you would take theirs" },
      "take.to": { label: "In return, until when", ask: "Say until when you would take theirs" },
    },
    button: "Ask them",
    ask: SwapFields,
  },
  import: {
    title: "Bring in shifts from a file",
    says: "The whole file or nothing of it: its shifts take the place of all single shifts that begin in that time. Rotations stay.",
    fields: {
      file: { label: "The file", ask: "Choose a file" },
      from: { label: "From", ask: "Say from when: a calendar has more days than these" },
      to: { label: "To", ask: "Say until when: a calendar has more days than these" },
    },
    button: "Show what this changes",
    ask: ImportFields,
  },
};

const field = ({ form, typed }: RotaFormView, name: string, label: string, hint?: string): Field => ({
  form,
  typed,
  name,
  label,
  ...(hint ? { hint } : {}),
});

/** Somebody whom the rota names already, or anybody else by their code. */
const Somebody = ({ view, name, label }: { view: RotaFormView; name: string; label: string }) => (
  <>
    <PickOne {...field(view, name, label)} choices={view.known} first="Choose somebody" />
    <ShortText
      {...field(view, codeName(name), "Or by their code", "For somebody who is not in the list, such as nell_frost.")}
      width={20}
    />
  </>
);

const Span = ({ view }: { view: RotaFormView }) => (
  <>
    <WallClock {...field(view, "from", "From")} />
    <WallClock {...field(view, "to", "To")} />
  </>
);

/** Whom a line of a form may name, for whoever fills it in. */
const KnownPeople = ({ known }: { known: readonly Choice[] }) =>
  known.length > 0 && (
    <details className="app-told-fold nhsuk-u-margin-bottom-4">
      <summary>Names and codes on this rota</summary>
      <ul className="app-told">
        {known.map(({ code, title }) => (
          <li key={code}>
            {title}: {code}
          </li>
        ))}
      </ul>
    </details>
  );

const DAYS = [1, 2, 3, 4, 5, 6, 7].map((number) => ({ code: String(number), title: weekdayName(number) }));

function RotationFields(view: RotaFormView): ReactNode {
  return (
    <>
      <input type="hidden" name="code" value={view.typed.values.get("code") ?? ""} />
      <ShortText {...field(view, "title", "What is it called?", "Such as «Nights».")} />
      <LongText
        {...field(view, "people", "Who takes turns?", "One on each line, in the order of their turns: the name, or the code.")}
        most={4000}
        rows={5}
      />
      <KnownPeople known={view.known} />
      <ShortText
        {...field(view, "on", "How many days in a row is each of them on?", "1 for daily, 7 for weekly.")}
        kind="number"
        width={4}
      />
      <ShortText
        {...field(view, "off", "And how many days off?", "Leave it empty when each waits until everybody else has had a turn.")}
        kind="number"
        width={4}
      />
      <ShortText {...field(view, "from", "When does the day’s shift begin?", "London time, such as 07:00.")} width={4} />
      <ShortText
        {...field(
          view,
          "to",
          "When does it end?",
          "On the next day, unless it is later than the beginning. The same time is a whole day.",
        )}
        width={4}
      />
      <AnyOf
        {...field(
          view,
          "weekdays",
          "Only shifts that begin on these days",
          "Choose none for every day. The turns count on through the others.",
        )}
        choices={DAYS}
      />
      <ShortText {...field(view, "starts", "On which day is the first person’s first shift?")} kind="date" width={20} />
      <ShortText
        {...field(view, "ends", "On which day does the last shift begin?", "Leave it empty when it goes on.")}
        kind="date"
        width={20}
      />
    </>
  );
}

function RosterFields(view: RotaFormView): ReactNode {
  return (
    <>
      <ShortText {...field(view, "title", "What is it called?", "Such as «Carnival».")} />
      <Span view={view} />
      <LongText
        {...field(
          view,
          "shifts",
          "Which shifts?",
          "One on each line: who, from, to. Such as: nell_frost, 2026-08-30 07:00, 2026-08-30 19:00",
        )}
        most={20_000}
        rows={6}
      />
      <KnownPeople known={view.known} />
    </>
  );
}

function SwapFields(view: RotaFormView): ReactNode {
  return (
    <>
      <WallClock {...field(view, "give.from", "From")} />
      <WallClock {...field(view, "give.to", "To")} />
      <Somebody view={view} name="with" label="Whom do you ask?" />
      <h2 className="nhsuk-heading-s">Do you take one of theirs in return?</h2>
      <p>Leave this empty when you do not.</p>
      <WallClock {...field(view, "take.from", "In return, from when")} />
      <WallClock {...field(view, "take.to", "In return, until when")} />
    </>
  );
}

function ImportFields(view: RotaFormView): ReactNode {
  return (
    <>
      <OneFile
        {...field(
          view,
          "file",
          "Which file?",
          "A spreadsheet saved as CSV UTF-8, with the columns person, from and to; or a calendar (.ics).",
        )}
        takes=".csv,.ics,text/csv,text/calendar"
      />
      <details className="app-told-fold nhsuk-u-margin-bottom-4">
        <summary>How a spreadsheet has to look</summary>
        <p>
          The first line names the columns. A person is a code or an email address; a time is London time, and the day comes
          first.
        </p>
        <pre>{`person,from,to
nell_frost,2026-12-01T07:00,2026-12-01T19:00
nell.frost@met.example.org,01/12/2026 19:00,02/12/2026 07:00`}</pre>
      </details>
      <h2 className="nhsuk-heading-s">Which time does it fill?</h2>
      <p>Leave this empty for a spreadsheet that goes from its first shift to its last. A calendar needs both.</p>
      <Span view={view} />
    </>
  );
}

/** What is wrong with a file, above its field: how much, and then each place. */
const inFile = (faults: readonly FieldError[]): FieldError[] =>
  faults.length === 0
    ? []
    : [{ field: "", reason: "The file cannot be brought in as it is. Mend it, and choose it again." }, ...faults].map(
        ({ field: place, reason }) => ({ field: "file", reason: place ? `${place}: ${reason}` : reason }),
      );

/** One form that changes a rota, on a page of its own. */
export function rotaFormPage(view: RotaFormView): Content {
  const { form, desk, typed, press, why, faults = [] } = view;
  const { title, says, fields, button, ask } = ROTA_FORMS[form];
  const said: Typed = { ...typed, errors: [...inFile(faults), ...inWordsOf(typed.errors, typed.values, fields)] };
  const body = (
    <div className="nhsuk-u-reading-width">
      <p className="app-back">
        <a href={rotaAddress(desk.code)}>Back to the rota</a>
      </p>
      <Problems form={form} typed={said} says="Nothing has been changed yet." />
      {why && <Meanwhile why={why} />}
      <h1 className="nhsuk-heading-l">
        <span className="nhsuk-caption-l">{desk.title}</span>
        {title}
      </h1>
      <p>{says}</p>
      <PressForm
        to={`${rotaAddress(desk.code)}/${form}`}
        press={press}
        going={form === "swap" ? "Asking" : "Looking what this changes"}
        takesFile={form === "import"}
      >
        {ask({ ...view, typed: said })}
        <PressButton>{button}</PressButton>
      </PressForm>
    </div>
  );
  return { title: `${title}: ${desk.title}`, body, here: "/rota", wrong: said.errors.length > 0 || why !== undefined };
}

/** Somebody else changed the rota between the page and the press. */
export const Meanwhile = ({ why }: { why: string }) => (
  <section className="app-alert" role="alert" aria-labelledby="meanwhile">
    <h2 className="nhsuk-heading-s" id="meanwhile">
      The rota has changed meanwhile
    </h2>
    <p>{why}</p>
  </section>
);
