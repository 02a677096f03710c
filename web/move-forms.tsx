import { Details } from "nhsuk-react-components";
import type { ReactNode } from "react";
import type { Escalation } from "../core/escalation/escalation.ts";
import {
  CALL_FIELDS,
  CallForm,
  DEFERRAL_FIELDS,
  DeferForm,
  HANDOVER_FIELDS,
  HandoverForm,
  MORE_WANTED_FIELDS,
  MoreWantedForm,
  STAND_DOWN_FIELDS,
  StandDownForm,
} from "./answerer-forms.tsx";
import {
  DISAGREEMENT_FIELDS,
  DisagreeForm,
  PLAN_FIELDS,
  PlanForm,
  RESPONSE_FIELDS,
  RespondForm,
  WITHDRAWAL_FIELDS,
  WithdrawForm,
} from "./asker-forms.tsx";
import { addressOf, type FormView, type Tried } from "./case-view.ts";
import { CUSTODY_FIELDS, custodyForm, DEPARTURE_FIELDS, DepartureForm } from "./custody-form.tsx";
import { DECISION_FIELDS, DecideForm, fieldsUnder, fieldUnder } from "./decide-form.tsx";
import { type Fields, fieldFor, inWordsOf, NOTHING_TYPED, PressButton, PressForm, type Typed } from "./form.tsx";
import type { MoveName } from "./moves.ts";
import { NewsForm, newsFields } from "./news-form.tsx";
import {
  ARRIVAL_FIELDS,
  ArriveForm,
  CLOSURE_FIELDS,
  CloseForm,
  NOTE_FIELDS,
  NoteForm,
  OUTCOME_FIELDS,
  OutcomeForm,
  PRIORITY_FIELDS,
  PriorityForm,
  REFERRAL_FIELDS,
  RELATED_FIELDS,
  relatedForm,
} from "./party-forms.tsx";

const FIELDS: Record<MoveName, Fields> = {
  acknowledgement: {},
  decision: DECISION_FIELDS,
  "more-wanted": MORE_WANTED_FIELDS,
  deferral: DEFERRAL_FIELDS,
  "stand-down": STAND_DOWN_FIELDS,
  handover: HANDOVER_FIELDS,
  "referral-answer": REFERRAL_FIELDS,
  priority: PRIORITY_FIELDS,
  news: newsFields([]),
  "news-read": {},
  "answer-read": {},
  calls: CALL_FIELDS,
  response: RESPONSE_FIELDS,
  disagreement: DISAGREEMENT_FIELDS,
  "interim-plan": PLAN_FIELDS,
  custody: CUSTODY_FIELDS,
  departure: DEPARTURE_FIELDS,
  related: RELATED_FIELDS,
  arrival: ARRIVAL_FIELDS,
  outcome: OUTCOME_FIELDS,
  closure: CLOSURE_FIELDS,
  withdrawal: WITHDRAWAL_FIELDS,
  notes: NOTE_FIELDS,
};

/** How each field of a move is called on this case, under the name that the API has for it. */
export const fieldsOf = (move: MoveName, { terms }: Pick<Escalation, "terms">): Fields =>
  move === "news" ? newsFields(terms.questions) : FIELDS[move];

/** The same under the names that stand in its form: every decision has fields of its own there. */
export const namesOf = (move: MoveName, values: URLSearchParams, of: Pick<Escalation, "terms">): Fields =>
  move === "decision" ? fieldsUnder(values.get("code") ?? "") : fieldsOf(move, of);

/** The form that a press came from: an item of a handover and a related case have one each. */
export function formOf({ move, typed: { values } }: Pick<Tried, "move" | "typed">): string {
  if (move === "custody") return custodyForm(values.get("item") ?? "");
  return move === "related" ? relatedForm(values.get("other") ?? "") : move;
}

/** What was typed into one move's form, its faults in the words of that form. */
export function typedInto({ move, typed: { values, errors } }: Pick<Tried, "move" | "typed">, of: Escalation): Typed {
  const fields = fieldsOf(move, of);
  if (move === "custody") return { values, errors: inWordsOf(errors.map(onItem(values)), values, fields) };
  if (move !== "decision") return { values, errors: inWordsOf(errors, values, fields) };
  const code = values.get("code") ?? "";
  const placed = errors.map(({ field, reason }) => ({ field: fieldUnder(fieldFor(field, fields) ?? field, code), reason }));
  return { values, errors: inWordsOf(placed, values, namesOf(move, values, of)) };
}

/** An item that may not be entered at all is said at its first field. */
const FIRST: Readonly<Record<string, string>> = {
  risk_by_police: "level",
  risk_by_health: "level",
  custody_accepted: "clinician",
  detention_extended: "hours",
};
const onItem = (values: URLSearchParams) => (error: Typed["errors"][number]) =>
  error.field === "item" ? { ...error, field: FIRST[values.get("item") ?? ""] ?? "item" } : error;

/** «I have seen this»: one press, nothing to type. */
export const AcknowledgeForm = ({ of, press }: Pick<FormView, "of" | "press">) => (
  <PressForm to={addressOf(of, "acknowledgement")} press={press} going="Acknowledging">
    <PressButton>Acknowledge: I have it now</PressButton>
  </PressForm>
);

/** The moves behind a fold, in the order in which a case needs them. */
const FOLDED: readonly { readonly move: MoveName; readonly title: string; readonly form: (view: FormView) => ReactNode }[] = [
  { move: "news", title: "Things have changed: add what is new", form: NewsForm },
  { move: "arrival", title: "Whoever was sent is on scene", form: ArriveForm },
  { move: "calls", title: "I rang those who must know the answer", form: CallForm },
  { move: "more-wanted", title: "Not enough information: ask for what is missing", form: MoreWantedForm },
  { move: "deferral", title: "Put it off", form: DeferForm },
  { move: "stand-down", title: "The unit is needed elsewhere", form: StandDownForm },
  { move: "handover", title: "Ask somebody to take it over", form: HandoverForm },
  { move: "response", title: "What we did with the answer", form: RespondForm },
  { move: "disagreement", title: "We read it differently", form: DisagreeForm },
  { move: "interim-plan", title: "How we keep the person safe meanwhile", form: PlanForm },
  { move: "departure", title: "Officers have left without an agreed handover", form: DepartureForm },
  { move: "outcome", title: "Record what has happened to the person", form: OutcomeForm },
  { move: "closure", title: "Close", form: CloseForm },
  { move: "priority", title: "Change how urgent it is", form: PriorityForm },
  { move: "decision", title: "Change the decision", form: DecideForm },
  { move: "withdrawal", title: "Withdraw", form: WithdrawForm },
  { move: "notes", title: "Add a note", form: NoteForm },
];

/** Every other move this person may make now, each folded up until it is wanted or needs attention. */
export const FoldedForms = ({
  moves,
  viewOf,
  tried,
}: {
  moves: readonly MoveName[];
  viewOf: (move: MoveName) => FormView;
  tried: Tried | undefined;
}) => (
  <>
    {FOLDED.filter(({ move }) => moves.includes(move)).map(({ move, title, form: Form }) => (
      <Details key={move} open={tried?.move === move}>
        <Details.Summary>{title}</Details.Summary>
        <Details.Text>
          <Form {...viewOf(move)} />
        </Details.Text>
      </Details>
    ))}
  </>
);

/** What was typed into a form before, if it was this one. */
export const typedBefore = (tried: Tried | undefined, form: string): Typed =>
  tried && formOf(tried) === form ? tried.typed : NOTHING_TYPED;
