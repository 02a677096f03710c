import { isOfOneLadder } from "../core/escalation/related.ts";
import type { CaseView, FormView } from "./case-view.ts";
import { GivenFirst } from "./first-answer-lines.tsx";
import type { Typed } from "./form.tsx";
import { sharedMarks } from "./known-words.ts";
import { RelatedForm, relatedForm } from "./party-forms.tsx";
import { Said } from "./recorded.tsx";
import { Moment } from "./time.tsx";

/** Other cases that may be about the same person or place: a person looks, and says. */
export function RelatedPanel({
  view,
  formView,
  typedIn,
}: {
  view: CaseView;
  formView: () => Omit<FormView, "typed">;
  typedIn: (form: string) => Typed;
}) {
  const { of, now, moves, others } = view;
  const { related } = of;
  if (related.length === 0) return null;
  const waiting = related.filter(({ said }) => said === null);
  return (
    <section aria-labelledby="related">
      <h2 className="nhsuk-heading-s nhsuk-u-margin-bottom-1" id="related">
        {waiting.length > 0 ? "Another request may be about the same person" : "Other requests that looked alike"}
      </h2>
      {related.map((one) => (
        <div className="app-piece" key={one.id}>
          <p className="nhsuk-u-margin-bottom-2">
            <Reference id={one.id} reference={one.reference} isShared={others.some(({ id }) => id === one.id)} />:{" "}
            {sharedMarks(one.on)}.
          </p>
          {one.said ? (
            <>
              <p className="nhsuk-u-margin-bottom-1">
                {one.said.same ? "It is the same" : "It is not the same"}, said {one.said.by.name} at{" "}
                <Moment at={one.said.at} now={now} />, because:
              </p>
              <Said>{one.said.because}</Said>
            </>
          ) : (
            moves.includes("related") && (
              <RelatedForm
                {...formView()}
                typed={typedIn(relatedForm(one.id))}
                other={one}
                joins={others.some(({ id, terms }) => id === one.id && isOfOneLadder(terms, of.terms))}
              />
            )
          )}
        </div>
      ))}
    </section>
  );
}

/** What the control room answered others about what may be the same, for whoever answers for it: two callers about one person are told one thing. */
export function FirstAnswersFound({
  of,
  facts,
  reader,
  now,
  answered,
  agencyOf,
}: Pick<CaseView, "of" | "facts" | "reader" | "now" | "answered" | "agencyOf">) {
  const found = facts.flatMap((fact) => (fact.what === "first_answer_found" ? [fact] : []));
  if (found.length === 0 || reader.agency !== of.terms.area.agency) return null;
  return (
    <section aria-labelledby="first-answers-found">
      <h2 className="nhsuk-heading-s nhsuk-u-margin-bottom-1" id="first-answers-found">
        The control room has answered a call that may be about the same person
      </h2>
      <ul className="nhsuk-list">
        {found.map(({ about: { id, reference, on } }) => (
          <li key={id}>
            <a className="app-reference" href={`/first-answers/${id}`}>
              {reference}
            </a>
            , <GivenFirst first={answered.find((one) => one.id === id)} {...{ agencyOf, now }} />
            {sharedMarks(on)}.{!of.closed && " Read what was answered there before you answer here."}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Whoever shares the other case may open it. */
const Reference = ({ id, reference, isShared }: { id: string; reference: string; isShared: boolean }) =>
  isShared ? (
    <a className="app-reference" href={`/escalations/${id}`}>
      {reference}
    </a>
  ) : (
    <span className="app-reference">{reference}</span>
  );
