import { Button } from "nhsuk-react-components";
import type { Entry, Group, Purpose, What } from "../core/audit/entry.ts";
import type { Instant } from "../core/time.ts";
import { type Choice, inWordsOf, PickOne, Problems, ShortText, type Typed } from "./form.tsx";
import type { Content } from "./page.tsx";
import { ROLES } from "./people-page.tsx";
import { dateInFull } from "./rota-time.ts";
import { Moment } from "./time.tsx";
import { counted } from "./words.ts";

/** An entry with the names of whom and what it is about. */
export interface AuditLine {
  readonly entry: Entry;
  readonly name: string;
  readonly agency: string;
  readonly about: string | null;
}

export interface AuditView {
  readonly people: readonly Choice[];
  readonly typed: Typed;
  /** What was found; undefined before anything was looked for, or when it could not be. */
  readonly lines: readonly AuditLine[] | undefined;
  readonly next?: string | null;
  /** The days that were looked through. */
  readonly days?: { readonly from: string; readonly to: string };
  readonly now: Instant;
}

const WHATS: Record<What, string> = {
  read: "Read",
  searched: "Searched",
  printed: "Opened for print",
  exported: "Took out as a file",
  changed: "Changed",
  refused: "Was refused",
  signed_in: "Signed in",
  signed_out: "Signed out",
  membership_changed: "Changed a membership",
  broke_glass: "Opened a case of others",
  held: "Held a case or a first answer",
  hold_lifted: "Lifted a hold",
  basis_said: "Said under which law a part was recorded",
  deletion_proposed: "Proposed a deletion",
  deletion_taken_back: "Took a deletion back",
  deletion_confirmed: "Confirmed a deletion",
  deletion_dropped: "Confirmed a deletion that was not made: it was held, or had changed",
  deleted: "Deleted the contents of a case, or of a month of first answers, as the second of two people",
};
const GROUPS: Record<Group, string> = {
  patient: "what is known of the patient",
  shared: "what lists show",
  learning: "the learning side",
  figures: "figures",
  rota: "a rota",
  people: "people of the agency",
  audit: "the audit",
};
const PURPOSES: Record<Purpose, string> = {
  case_work: "work on a case",
  learning: "learning together",
  figures: "figures",
  running_desks: "the running of desks",
  looking_after_people: "looking after the agency’s people",
  oversight: "oversight",
  risk_to_life: "a risk to life",
  same_person_here: "the same person being with them",
  asked_by_those_who_have_it: "those who have it having asked",
  subject_access: "a person asking for their own data",
  rectification: "a person asking for a correction",
  erasure: "a person asking for a deletion",
  court_order: "an order of a court",
};
const ABOUT: Record<NonNullable<Entry["about"]>["kind"], string> = {
  case: "Escalation",
  team: "Desk",
  person: "Person",
  matter: "Learning",
  first_answer: "First answer",
  first_answers: "First answers of a force and month",
};
const REFUSED: Readonly<Record<string, string>> = {
  NotAllowed: "their role may not",
  NotOnDuty: "not on duty for it",
  NotFound: "not there, or not theirs",
  TooMany: "too often for now",
  WouldIsolate: "it would have shown a few people",
};

const FIELDS = {
  person: { label: "Person", ask: "Choose somebody" },
  reference: { label: "Escalation", ask: "Give its reference" },
  from: { label: "From day", ask: "Give a first day" },
  to: { label: "To day", ask: "Give a last day" },
  what: { label: "What they did", ask: "Choose one" },
  after: { label: "Page", ask: "Search again" },
};

/** Who has looked at what: a search, and what it found, the newest first. Nothing of a patient is kept here, and so nothing is shown. */
export function auditPage({ people, typed, lines, next = null, days, now }: AuditView): Content {
  const shown: Typed = { ...typed, errors: inWordsOf(typed.errors, typed.values, FIELDS) };
  const isWrong = shown.errors.length > 0;
  const query = new URLSearchParams([...typed.values].filter(([name, value]) => name !== "after" && value !== ""));
  const body = (
    <>
      <Problems form="audit" typed={shown} says="Nothing has been looked for." />
      <h1 className="nhsuk-heading-l">Audit</h1>
      <p className="nhsuk-u-reading-width">
        What people of your agency have read, searched, printed, taken out and changed, and who has looked at your agency’s
        escalations. It says which fields they saw and never what stood there. Your own search is written down too.
      </p>
      <p>
        <a href="/flags">What was done unusually often</a>
      </p>
      <Search people={people} typed={shown} />
      {lines && <Found lines={lines} next={next} days={days} query={query} isLater={typed.values.has("after")} now={now} />}
    </>
  );
  return { title: "Audit", body, here: "/audit", wrong: isWrong };
}

