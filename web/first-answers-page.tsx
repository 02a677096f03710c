import { Button } from "nhsuk-react-components";
import { titleOf } from "../core/escalation/escalation.ts";
import { doubtsOf } from "../core/first-answers/first-answer.ts";
import type { FirstAnswerLine } from "../core/first-answers/routes.ts";
import type { Instant } from "../core/time.ts";
import { DOUBTS, FIRST_ANSWERS } from "./first-answer-words.ts";
import type { Choice } from "./form.tsx";
import { Newest } from "./learning-parts.tsx";
import type { Content } from "./page.tsx";
import { Missing } from "./recorded.tsx";
import { clockWords, Moment } from "./time.tsx";

export interface FirstAnswersView {
  readonly items: readonly FirstAnswerLine[];
  readonly next: string | null;
  /** The reader's own agency gives first answers, and the reader may record one. */
  readonly mayRecord: boolean;
  readonly types: readonly Choice[];
  readonly areas: readonly Choice[];
  readonly agencyOf: (code: string) => string;
  /** The reader may raise an escalation that disputes this one. */
  readonly mayDispute: (of: FirstAnswerLine) => boolean;
  readonly here: string;
  readonly now: Instant;
}

/** The first answers that the reader's agency gave, or was given, the newest first. Nothing that somebody wrote stands here. */
export function firstAnswersPage({ items, next, mayRecord, here, ...known }: FirstAnswersView): Content {
  const body = (
    <>
      <h1 className="nhsuk-heading-l nhsuk-u-margin-bottom-2">First answers</h1>
      <p className="nhsuk-u-reading-width">
        What a control room answered before there was any escalation: the force’s own record, which the partner sees too. Whoever
        reads an answer differently disputes it, and it goes to the duty inspector.
      </p>
      {mayRecord && <Button href="/first-answers/new">Record a first answer</Button>}
      <Newest
        title="First answers"
        columns={["First answer", "What was answered", "To whom", "Given"]}
        path="/first-answers"
        next={next}
      >
        {items.map((of) => (
          <Row key={of.id} of={of} {...known} />
        ))}
      </Newest>
    </>
  );
  return { title: "First answers", body, here };
}

function Row({
  of,
  types,
  areas,
  agencyOf,
  mayDispute,
  now,
}: { of: FirstAnswerLine } & Pick<FirstAnswersView, "types" | "areas" | "agencyOf" | "mayDispute" | "now">) {
  const { id, reference, type, area, answer, reviewBy, agency, recorded, givenAt, disputed } = of;
  const doubts = doubtsOf({ ...of, readBack: true, limbs: undefined }, now);
  return (
    <tr className="nhsuk-table__row">
      <td className="nhsuk-table__cell">
        <a href={`/first-answers/${id}`}>{reference}</a>
        <small>
          {titleOf(types, type)}, {titleOf(areas, area)}
        </small>
      </td>
      <td className="nhsuk-table__cell">
        {FIRST_ANSWERS[answer]}
        {reviewBy && `, by ${clockWords(reviewBy, now)}`}
        {doubts.map((doubt) => (
          <small key={doubt}>
            <Missing>{DOUBTS[doubt]}</Missing>
          </small>
        ))}
        {doubts.includes("review_overdue") && mayDispute(of) && (
          <small>
            <a href={`/raise?firstAnswer=${id}`}>Dispute {reference}: raise an escalation</a>
          </small>
        )}
        {disputed && <small>Disputed in {disputed.reference}</small>}
      </td>
      <td className="nhsuk-table__cell">
        <small>{agency ? agencyOf(agency) : "No partner of ours"}</small>
      </td>
      <td className="nhsuk-table__cell">
        <small>
          <Moment at={givenAt} now={now} />, recorded by {recorded.by.name}, {agencyOf(recorded.by.agency)}
        </small>
      </td>
    </tr>
  );
}
