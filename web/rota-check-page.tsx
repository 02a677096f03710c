import type { ReactNode } from "react";
import { type Change, type Consequences, needsReason } from "../core/rota/change.ts";
import type { Remark } from "../core/rota/imported.ts";
import type { Difference } from "../core/rota/on-duty.ts";
import type { Rota } from "../core/rota/rota.ts";
import { Form, inWordsOf, LongText, type Press, PressButton, PressForm, Problems, type Typed } from "./form.tsx";
import type { Content } from "./page.tsx";
import { Missing } from "./recorded.tsx";
import { rotaAddress } from "./rota-desks-page.tsx";
import { Meanwhile } from "./rota-forms.tsx";
import { spanWords } from "./rota-time.ts";
import { changeWords, counted, namesIn, type Telling } from "./rota-words.ts";

export interface CheckView extends Telling {
  readonly desk: { readonly code: string; readonly title: string };
  readonly rota: Rota;
  readonly change: Change;
  readonly does: Consequences;
  /** The last word of the address that the form came from, and whether it has a page to go back to. */
  readonly form: string;
  readonly hasPage: boolean;
  readonly typed: Typed;
  readonly press: Press;
  readonly meanwhile?: string | undefined;
  /** How times of a file were read that the clocks make doubtful. */
  readonly notes?: readonly Remark[];
}

/** Fields of this page, and of every press; the others are the change itself, carried along unseen. */
const OURS = ["key", "seen", "do", "why"];
const FIELDS = {
  why: { label: "Why", ask: "Say why: it leaves too few on duty, takes somebody off duty now, or lowers how many must be there" },
} as const;
/** So many lines are shown at once; the others are folded up. */
const FEW = 8;

/** What a change would do, before it is made: who is on duty now and after it, each time that changes, and where too few are left. */
export function checkPage(view: CheckView): Content {
  const { desk, rota, change, does, form, hasPage, press, meanwhile } = view;
  const typed: Typed = { ...view.typed, errors: inWordsOf(view.typed.errors, view.typed.values, FIELDS) };
  const needed = needsReason(does);
  const to = `${rotaAddress(desk.code)}/${form}`;
  const carried = [...typed.values].filter(([name]) => !OURS.includes(name));
  const typedAgain = carried.filter(([name]) => name !== "file"); // no browser puts a file back into its field
  const body = (
    <div className="nhsuk-u-reading-width">
      <p className="app-back">
        <a href={rotaAddress(desk.code)}>Leave it, and go back to the rota</a>
      </p>
      <Problems form="check" typed={typed} says="Nothing has been changed yet." />
      {meanwhile && <Meanwhile why={`${meanwhile} What you filled in is still here, and this is what it does now.`} />}
      <h1 className="nhsuk-heading-l">
        <span className="nhsuk-caption-l">{desk.title}</span>
        What this changes
      </h1>
      <p>
        <strong>{changeWords(change, rota, view)}</strong> Nothing has been changed yet.
      </p>
      <Notes notes={view.notes ?? []} />
      <Short view={view} />
      <Now view={view} />
      <h2 className="nhsuk-heading-m">What changes in the next 92 days</h2>
      {does.changes.length === 0 && <p>At no time is anybody else on duty than before.</p>}
      <Lines all={does.changes} line={(one) => <Changed key={one.from} one={one} view={view} />} />
      <PressForm to={to} press={press} going="Changing the rota">
        {carried.map(([name, value], nth) => (
          <input key={nth} type="hidden" name={name} value={value} />
        ))}
        <LongText
          form="check"
          typed={typed}
          name="why"
          label={needed ? "Why?" : "Why? (you need not say)"}
          hint={
            needed
              ? "It is needed here, because too few are left on duty, or somebody goes off duty now. It stays with the rota."
              : "It stays with the rota, for everybody of your agency to read."
          }
          most={500}
          rows={2}
        />
        <input type="hidden" name="do" value="make" />
        <PressButton grave={needed}>Change the rota</PressButton>
      </PressForm>
      {hasPage && (
        <Form to={to}>
          {typedAgain.map(([name, value], nth) => (
            <input key={nth} type="hidden" name={name} value={value} />
          ))}
          <input type="hidden" name="seen" value={press.seen} />
          <input type="hidden" name="do" value="fill-in" />
          <PressButton quiet>Go back to what I filled in</PressButton>
        </Form>
      )}
    </div>
  );
  return {
    title: `What this changes: ${desk.title}`,
    body,
    here: "/rota",
    wrong: typed.errors.length > 0 || meanwhile !== undefined,
  };
}

const Notes = ({ notes }: { notes: readonly Remark[] }): ReactNode =>
  notes.length > 0 && (
    <section aria-labelledby="notes">
      <h2 className="nhsuk-heading-m" id="notes">
        How times in the file were read
      </h2>
      <Lines
        all={notes}
        line={({ line, field, reason }) => (
          <li key={`${line} ${field}`}>
            Line {line}, {field}: {reason}
          </li>
        )}
      />
    </section>
  );

const Short = ({ view }: { view: CheckView }): ReactNode => {
  const { leavesShort } = view.does;
  if (leavesShort.length === 0) return null;
  return (
    <section className="app-alert" aria-labelledby="short">
      <h2 className="nhsuk-heading-m" id="short">
        <Missing>Too few are left on duty</Missing>
      </h2>
      <Lines
        all={leavesShort}
        line={(one) => (
          <li key={one.from}>
            <Missing>
              {spanWords(one, view.now)}: {one.people.length === 0 ? "nobody" : `only ${namesIn(one.people, view)}`}
            </Missing>
          </li>
        )}
        short
      />
    </section>
  );
};

function Now({ view }: { view: CheckView }): ReactNode {
  const { before, after } = view.does.now;
  const off = before.filter((person) => !after.includes(person));
  const isSame = off.length === 0 && before.length === after.length;
  return (
    <>
      <h2 className="nhsuk-heading-m">On duty at this moment</h2>
      {isSame ? (
        <p>{capital(namesIn(before, view))}, before and after it.</p>
      ) : (
        <ul className="app-differences">
          <li>
            Now: {namesIn(before, view)}
            <br />
            After it: <strong>{namesIn(after, view)}</strong>
            {off.length > 0 && (
              <>
                <br />
                <Missing>It takes {namesIn(off, view)} off duty at this moment.</Missing>
              </>
            )}
          </li>
        </ul>
      )}
    </>
  );
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

const Changed = ({ one, view }: { one: Difference; view: CheckView }) => (
  <li>
    <strong>{spanWords(one, view.now)}</strong>
    <br />
    Now: {namesIn(one.before, view)}
    <br />
    After it: <strong>{namesIn(one.after, view)}</strong>
  </li>
);

/** A few lines, and the others folded up beneath them. */
function Lines<T>({ all, line, short }: { all: readonly T[]; line: (one: T) => ReactNode; short?: boolean }): ReactNode {
  const list = short ? "app-differences app-differences--short" : "app-differences";
  const [first, rest] = [all.slice(0, FEW), all.slice(FEW)];
  return (
    <>
      {first.length > 0 && <ul className={list}>{first.map(line)}</ul>}
      {rest.length > 0 && (
        <details className="app-told-fold nhsuk-u-margin-bottom-4">
          <summary>{counted(rest.length, "more time")}</summary>
          <ul className={list}>{rest.map(line)}</ul>
        </details>
      )}
    </>
  );
}