function Search({ people, typed }: Pick<AuditView, "people" | "typed">) {
  const field = { form: "audit", typed };
  return (
    <form method="get" action="/audit" noValidate>
      <PickOne {...field} name="person" label={FIELDS.person.label} first="Everybody" choices={people} />
      <ShortText {...field} name="reference" label={FIELDS.reference.label} hint="Its reference, such as RC-4TQ-9HK" width={20} />
      <ShortText
        {...field}
        name="from"
        label={FIELDS.from.label}
        kind="date"
        width={20}
        hint="A week is looked through without days"
      />
      <ShortText {...field} name="to" label={FIELDS.to.label} kind="date" width={20} />
      <PickOne
        {...field}
        name="what"
        label={FIELDS.what.label}
        first="Everything"
        choices={Object.entries(WHATS).map(([code, title]) => ({ code, title }))}
      />
      <Button type="submit">Search</Button>
    </form>
  );
}

function Found({
  lines,
  next,
  days,
  query,
  isLater,
  now,
}: {
  lines: readonly AuditLine[];
  next: string | null;
  days: AuditView["days"];
  query: URLSearchParams;
  isLater: boolean;
  now: Instant;
}) {
  return (
    <section aria-labelledby="found">
      <h2 className="nhsuk-heading-m" id="found">
        {days ? `What was found from ${dateInFull(days.from, now)} to ${dateInFull(days.to, now)}` : "What was found"}
      </h2>
      {lines.length === 0 ? (
        <p>
          {next
            ? "Nothing yet: there is more to look through."
            : isLater
              ? "Nothing more was found."
              : "Nothing was found. Look through other days, or for something else."}
        </p>
      ) : (
        <>
          <p>
            {counted(lines.length, "entry", "entries")} on this page, the newest first.{" "}
            <a href={`/audit/entries.csv?${query}`}>All that was found as CSV</a>
          </p>
          <table className="nhsuk-table app-list">
            <caption className="nhsuk-u-visually-hidden">What was found, the newest first</caption>
            <thead className="nhsuk-table__head">
              <tr>
                <th scope="col">When</th>
                <th scope="col">Who</th>
                <th scope="col">What</th>
                <th scope="col">About</th>
              </tr>
            </thead>
            <tbody className="nhsuk-table__body">
              {lines.map((line) => (
                <Row key={`${line.entry.request} ${line.entry.what}`} line={line} now={now} />
              ))}
            </tbody>
          </table>
        </>
      )}
      {next && (
        <p>
          <a href={`/audit?${new URLSearchParams([...query, ["after", next]])}`}>Older ones</a>
        </p>
      )}
    </section>
  );
}

function Row({ line: { entry, name, agency, about }, now }: { line: AuditLine; now: Instant }) {
  const { at, who, what, of, purpose, refusal, membership, from } = entry;
  const kind = entry.about && ABOUT[entry.about.kind];
  return (
    <tr className="nhsuk-table__row">
      <td className="nhsuk-table__cell">
        <Moment at={at} now={now} seconds />
        <small>{from ? `From ${from}` : "From where is not recorded"}</small>
      </td>
      <td className="nhsuk-table__cell">
        {name}
        <small>
          {agency}. {who.roles.map((role) => ROLES[role]).join(". ") || "No role"}
        </small>
      </td>
      <td className="nhsuk-table__cell">
        {WHATS[what]}
        {refusal && `: ${REFUSED[refusal] ?? refusal}`}
        {of.length > 0 && <small>{of.map((group) => GROUPS[group]).join(", ")}</small>}
        {purpose && <small>For {PURPOSES[purpose]}</small>}
        {membership && (
          <small>
            From {inRoles(membership.before)} to {inRoles(membership.after)}
            {membership.why && `, because: ${membership.why}`}
          </small>
        )}
      </td>
      <td className="nhsuk-table__cell">
        {kind ? (
          <>
            {kind} {about}
          </>
        ) : (
          "Nothing of its own"
        )}
        <small>{entry.route}</small>
      </td>
    </tr>
  );
}

/** Roles on one line; no membership and a membership without a role are two things. */
export const inRoles = (roles: Entry["who"]["roles"] | null): string =>
  roles === null ? "no membership" : roles.length === 0 ? "no role" : roles.map((role) => `«${ROLES[role]}»`).join(", ");
